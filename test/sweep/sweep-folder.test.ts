/** `sweep.json`: what is read back, and what is none. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSweepFile, type SweepFile, writeSweepFile } from "../../src/node/sweeps/folder.ts";

const sweep: SweepFile = {
  name: "tiny",
  seeds: [1, 2],
  axes: [{ path: "cell", values: ["prototype", 1, null] }],
  arms: [{ id: "prototype", settings: { cell: "prototype", constructor: 1 } }],
  failures: [{ arm: "prototype", seed: 1, reason: "invalid", message: "none" }],
  definition: { base: "a.json", constructor: 1 },
};

it("is read back as it was", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-"));
  expect(await readSweepFile(folder)).toBe(undefined);
  await writeSweepFile(folder, sweep);
  expect(await readSweepFile(folder)).toEqual(sweep);
});

it("of before, whose failures have no code, says that they broke off", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-"));
  const text = JSON.stringify({ tidelab: "sweep", version: 1, ...sweep }).replace(',"reason":"invalid"', "");
  expect(text).not.toContain("reason");
  await writeFile(join(folder, "sweep.json"), text);
  expect((await readSweepFile(folder))?.failures).toEqual([
    { arm: "prototype", seed: 1, message: "none", reason: "failed" },
  ]);
});

it.each([
  ['"seeds":[1,2]', '"seeds":[1,1e999]', "sweep.file"],
  ['"version":1', '"version":1e999', "sweep.file"],
  ['"version":1', '"version":2', "sweep.newer"],
  ['"settings":{"cell":"prototype","constructor":1}', '"settings":[]', "sweep.file"],
  ['"tidelab":"sweep"', '"tidelab":"run"', "sweep.file"],
  ["}", "", "sweep.file"],
])("with %s as %s is %s", async (from, to, code) => {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-"));
  const text = JSON.stringify({ tidelab: "sweep", version: 1, ...sweep });
  expect(text).toContain(from);
  await writeFile(join(folder, "sweep.json"), text.replace(from, to));
  await expect(readSweepFile(folder)).rejects.toMatchObject({ code, path: join(folder, "sweep.json") });
});
