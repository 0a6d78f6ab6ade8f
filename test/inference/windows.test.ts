/** Test-time windows: the mean of the answers to each window by itself, whatever the blocks, fills and ensembles. */
import { beforeAll, describe, expect, it } from "vitest";
import type { TidelabError } from "../../src/errors/errors.ts";
import { type Classified, type ClassifierAnswer, createClassifier } from "../../src/inference/classifier.ts";
import { createEnsemble } from "../../src/inference/ensemble.ts";
import type { TrainedRun } from "../../src/inference/trained-run.ts";
import { inScratch, tidelab, write } from "../cli/command.ts";
import { wavesCsv } from "../cli/own-files.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const wave = (n: number, length: number) => Float32Array.from({ length }, (_, t) => Math.fround(Math.sin(n + t / 2)));
const answered = (answer: ClassifierAnswer): Classified => {
  if (answer.refused) throw answer.refused;
  return answer;
};

let run: TrainedRun;
let other: TrainedRun;
beforeAll(async () => {
  run = await finish(tinySpec({ transforms: [{ transform: "normalise", over: "series" }] }));
  other = await finish(tinySpec({ seed: 8 }));
});

/** As `numpy.lib.stride_tricks.sliding_window_view(x, length)[::stride]`, each classified alone; their mean in float64, in order. */
async function byHand(values: Float32Array, length: number, stride: number): Promise<number[]> {
  const classifier = await createClassifier(run);
  const windows: { values: Float32Array }[] = [];
  for (let from = 0; from + length <= values.length; from += stride) {
    windows.push({ values: values.slice(from, from + length) });
  }
  const answers: Classified[] = [];
  for (const one of windows) answers.push(answered((await classifier.classify([one]))[0]!));
  classifier.close();
  return [0, 1].map((k) => Math.fround(answers.reduce((sum, one) => sum + one.probabilities[k]!, 0) / answers.length));
}

describe("windows", () => {
  it.each([
    [12, undefined, [12, 40, 47, 12]],
    [12, 5, [33, 12, 19]],
    [12, 1, [30, 13]],
    [12, 100, [60]],
  ] as const)("of %s steps, one every %s, give the mean of their probabilities", async (length, stride, lengths) => {
    const series = lengths.map((steps, n) => ({ id: `s${n}`, values: wave(n, steps) }));
    for (const windows of [{ length, ...(stride && { stride }) }]) {
      const classifier = await createClassifier(run, { windows });
      const answers = (await classifier.classify(series)).map(answered);
      for (const [n, { values }] of series.entries()) {
        const expected = await byHand(values, length, stride ?? length);
        const { probabilities, classIndex, predicted, ...answer } = answers[n]!;
        expect([...probabilities]).toEqual(expected);
        expect(classIndex).toBe(expected[1]! > expected[0]! ? 1 : 0);
        expect(predicted).toBe(classifier.classNames[classIndex]);
        expect(answer).toMatchObject({
          id: `s${n}`,
          length: values.length,
          lengthKind: "trained",
          attention: new Map(),
        });
      }
      const streamed: unknown[] = [];
      for await (const answer of classifier.stream(series, { block: 2 })) streamed.push(answer);
      expect(streamed).toEqual(answers);
      classifier.close();
    }
  });

  it("that are the whole series give the bits of the series", async () => {
    const [plain, cut] = [await createClassifier(run), await createClassifier(run, { windows: { length: 12 } })];
    const series = [{ values: wave(1, 12) }, { values: wave(2, 12) }];
    const [a, b] = [await plain.classify(series), await cut.classify(series)];
    expect(b.map((one) => [...answered(one).probabilities])).toEqual(a.map((one) => [...answered(one).probabilities]));
    plain.close();
    cut.close();
  });

  it("are averaged over the runs of an ensemble", async () => {
    const windows = { length: 12, stride: 4 };
    const series = [{ id: "a", values: wave(3, 31) }];
    const ensemble = await createEnsemble([run, other], { windows });
    const alone = await Promise.all([run, other].map((one) => createClassifier(one, { windows })));
    const parts = await Promise.all(alone.map(async (one) => answered((await one.classify(series))[0]!)));
    const [joined] = await ensemble.classify(series);
    const mean = [0, 1].map((k) => Math.fround((parts[0]!.probabilities[k]! + parts[1]!.probabilities[k]!) / 2));
    expect([...answered(joined!).probabilities]).toEqual(mean);
    for (const one of [ensemble, ...alone]) one.close();
  });

  it("refuse what is too short, what the run does not take, and what is no window", async () => {
    const classifier = await createClassifier(run, { windows: { length: 12 } });
    const answers = await classifier.classify([
      { id: "short", values: wave(0, 11) },
      { values: wave(0, 12) },
      { values: [1, Number.NaN] },
    ]);
    expect(answers.map(({ refused }) => [refused?.code, refused?.path])).toEqual([
      ["classifier.window", "short"],
      [undefined, undefined],
      ["data.value", "series[2].values[1]"],
    ]);
    classifier.close();
    const longer = await createClassifier(run, { windows: { length: 13 } });
    const [refused] = await longer.classify([{ id: "a", values: wave(0, 26) }]);
    expect([refused?.refused?.code, refused?.refused?.path]).toEqual(["classifier.otherLength", "a"]);
    longer.close();
    for (const windows of [{ length: 0 }, { length: 12, stride: 1.5 }]) {
      const path = windows.length === 0 ? "windows.length" : "windows.stride";
      await expect(createClassifier(run, { windows })).rejects.toMatchObject({ path } satisfies Partial<TidelabError>);
    }
  });
});

describe("tidelab predict --windows", () => {
  const rowsOf = (stdout: string) => stdout.trim().split("\n").slice(1);

  it("cuts series longer than those of training, once missing values are filled", async () => {
    write("train.csv", wavesCsv(42));
    const args = [
      "train",
      "train.csv",
      "--label",
      "activity",
      "--group",
      "person",
      "--epochs",
      "2",
      "--missing",
      "linear",
    ];
    const trained = await tidelab([...args, "--numerics", "portable", "--threads", "1", "--out", "runs/waves"]);
    expect([trained.code, trained.stderr]).toEqual([0, expect.not.stringContaining("error")]);
    const long = wavesCsv(4, 40).split("\n");
    // Where a window ends: filled within the window, it would be another value.
    const [head = "", first = "", ...others] = long;
    const cells = first.split(",");
    cells[2 + 15] = "";
    write("long.csv", [head, cells.join(","), ...others].join("\n"));
    const predict = ["predict", "runs/waves", "--input", "long.csv", "--label", "activity"];
    const found = await tidelab([...predict, "--windows", "16:8"]);
    expect([found.code, rowsOf(found.stdout).length]).toEqual([0, 4]);
    const { loadRun } = await import("../../src/node/runs/folder.ts");
    const classifier = await createClassifier(await loadRun(inScratch("runs/waves")), {
      windows: { length: 16, stride: 8 },
    });
    const raw = [cells, ...others.slice(0, 3).map((line) => line.split(","))].map((row) => ({
      values: row.slice(2).map((cell) => (cell === "" ? Number.NaN : Number(cell))),
    }));
    const answers = (await classifier.classify(raw)).map(answered);
    expect(rowsOf(found.stdout).map((row) => row.split(",").slice(2).map(Number))).toEqual(
      answers.map(({ probabilities }) => Array.from(probabilities, (value) => Number(value.toPrecision(9)))),
    );
    // What the same values give that are filled beforehand.
    const filled = raw[0]!.values.map((value, t, all) =>
      Number.isNaN(value) ? Math.fround((Math.fround(all[t - 1]!) + Math.fround(all[t + 1]!)) / 2) : value,
    );
    const [again] = await classifier.classify([{ values: filled }]);
    expect([...answered(again!).probabilities]).toEqual([...answers[0]!.probabilities]);
    classifier.close();
  });

  it.each([
    [["--windows", "0"], "--windows: expected the steps of a window"],
    [["--windows", "16:"], "--windows: expected the steps of a window"],
    [["--windows", "15"], "--windows: expected windows of 16 steps, as the run was trained on, received 15"],
  ])("refuses %j", async (flags, text) => {
    const { code, stdout, stderr } = await tidelab([
      "predict",
      "runs/waves",
      "--input",
      "long.csv",
      "--label",
      "activity",
      ...flags,
    ]);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(text)]);
  });
});
