/** `--no-figures` and `TIDELAB_FIGURES=off`: a run without figures and reports is whole, and can be drawn later. */
import { existsSync, readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { inScratch, readRecord, start, TINY, tidelab, write } from "./command.ts";

const RESULT = ["gradients.json", "model.safetensors", "run.json"];
const filesOf = (folder: string) =>
  readdirSync(inScratch(folder))
    .filter((name) => !name.startsWith("."))
    .sort();

/** As a user has it who has set nothing. */
const drawn = { env: { TIDELAB_FIGURES: "" } };

beforeAll(async () => {
  write("tiny.json", JSON.stringify(TINY));
  expect((await tidelab(["train", "tiny.json", "--out", "usual"], drawn)).code).toBe(0);
});

it.each<[string, string[], Record<string, string>]>([
  ["flag", ["--no-figures"], { TIDELAB_FIGURES: "on" }],
  ["setting", [], { TIDELAB_FIGURES: "off" }],
])("by %s: the same result, no drawing, and the command for it", async (name, flags, env) => {
  const { code, stdout } = await tidelab(["train", "tiny.json", "--out", name, ...flags], { env });
  expect(code).toBe(0);
  expect(stdout).toContain(`Saved to ${name} (model.safetensors, gradients.json, run.json) after `);
  expect(stdout).toContain(`\nFigures and reports: tidelab figures ${name}\n`);
  expect(filesOf(name)).toEqual(RESULT);
  expect(readRecord(name).weightsSha256).toBe(readRecord("usual").weightsSha256);
  const verified = await tidelab(["verify", name]);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Verified: /m) });
  expect((await tidelab(["figures", name])).code).toBe(0);
  expect(filesOf(name)).toEqual(filesOf("usual"));
  expect((await tidelab(["verify", name])).code).toBe(0);
});

it("goes for fork and lab too", async () => {
  await tidelab(["fork", "usual", "--set", "training.lr=0.01", "--no-figures", "--out", "forked"], drawn);
  const lab = "lab --samples 60 --length 12 --hidden 3 --layers 1 --epochs 1 --no-figures --out lab";
  await tidelab(lab.split(" "), drawn);
  expect([filesOf("forked"), filesOf("lab")].map((files) => files.filter((file) => file !== "about.json"))).toEqual([
    RESULT,
    RESULT,
  ]);
});

it("goes for resume too: a run that is killed, resumed and stopped is saved without drawing", async () => {
  write("long.json", JSON.stringify({ ...TINY, training: { ...TINY.training, epochs: 100_000 } }));
  const killed = start(["train", "long.json", "--out", "killed"]);
  while (!killed.printed.stdout.includes("\nEpoch 02")) await setTimeout(5);
  killed.child.kill("SIGKILL");
  await killed.result;
  const resumed = start(["resume", "killed", "--no-figures"], drawn);
  // Its header has followed the epochs that were there, and an epoch more has followed that.
  while (!/^Split: [\s\S]*^Epoch /m.test(resumed.printed.stdout)) await setTimeout(5);
  resumed.child.kill("SIGINT");
  expect((await resumed.result).code).toBe(130);
  expect(readRecord("killed").status).toBe("stopped");
  expect(filesOf("killed")).toEqual(["checkpoints", ...RESULT]);
});

it("refuses a setting that is neither on nor off, before it trains", async () => {
  const { code, stderr } = await tidelab(["train", "tiny.json", "--out", "refused"], {
    env: { TIDELAB_FIGURES: "no" },
  });
  expect(code).toBe(2);
  expect(stderr).toContain('TIDELAB_FIGURES: expected one of on, off, received "no"');
  expect(existsSync(inScratch("refused"))).toBe(false);
});
