/** What a lens shows is what PyTorch computes (fixtures/lens.py), in the bits of a prediction; its gradients are slopes of the loss. */
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createPredictor } from "../../src/inference/predictor.ts";
import { createLens } from "../../src/lens/index.ts";
import { compile, type Model, stateDict } from "../../src/model/model.ts";
import { TorchGenerator } from "../../src/random/torch.ts";
import type { ModelInput } from "../../src/spec/spec.ts";
import { type PresetName, presets, recurrent } from "../../src/zoo/index.ts";
import { small } from "../zoo/small.ts";

interface Case {
  name: string;
  layers: ModelInput["layers"];
  length: number;
  channels: number;
  classes: number;
  seed: number;
  draws: { name: string; shape: number[]; low: number; high: number }[];
  logits: number[];
  /** Of layers by name; of attention also `<name> weights`. */
  outputs: Record<string, number[]>;
  /** By layer and suffix, then letter: (T, H). */
  cells: Record<string, Record<string, number[]>>;
  label: number;
  loss: number;
  /** (T, C) */
  input: number[];
  states: Record<string, number[]>;
}

const { cases } = JSON.parse(readFileSync(new URL("../fixtures/lens.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

/** Of the central differences: small enough for the curvature of the loss, large enough for its float32 logits. */
const STEP = 2 ** -6;
const LENGTH = 24;

const wave = (length: number) => Float32Array.from({ length }, (_, t) => Math.sin(t / 3) + ((t * 37) % 11) / 20);

/** Every preset of the zoo, two classes of one channel. */
const shape = { length: LENGTH, channels: 1, classes: 2 };
const names = Object.keys(presets) as PresetName[];
const zoo = (name: PresetName) => presets[name].model(shape, small(name));
const net = (name: PresetName, seed = 7) => compile(zoo(name), { ...shape, seed });
/** Those whose features depend on the number of steps. */
const FIXED: readonly PresetName[] = ["mlp", "lstm-fcn", "gru-fcn", "alstm-fcn"];

/** The model and the series that a case draws. */
function drawn({ layers, length, channels, classes, seed, draws }: Case): { model: Model; series: Float32Array } {
  const model = compile({ layers }, { length, channels, classes });
  const tensors = stateDict(model);
  const series = new Float32Array(length * channels);
  const generator = new TorchGenerator(seed);
  expect(draws.map(({ name }) => name)).toEqual([...tensors.keys(), "x"]);
  for (const { name, shape, low, high } of draws) {
    if (name !== "x") expect(tensors.get(name)?.shape).toEqual(shape);
    generator.uniform(low, high, tensors.get(name)?.data ?? series);
  }
  return { model, series };
}

/** Largest difference, as a share of the largest value there should be. */
function error(found: ArrayLike<number> | undefined, expected: readonly number[]): number {
  expect(found?.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(found![i]! - value))) / largest;
}

const nameOf = (layer: string, { level, reverse }: { level: number; reverse: boolean }) =>
  `${layer}.l${level}${reverse ? "_reverse" : ""}`;

describe.each(["fused", "portable"] as const)("a lens (%s)", (numerics) => {
  describe.each(cases.map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
    it("shows PyTorch's gates, states, activations and attention", async () => {
      const { model, series } = drawn(entry);
      const lens = await createLens(model, { numerics });
      const view = await lens.look(series);
      expect(error(view.logits, entry.logits)).toBeLessThan(2e-6);
      const shown = new Map(view.layers.map((layer) => [layer.name, layer]));
      for (const [key, values] of Object.entries(entry.outputs)) {
        const [name = "", weights] = key.split(" ");
        const layer = shown.get(name);
        expect(error(weights ? layer?.attention : layer?.output, values), key).toBeLessThan(2e-6);
        if (!weights) expect((layer?.steps ?? 1) * layer!.features).toBe(values.length);
      }
      const cells = view.layers.flatMap(({ name, cells }) => cells.map((cell) => [nameOf(name, cell), cell] as const));
      expect(cells.map(([name]) => name).sort()).toEqual(Object.keys(entry.cells).sort());
      for (const [name, { steps, units, values }] of cells) {
        const expected = entry.cells[name]!;
        expect(Object.keys(values)).toEqual(Object.keys(expected));
        for (const [letter, found] of Object.entries(values)) {
          expect(found.length).toBe(steps * units);
          expect(error(found, expected[letter]!), `${name} ${letter}`).toBeLessThan(2e-6);
        }
      }
      lens.close();
    });

    it("has PyTorch's gradients of the input and of every hidden state", async () => {
      const { model, series } = drawn(entry);
      const lens = await createLens(model, { numerics });
      const { loss, input, states } = await lens.gradients(series, entry.label);
      expect(Math.abs(loss / entry.loss - 1)).toBeLessThan(2e-6);
      expect(error(input, entry.input)).toBeLessThan(5e-6);
      expect(states.map((state) => nameOf(state.layer, state)).sort()).toEqual(Object.keys(entry.states).sort());
      for (const state of states) {
        const name = nameOf(state.layer, state);
        expect(error(state.norms, entry.states[name]!), name).toBeLessThan(5e-6);
      }
      lens.close();
    });
  });

  // Where a ReLU or a maximum has a corner a difference across it is no slope: there PyTorch's numbers are the only check.
  const smooth = cases.filter(({ name }) => !["cnn", "rnn-relu"].includes(name));
  it.each(smooth.map((entry) => [entry.name, entry] as const))("%s: central differences", async (_, entry) => {
    const { model, series } = drawn(entry);
    const lens = await createLens(model, { numerics });
    for (let label = 0; label < entry.classes; label++) {
      const { input } = await lens.gradients(series, label);
      const largest = Math.max(...input.map(Math.abs));
      for (const [i, value] of series.entries()) {
        const [low, high] = [Math.fround(value - STEP), Math.fround(value + STEP)];
        const at = async (moved: number) => (await lens.gradients(series.with(i, moved), label)).loss;
        const slope = ((await at(high)) - (await at(low))) / (high - low);
        expect(Math.abs(slope - input[i]!) / largest, `x[${i}] for class ${label}`).toBeLessThan(1e-3);
      }
    }
  });

  it("recomputes h from the gates to 1e-6", async () => {
    const model = compile(recurrent({ hiddenSize: 37 }), { length: 60, classes: 2, seed: 3 });
    const lens = await createLens(model, { numerics });
    const { layers } = await lens.look(wave(60));
    const cells = layers.flatMap((layer) => layer.cells);
    expect(cells.map(({ level, reverse }) => `${level} ${reverse}`)).toEqual([
      "0 false",
      "0 true",
      "1 false",
      "1 true",
    ]);
    for (const { values, units, steps, reverse } of cells) {
      const { i, f, g, o, c, h } = values as Record<string, Float32Array>;
      for (let at = 0; at < steps * units; at++) {
        const before = c![at + (reverse ? units : -units)] ?? 0;
        const next = f![at]! * before + i![at]! * g![at]!;
        expect(Math.abs(next - c![at]!)).toBeLessThan(1e-6);
        expect(Math.abs(o![at]! * Math.tanh(next) - h![at]!)).toBeLessThan(1e-6);
      }
    }
  });

  describe.each(names)("%s", (name) => {
    it("gives the bits of a prediction, of any length and in any order of calls", async () => {
      const model = net(name);
      for (const at of model.states.keys()) model.states[at] = 0.5 + (at % 7) / 10;
      const [lens, predictor] = [await createLens(model, { numerics }), await createPredictor(model, { numerics })];
      // Distances of ConvTran end at the length that it was made for.
      const longer = name === "conv-tran" ? [] : [33];
      const lengths = FIXED.includes(name) ? [LENGTH] : [LENGTH, ...longer, 20, LENGTH];
      for (const length of lengths) {
        const series = wave(length);
        const prediction = await predictor.predict(series, length);
        const view = await lens.look(series, length);
        expect(view.logits).toEqual(prediction.logits);
        expect(view.probabilities).toEqual(prediction.probabilities);
        expect(view.predicted).toBe(prediction.predicted[0]);
        expect(view.layers.at(-1)?.output).toEqual(prediction.logits);
        for (const [name, weights] of prediction.attention) {
          expect(view.layers.find((layer) => layer.name === name)?.attention).toEqual(weights);
        }
        const first = await lens.gradients(series, 1, length);
        await lens.gradients(series, 0, length);
        expect(await lens.gradients(series, 1, length)).toEqual(first);
        expect(first.loss).toBeCloseTo(-Math.log(prediction.probabilities[1]!), 5);
        expect(first.input.every(Number.isFinite)).toBe(true);
        expect(await lens.look(series, length)).toEqual(view);
      }
    });
  });
});

it("takes the weights of a checkpoint, and leaves the model as it is", async () => {
  const [model, other] = [net("gru", 1), net("gru", 2)];
  const lens = await createLens(model);
  const [first, second] = [await lens.look(wave(LENGTH)), await (await createLens(other)).look(wave(LENGTH))];
  expect(second.logits).not.toEqual(first.logits);
  lens.setWeights(other);
  expect(await lens.look(wave(LENGTH))).toEqual(second);
  lens.setWeights(model);
  model.parameters.fill(0);
  expect(await lens.look(wave(LENGTH))).toEqual(first);
});

it("says what does not fit", async () => {
  const model = net("cnn");
  const lens = await createLens(model);
  const series = wave(LENGTH);
  const refused = (call: Promise<unknown>, code: string) =>
    expect(call).rejects.toMatchObject({ name: "TidelabError", code });
  await refused(lens.look(wave(LENGTH + 1)), "data.size");
  await refused(lens.look(new Float32Array(0)), "data.size");
  await refused(lens.look(series.with(3, Number.NaN)), "data.value");
  await refused(lens.look(new Float32Array(1), 1), "shape.tooShort");
  await refused(lens.look(series, 1.5), "data.whole");
  for (const label of [2, -1, 0.5, Number.NaN]) await refused(lens.gradients(series, label), "data.label");
  const strange = { parameters: new Float32Array(3), states: model.states };
  expect(() => lens.setWeights(strange)).toThrow(expect.objectContaining({ code: "checkpoint.model" }));
  expect((await lens.look(series)).layers.length).toBeGreaterThan(3); // none of it did harm
  lens.close();
  await refused(lens.look(series), "predictor.closed");
  await refused(lens.gradients(series, 0), "predictor.closed");
  expect(() => lens.setWeights(model)).toThrow(expect.objectContaining({ code: "predictor.closed" }));
});
