/** The series of a data set as the classifiers here take them: checked, one channel after another, each as long as it is. */
import { checkSeries } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";

/** What a classifier was fitted on, so that it refuses what does not fit. */
export interface FittedShape {
  readonly classNames: readonly string[];
  readonly channels: number;
  /** Steps of the longest series. */
  readonly length: number;
  /** Whether series of other lengths are taken: those of training were not all of one length. */
  readonly anyLength: boolean;
}

/**
 * Checks series to train on.
 * @throws TidelabError `data.…`, `classical.windows`, `classical.oneClass`
 */
export function checkTraining(dataset: TimeSeriesDataset): { train: TimeSeriesDataset; shape: FittedShape } {
  const train = checkRows(dataset, "train");
  const stranger = train.labels.findIndex((label) => label >= train.classNames.length);
  if (stranger >= 0) {
    const params = { classes: train.classNames.length, received: String(train.labels[stranger]) };
    throw new TidelabError("data.label", params, `train.labels[${stranger}]`);
  }
  const present = new Set(train.labels);
  if (present.size < 2) {
    const [only = 0] = present;
    throw new TidelabError(
      "classical.oneClass",
      { name: train.classNames[only] ?? String(only), count: train.count },
      "train",
    );
  }
  const steps = lengthsOf(train);
  const longest = steps.reduce((a, b) => Math.max(a, b));
  return {
    train,
    shape: {
      classNames: [...train.classNames],
      channels: train.channels,
      length: longest,
      anyLength: steps.some((length) => length !== longest),
    },
  };
}

/**
 * Checks series to classify.
 * @throws TidelabError `data.…`, `classical.windows`, `classical.otherLength`
 */
export function checkSeriesLike(dataset: TimeSeriesDataset, shape: FittedShape): TimeSeriesDataset {
  const checked = checkRows(dataset, "dataset");
  if (checked.channels !== shape.channels) {
    throw new TidelabError("data.channels", { expected: shape.channels, received: checked.channels }, "dataset");
  }
  if (!shape.anyLength) {
    const other = lengthsOf(checked).findIndex((length) => length !== shape.length);
    if (other >= 0) {
      const params = { expected: shape.length, received: lengthsOf(checked)[other]! };
      throw new TidelabError("classical.otherLength", params, `dataset[${other}]`);
    }
  }
  return checked;
}

function checkRows(dataset: TimeSeriesDataset, what: string): TimeSeriesDataset {
  const checked = checkSeries(dataset, what);
  if (checked.windows !== undefined) throw new TidelabError("classical.windows", undefined, what);
  return checked;
}

/** (N) steps of each series. */
export function lengthsOf({ lengths, count, length }: TimeSeriesDataset): Int32Array {
  return lengths ?? new Int32Array(count).fill(length);
}

/**
 * Copies a series out of (T, C) into (C, stride).
 * @param into  (C, stride) or more; what lies behind the series' end stays as it is
 */
export function copyChannels(
  { values, length, channels }: TimeSeriesDataset,
  row: number,
  steps: number,
  into: Float32Array,
  stride: number,
): void {
  const start = row * length * channels;
  for (let channel = 0; channel < channels; channel++) {
    const to = channel * stride;
    for (let t = 0; t < steps; t++) into[to + t] = values[start + t * channels + channel]!;
  }
}

/** Copies as `copyChannels`, of the differences between steps: one step fewer. */
export function copyDifferences(
  { values, length, channels }: TimeSeriesDataset,
  row: number,
  steps: number,
  into: Float32Array,
  stride: number,
): void {
  const start = row * length * channels;
  for (let channel = 0; channel < channels; channel++) {
    const to = channel * stride;
    for (let t = 0; t + 1 < steps; t++) {
      const at = start + t * channels + channel;
      into[to + t] = values[at + channels]! - values[at]!;
    }
  }
}
