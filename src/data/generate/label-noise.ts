/** Wrong labels, as careless annotators leave them. Only for series to train on: what a model is judged by stays clean. */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { TimeSeriesDataset } from "../dataset.ts";

/**
 * Gives each series, with probability `share`, one of the other classes.
 * @param random  advanced by one uniform number a series and, with more than two classes, an integer for each that is changed
 */
export function mislabel(
  dataset: TimeSeriesDataset,
  share: number,
  random: Pick<NumpyRandom, "random" | "randint">,
): TimeSeriesDataset {
  const classes = dataset.classNames.length;
  const labels = dataset.labels.map((label) => {
    return random.random() < share ? (label + 1 + random.randint(0, classes - 1)) % classes : label;
  });
  return { ...dataset, labels };
}
