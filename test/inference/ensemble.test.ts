/** Several runs as one: means of what each answers alone, from the library and from `tidelab predict`, and what is refused. */
import "../../src/node/platform.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { type ClassifierAnswer, createClassifier, createEnsemble, type RawSeries } from "../../src/inference/index.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { TINY, tidelab, write } from "../cli/command.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const wave = (seed: number, length = 12) => Float32Array.from({ length }, (_, t) => Math.sin(seed + t / 3) * 1.7);
const series: RawSeries[] = [0, 1, 2, 3, 4].map((i) => ({ id: `s${i}`, values: wave(i) }));

let runs: FinishedRun[];
beforeAll(async () => {
  // Other seeds have other data and with it another scale, and one has transforms of its own.
  runs = [
    await finish(tinySpec({ seed: 1 })),
    await finish(tinySpec({ seed: 2, transforms: [{ transform: "normalise", method: "zScore" }] })),
    await finish(tinySpec({ seed: 3 })),
  ];
});

async function alone(run: FinishedRun, given: RawSeries[]): Promise<ClassifierAnswer[]> {
  const classifier = await createClassifier(run);
  const answers = await classifier.classify(given);
  classifier.close();
  return answers;
}

function probabilities(answer: ClassifierAnswer | undefined): Float32Array {
  if (answer === undefined || answer.refused) throw new Error("no answer");
  return answer.probabilities;
}

describe("an ensemble", () => {
  it("answers with the mean of its members' probabilities, at once and in a stream", async () => {
    const members = await Promise.all(runs.map((run) => alone(run, series)));
    const ensemble = await createEnsemble(runs);
    expect([ensemble.classNames, ensemble.channels]).toEqual([["sine", "square"], 1]);
    expect(ensemble.trainedLengths).toEqual({ shortest: 12, longest: 12 });
    const answers = await ensemble.classify(series);
    for (const [row, answer] of answers.entries()) {
      const own = members.map((given) => probabilities(given[row]));
      const means = [0, 1].map((k) => Math.fround((own[0]![k]! + own[1]![k]! + own[2]![k]!) / 3));
      expect([...probabilities(answer)]).toEqual(means);
      expect(answer).toMatchObject({
        id: `s${row}`,
        classIndex: means[1]! > means[0]! ? 1 : 0,
        length: 12,
        lengthKind: "trained",
      });
    }
    // One array for all series, as a source of a stream may have.
    const array = new Float32Array(12);
    function* source() {
      for (const { id, values } of series) {
        array.set(values);
        yield { id: id!, values: array };
      }
    }
    const streamed: ClassifierAnswer[] = [];
    for await (const answer of ensemble.stream(source(), { block: 2 })) streamed.push(answer);
    expect(streamed).toEqual(answers);
    ensemble.close();
    await expect(ensemble.classify(series)).rejects.toMatchObject({ code: "classifier.closed" });
  });

  it("of one run answers as that run, but for the attention", async () => {
    const ensemble = await createEnsemble([runs[0]!]);
    const [one, [expected]] = [await ensemble.classify(series.slice(0, 1)), await alone(runs[0]!, series)];
    expect(one[0]).toEqual({ ...expected, attention: new Map() });
    ensemble.close();
  });

  it("refuses a series with the reason and the place of its own", async () => {
    const ensemble = await createEnsemble(runs);
    const given = [series[0]!, { values: [1, Number.NaN] }, { id: "short", values: wave(0, 5) }, [0.1] as never];
    const streamed: ClassifierAnswer[] = [];
    for await (const answer of ensemble.stream(given, { block: 1 })) streamed.push(answer);
    for (const answers of [await ensemble.classify(given), streamed]) {
      expect(answers.map(({ id }) => id)).toEqual(["s0", undefined, "short", undefined]);
      expect(answers.map(({ refused }) => refused && [refused.code, refused.path])).toEqual([
        undefined,
        ["data.value", "series[1].values[1]"],
        ["classifier.otherLength", "short"],
        ["classifier.one", "series[3]"],
      ]);
    }
    ensemble.close();
  });

  it("is made of runs with the same classes and channels only", async () => {
    const other = await finish(
      tinySpec({ data: { kind: "waves", samples: 60, length: 12, kinds: ["sine", "chirp"] } }),
    );
    const made = createEnsemble([runs[0]!, other]);
    await expect(made).rejects.toMatchObject({
      code: "ensemble.differ",
      path: "runs[1]",
      params: { wanted: "sine, square; 1", received: "sine, chirp; 1" },
    });
    await expect(createEnsemble([])).rejects.toMatchObject({ code: "ensemble.runs", params: { received: "none" } });
    await expect(createEnsemble(runs[0] as never)).rejects.toBeInstanceOf(TidelabError);
    await expect(createEnsemble([{} as never])).rejects.toMatchObject({ code: "classifier.run" });
  });
});

it("tidelab predict averages the runs that it is given", async () => {
  const csv = write("series.csv", `${[0, 1, 2].map((i) => [...wave(i)].join(",")).join("\n")}\n`);
  for (const seed of [1, 2]) {
    const spec = write(`seed${seed}.json`, JSON.stringify({ ...TINY, seed }));
    expect(await tidelab(["train", spec, "--out", `seed${seed}`])).toMatchObject({ code: 0 });
  }
  const answersOf = async (...names: string[]) => {
    const { code, stdout } = await tidelab(["predict", ...names, "--input", csv, "--json"]);
    expect(code).toBe(0);
    return JSON.parse(stdout) as {
      folder: string;
      folders?: string[];
      series: { probabilities: Record<string, number> }[];
    };
  };
  const [one, two, both] = [await answersOf("seed1"), await answersOf("seed2"), await answersOf("seed1", "seed2")];
  expect([one.folders, both.folder, both.folders]).toEqual([undefined, "seed1", ["seed1", "seed2"]]);
  for (const [row, { probabilities: means }] of both.series.entries()) {
    for (const [name, mean] of Object.entries(means)) {
      const [a, b] = [one.series[row]!.probabilities[name]!, two.series[row]!.probabilities[name]!];
      expect(mean).toBeCloseTo((a + b) / 2, 7);
    }
  }
  const unknown = await tidelab(["predict", "seed1", "seed9", "--input", csv]);
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.stderr).toContain("seed9");
}, 60_000);
