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

/** Of the first series of each class its rows, each (T, C): several where it was cut into windows, none without a series. */
export function piecesByClass(dataset: TimeSeriesDataset, classes: number): Float32Array[][] {
  const { values, labels, length, channels, lengths, windows } = dataset;
  const seriesOf = (row: number) => windows?.series[row] ?? row;
  return Array.from({ length: classes }, (_, label) => {
    const first = labels.indexOf(label);
    if (first < 0) return [];
    const rows = [...labels.keys()].filter((row) => seriesOf(row) === seriesOf(first));
    return rows.map((row) => {
      const from = row * length * channels;
      return values.subarray(from, from + (lengths?.[row] ?? length) * channels);
    });
  });
}
