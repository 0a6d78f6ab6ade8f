/** A run's series and a predictor with any of its weights. Knows neither workers nor the page. */
import { compile, loadData, type Model, type Spec, TidelabError } from "tidelab";
import { answersOf, createPredictor, type Predictor, prepareSeries } from "tidelab/inference";
import { createLens, type LayerView, type Lens } from "tidelab/lens";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import { farthestUsual, nearestSquared } from "./familiarity.ts";
import type { CardSeries, Cell, Channels, Inside, LensFacts, Prefixes, Verdict } from "./lens-protocol.ts";
import { occlusionOf } from "./occlusion.ts";
import { type Field, fieldsOf } from "./receptive-field.ts";

/** Lengths at which a series may end; each costs a program of its own, which is kept. */
const MOST_PREFIXES = 40;

type Numerics = "fused" | "portable";
type Data = Awaited<ReturnType<typeof loadData>>;

export class LensModel {
  readonly facts: LensFacts;
  readonly #spec: Spec;
  readonly #data: Data;
  readonly #predictor: Predictor;
  readonly #model: Model;
  readonly #numerics: Numerics;
  #weights: { readonly parameters: Float32Array; readonly states: Float32Array };
  #inside: Lens | undefined;
  readonly #usual: number | undefined;

  private constructor(spec: Spec, data: Data, predictor: Predictor, model: Model, numerics: Numerics) {
    this.#spec = spec;
    this.#data = data;
    this.#predictor = predictor;
    this.#model = model;
    this.#numerics = numerics;
    this.#weights = model;
    const { train, val } = data;
    const isPlain = train.windows === undefined && train.lengths === undefined;
    this.#usual = isPlain ? farthestUsual(train, val) : undefined;
    this.facts = factsOf(data, spec.transforms.length === 0);
  }

  /** Untrained, with the weights that the seed gives. @throws TidelabError for a spec that cannot be */
  static async open(spec: Spec, numerics: Numerics, files?: SeriesFiles): Promise<LensModel> {
    const data = await loadData(spec, { files });
    const { length, channels, classNames } = data.train;
    const model = compile(spec.model, { length, channels, classes: classNames.length, seed: spec.seed });
    const predictor = await createPredictor(model, { numerics });
    return new LensModel(spec, data, predictor, model, numerics);
  }

  /** @param weights  parameters, then running statistics */
  setWeights(weights: Float32Array): void {
    const count = this.#model.parameters.length;
    this.#weights = { parameters: weights.subarray(0, count), states: weights.subarray(count) };
    this.#predictor.setWeights(this.#weights);
  }

  /** @param values  (T, C) in the units of the data. @throws TidelabError for what the model cannot read */
  async classify(values: Float32Array): Promise<Verdict> {
    const { train } = this.#data;
    const { classNames } = train;
    const prepared = this.#prepare(values);
    const { logits, attention } = await this.#predictor.predict(prepared.values, prepared.length);
    const answers = answersOf(logits, classNames.length, prepared.windows);
    const [weights] = attention.values();
    const isComparable = this.#usual !== undefined && prepared.values.length * train.count === train.values.length;
    return {
      predicted: answers.predicted[0] ?? 0,
      probabilities: answers.probabilities,
      logits: answers.logits,
      attention: prepared.count === 1 ? weights : undefined,
      isUnlike: isComparable ? nearestSquared(prepared.values, train) > this.#usual! : undefined,
    };
  }

  /** As the model reads it. */
  #prepare(values: Float32Array) {
    const { scale, fitted, train, source } = this.#data;
    const { length, channels } = this.facts;
    const data = { length, channels, classNames: train.classNames, scale, fitted, ...(source && { source }) };
    return prepareSeries([values], { spec: this.#spec, data });
  }

  /** All that is to be seen while it reads a series. @throws as `classify` */
  async explain(values: Float32Array): Promise<Inside> {
    const prepared = this.#prepare(values);
    const verdict = await this.classify(values);
    const { length, channels } = prepared;
    const own = prepared.values.subarray(0, length * channels);
    const isWhole = prepared.count === 1;
    return {
      values: Float32Array.from({ length }, (_, step) => own[step * channels] ?? 0),
      verdict,
      prefixes: isWhole ? await this.#prefixes(own, length, channels) : undefined,
      ...(isWhole ? await this.#layers(own, length, verdict.predicted) : { cells: [], channels: [] }),
      occlusion: isWhole && !verdict.attention ? await this.#occlusion(own, length, channels) : undefined,
    };
  }

  /** Its verdicts on the first steps of a series, for at most forty lengths; those that the layers cannot take are left out. */
  async #prefixes(values: Float32Array, length: number, channels: number): Promise<Prefixes | undefined> {
    const lengths: number[] = [];
    const probabilities: number[] = [];
    const count = Math.min(length, MOST_PREFIXES);
    for (let index = 1; index <= count; index++) {
      const steps = Math.round((index * length) / count);
      try {
        const { logits } = await this.#predictor.predict(values.slice(0, steps * channels), steps);
        probabilities.push(...answersOf(logits, this.facts.classNames.length).probabilities);
        lengths.push(steps);
      } catch (error) {
        const isTooShort = error instanceof TidelabError && error.code.startsWith("shape.");
        if (!isTooShort) throw error;
      }
    }
    return lengths.length > 1 ? { lengths, probabilities: Float32Array.from(probabilities) } : undefined;
  }

  /** Gates, states and their gradients by the loss of the answer that it gave; channels of convolutions. */
  async #layers(values: Float32Array, length: number, predicted: number): Promise<Pick<Inside, "cells" | "channels">> {
    this.#inside ??= await createLens(this.#model, { numerics: this.#numerics });
    this.#inside.setWeights(this.#weights);
    const { layers } = await this.#inside.look(values, length);
    const channels = channelsOf(layers, fieldsOf(this.#spec.model.layers));
    const found = layers.flatMap(({ name, cells }) => cells.map((cell) => ({ name, cell })));
    if (found.length === 0) return { cells: [], channels };
    const { states } = await this.#inside.gradients(values, predicted, length);
    const cells = found.map(({ name, cell }): Cell => {
      const { level, reverse, steps, units } = cell;
      const own = states.find((one) => one.layer === name && one.level === level && one.reverse === reverse);
      return { level, reverse, steps, units, values: cell.values, gradient: own?.norms };
    });
    return { cells, channels };
  }

  #occlusion(values: Float32Array, length: number, channels: number): Promise<Float32Array> {
    return occlusionOf(values, channels, this.facts.classNames.length, async (all) => {
      const { logits } = await this.#predictor.predict(all, length);
      return logits;
    });
  }

  /** A test series in the units of the data. */
  testSeries(row: number): { label: number; values: Float32Array } {
    const { test, scale } = this.#data;
    const size = test.length * test.channels;
    const values = test.values.slice(row * size, (row + 1) * size).map((value) => value * scale);
    return { label: test.labels[row] ?? 0, values };
  }

  /** Verdicts on validation series, by row. */
  async validation(rows: readonly number[]): Promise<CardSeries[]> {
    const { val } = this.#data;
    const size = val.length * val.channels;
    const cards: CardSeries[] = [];
    for (const row of rows) {
      const steps = val.lengths?.[row] ?? val.length;
      const own = val.values.slice(row * size, row * size + steps * val.channels);
      const { logits, attention } = await this.#predictor.predict(own, steps);
      const { predicted, probabilities } = answersOf(logits, val.classNames.length);
      const [weights] = attention.values();
      const verdict = { predicted: predicted[0] ?? 0, probabilities, logits, attention: weights, isUnlike: undefined };
      const values = Float32Array.from({ length: steps }, (_, step) => own[step * val.channels] ?? 0);
      const isPlain = this.#spec.transforms.length === 0 && steps === this.facts.length;
      const raw = isPlain ? own.map((value) => value * this.#data.scale) : undefined;
      cards.push({ row, label: val.labels[row] ?? 0, values, raw, verdict });
    }
    return cards;
  }

  close(): void {
    this.#predictor.close();
    this.#inside?.close();
  }
}

/** What follows a convolution step by step, and is read as part of it. */
const BEHIND: readonly string[] = [
  ...["batchNorm", "layerNorm", "relu", "gelu", "leakyRelu", "elu", "selu", "silu", "tanh", "sigmoid", "dropout"],
];

/** The layers of one chain follow each other; a name says which chain it is. */
const chainOf = (name: string) => name.slice(0, name.lastIndexOf(".") + 1);

function channelsOf(layers: readonly LayerView[], fields: ReadonlyMap<string, Field>): Channels[] {
  return layers.flatMap(({ name, layer }, index) => {
    if (layer !== "conv1d") return [];
    let last = index;
    while (BEHIND.includes(layers[last + 1]?.layer ?? "") && chainOf(layers[last + 1]!.name) === chainOf(name)) last++;
    const { steps, features, output } = layers[last]!;
    return steps === undefined ? [] : [{ name, steps, units: features, values: output, field: fields.get(name) }];
  });
}

function factsOf({ all, val, test, train, scale }: Data, isPlain: boolean): LensFacts {
  const { values, length, channels } = all;
  const ranges = Array.from({ length: channels }, (_, channel) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = channel; at < values.length; at += channels) {
      low = Math.min(low, values[at]!);
      high = Math.max(high, values[at]!);
    }
    return [low * scale, high * scale] as const;
  });
  const hasTest = isPlain && test.windows === undefined && test.lengths === undefined && test.length === length;
  const testLabels = hasTest ? test.labels.slice() : new Int32Array(0);
  const first = values.slice(0, length * channels).map((value) => value * scale);
  const labels = val.labels.slice();
  return { classNames: train.classNames, length, channels, ranges, scale, labels, testLabels, first };
}
