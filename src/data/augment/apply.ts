/**
 * The training series of one epoch, each in a random variant. A pure function of seed, epoch and series: no state to keep, the
 * same on any number of threads and after any interruption, and PyTorch's stream is not touched.
 */
import { NumpyRandom } from "../../random/numpy.ts";
import type { AugmentKind, AugmentSpec, AugmentSpecOf } from "../../spec/transforms.ts";
import type { TimeSeriesDataset } from "../dataset.ts";
import type { Augmentation } from "./augmentation.ts";
import { jitter } from "./jitter.ts";
import { mixup } from "./mixup.ts";
import { scale } from "./scale.ts";
import { shift } from "./shift.ts";
import { timeWarp } from "./time-warp.ts";
import { windowSlice } from "./window-slice.ts";

const augmentations: { readonly [K in AugmentKind]: Augmentation<K> } = {
  jitter,
  scale,
  shift,
  timeWarp,
  windowSlice,
  mixup,
};

/** Separates these draws from all others: series i in epoch e draws from `np.random.seed([seed, 2, e, i])`. */
const STREAM = 2;

/**
 * @param epoch  from 1 on
 * @returns  a data set of the same shape, labels and windows; the rows of windows count as series here
 */
export function augmentDataset(
  dataset: TimeSeriesDataset,
  specs: readonly AugmentSpec[],
  seed: number,
  epoch: number,
): TimeSeriesDataset {
  const { values, count, channels, length, lengths } = dataset;
  const size = length * channels;
  const other = (index: number) => {
    return values.subarray(index * size, index * size + (lengths?.[index] ?? length) * channels);
  };
  const out = new Float32Array(values.length);
  for (let index = 0; index < count; index++) {
    const random = new NumpyRandom([seed >>> 0, STREAM, epoch, index]);
    let series = other(index);
    for (const spec of specs) {
      if (spec.p < 1 && random.random() >= spec.p) continue;
      series = augmentationOf(spec)(series, spec, { channels, random, count, other });
    }
    out.set(series, index * size);
  }
  return { ...dataset, values: out };
}

function augmentationOf<K extends AugmentKind>(spec: AugmentSpecOf<K>): Augmentation<K> {
  return augmentations[spec.augment as K];
}
