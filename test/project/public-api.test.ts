/** Every value that the package exports says what it does, and its examples run and print what they say. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promised } from "./examples.ts";
import { installPacked } from "./installed.ts";
import { ENTRIES, examplesIn, exportsOf, type PublicName } from "./public-api.ts";
import { exported } from "./subpaths.ts";

/** Functions without an example, and what shows their use instead. Types have none: those of the functions use them. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  "each figure is drawn in test/figures/cases.ts": [
    ...["armCurvesFigure", "armInputsFigure", "armSeedsFigure", "attentionFigure", "criticalDifferenceFigure"],
    ...["gradientNormsFigure", "intervalsFigure", "learningCurvesFigure", "lrFindFigure", "samplesFigure"],
    ...["stateGradientsFigure", "tensorGradientsFigure"],
  ],
  "needs a run or a sweep on disk, or its record; README's examples of tidelab/node and tidelab/report show how": [
    ...["checkOutput", "defaultRunFolder", "loadRun", "rewriteFigures", "saveRun", "readSweepResult", "verifyRun"],
    ...[
      "makeFigures",
      "reportHtml",
      "reportMarkdown",
      "sweepReportHtml",
      "sweepReportMarkdown",
      "renderPng",
      "runSpec",
    ],
  ],
  "needs a saved run; test/inference/classifier.test.ts runs its example": [
    "createClassifier",
    "loadClassifier",
    "readRun",
  ],
  "docs/browser.md shows it in a browser": ["registerWorkers"],
  "its docstring or docs/ show its use in prose": [
    ...["classificationReport", "confusionMatrix", "findLearningRate", "findNotices", "formatClassificationReport"],
    ...["formatProgram", "loadStateDict", "SeriesCsvReader", "TextReader", "TidelabError"],
  ],
};

const dist = new URL("../../dist/", import.meta.url);
const names = new Map<string, PublicName>();
for (const file of Object.values(ENTRIES)) for (const one of exportsOf(file)) names.set(`${one.file} ${one.name}`, one);
const values = [...names.values()].filter(({ kind }) => kind !== "interface" && kind !== "type");

const folder = mkdtempSync(join(tmpdir(), "tidelab-doctests-"));
beforeAll(() => {
  installPacked(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
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

  it("has a docstring for every value", () => {
    expect(values.filter(({ doc }) => doc === "").map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it("has an example for every function, or a reason why not", () => {
    const callable = values.filter(({ kind }) => kind === "function" || kind === "class");
    const without = callable.filter(({ doc }) => examplesIn(doc).length === 0).map(({ name }) => name);
    expect(without.sort()).toEqual(Object.values(WITHOUT).flat().sort());
  });

  const examples = values.flatMap(({ name, doc }) => examplesIn(doc).map((code) => ({ name, code })));
  it.each(examples)("the example of $name prints what it says", async ({ name, code }) => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, (await transform(code, { loader: "ts" })).code);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [path], { cwd: folder });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual(promised(code));
  });
});
