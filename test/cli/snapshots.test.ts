/** `train --cycles` and `predict --snapshots`: the mean of what the last snapshots answer, and what is refused. */
import { beforeAll, describe, expect, it } from "vitest";
import { createEnsemble } from "../../src/inference/ensemble.ts";
import { loadSnapshots } from "../../src/node/runs/folder.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import { inScratch, tidelab, write } from "./command.ts";
import { wavesCsv } from "./own-files.ts";

const TRAIN = ["train", "train.csv", "--label", "activity", "--group", "person", "--numerics", "portable"];
const PREDICT = ["--input", "new.csv", "--label", "activity"];

let record: RunRecord;
beforeAll(async () => {
  write("train.csv", wavesCsv(42));
  write("new.csv", wavesCsv(4, 16, 100));
  const flags = ["--threads", "1", "--epochs", "6", "--cycles", "3", "--out", "runs/cycles", "--json"];
  const { code, stdout, stderr } = await tidelab([...TRAIN, ...flags]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  record = JSON.parse(stdout);
});

const rowsOf = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.split(",").slice(2).map(Number));

describe("train --cycles", () => {
  it("trains all cycles: a loss that rises when one begins does not end it", () => {
    const { schedule, earlyStopping, restoreBest } = record.spec.training;
    expect(schedule).toEqual({ kind: "cosineRestarts", cycles: 3, etaMin: 0, per: "step" });
    expect([earlyStopping, restoreBest]).toEqual([undefined, true]);
    expect(Object.keys(record.files ?? {})).toContain("snapshots.safetensors");
    const rates = record.history.map(({ lr }) => lr);
    expect(rates.map((rate) => rate < 1e-4)).toEqual([false, true, false, true, false, true]);
  });

  it("refuses cycles of unequal length at the flag", async () => {
    const { code, stderr } = await tidelab([...TRAIN, "--epochs", "6", "--cycles", "4", "--out", "runs/none"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--cycles: expected cycles of equal length")]);
  });
});

describe("predict --snapshots", () => {
  it.each([
    [[], 3, undefined],
    [["2"], 2, undefined],
    [["3"], 3, { length: 8, stride: 4 }],
  ])("%j averages the last %i", async (count, most, windows) => {
    const cut = windows ? ["--windows", "8:4", "--any-length"] : [];
    const { code, stdout } = await tidelab(["predict", "runs/cycles", ...PREDICT, ...cut, "--snapshots", ...count]);
    expect(code).toBe(0);
    const snapshots = await loadSnapshots(inScratch("runs/cycles"));
    const ensemble = await createEnsemble(snapshots.slice(-most), { anyLength: true, windows });
    const series = wavesCsv(4, 16, 100)
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => ({ values: row.split(",").slice(2).map(Number) }));
    const answers = await ensemble.classify(series);
    ensemble.close();
    expect(rowsOf(stdout)).toEqual(
      answers.map((answer) => {
        if (answer.refused) throw answer.refused;
        return Array.from(answer.probabilities, (value) => Number(value.toPrecision(9)));
      }),
    );
  });

  it("joins the snapshots of several runs, and says how many there were", async () => {
    const twice = await tidelab(["predict", "runs/cycles", "runs/cycles", ...PREDICT, "--snapshots", "2", "--json"]);
    const once = await tidelab(["predict", "runs/cycles", ...PREDICT, "--snapshots", "2", "--json"]);
    const [a, b] = [twice, once].map(({ stdout }) => JSON.parse(stdout));
    expect([a.snapshots, b.snapshots]).toEqual([4, 2]);
    // Twice the same two: their sum is another one to the last bit only.
    for (const [n, { probabilities }] of a.series.entries()) {
      for (const [name, value] of Object.entries<number>(probabilities)) {
        expect(value).toBeCloseTo(b.series[n].probabilities[name], 6);
      }
    }
    expect(JSON.parse((await tidelab(["predict", "runs/cycles", ...PREDICT, "--json"])).stdout).snapshots).toBe(
      undefined,
    );
  });

  it.each([
    [["--snapshots", "0"], "--snapshots: expected a number of snapshots, or nothing for all of them, received 0."],
    [["--snapshots=runs/x"], "--snapshots: expected a number of snapshots"],
    [["--snapshots", "4"], "--snapshots: expected at most the 3 of runs/cycles, received 4."],
  ])("refuses %j", async (flags, text) => {
    const { code, stdout, stderr } = await tidelab(["predict", "runs/cycles", ...PREDICT, ...flags]);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(text)]);
  });

  it("refuses a run that was not trained in cycles, in both languages", async () => {
    await tidelab([...TRAIN, "--epochs", "1", "--out", "runs/plain"]);
    const args = ["predict", "runs/plain", ...PREDICT, "--snapshots"];
    const english = await tidelab(args);
    expect([english.code, english.stdout]).toEqual([2, ""]);
    expect(english.stderr).toContain("runs/plain: expected a run that was trained in cycles");
    expect((await tidelab([...args, "--lang", "zh-CN"])).stderr).toContain("runs/plain: 需要按周期训练");
  });

  it("refuses a classifier without gradients, which has no cycles", async () => {
    await tidelab([...TRAIN.slice(0, -2), "--model", "dtw", "--out", "runs/dtw"]);
    const { code, stderr } = await tidelab(["predict", "runs/dtw", ...PREDICT, "--snapshots"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--snapshots: ")]);
  });
});

it("verify trains the snapshots again", async () => {
  const { code, stdout } = await tidelab(["verify", "runs/cycles"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("snapshots.safetensors")]);
});
