/** `tidelab lr-find`, and the flags of the lab's training strategy, as a user types them. Runs the built command. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { labSpec } from "../../src/cli/lab-flags.ts";
import type { RangeTest } from "../../src/train/records.ts";
import { scratch, tidelab } from "./command.ts";

const layers = [
  { layer: "conv1d", outChannels: 8, kernelSize: 5 },
  { layer: "relu" },
  { layer: "globalAvgPool" },
  { layer: "linear", outFeatures: 2 },
];
const spec = { name: "small", data: { kind: "waves", samples: 240, length: 40 }, model: { layers } };
writeFileSync(join(scratch, "spec.json"), JSON.stringify(spec));

describe("lr-find", () => {
  it("suggests a rate and leaves figure and numbers, in words and as JSON", async () => {
    const { code, stdout } = await tidelab(["lr-find", "spec.json", "--lang", "en"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ steps.*learning rate of/);
    expect(stdout).toMatch(/^Suggested \(steepest fall of the loss\) +0\.\d+$/m);
    const folder = join(scratch, "runs", readdirSync(join(scratch, "runs"))[0]!);
    expect(readdirSync(folder).sort()).toEqual(["lr-find.json", "lr-find.png", "lr-find.svg"]);
    const again = await tidelab(["lr-find", "spec.json", "--json", "--out", "json", "--threads", "1"]);
    const { folder: _, files, ...test } = JSON.parse(again.stdout) as RangeTest & { folder: string; files: string[] };
    expect(files.length).toBe(3);
    // The same on any number of threads, and what the file holds.
    expect(test).toEqual(JSON.parse(readFileSync(join(folder, "lr-find.json"), "utf8")));
  });

  it("says where there is nothing to suggest", async () => {
    const { code, stdout, stderr } = await tidelab([
      "lr-find",
      "spec.json",
      "--to",
      "1e-6",
      "--steps",
      "12",
      "--lang",
      "en",
      "--out",
      "flat",
    ]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("Suggested");
    expect(stderr).toContain("warning: the loss never fell by 2%");
  });

  it.each([
    [["--steps", "5"], "--steps: expected a whole number of steps >= 10, received 5"],
    [["--from", "x"], '--from: expected a number, received "x"'],
    [["--from", "2", "--to", "1"], "--from, --to: expected two learning rates > 0"],
    [["--out", "."], "expected a new folder or an empty"],
    [["--numerics", "exact"], "--numerics: expected one of"],
  ])("refuses %s", async (flags, text) => {
    const { code, stderr } = await tidelab(["lr-find", "spec.json", "--lang", "en", ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});

describe("flags of the lab", () => {
  it("make the spec's strategy", () => {
    const { training } = labSpec({
      schedule: "cosine",
      warmup: "2",
      patience: "3",
      restoreBest: true,
      accumulate: "4",
      gradientsEvery: "0",
    });
    expect(training.schedule).toMatchObject({ kind: "cosine", warmup: 2 });
    expect(training.earlyStopping).toEqual({ patience: 3, minDelta: 0 });
    expect([training.restoreBest, training.accumulate, training.record.gradientsEvery]).toEqual([true, 4, 0]);
    expect(labSpec({}).training.schedule).toBeUndefined();
    const restarts = { kind: "cosineRestarts", cycles: 4, etaMin: 0, per: "step" };
    expect(labSpec({ cycles: "4" }).training.schedule).toEqual(restarts);
    expect(labSpec({ cycles: "4", schedule: "cosineRestarts" }).training.schedule).toEqual(restarts);
  });

  it.each([
    [{ schedule: "cosin" }, /^--schedule: .*Did you mean "cosine"/],
    // Only of flags that were given.
    [{ warmup: "2" }, /^--warmup: has an effect only with --schedule cosine\. [^-]*$/],
    [{ schedule: "oneCycle", warmup: "2" }, /^--warmup: .*--schedule oneCycle/],
    [{ schedule: "cosine", warmup: "x" }, /^--warmup: expected a number/],
    [{ cycles: "0" }, /^--cycles: expected a number > 0/],
    [{ schedule: "cosine", cycles: "2" }, /^--cycles: makes no sense together with --schedule cosine\. /],
    [{ warmup: "1", cycles: "2" }, /^--warmup: makes no sense together with --cycles\. /],
    [{ schedule: "cosineRestarts" }, /^--schedule cosineRestarts: has an effect only with --cycles 5\. /],
    [{ patience: "0" }, /^--patience: expected a number > 0/],
    [{ accumulate: "1.5" }, /^--accumulate: expected/],
  ])("refuse %o", (flags, text) => {
    expect(() => labSpec(flags)).toThrow(text);
  });
});
