/** What every augmentation is: a random variant of one series of the same shape, whose class stays what it was. */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { AugmentKind, AugmentSpecOf } from "../../spec/transforms.ts";

export interface AugmentContext {
  readonly channels: number;
  /** Of this series in this epoch. */
  readonly random: NumpyRandom;
  /** Series in the training set. */
  readonly count: number;
  /** (T, C) of any training series as it was before augmentation. */
  other(index: number): Float32Array;
}

/**
 * @param series  (T, C) without padding, not changed
 * @returns  (T, C)
 */
export type Augmentation<K extends AugmentKind> = (
  series: Float32Array,
  spec: AugmentSpecOf<K>,
  context: AugmentContext,
) => Float32Array;
