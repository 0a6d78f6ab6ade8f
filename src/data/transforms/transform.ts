/** What every transform is: a change of one series at a time, perhaps with numbers learnt from the training series. */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { TransformKind, TransformSpecOf } from "../../spec/transforms.ts";

/** What a transform learnt from the training series, a number a channel; plain, so that `run.json` can hold it. */
export interface Fitted {
  readonly offset: readonly number[];
  readonly divisor: readonly number[];
}

export interface TransformContext {
  readonly channels: number;
  /** Of the transform in the spec, for errors. */
  readonly path: string;
  /** What `fit` returned, on the training series of the run. */
  readonly fitted: Fitted | null;
  /** Of the training series only; all others are treated alike whenever they come. */
  readonly random: NumpyRandom | undefined;
}

export interface Transform<K extends TransformKind> {
  /** @returns null when there is nothing to learn with these options */
  fit?(training: readonly Float32Array[], spec: TransformSpecOf<K>, channels: number): Fitted | null;
  /**
   * @param series  (T, C), not changed; T >= 1
   * @returns  (T', C), T' >= 1; several for windows
   */
  apply(series: Float32Array, spec: TransformSpecOf<K>, context: TransformContext): Float32Array | Float32Array[];
}
