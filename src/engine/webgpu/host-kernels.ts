/**
 * What stays on the CPU, computed by the engine's own kernels: the loss and its gradient, norms and clipping, which need float64, and the
 * optimizer's step, whose moments may be subnormal, which GPUs flush to zero. It keeps the weights, the gradients of the step and the moments.
 */
import type { ClipLimits, ClippedNorms, LossOptions, OptimizerSpec, Range } from "../device.ts";
import type { Numerics } from "../numerics.ts";
import { clipGradients } from "../wasm/clip.ts";
import { createMemory, growMemory, instantiate, type Kernels, kernelModule, RESERVED_BYTES } from "../wasm/kernels.ts";
import { createOptimizer, type Optimizer, type OptimizerMemory } from "../wasm/optimizer.ts";
import { align } from "../wasm/program.ts";
import { SHARD_ROWS } from "../wasm/shards.ts";

export interface LossOutcome {
  /** (rows) weighted losses, float64 */
  readonly losses: Float64Array;
  /** (rows, classes) */
  readonly gradient: Float32Array;
}

export interface HostOptions {
  readonly numerics: Numerics;
  readonly loss: LossOptions;
  readonly parameterCount: number;
  readonly training: OptimizerSpec | undefined;
}

export class HostKernels implements OptimizerMemory {
  readonly kernels: Kernels;
  readonly parameterCount: number;
  readonly parameterAddress: number;
  /** Of the step's gradients. */
  readonly gradientAddress: number;
  /** Undefined where nothing is trained. */
  readonly optimizer: Optimizer | undefined;
  readonly #memory: WebAssembly.Memory;
  readonly #loss: LossOptions;
  #end = RESERVED_BYTES;

  private constructor(memory: WebAssembly.Memory, kernels: Kernels, { loss, parameterCount, training }: HostOptions) {
    this.#memory = memory;
    this.kernels = kernels;
    this.#loss = loss;
    this.parameterCount = parameterCount;
    this.parameterAddress = this.reserve(parameterCount * 4);
    this.gradientAddress = training ? this.reserve(parameterCount * 4) : 0;
    this.optimizer = training && createOptimizer(this, training);
  }

  static async create(options: HostOptions): Promise<HostKernels> {
    const memory = createMemory(RESERVED_BYTES);
    return new HostKernels(memory, instantiate(await kernelModule(options.numerics), memory), options);
  }

  /** Takes `bytes` of memory for good. @returns its address */
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end += align(bytes);
    growMemory(this.#memory, this.#end);
    return start;
  }

  /** A view of the memory; invalid once the memory grows, so take a new one for every use. */
  floats(address: number, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, address, count);
  }

  get parameters(): Float32Array<ArrayBuffer> {
    return this.floats(this.parameterAddress, this.parameterCount);
  }

  get gradients(): Float32Array<ArrayBuffer> {
    return this.floats(this.gradientAddress, this.parameterCount);
  }

  /** Cross-entropy of logits (rows, classes). @param inverseWeight  what each loss is multiplied by for the gradient */
  crossEntropy(logits: Float32Array, labels: Int32Array, inverseWeight: number): LossOutcome {
    const rows = labels.length;
    const classes = logits.length / rows;
    const { classWeights, labelSmoothing } = this.#loss;
    const losses = this.#scratch(rows * 8 + (2 * logits.length + rows + classes) * 4);
    const logitsAt = losses + rows * 8;
    const gradientAt = logitsAt + logits.length * 4;
    const labelsAt = gradientAt + logits.length * 4;
    const weightsAt = labelsAt + rows * 4;
    const { buffer } = this.#memory;
    this.floats(logitsAt, logits.length).set(logits);
    new Int32Array(buffer, labelsAt, rows).set(labels);
    if (classWeights) this.floats(weightsAt, classes).set(classWeights);
    this.kernels.cross_entropy(
      ...([logitsAt, labelsAt, classWeights ? weightsAt : 0, labelSmoothing, rows, classes, inverseWeight] as const),
      ...([gradientAt, losses, 0] as const),
    );
    return {
      losses: new Float64Array(buffer, losses, rows).slice(),
      gradient: this.floats(gradientAt, logits.length).slice(),
    };
  }

  /** Norms of parts of the gradients. */
  norms(tensors: readonly Range[]): number[] {
    return tensors.map(({ offset, size }) =>
      Math.sqrt(this.kernels.sum_squares(this.gradientAddress + offset * 4, size)),
    );
  }

  /** Clips the gradients in place. */
  clip(limits: ClipLimits): ClippedNorms {
    return clipGradients(this.kernels, this.gradientAddress, this.parameterCount, limits);
  }

  /** Adds the sum of squares of each step of x (T, R, H) to `sums` (T): of each shard alone, in order. */
  addStepSquares(
    x: Float32Array,
    { time, rows, hidden }: { time: number; rows: number; hidden: number },
    sums: Float64Array,
  ): void {
    const at = this.#scratch(x.byteLength);
    this.floats(at, x.length).set(x);
    for (let first = 0; first < rows; first += SHARD_ROWS) {
      const size = Math.min(SHARD_ROWS, rows - first) * hidden;
      for (let t = 0; t < time; t++) {
        sums[t]! += this.kernels.sum_squares(at + (t * rows + first) * hidden * 4, size);
      }
    }
  }

  /** Memory for one call. */
  #scratch(bytes: number): number {
    growMemory(this.#memory, this.#end + bytes);
    return this.#end;
  }
}
