/** Labels that somebody corrected: other classes for some of the training series, named by their place among all. What judges a model keeps its labels. */
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import type { SplitIndices } from "./split.ts";

/**
 * @param training  the training series, in the order of `indices.train`
 * @param relabel   index among all series, from 0 on, to the index of its class
 * @param count     series in all
 * @throws TidelabError `data.relabel` for an index or a class that there is not, and for a series that validates or tests
 */
export function relabelTraining(
  training: TimeSeriesDataset,
  relabel: Readonly<Record<string, unknown>>,
  indices: SplitIndices,
  count: number,
): TimeSeriesDataset {
  const labels = training.labels.slice();
  const { classNames } = training;
  for (const [key, given] of Object.entries(relabel)) {
    const series = /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : -1;
    const refuse = (problem: "series" | "val" | "test" | "class", most: number, received: string) =>
      new TidelabError("data.relabel", { problem, most, received }, `data.relabel.${key}`);
    if (series < 0 || series >= count) throw refuse("series", count - 1, show(key));
    if (!(typeof given === "number" && Number.isInteger(given) && given >= 0 && given < classNames.length)) {
      throw refuse("class", classNames.length - 1, show(given));
    }
    // A set may have a series twice, and `val: "train"` has those of the training.
    const rows = [...indices.train.entries()].filter(([, index]) => index === series);
    if (rows.length === 0) throw refuse(indices.val.includes(series) ? "val" : "test", count - 1, key);
    for (const [row] of rows) labels[row] = given;
  }
  return { ...training, labels };
}
