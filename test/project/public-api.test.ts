/** Every value that the package exports says what it does, and its examples run and print what they say. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveRun } from "../../src/node/reports/draw.ts";
import { finish, tinySpec } from "../runs/tiny.ts";
import { promised } from "./examples.ts";
import { installPacked } from "./installed.ts";
import { ENTRIES, examplesIn, exportsOf, type PublicName } from "./public-api.ts";
import { exported } from "./subpaths.ts";

/** Functions without an example, and what shows their use instead. Types have none: those of the functions use them. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  "needs a sweep on disk; docs/experiments.md shows its use": ["readSweepResult"],
  "docs/browser.md shows it in a browser": ["registerWorkers"],
  "takes a program, which only the engine makes": ["formatProgram"],
  "its docstring shows its use in prose": ["SeriesCsvReader", "TextReader"],
};

const dist = new URL("../../dist/", import.meta.url);
const names = new Map<string, PublicName>();
for (const file of Object.values(ENTRIES)) for (const one of exportsOf(file)) names.set(`${one.file} ${one.name}`, one);
const values = [...names.values()].filter(({ kind }) => kind !== "interface" && kind !== "type");

const folder = mkdtempSync(join(tmpdir(), "tidelab-doctests-"));
beforeAll(async () => {
  installPacked(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  // What the examples find on disk, as the README's commands save it.
  const training = { epochs: 2, batchSize: 16 };
  const record = { gradientsEvery: 1 };
  const spec = { name: "mine", training: { ...training, record } };
  await saveRun(join(folder, "runs/mine"), await finish(tinySpec(spec)), "en", { figures: false });
  const other = { name: "other", training: { ...training, lr: 0.01 } };
  await saveRun(join(folder, "runs/other"), await finish(tinySpec(other)), "en", { figures: false });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the public API", () => {
  it("is all that the package exports", async () => {
    expect(Object.keys(ENTRIES).sort()).toEqual(
      ["tidelab", ...exported].filter((name) => name !== "tidelab/worker").sort(),
    );
    for (const file of Object.values(ENTRIES)) {
      const loaded = Object.keys(await import(new URL(file.replace(/\.ts$/, ".js"), dist).href)).sort();
      const read = exportsOf(file).filter(({ kind }) => kind !== "interface" && kind !== "type");
      expect(
        [...new Set(read.map(({ name }) => name))].sort().filter((name) => name !== "zoo"),
        file,
      ).toEqual(loaded);
    }
  });

  it("has a docstring for every name", () => {
    expect([...names.values()].filter(({ doc }) => doc === "").map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it("has an example for every function, or a reason why not", () => {
    const callable = values.filter(({ kind }) => kind === "function" || kind === "class");
    const without = callable.filter(({ doc }) => examplesIn(doc).length === 0).map(({ name }) => name);
    expect(without.sort()).toEqual(Object.values(WITHOUT).flat().sort());
  });

  const examples = values.flatMap(({ name, file, doc }) =>
    // Two languages have the same names.
    examplesIn(doc).map((code) => ({ name, key: `${file.replaceAll(/\W/g, "-")}-${name}`, code })),
  );
  describe("its examples", () => {
    const results = new Map<string, { printed: string[]; error?: string }>();
    beforeAll(async () => {
      const files = await Promise.all(
        examples.map(async ({ key, code }) => {
          const path = join(folder, `${key}.mjs`);
          writeFileSync(path, (await transform(code, { loader: "ts" })).code);
          return path;
        }),
      );
      const runner = fileURLToPath(new URL("run-examples.mjs", import.meta.url));
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [runner, ...files], { cwd: folder });
      expect(stderr).toBe("");
      const all = JSON.parse(stdout) as { file: string; printed: string[]; error?: string }[];
      for (const { file, ...result } of all) results.set(basename(file, ".mjs"), result);
    });

    it.each(examples)("of $name prints what it says", ({ key, code }) => {
      expect(results.get(key)).toEqual({ printed: promised(code) });
    });
  });
});
