/** A model on a GPU: batches and weights go up, logits and gradients come down. Loss and optimizer are the host's (`host-kernels.ts`). */
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
import type { Optimizer } from "../wasm/optimizer.ts";
import type { BatchValues, BoundProgram } from "./bound-program.ts";
import type { Gpu } from "./gpu.ts";
import type { HostKernels } from "./host-kernels.ts";
import type { ProgramHost } from "./lower/program.ts";
import { Masks } from "./masks.ts";
import { createOperation, type Operation } from "./operation.ts";
import { Programs } from "./programs.ts";
import { type FilledSeries, fillSeries } from "./series.ts";
import { foldShards } from "./wgsl/shards.ts";

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
  readonly addUp: Operation;
}

export class WebGpuSession implements Session {
  readonly numerics: Numerics;
  readonly threads = 1;
  readonly #gpu: Gpu;
  readonly #host: HostKernels;
  readonly #count: number;
  readonly #parameters: GPUBuffer;
  /** Running statistics: layers change them on the GPU. */
  readonly #states: GPUBuffer;
  readonly #stateCount: number;
  #keptStates: GPUBuffer | undefined;
  readonly #training: TrainingBuffers | undefined;
  readonly #programs: Programs;
  readonly #blocks: SeriesBlock[] = [];
  #masks: Masks | undefined;
  /** Counts changes of the weights. */
  #version = 0;
  #kept: Float32Array | undefined;
  /** Whether the gradients of this step are the sum of several batches'. */
  #isSummed = false;
  /** Whether the host has the step's gradients. */
  #isRead = false;
  /** The end of the last call that runs programs: they share buffers, and take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: SessionParts, parameters: GPUBuffer, training: TrainingBuffers | undefined) {
    const { gpu, host, model, numerics, tuning } = parts;
    this.numerics = numerics;
    this.#gpu = gpu;
    this.#host = host;
    this.#count = sizeOf(model.parameters);
    this.#parameters = parameters;
    this.#stateCount = sizeOf(model.states);
    this.#states = gpu.storage("states", this.#stateCount * 4);
    this.#training = training;
    const blocks = { parameters, gradients: training?.gradients, states: this.#states };
    this.#programs = new Programs(gpu, model, blocks, { ...tuning, batchRows: model.batchSize });
  }

  static async create(parts: SessionParts): Promise<WebGpuSession> {
    const { gpu, model, training } = parts;
    const count = sizeOf(model.parameters);
    const parameters = gpu.storage("parameters", count * 4);
    if (!training) return new WebGpuSession(parts, parameters, undefined);
    const [gradients, sum] = ["gradients", "sum of gradients"].map((label) => gpu.storage(label, count * 4)) as [
      GPUBuffer,
      GPUBuffer,
    ];
    const addUp = await createOperation(gpu, foldShards, [gradients, sum], count);
    return new WebGpuSession(parts, parameters, { gradients, sum, addUp });
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
    const parameters = this.#host.parameters.slice();
    return { parameters, states: await this.#readStates(this.#states) };
  }

  async #readStates(from: GPUBuffer): Promise<Float32Array> {
    if (this.#stateCount === 0) return new Float32Array(0);
    const [values] = await this.#gpu.read([{ buffer: from, bytes: this.#stateCount * 4 }]);
    return values!; // one part was asked for
  }

  setWeights({ parameters, states }: Weights): void {
    this.#host.parameters.set(parameters);
    if (this.#stateCount > 0) this.#gpu.write(this.#states, states);
    this.#publishWeights();
  }

  /** Sends the host's weights to the GPU. */
  #publishWeights(): void {
    this.#gpu.write(this.#parameters, this.#host.parameters);
    this.#version++;
  }

  keepWeights(): void {
    this.#kept ??= new Float32Array(this.#count);
    this.#kept.set(this.#host.parameters);
    if (this.#stateCount === 0) return;
    this.#keptStates ??= this.#gpu.storage("kept states", this.#stateCount * 4);
    this.#gpu.copy(this.#states, this.#keptStates);
  }

  async keptWeights(): Promise<Weights> {
    if (this.#kept === undefined) throw new Error("no weights were kept");
    return { parameters: this.#kept, states: await this.#readStates(this.#keptStates ?? this.#states) };
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
    this.#isRead = false;
    return { lossSum, correct, probes };
  }

  /** Adds the squares of the states' gradients of a chunk to `sums`, shard by shard. */
  async #addProbes(bound: BoundProgram, sums: Float64Array[]): Promise<void> {
    const { probes, rows } = bound.program;
    const values = [...new Set(probes.map(({ value }) => value))];
    const read = await this.#gpu.read(
      values.map((value) => ({ buffer: bound.buffer(value), bytes: value.floats * 4 })),
    );
    for (const [index, { value, start, time, hidden }] of probes.entries()) {
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
    this.#isRead = false;
  }

  get #gradients(): GPUBuffer {
    const { sum, gradients } = this.#trained();
    return this.#isSummed ? sum : gradients;
  }

  /** Brings the step's gradients to the host, once. */
  async #readGradients(): Promise<void> {
    if (this.#isRead) return;
    const [values] = await this.#gpu.read([{ buffer: this.#gradients, bytes: this.#count * 4 }]);
    this.#host.gradients.set(values!);
    this.#isRead = true;
  }

  async gradientNorms(tensors: readonly Range[]): Promise<number[]> {
    await this.#readGradients();
    return this.#host.norms(tensors);
  }

  async gradients(): Promise<Float32Array> {
    await this.#readGradients();
    return this.#host.gradients.slice();
  }

  async clip(limits: ClipLimits): Promise<ClippedNorms> {
    await this.#readGradients();
    return this.#host.clip(limits);
  }

  async step(rates: Rates): Promise<void> {
    await this.#readGradients();
    this.#optimizer.step(this.#host.gradientAddress, rates);
    this.#isSummed = false;
    this.#isRead = false;
    this.#publishWeights();
  }

  async optimizerState(): Promise<OptimizerState> {
    return this.#optimizer.save();
  }

  setOptimizerState(state: OptimizerState): void {
    this.#optimizer.restore(state);
  }

  get #optimizer(): Optimizer {
    if (this.#host.optimizer === undefined) throw new Error(UNTRAINED);
    return this.#host.optimizer;
  }

  #trained(): TrainingBuffers {
    if (this.#training === undefined) throw new Error(UNTRAINED);
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
    this.#states.destroy();
    this.#keptStates?.destroy();
    this.#training?.gradients.destroy();
    this.#training?.sum.destroy();
  }
}

const UNTRAINED = "this session was opened without options of training";

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
