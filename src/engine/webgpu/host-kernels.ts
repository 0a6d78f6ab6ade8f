/**
 * What a GPU cannot compute, for want of float64, is computed on the CPU by the engine's own kernels: the loss and its gradient, norms and
 * clipping. Few numbers, and float64 sums whose bits do not depend on the build.
 */
import type { ClipLimits, ClippedNorms, LossOptions, Range } from "../device.ts";
import { clipGradients } from "../wasm/clip.ts";
import { createMemory, growMemory, instantiate, type Kernels, kernelModule, RESERVED_BYTES } from "../wasm/kernels.ts";
import { SHARD_ROWS } from "../wasm/shards.ts";

export interface LossOutcome {
  /** (rows) weighted losses, float64 */
  readonly losses: Float64Array;
  /** (rows, classes) */
  readonly gradient: Float32Array;
}

export class HostKernels {
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #loss: LossOptions;

  private constructor(memory: WebAssembly.Memory, kernels: Kernels, loss: LossOptions) {
    this.#memory = memory;
    this.#kernels = kernels;
    this.#loss = loss;
  }

  static async create(loss: LossOptions): Promise<HostKernels> {
    const memory = createMemory(RESERVED_BYTES);
    return new HostKernels(memory, instantiate(await kernelModule("portable"), memory), loss);
  }

  /** Cross-entropy of logits (rows, classes). @param inverseWeight  what each loss is multiplied by for the gradient */
  crossEntropy(logits: Float32Array, labels: Int32Array, inverseWeight: number): LossOutcome {
    const rows = labels.length;
    const classes = logits.length / rows;
    const { classWeights, labelSmoothing } = this.#loss;
    const losses = RESERVED_BYTES;
    const logitsAt = losses + rows * 8;
    const gradientAt = logitsAt + rows * classes * 4;
    const labelsAt = gradientAt + rows * classes * 4;
    const weightsAt = labelsAt + rows * 4;
    growMemory(this.#memory, weightsAt + classes * 4);
    const { buffer } = this.#memory;
    new Float32Array(buffer, logitsAt, logits.length).set(logits);
    new Int32Array(buffer, labelsAt, rows).set(labels);
    if (classWeights) new Float32Array(buffer, weightsAt, classes).set(classWeights);
    this.#kernels.cross_entropy(
      ...([logitsAt, labelsAt, classWeights ? weightsAt : 0, labelSmoothing, rows, classes, inverseWeight] as const),
      ...([gradientAt, losses, 0] as const),
    );
    return {
      losses: new Float64Array(buffer, losses, rows).slice(),
      gradient: new Float32Array(buffer, gradientAt, logits.length).slice(),
    };
  }

  /** Norms of parts of the gradients. */
  norms(gradients: Float32Array, tensors: readonly Range[]): number[] {
    const at = this.#put(gradients);
    return tensors.map(({ offset, size }) => Math.sqrt(this.#kernels.sum_squares(at + offset * 4, size)));
  }

  /** Adds the sum of squares of each step of x (T, R, H) to `sums` (T): of each shard alone, in order. */
  addStepSquares(
    x: Float32Array,
    { time, rows, hidden }: { time: number; rows: number; hidden: number },
    sums: Float64Array,
  ): void {
    const at = this.#put(x);
    for (let first = 0; first < rows; first += SHARD_ROWS) {
      const size = Math.min(SHARD_ROWS, rows - first) * hidden;
      for (let t = 0; t < time; t++) {
        sums[t]! += this.#kernels.sum_squares(at + (t * rows + first) * hidden * 4, size);
      }
    }
  }

  /** Clips gradients in place. @returns the norms, and whether the gradients may have changed */
  clip(gradients: Float32Array, limits: ClipLimits): ClippedNorms & { changed: boolean } {
    const at = this.#put(gradients);
    const norms = clipGradients(this.#kernels, at, gradients.length, limits);
    const changed = limits.clipGradValue > 0 || norms.after !== norms.before;
    if (changed) gradients.set(new Float32Array(this.#memory.buffer, at, gradients.length));
    return { ...norms, changed };
  }

  #put(values: Float32Array): number {
    growMemory(this.#memory, RESERVED_BYTES + values.byteLength);
    new Float32Array(this.#memory.buffer, RESERVED_BYTES, values.length).set(values);
    return RESERVED_BYTES;
  }
}
