/** What a report of a sweep is made of: the result, and what else there is to show. Plain data; `node/reports/sources.ts` gathers it. */

import type { TimeSeriesDataset } from "../../data/dataset.ts";
import type { AttendedSeries } from "../../figures/index.ts";
import type { SweepResult } from "../../sweep/result.ts";
import type { GradientLog } from "../../train/records.ts";

/** A few series of each class, as the models of some arms read them: scaled, transformed, cut into windows. */
export interface DataPicture {
  readonly dataset: TimeSeriesDataset;
  /** That the series were made from; the first of the sweep unless given. */
  readonly seed?: number;
  /** The first arm that was trained on such series. */
  readonly armId: string;
}

/** Test series that one run got wrong, with the attention that it paid to their steps. */
export interface Misclassified {
  readonly armId: string;
  readonly seed: number;
  /** Those shown, of `wrong` in all. */
  readonly series: readonly AttendedSeries[];
  readonly wrong: number;
  readonly tested: number;
}

/** What one run recorded of its gradients. */
export interface RecordedGradients {
  readonly armId: string;
  readonly seed: number;
  readonly log: GradientLog;
}

/** What a report of a sweep is made from. */
export interface SweepReportInput {
  readonly result: SweepResult;
  readonly pictures?: readonly DataPicture[];
  readonly misclassified?: Misclassified;
  /** Of the runs whose gradients are shown. */
  readonly gradients?: readonly RecordedGradients[];
  /** The folder of the sweep; runs that were gathered from elsewhere have none in common. */
  readonly folder?: string;
  /** The folder of a run, where it has one. */
  folderOf?(armId: string, seed: number): string | undefined;
  /** The validation accuracy that epochs are counted up to; chosen from the data unless given. */
  readonly reach?: number;
}
