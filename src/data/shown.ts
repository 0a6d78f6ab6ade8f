/** Series to show of a data set: a few of each class, and what a model reads of them. Draws nothing. */
import type { TransformSpec } from "../spec/transforms.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import type { LoadedData } from "./load.ts";
import { subset } from "./split.ts";
import { applyTransforms } from "./transforms/apply.ts";

/** The first series of each class, in the order in which they are made, before any transform. */
export function firstOfEachClass(all: TimeSeriesDataset, perClass: number): TimeSeriesDataset {
  const rows = all.classNames.flatMap((_, label) =>
    [...all.labels.keys()].filter((row) => all.labels[row] === label).slice(0, perClass),
  );
  return subset(all, Int32Array.from(rows).sort());
}

/** The same series as transforms leave them, fitted as they were on the training series. */
export function asRead(
  shown: TimeSeriesDataset,
  transforms: readonly TransformSpec[],
  fitted: LoadedData["fitted"],
): TimeSeriesDataset {
  return transforms.length === 0 ? shown : applyTransforms(shown, transforms, fitted);
}
