/**
 * A saved run in an application: the answers of `tidelab predict` to the bit, from a folder or from the contents of its files;
 * what is refused, and why; streams that keep nothing.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
// Threads need the build.
import * as built from "../../dist/node/index.js";
import { loadData } from "../../src/data/load.ts";
import { errorMessages as english } from "../../src/errors/en.ts";
import { describeError, TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import {
  type Classified,
  type Classifier,
  type ClassifierAnswer,
  type ClassifierOptions,
  createClassifier,
  createEnsemble,
  evaluate,
  type RawSeries,
  readRun,
} from "../../src/inference/index.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { recurrent } from "../../src/zoo/index.ts";
import { inScratch, readRecord, TINY, tidelab, write } from "../cli/command.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const LENGTH = 12;
const wave = (seed: number, length = LENGTH) => Float32Array.from({ length }, (_, t) => Math.sin(seed + t / 3) * 1.7);
const answered = (answer: ClassifierAnswer | undefined): Classified => {
  if (answer === undefined || answer.refused) throw answer?.refused ?? new Error("no answer");
  return answer;
};

async function using<T>(run: FinishedRun, work: (classifier: Classifier) => Promise<T>, options?: ClassifierOptions) {
  const classifier = await createClassifier(run, options);
  try {
    return await work(classifier);
  } finally {
    classifier.close();
  }
}

it.each([
  [undefined, "nothing"],
  [{}, "{}"],
  ["runs/mine", '"runs/mine"'],
  [Promise.resolve(), "a promise"],
  [{ record: { data: {} } }, '{"record":{"data":{}}}'],
])("is not made of %j", async (run, received) => {
  await expect(createClassifier(run as never)).rejects.toMatchObject({ code: "classifier.run", params: { received } });
});

it.each([undefined, 5, new URL("file:///runs/mine")])("is not loaded from %s", async (folder) => {
  await expect(built.loadClassifier(folder as never)).rejects.toMatchObject({ code: "run.folder" });
});

describe("beside the command, on a real run", () => {
  const { layers } = TINY.model;
  const runs = {
    plain: TINY,
    scaled: { ...TINY, data: { ...TINY.data, scale: "max", noise: 0.9 }, transforms: [{ transform: "normalise" }] },
    windows: {
      ...TINY,
      data: { ...TINY.data, minLength: 9 },
      transforms: [
        { transform: "pad", length: 14 },
        { transform: "windows", length: 6, stride: 3, answer: "votes" },
      ],
    },
    fused: { ...TINY, numerics: "auto", model: { layers: [{ layer: "gru", hiddenSize: 4 }, ...layers.slice(1)] } },
  };

  beforeAll(async () => {
    for (const [name, spec] of Object.entries(runs)) {
      const trained = await tidelab(["train", write(`${name}.json`, JSON.stringify(spec)), "--out", name]);
      expect(trained).toMatchObject({ code: 0 });
    }
  }, 120_000);

  it.each(Object.keys(runs))("%s: gives the bits of tidelab predict", async (name) => {
    // Of several lengths where the run takes them, in units of their own.
    const lengths = name === "windows" ? [12, 9, 11, 12] : [12, 12, 12, 12];
    const series = lengths.map((length, i) => ({ id: `s${i}`, values: wave(i * 0.9, length) }));
    const table = series.flatMap(({ id, values }) => [...values].map((value) => `${id},${value}\n`)).join("");
    const args = ["predict", name, "--input", write(`${name}.csv`, `series,x\n${table}`), "--threads", "2"];
    const { code, stdout } = await tidelab(args);
    expect(code).toBe(0);
    // Nine digits give every float32 back.
    const [, ...lines] = stdout.trimEnd().split("\n");
    const expected = lines.map((line) => {
      const [id, predicted, ...probabilities] = line.split(",");
      return { id, predicted, probabilities: Float32Array.from(probabilities, Number) };
    });
    expect(expected.length).toBe(series.length);

    const folder = inScratch(name);
    const [record, weights] = [readFileSync(`${folder}/run.json`, "utf8"), readFileSync(`${folder}/model.safetensors`)];
    for (const classifier of [
      await built.loadClassifier(folder),
      await built.loadClassifier(folder, { threads: 2 }),
      await createClassifier(readRun(record, new Uint8Array(weights))),
    ]) {
      const answers = ((await classifier.classify(series)) as ClassifierAnswer[]).map(answered);
      classifier.close();
      const shown = answers.map(({ id, predicted, probabilities }) => ({ id, predicted, probabilities }));
      expect(shown).toEqual(expected);
      expect(answers.map(({ length }) => length)).toEqual(lengths);
      expect(classifier.classNames).toEqual(readRecord(name).data.classNames);
      for (const { predicted, classIndex } of answers) expect(classifier.classNames[classIndex]).toBe(predicted);
    }
  });
  it("does not depend on the kind of list, on order, on blocks, or on calls at the same time", async () => {
    const series = Array.from({ length: 23 }, (_, i) => ({ values: wave(i) }));
    const classifier = await built.loadClassifier(inScratch("plain"), { threads: 2 });
    const probabilitiesOf = (answers: readonly unknown[]) =>
      (answers as ClassifierAnswer[]).map((answer) => answered(answer).probabilities);
    const together = probabilitiesOf(await classifier.classify(series));
    const doubles = await classifier.classify(series.map(({ values }) => ({ values: Float64Array.from(values) })));
    const turned = await classifier.classify(series.toReversed().map(({ values }) => ({ values: [...values] })));
    const alone = await Promise.all(series.map((one) => classifier.classify([one])));
    const streamed: unknown[] = [];
    for await (const answer of classifier.stream(series, { block: 5 })) streamed.push(answer);
    classifier.close();
    for (const other of [doubles, turned.toReversed(), alone.flat(), streamed]) {
      expect(probabilitiesOf(other)).toEqual(together);
    }
  });
});

describe("answers", () => {
  let run: FinishedRun;
  beforeAll(async () => {
    run = await finish(tinySpec());
  });

  it("are those of the run to its own test series, with their attention", async () => {
    const { test } = await loadData(run.record.spec);
    const expected = await evaluate(run.model, test, { numerics: "portable" });
    // Generated series come scaled: back to the units of the training data.
    const { scale } = run.record.data;
    const raw = Array.from({ length: test.count }, (_, row) => ({
      values: test.values.subarray(row * LENGTH, (row + 1) * LENGTH).map((value) => value * scale),
    }));
    await using(run, async (classifier) => {
      const answers = (await classifier.classify(raw)).map(answered);
      expect(answers.map(({ classIndex }) => classIndex)).toEqual([...expected.predicted]);
      expect([...expected.attention.keys()]).toEqual(["attention"]);
      for (const [row, { attention }] of answers.entries()) {
        const own = attention.get("attention")!;
        const wanted = expected.attention.get("attention")!.subarray(row * LENGTH, (row + 1) * LENGTH);
        expect(own.length).toBe(LENGTH);
        // Scaling back and forth rounds.
        own.forEach((weight, t) => void expect(weight).toBeCloseTo(wanted[t]!, 5));
      }
    });
  });

  it("have the attention of each window, where there are windows", async () => {
    const cut = await finish(tinySpec({ transforms: [{ transform: "windows", length: 6, stride: 3 }] }));
    await using(cut, async (classifier) => {
      const [both, alone] = await Promise.all([
        classifier.classify([{ values: wave(0) }, { values: wave(1) }]),
        classifier.classify([{ values: wave(1) }]),
      ]);
      const weights = answered(both[1]).attention.get("attention")!;
      expect(weights).toEqual(answered(alone[0]).attention.get("attention"));
      expect(weights.length).toBe(3 * 6);
      for (let w = 0; w < 3; w++) {
        expect(weights.subarray(w * 6, (w + 1) * 6).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    });
  });

  it("of a run with several channels need whole time steps", async () => {
    const waves = { kind: "waves" as const, samples: 60, length: 12 };
    const two = await finish(tinySpec({ data: waves, model: recurrent({ hiddenSize: 3, numLayers: 1 }) }));
    const record = { ...two.record, data: { ...two.record.data, channels: 5 } };
    const classifier = await createClassifier({ model: two.model, record });
    const [answer] = await classifier.classify([{ values: wave(0, 12) }]);
    expect(answer?.refused).toMatchObject({ code: "classifier.values", params: { channels: 5, received: 12 } });
    classifier.close();
  });
});

describe("refusals", () => {
  let run: FinishedRun;
  beforeAll(async () => {
    run = await finish(tinySpec());
  });

  async function refusalOf(series: unknown, of = run, options: ClassifierOptions = {}) {
    return using(
      of,
      async (classifier) => {
        const good = { values: wave(3) };
        const [first, second, third] = await classifier.classify([good, series as RawSeries, good]);
        // Others are answered all the same, where the run takes them.
        if (of === run) expect(answered(third)).toEqual(answered(first));
        return second?.refused;
      },
      options,
    );
  }
  const holed = wave(0).fill(Number.NaN, 4, 5);

  it.each([
    ["no values", {}, "data.list", "series[1].values"],
    ["nothing", undefined, "classifier.one", "series[1]"],
    ["a text", { id: "a", values: "0.1,0.2" }, "data.list", "a.values"],
    ["texts", { id: "a", values: Array(12).fill("0.1") }, "data.value", "a.values[0]"],
    ["a gap", { id: "a", values: holed }, "data.value", "a.values[4]"],
    ["a hole", { id: "a", values: [0.1, undefined, 0.3] }, "data.value", "a.values[1]"],
    ["no time step", { id: "a", values: [] }, "classifier.values", "a.values"],
    ["a step too many", { id: "a", values: wave(0, 13) }, "classifier.otherLength", "a"],
    ["a step too few", { values: wave(0, 11) }, "classifier.otherLength", "series[1]"],
  ])("%s: says what is wrong where, in both languages", async (_, series, code, path) => {
    const refused = await refusalOf(series);
    expect(refused).toBeInstanceOf(TidelabError);
    expect(refused).toMatchObject({ code, path });
    for (const messages of [english, chinese]) {
      expect(describeError(refused!, messages)).not.toMatch(/undefined$|\[object|NaN steps/);
      expect(describeError(refused!, messages).startsWith(path)).toBe(true);
    }
  });

  it("takes other lengths where it is asked to, and says which they were", async () => {
    const kinds = await using(
      run,
      (classifier) => classifier.classify([{ values: wave(0) }, { values: wave(0, 13) }]),
      { anyLength: true },
    );
    expect(kinds.map((answer) => answered(answer).lengthKind)).toEqual(["trained", "untrained"]);
    const resampled = await finish(tinySpec({ transforms: [{ transform: "resample", length: 9 }] }));
    const [brought] = await using(resampled, (classifier) => classifier.classify([{ values: wave(0, 20) }]));
    expect(answered(brought).lengthKind).toBe("transformed");
  });

  it("says how many steps the model needs", async () => {
    const layers = [
      { layer: "conv1d" as const, outChannels: 2, kernelSize: 7 },
      { layer: "globalAvgPool" as const },
      { layer: "linear" as const, outFeatures: 2 },
    ];
    const cnn = await finish(tinySpec({ model: { layers } }));
    const refused = await refusalOf({ id: "a", values: wave(0, 5) }, cnn, { anyLength: true });
    expect(refused).toMatchObject({ code: "predict.length", path: "a", params: { series: "a", length: 5, needs: 7 } });
  });

  it("refuses what the transforms cannot take, one series and no other", async () => {
    const cut = await finish(
      tinySpec({
        data: { kind: "waves", samples: 60, length: 12, minLength: 8 },
        transforms: [{ transform: "windows", length: 8 }],
      }),
    );
    const refused = await refusalOf({ id: "a", values: wave(0, 5) }, cut);
    expect(refused?.code).toMatch(/^transform\./);
    expect(refused?.path).toBe("a: transforms[0].length");
  });

  it("one series that is in no list, and a stream, which are no lists of none", async () => {
    await using(run, async (classifier) => {
      async function* source() {
        yield { values: wave(0) };
      }
      for (const series of [{ id: "a", values: wave(0) }, source(), undefined, "abc"]) {
        await expect(classifier.classify(series as never)).rejects.toMatchObject({
          code: "classifier.series",
          path: "series",
        });
      }
      for (const series of [{ id: "a", values: wave(0) }, Promise.resolve([]), undefined, "abc"]) {
        expect(() => classifier.stream(series as never)).toThrow(/^series: expected a list of series/);
      }
      // A list has a method of the name that a series has its values under.
      const lists = [wave(0), [...wave(0)], new Map([["a", wave(0)]]).entries().next().value, null, "abc"];
      const answers = await classifier.classify(lists as never);
      expect(answers.map(({ refused }) => refused?.message)).toEqual(
        lists.map((_, at) => expect.stringMatching(`^series\\[${at}\\]: expected a series, such as {`)),
      );
      expect(await classifier.classify(new Set([{ values: wave(0) }]))).toHaveLength(1);
    });
    const ensemble = await createEnsemble([run, run]);
    await expect(ensemble.classify({ values: wave(0) } as never)).rejects.toMatchObject({ code: "classifier.series" });
    expect(() => ensemble.stream(undefined as never)).toThrow(/^series: expected a list of series/);
    expect(() => ensemble.stream([{ values: wave(0) }], { block: 0 })).toThrow(/^block: expected a whole number/);
    ensemble.close();
  });

  it("gives no probabilities that are no numbers", async () => {
    const model = { ...run.model, parameters: run.model.parameters.map(() => 3e38) };
    const classifier = await createClassifier({ ...run, model });
    const [answer] = await classifier.classify([{ values: wave(0) }]);
    expect(answer?.refused).toMatchObject({ code: "predict.notFinite", path: "series[0]" });
    classifier.close();
    await expect(classifier.classify([{ values: wave(0) }])).rejects.toMatchObject({ code: "classifier.closed" });
    await expect(classifier.classify([])).rejects.toMatchObject({ code: "classifier.closed" });
    expect(() => classifier.stream([])).toThrow(expect.objectContaining({ code: "classifier.closed" }));
  });

  it("refuses a whole number of another type alone, and blocks that are none", async () => {
    await using(run, async (classifier) => {
      const big = { values: new BigInt64Array(LENGTH) } as unknown as RawSeries;
      const [refused, other] = await classifier.classify([big, { values: wave(0) }]);
      expect(refused?.refused).toMatchObject({ code: "data.value", path: "series[0].values[0]" });
      expect(other?.refused).toBeUndefined();
      for (const block of [0, -1, 1.5, Number.NaN, "2" as unknown as number]) {
        expect(() => classifier.stream([], { block })).toThrow(expect.objectContaining({ code: "data.whole" }));
      }
    });
  });
});

describe("streams", () => {
  let run: FinishedRun;
  beforeAll(async () => {
    run = await finish(tinySpec());
  });

  it("take no more of the source than a block, and stop with the reader", async () => {
    let taken = 0;
    let isEnded = false;
    async function* source(): AsyncGenerator<RawSeries> {
      try {
        for (;;) yield { id: String(taken++), values: wave(taken % 7) };
      } finally {
        isEnded = true;
      }
    }
    await using(run, async (classifier) => {
      let seen = 0;
      for await (const answer of classifier.stream(source(), { block: 10 })) {
        expect(answered(answer).id).toBe(String(seen++));
        expect(taken - seen).toBeLessThan(10);
        if (seen === 75) break;
      }
    });
    expect(isEnded).toBe(true);
    expect(taken).toBe(80);
  });

  it("copy values as they take them, so that a source may fill one array again and again", async () => {
    const waves = [0, 1, 2, 3].map((seed) => wave(seed));
    const shared = new Float32Array(LENGTH);
    function* source(): Generator<RawSeries> {
      for (const values of waves) {
        shared.set(values);
        yield { values: shared };
      }
    }
    await using(run, async (classifier) => {
      const probabilities = (answers: readonly ClassifierAnswer[]) => answers.map((one) => answered(one).probabilities);
      const expected = probabilities(await classifier.classify(waves.map((values) => ({ values }))));
      expect(new Set(expected.map(String)).size).toBe(4);
      const streamed: ClassifierAnswer[] = [];
      for await (const answer of classifier.stream(source())) streamed.push(answer);
      expect(probabilities(streamed)).toEqual(expected);
      expect(probabilities(await classifier.classify(source()))).toEqual(expected);
      const waiting = classifier.classify([
        { values: shared.fill(0).map((_, i) => waves[2]![i]!) },
        { values: shared },
      ]);
      shared.set(waves[3]!);
      expect(probabilities(await waiting)[1]).not.toEqual(expected[3]);
    });
  });

  it("number refused series through all blocks, and pass on errors of the source", async () => {
    function* source(): Generator<RawSeries> {
      for (let i = 0; i < 8; i++) yield { values: wave(0, i === 7 ? 5 : LENGTH) };
      throw new Error("the line is dead");
    }
    const paths: unknown[] = [];
    const reading = using(run, async (classifier) => {
      for await (const { refused } of classifier.stream(source(), { block: 4 })) paths.push(refused?.path);
    });
    await expect(reading).rejects.toThrow("the line is dead");
    expect(paths).toEqual([...Array(7).fill(undefined), "series[7]"]);
  });
});

describe("the files of a run", () => {
  it("are refused where they do not belong together", async () => {
    const { formatRecord } = await import("../../src/runs/record.ts");
    const { stateDict } = await import("../../src/model/model.ts");
    const { writeSafetensors } = await import("../../src/formats/safetensors.ts");
    const [one, other] = [await finish(tinySpec()), await finish(tinySpec({ seed: 8 }))];
    const text = formatRecord(one.record);
    expect(readRun(text, writeSafetensors(stateDict(one.model))).model.parameters).toEqual(one.model.parameters);
    const codeOf = (record: string, weights: Uint8Array) => {
      try {
        return readRun(record, weights, { record: "/run", weights: "/weights" });
      } catch (error) {
        return error;
      }
    };
    const swapped = codeOf(text, writeSafetensors(stateDict(other.model)));
    expect(swapped).toMatchObject({ code: "run.weightsChanged", path: "/weights" });
    expect(codeOf(text.slice(0, 90), new Uint8Array())).toMatchObject({ path: expect.stringMatching(/^\/run:/) });
    expect(codeOf(text, new Uint8Array(3))).toMatchObject({ code: "safetensors.tooShort", path: "/weights" });
    const weights = writeSafetensors(stateDict(one.model));
    for (const record of [undefined, {}, Buffer.from(text)]) {
      expect(codeOf(record as never, weights)).toMatchObject({ code: "run.text", path: "/run" });
    }
    for (const bytes of [undefined, [1, 2], weights.slice().buffer]) {
      expect(codeOf(text, bytes as never)).toMatchObject({ code: "run.bytes", path: "/weights" });
    }
    for (const scale of [0, -1]) {
      const other = text.replace(/"scale": [^,\n]+/, `"scale": ${scale}`);
      expect(codeOf(other, weights)).toMatchObject({ code: "run.record" });
    }
  });
});
