/**
 * A device that computes nothing: it keeps weights and answers with arrays of the right shapes. It shows that training and
 * inference need no more of a device than `engine/device.ts` says, and is a skeleton for a new one.
 */
import type {
  BatchJob,
  BatchOutcome,
  ClippedNorms,
  Device,
  DeviceModel,
  EvaluatedSeries,
  OptimizerState,
  Range,
  Rates,
  SeriesBlock,
  Session,
  SessionOptions,
  Weights,
} from "../../src/engine/device.ts";

export const fakeDevice: Device = {
  name: "fake",
  open: async (model, options) => new FakeSession(model, options),
};

const sizeOf = (tensors: readonly Range[]): number => tensors.reduce((sum, { size }) => sum + size, 0);

class FakeSession implements Session {
  readonly numerics = "portable";
  readonly threads = 1;
  readonly #blocks: SeriesBlock[] = [];
  readonly #classes: number;
  readonly #moments: number;
  #weights: Weights;
  #kept: Weights | undefined;
  #gradient: Float32Array;
  #optimizer: OptimizerState | undefined;
  #steps = 0;

  constructor(model: DeviceModel, { training }: SessionOptions) {
    const { parameters, states } = model;
    this.#classes = model.classes;
    this.#weights = { parameters: new Float32Array(sizeOf(parameters)), states: new Float32Array(sizeOf(states)) };
    this.#gradient = new Float32Array(sizeOf(parameters));
    this.#moments = training?.optimizer === "sgd" ? 1 : 2;
  }

  addData(block: SeriesBlock): number {
    const known = this.#blocks.indexOf(block);
    return known >= 0 ? known : this.#blocks.push(block) - 1;
  }

  replaceData(id: number, block: SeriesBlock): void {
    this.#blocks[id] = block;
  }

  async weights(): Promise<Weights> {
    return copy(this.#weights);
  }

  setWeights(weights: Weights): void {
    this.#weights = copy(weights);
  }

  keepWeights(): void {
    this.#kept = copy(this.#weights);
  }

  async keptWeights(): Promise<Weights> {
    if (this.#kept === undefined) throw new Error("no weights were kept");
    return this.#kept;
  }

  probes(): [] {
    return [];
  }

  async trainBatch({ indices }: BatchJob): Promise<BatchOutcome> {
    this.#gradient.fill(1);
    return { lossSum: indices.length * Math.log(this.#classes), correct: 0, probes: [] };
  }

  accumulate(): void {}

  async gradientNorms(tensors: readonly Range[]): Promise<number[]> {
    return tensors.map(({ offset, size }) => Math.hypot(...this.#gradient.subarray(offset, offset + size)));
  }

  async gradients(): Promise<Float32Array> {
    return this.#gradient.slice();
  }

  async clip(): Promise<ClippedNorms> {
    const norm = Math.hypot(...this.#gradient);
    return { before: norm, after: norm };
  }

  async step({ lr }: Rates): Promise<void> {
    this.#steps++;
    this.#weights = {
      ...this.#weights,
      parameters: this.#weights.parameters.map((value, i) => value - lr * this.#gradient[i]!),
    };
  }

  async optimizerState(): Promise<OptimizerState> {
    const moments = Array.from({ length: this.#moments }, () => this.#gradient.slice());
    return this.#optimizer ?? { steps: this.#steps, moments };
  }

  setOptimizerState(state: OptimizerState): void {
    this.#optimizer = state;
  }

  evaluate(data: number, count: number): Promise<EvaluatedSeries> {
    return this.classify(this.#blocks[data]!, count);
  }

  async classify(_block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    return {
      logits: new Float32Array(count * this.#classes),
      losses: new Float64Array(count).fill(Math.log(this.#classes)),
      exposed: new Map(),
    };
  }

  close(): void {}
}

function copy({ parameters, states }: Weights): Weights {
  return { parameters: parameters.slice(), states: states.slice() };
}
