/** A model on a GPU: its weights, gradients and moments are there; batches go up, logits and gradients come down. */
import { argmax } from "../../metrics/argmax.ts";
import type { TorchGenerator } from "../../random/torch.ts";
import type {
  BatchJob,
  BatchOutcome,
  ClipLimits,
  ClippedNorms,
  DataId,
  DeviceModel,
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
import { joinEvaluated, seriesMajor } from "../evaluated.ts";
import type { Numerics } from "../numerics.ts";
import type { BatchValues, BoundProgram } from "./bound-program.ts";
import type { Gpu } from "./gpu.ts";
import type { HostKernels } from "./host-kernels.ts";
import type { ProgramHost } from "./lower/program.ts";
import { Masks } from "./masks.ts";
import { createOperation, type Operation } from "./operation.ts";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { Programs } from "./programs.ts";
import { type FilledSeries, fillSeries } from "./series.ts";
import { foldShards } from "./wgsl/optimizers.ts";

/** Series that are evaluated at once, where they fit. */
const EVALUATION_ROWS = 512;

/** What changes speed and memory, and no bit. */
export type Tuning = Omit<ProgramHost, "batchRows">;

/** What a session is made of. */
export interface SessionParts {
  readonly gpu: Gpu;
  readonly host: HostKernels;
  readonly model: DeviceModel;
  readonly numerics: Numerics;
  readonly training: SessionOptions["training"];
  readonly tuning: Tuning;
}

interface TrainingBuffers {
  readonly gradients: GPUBuffer;
  /** The sum of several batches' gradients. */
  readonly sum: GPUBuffer;
  readonly kept: GPUBuffer;
  readonly addUp: Operation;
  readonly optimizer: Optimizer;
}

export class WebGpuSession implements Session {
  readonly numerics: Numerics;
  readonly threads = 1;
  readonly #gpu: Gpu;
  readonly #host: HostKernels;
  readonly #count: number;
  readonly #parameters: GPUBuffer;
  readonly #training: TrainingBuffers | undefined;
  readonly #programs: Programs;
  readonly #blocks: SeriesBlock[] = [];
  #masks: Masks | undefined;
  /** Counts changes of the weights. */
  #version = 0;
  #isKept = false;
  /** Whether the gradients of this step are the sum of several batches'. */
  #isSummed = false;
  /** A copy of the step's gradients, once they were read. */
  #read: Float32Array | undefined;
  /** The end of the last call that runs programs: they share buffers, and take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: SessionParts, parameters: GPUBuffer, training: TrainingBuffers | undefined) {
    const { gpu, host, model, numerics, tuning } = parts;
    this.numerics = numerics;
    this.#gpu = gpu;
    this.#host = host;
    this.#count = sizeOf(model.parameters);
    this.#parameters = parameters;
    this.#training = training;
    const gradients = training?.gradients;
    this.#programs = new Programs(gpu, model, { parameters, gradients }, { ...tuning, batchRows: model.batchSize });
  }

  static async create(parts: SessionParts): Promise<WebGpuSession> {
    const { gpu, model, training } = parts;
    const count = sizeOf(model.parameters);
    const parameters = gpu.storage("parameters", count * 4);
    if (!training) return new WebGpuSession(parts, parameters, undefined);
    const [gradients, sum, kept] = ["gradients", "sum of gradients", "kept parameters"].map((label) =>
      gpu.storage(label, count * 4),
    ) as [GPUBuffer, GPUBuffer, GPUBuffer];
    const addUp = await createOperation(gpu, foldShards, [gradients, sum], count);
    const optimizer = await createOptimizer(gpu, training, parameters, [gradients, sum], count);
    return new WebGpuSession(parts, parameters, { gradients, sum, kept, addUp, optimizer });
  }

  addData(block: SeriesBlock): DataId {
    this.#programs.check(block);
    const known = this.#blocks.indexOf(block);
    return known >= 0 ? known : this.#blocks.push(block) - 1;
  }

  replaceData(id: DataId, block: SeriesBlock): void {
    this.#blocks[id] = block;
  }

  async weights(): Promise<Weights> {
    return this.#readWeights(this.#parameters);
  }

  async #readWeights(buffer: GPUBuffer): Promise<Weights> {
    const [parameters] = await this.#gpu.read([{ buffer, bytes: this.#count * 4 }]);
    return { parameters: parameters!, states: new Float32Array(0) };
  }

  setWeights({ parameters }: Weights): void {
    this.#gpu.write(this.#parameters, parameters);
    this.#version++;
  }

  keepWeights(): void {
    const { kept } = this.#trained();
    const encoder = this.#gpu.device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#parameters, 0, kept, 0, this.#count * 4);
    this.#gpu.device.queue.submit([encoder.finish()]);
    this.#isKept = true;
  }

  async keptWeights(): Promise<Weights> {
    if (!this.#isKept) throw new Error("no weights were kept");
    return this.#readWeights(this.#trained().kept);
  }

  probes(series: SeriesKind): readonly { readonly name: string; readonly steps: number }[] {
    return this.#programs.probes(series);
  }

  trainBatch(job: BatchJob): Promise<BatchOutcome> {
    return this.#next(() => this.#trainBatch(job));
  }

  async #trainBatch({ data, indices, generator, inverseWeight, probe = false }: BatchJob): Promise<BatchOutcome> {
    const gpu = this.#gpu;
    const block = this.#block(data);
    const batchRows = indices.length;
    const chunk = this.#programs.chunkRows(block.length, true, batchRows);
    let lossSum = 0;
    let correct = 0;
    const probes: Float64Array[] = [];
    for (let start = 0; start < batchRows; start += chunk) {
      const rows = Math.min(chunk, batchRows - start);
      const bound = await this.#programs.get({ rows, ...kindOf(block), training: true, probe });
      const values = { batchRows, rowOffset: start, isFirst: start === 0 ? 1 : 0 };
      const { labels, ...series } = fillSeries(block, indices.subarray(start, start + rows));
      const takeState = start === 0 ? await this.#drawMasks(bound, batchRows, generator) : undefined;
      const [logits] = await this.#forward(bound, series, values, takeState);
      const { losses, gradient } = this.#host.crossEntropy(logits!, labels, inverseWeight);
      gpu.write(bound.buffer(bound.program.dLogits!), gradient);
      bound.run("backward", values);
      for (const loss of losses) lossSum += loss;
      correct += countCorrect(logits!, labels);
      if (probe) await this.#addProbes(bound, probes);
    }
    this.#read = undefined;
    return { lossSum, correct, probes };
  }

  /** Adds the squares of the states' gradients of a chunk to `sums`, shard by shard. */
  async #addProbes(bound: BoundProgram, sums: Float64Array[]): Promise<void> {
    const { probes, time, rows } = bound.program;
    const values = [...new Set(probes.map(({ value }) => value))];
    const read = await this.#gpu.read(
      values.map((value) => ({ buffer: bound.buffer(value), bytes: value.floats * 4 })),
    );
    for (const [index, { value, start, hidden }] of probes.entries()) {
      const states = read[values.indexOf(value)]!.subarray(start, start + time * rows * hidden);
      sums[index] ??= new Float64Array(time);
      this.#host.addStepSquares(states, { time, rows, hidden }, sums[index]);
    }
  }

  /**
   * @param takeState  takes the generator's new state, where masks are being drawn
   * @returns the logits, and in evaluation what the program exposes
   */
  async #forward(
    bound: BoundProgram,
    { input, lengths }: Omit<FilledSeries, "labels">,
    values: BatchValues,
    takeState?: (state: Float32Array) => void,
  ): Promise<Float32Array[]> {
    const gpu = this.#gpu;
    const { program } = bound;
    gpu.write(bound.buffer(program.input), input);
    if (program.lengths) gpu.write(bound.buffer(program.lengths), lengths);
    if (bound.prepared !== this.#version) bound.run("prepare", values);
    bound.prepared = this.#version;
    bound.run("forward", values);
    const wanted = program.dLogits ? [program.logits] : [program.logits, ...program.exposed.values()];
    const parts = wanted.map((value) => ({ buffer: bound.buffer(value), bytes: value.floats * 4 }));
    if (takeState === undefined || this.#masks === undefined) return gpu.read(parts);
    const read = await gpu.read([...parts, this.#masks.state]);
    takeState(read.pop()!);
    return read;
  }

  /** Has the masks of a batch drawn. @returns what takes the generator's new state, where there are any */
  async #drawMasks({ program }: BoundProgram, rows: number, generator: TorchGenerator | undefined) {
    const { sites } = program;
    if (sites.length === 0) return undefined;
    if (generator === undefined) throw new Error("a model with dropout needs a generator to draw its masks from");
    this.#masks ??= new Masks(this.#gpu);
    return this.#masks.draw(sites, rows, generator, ({ mask }) => this.#programs.find(mask));
  }

  accumulate(): void {
    this.#trained().addUp.run({ shards: 1, isFirst: this.#isSummed ? 0 : 1 });
    this.#isSummed = true;
    this.#read = undefined;
  }

  get #gradients(): GPUBuffer {
    const { sum, gradients } = this.#trained();
    return this.#isSummed ? sum : gradients;
  }

  async #readGradients(): Promise<Float32Array> {
    if (this.#read === undefined) {
      const [values] = await this.#gpu.read([{ buffer: this.#gradients, bytes: this.#count * 4 }]);
      this.#read = values!;
    }
    return this.#read;
  }

  async gradientNorms(tensors: readonly Range[]): Promise<number[]> {
    return this.#host.norms(await this.#readGradients(), tensors);
  }

  async gradients(): Promise<Float32Array> {
    return (await this.#readGradients()).slice();
  }

  async clip(limits: ClipLimits): Promise<ClippedNorms> {
    const gradients = await this.#readGradients();
    const { before, after, changed } = this.#host.clip(gradients, limits);
    if (changed) this.#gpu.write(this.#gradients, gradients);
    return { before, after };
  }

  async step(rates: Rates): Promise<void> {
    this.#trained().optimizer.step(this.#gradients, rates);
    this.#isSummed = false;
    this.#read = undefined;
    this.#version++;
  }

  optimizerState(): Promise<OptimizerState> {
    return this.#trained().optimizer.save();
  }

  setOptimizerState(state: OptimizerState): void {
    this.#trained().optimizer.restore(state);
  }

  #trained(): TrainingBuffers {
    if (this.#training === undefined) throw new Error("this session was opened without options of training");
    return this.#training;
  }

  evaluate(data: DataId, count: number): Promise<EvaluatedSeries> {
    return this.classify(this.#block(data), count);
  }

  classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    this.#programs.check(block);
    return this.#next(() => this.#classify(block, count));
  }

  async #classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    const chunk = this.#programs.chunkRows(block.length, false, Math.min(count, EVALUATION_ROWS));
    const pieces: EvaluatedSeries[] = [];
    for (let start = 0; start < count; start += chunk) {
      const rows = Math.min(chunk, count - start);
      const bound = await this.#programs.get({ rows, ...kindOf(block), training: false });
      const indices = Int32Array.from({ length: rows }, (_, index) => start + index);
      const { labels, ...series } = fillSeries(block, indices);
      const [logits, ...exposed] = await this.#forward(bound, series, { batchRows: rows, rowOffset: 0, isFirst: 1 });
      pieces.push({
        logits: logits!,
        losses: this.#host.crossEntropy(logits!, labels, 1).losses,
        exposed: new Map(
          [...bound.program.exposed.keys()].map((name, index) => [name, seriesMajor(exposed[index]!, rows)]),
        ),
      });
    }
    return joinEvaluated(pieces);
  }

  #block(id: DataId): SeriesBlock {
    const block = this.#blocks[id];
    if (block === undefined) throw new Error(`no block of series ${id} on this device`);
    return block;
  }

  /** Runs `work` when the calls before it have ended. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => {});
    return done;
  }

  close(): void {
    this.#programs.destroy();
    this.#masks?.destroy();
    this.#parameters.destroy();
    const { gradients, sum, kept, optimizer } = this.#training ?? {};
    for (const buffer of [gradients, sum, kept]) buffer?.destroy();
    optimizer?.destroy();
  }
}

function kindOf({ length, lengths }: SeriesKind) {
  return { length, uneven: lengths !== undefined };
}

function sizeOf(tensors: readonly Range[]): number {
  return tensors.reduce((sum, { size }) => sum + size, 0);
}

function countCorrect(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  return labels.filter((label, row) => argmax(logits, row * classes, classes) === label).length;
}
