/** What is recorded of gradients, against PyTorch (fixtures/gradients.py); and that recording changes nothing. */
import type { Numerics } from "../../src/engine/numerics.ts";
import type { GradientLog } from "../../src/train/records.ts";
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { compile } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import type { ModelInput, TrainingInput } from "../../src/spec/spec.ts";
import { train } from "../../src/train/train.ts";
import { cnn, type RecurrentOptions, recurrent } from "../../src/zoo/index.ts";

interface Fixture {
  data: { samples: number; length: number; noise: number };
  seed: number;
  cases: {
    name: string;
    model: RecurrentOptions;
    training: TrainingInput;
    records: {
      norm: number;
      clippedNorm: number;
      parameters: Record<string, number>;
      updates: Record<string, number>;
      /** [level][direction][t] */
      states: number[][][];
    }[];
  }[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/gradients.json", import.meta.url), "utf8")) as Fixture;
const { seed } = fixture;
const split = { train: 0.7, val: 0.15 };
const data = await loadData({ data: { kind: "waves", ...fixture.data }, split, seed });

async function finish(model: ModelInput, training: TrainingInput, numerics: Numerics = "portable", from = data) {
  const compiled = compile(model, { length: from.all.length, classes: 2, seed });
  for await (const event of train(compiled, from, training, { numerics })) {
    if (event.type === "done") return { sha256: weightsSha256(compiled), ...event.outcome };
  }
  throw new Error("no outcome");
}

const record = (gradientsEvery: number) => ({ record: { gradientsEvery } });

/** Four digits are kept; PyTorch's own float32 norms are as far from the truth as ours. */
const near = (found: number | null | undefined, expected: number, what: string) =>
  expect(Math.abs((found ?? Number.NaN) / expected - 1), `${what}: ${found} for ${expected}`).toBeLessThan(6e-4);

describe.each(["fused", "portable"] as const)("gradients of PyTorch (%s)", (numerics) => {
  it.each(fixture.cases.map((entry) => [entry.name, entry] as const))("%s", async (_, { model, training, records }) => {
    const layers = recurrent({ ...model, dropout: 0 }).layers.map((layer) =>
      layer.layer === "dropout" ? { ...layer, p: 0 } : layer,
    );
    const { gradients } = await finish({ layers }, { epochs: 3, ...training, ...record(1) }, numerics);
    const log = gradients as GradientLog;
    const directions = log.states.map(({ layer, level, reverse, steps }) => `${layer} ${level} ${reverse} ${steps}`);
    const levels = model.numLayers ?? 1;
    expect(directions.sort()).toEqual(
      Array.from({ length: levels }, (_, level) => [`lstm ${level} false 24`, `lstm ${level} true 24`]).flat(),
    );
    for (const [index, expected] of records.entries()) {
      const found = log.records[index]!;
      near(found.norm, expected.norm, "norm");
      near(found.clippedNorm, expected.clippedNorm, "clipped norm");
      // The gradient of the attention's bias is zero but for rounding.
      const names = Object.keys(expected.parameters).filter((name) => name !== "attention.bias");
      for (const name of names) {
        const at = log.parameters.indexOf(name);
        near(found.parameters[at], expected.parameters[name]!, `gradient of ${name}`);
        near(found.updates[at], expected.updates[name]!, `update of ${name}`);
      }
      for (const [at, { level, reverse }] of log.states.entries()) {
        const norms = expected.states[level]![reverse ? 1 : 0]!;
        for (const [t, norm] of norms.entries()) near(found.states[at]?.[t], norm, `state ${t} of ${directions[at]}`);
      }
    }
  });
});

describe("recording", () => {
  const layers = recurrent({ cell: "gru", hiddenSize: 5, numLayers: 2 });

  it("changes no bit of a training", async () => {
    const runs = [];
    for (const every of [0, 1, 3]) runs.push(await finish(layers, { epochs: 2, batchSize: 8, ...record(every) }));
    const [none, all, some] = runs;
    expect(none?.gradients).toBeUndefined();
    expect([all?.gradients?.records.length, some?.gradients?.records.map(({ step }) => step)]).toEqual([
      12,
      [1, 4, 7, 10],
    ]);
    expect([all?.sha256, some?.sha256]).toEqual([none?.sha256, none?.sha256]);
    expect(some?.gradients?.records).toEqual(all?.gradients?.records.filter(({ step }) => step % 3 === 1));
  });

  it("works with phases of BatchNorm, and where there is no hidden state", async () => {
    const { gradients } = await finish(cnn({ channels: [4] }), { epochs: 1, batchSize: 20, ...record(1) });
    expect(gradients?.states).toEqual([]);
    expect(gradients?.records[0]?.states).toEqual([]);
    expect(
      gradients?.records.every(({ parameters, norm }) => {
        const total = Math.sqrt(parameters.reduce((sum, value) => sum + value ** 2, 0));
        return Math.abs(total / norm - 1) < 1e-3;
      }),
    ).toBe(true);
    // Biases of batch normalisation begin at zero: no share of them can be computed.
    expect(gradients?.records[0]?.updates).toContain(null);
  });

  it("keeps a hundred records at most, evenly spaced over the whole training", async () => {
    const { gradients, steps } = await finish(layers, { epochs: 25, batchSize: 8, ...record(1) });
    expect(steps).toBe(150);
    expect(gradients?.every).toBe(2);
    expect(gradients?.records.map(({ step }) => step)).toEqual(Array.from({ length: 75 }, (_, index) => 1 + 2 * index));
  });

  it("takes long series in two hundred parts", async () => {
    const long = await loadData({ data: { kind: "waves", samples: 10, length: 501, noise: 0.1 }, split, seed });
    const net = recurrent({ cell: "rnn", hiddenSize: 2, numLayers: 1, bidirectional: false });
    const { gradients } = await finish(net, { epochs: 1, batchSize: 8, ...record(1) }, "portable", long);
    expect(gradients?.states).toEqual([{ layer: "lstm", level: 0, reverse: false, steps: 501 }]);
    expect(gradients?.records[0]?.states[0]?.length).toBe(200);
  });
});
