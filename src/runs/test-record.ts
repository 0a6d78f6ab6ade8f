/** What a run records of an evaluation: scores of the predictions, without the predictions themselves. */

import { seriesLabels, type TimeSeriesDataset } from "../data/dataset.ts";
import type { Evaluation } from "../inference/answers.ts";
import { classificationReport } from "../metrics/classification-report.ts";
import { confusionMatrix } from "../metrics/confusion-matrix.ts";
import type { TestRecord } from "./record.ts";

/** @param dataset  the series that were evaluated */
export function testRecord(
  { loss, accuracy, predicted }: Pick<Evaluation, "loss" | "accuracy" | "predicted">,
  dataset: TimeSeriesDataset,
): TestRecord {
  const { classNames } = dataset;
  const matrix = confusionMatrix(seriesLabels(dataset), predicted, classNames.length);
  const report = classificationReport(matrix, classNames);
  return { loss, accuracy, labels: [...classNames], confusionMatrix: matrix, report };
}
