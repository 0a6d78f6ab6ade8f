/** A run's series and a predictor with any of its weights. Knows neither workers nor the page. */
import { compile, loadData, type Spec } from "tidelab";
import { answersOf, createPredictor, type Predictor, prepareSeries } from "tidelab/inference";
import { farthestUsual, nearestSquared } from "./familiarity.ts";
import type { CardSeries, LensFacts, Verdict } from "./lens-protocol.ts";

type Data = Awaited<ReturnType<typeof loadData>>;

export class LensModel {
  readonly facts: LensFacts;
  readonly #spec: Spec;
  readonly #data: Data;
  readonly #predictor: Predictor;
  readonly #parameterCount: number;
  readonly #usual: number | undefined;

  private constructor(spec: Spec, data: Data, predictor: Predictor, parameterCount: number) {
    this.#spec = spec;
    this.#data = data;
    this.#predictor = predictor;
    this.#parameterCount = parameterCount;
    const { train, val } = data;
    const isPlain = train.windows === undefined && train.lengths === undefined;
    this.#usual = isPlain ? farthestUsual(train, val) : undefined;
    this.facts = factsOf(data);
  }

  /** Untrained, with the weights that the seed gives. @throws TidelabError for a spec that cannot be */
  static async open(spec: Spec, numerics: "fused" | "portable"): Promise<LensModel> {
    const data = await loadData(spec);
    const { length, channels, classNames } = data.train;
    const model = compile(spec.model, { length, channels, classes: classNames.length, seed: spec.seed });
    const predictor = await createPredictor(model, { numerics });
    return new LensModel(spec, data, predictor, model.parameters.length);
  }

  /** @param weights  parameters, then running statistics */
  setWeights(weights: Float32Array): void {
    this.#predictor.setWeights({
      parameters: weights.subarray(0, this.#parameterCount),
      states: weights.subarray(this.#parameterCount),
    });
  }

  /** @param values  (T, C) in the units of the data. @throws TidelabError for what the model cannot read */
  async classify(values: Float32Array): Promise<Verdict> {
    const { scale, fitted, train, source } = this.#data;
    const { classNames } = train;
    const data = { length: this.facts.length, channels: this.facts.channels, classNames, scale, fitted };
    const prepared = prepareSeries([values], { spec: this.#spec, data: { ...data, ...(source && { source }) } });
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
  }
}

function factsOf({ all, val, train, scale }: Data): LensFacts {
  const { values, length, channels } = all;
  const ranges = Array.from({ length: channels }, (_, channel) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = channel; at < values.length; at += channels) {
      low = Math.min(low, values[at]!);
      high = Math.max(high, values[at]!);
    }
    return [low * scale, high * scale] as const;
  });
  const first = values.slice(0, length * channels).map((value) => value * scale);
  return { classNames: train.classNames, length, channels, ranges, scale, labels: val.labels.slice(), first };
}
