/** The device that runs everywhere: WebAssembly on this thread and, with more threads, in workers. */

import type { TorchGenerator } from "../../random/torch.ts";
import type {
  BatchJob,
  BatchOutcome,
  ClipLimits,
  ClippedNorms,
  DataId,
  Device,
  EvaluatedSeries,
  OptimizerState,
  Range,
  Rates,
  SeriesBlock,
  SeriesKind,
  Session,
  SessionOptions,
  Weights,
} from "../device.ts";
import type { Numerics } from "../numerics.ts";
import { clipGradients } from "./clip.ts";
import { Executor } from "./executor.ts";
import { resolveNumerics } from "./kernels.ts";
import type { Lane } from "./lane.ts";
import { createMaskDrawing, type DrawMask } from "./masks.ts";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { countShards } from "./shards.ts";
import { checkThreadCount } from "./workers.ts";

export const wasm: Device = {
  name: "wasm",
  async open(model, options) {
    const { threads = 1, mostSeries, training } = options;
    checkThreadCount(threads);
    const numerics = await resolveNumerics(options.numerics);
    const executor = await Executor.create(model, {
      numerics,
      threads: mostSeries === undefined ? threads : Math.max(1, Math.min(threads, countShards(mostSeries))),
      batchSize: training?.batchSize ?? 0,
    });
    return new WasmSession(executor, numerics, training);
  },
};

class WasmSession implements Session {
  readonly numerics: Numerics;
  readonly threads: number;
  readonly #executor: Executor;
  readonly #lane: Lane;
  readonly #optimizer: Optimizer | undefined;
  readonly #kept: Weights;
  #drawMask: DrawMask | undefined;
  /** Byte address of the sum of several batches' gradients; made at the first `accumulate`. */
  #sum: number | undefined;
  /** Whether the gradients of this step are that sum; else they are those of the last batch. */
  #isSummed = false;

  constructor(executor: Executor, numerics: Numerics, training: SessionOptions["training"]) {
    this.numerics = numerics;
    this.threads = executor.threads;
    this.#executor = executor;
    this.#lane = executor.lane;
    this.#optimizer = training && createOptimizer(executor.lane, training);
    this.#kept = {
      parameters: new Float32Array(training ? this.#lane.parameterCount : 0),
      states: new Float32Array(training ? this.#lane.stateCount : 0),
    };
  }

  addData(block: SeriesBlock): DataId {
    return this.#executor.addData(block);
  }

  replaceData(id: DataId, block: SeriesBlock): void {
    this.#executor.replaceData(id, block);
  }

  async weights(): Promise<Weights> {
    return { parameters: this.#lane.parameters.slice(), states: this.#lane.states.slice() };
  }

  setWeights({ parameters, states }: Weights): void {
    this.#lane.parameters.set(parameters);
    this.#lane.states.set(states);
    this.#executor.publishWeights();
  }

  keepWeights(): void {
    this.#kept.parameters.set(this.#lane.parameters);
    this.#kept.states.set(this.#lane.states);
  }

  async keptWeights(): Promise<Weights> {
    return this.#kept;
  }

  probes(series: SeriesKind): readonly { readonly name: string; readonly steps: number }[] {
    return this.#executor.probes(series);
  }

  async trainBatch(job: BatchJob): Promise<BatchOutcome> {
    const masks = await this.#drawMasks(job.data, job.indices.length, job.generator);
    return this.#executor.trainBatch(job, masks);
  }

  async #drawMasks(data: DataId, rows: number, generator: TorchGenerator | undefined): Promise<Uint8Array[]> {
    const sites = this.#executor.dropoutSites(data);
    if (sites.length === 0) return [];
    if (generator === undefined) throw new Error("a model with dropout needs a generator to draw its masks from");
    this.#drawMask ??= await createMaskDrawing();
    const draw = this.#drawMask;
    return sites.map((site) => draw(generator, site.keepProbability, site.elementsPerRow * rows));
  }

  accumulate(): void {
    const { kernels, parameterCount: count } = this.#lane;
    this.#sum ??= this.#lane.reserve(count * 4);
    if (!this.#isSummed) kernels.fill_zero(this.#sum, count);
    kernels.add_into(this.#sum, this.#executor.gradientAddress, count);
    this.#isSummed = true;
  }

  get #gradient(): number {
    return this.#isSummed && this.#sum !== undefined ? this.#sum : this.#executor.gradientAddress;
  }

  async gradientNorms(tensors: readonly Range[]): Promise<number[]> {
    const { kernels } = this.#lane;
    return tensors.map(({ offset, size }) => Math.sqrt(kernels.sum_squares(this.#gradient + offset * 4, size)));
  }

  async gradients(): Promise<Float32Array> {
    return this.#lane.floats(this.#gradient, this.#lane.parameterCount).slice();
  }

  async clip(limits: ClipLimits): Promise<ClippedNorms> {
    const { kernels, parameterCount } = this.#lane;
    return clipGradients(kernels, this.#gradient, parameterCount, limits);
  }

  async step(rates: Rates): Promise<void> {
    this.#trained().step(this.#gradient, rates);
    this.#isSummed = false;
    this.#executor.publishWeights();
  }

  async optimizerState(): Promise<OptimizerState> {
    return this.#trained().save();
  }

  setOptimizerState(state: OptimizerState): void {
    this.#trained().restore(state);
  }

  #trained(): Optimizer {
    if (this.#optimizer === undefined) throw new Error("this session was opened without options of training");
    return this.#optimizer;
  }

  evaluate(data: DataId, count: number): Promise<EvaluatedSeries> {
    return this.#executor.evaluate(data, count);
  }

  classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    return this.#executor.classify(block, count);
  }

  close(): void {
    this.#executor.close();
  }
}
