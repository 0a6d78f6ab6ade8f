/** What the rockets and Hydra have in common: many features of each series, for a linear classifier. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { RocketModule } from "./rocket-module.ts";
import type { Parts } from "./saved.ts";

export type ExtractorName = "mini-rocket" | "multi-rocket" | "hydra";

/** Features of series, as chosen by the training series. */
export interface FittedExtractor {
  readonly name: ExtractorName;
  /** F */
  readonly count: number;
  /** @returns (N, F) */
  transform(module: RocketModule, dataset: TimeSeriesDataset): Float32Array;
  /** What `restore` makes the same extractor of. */
  save(): Parts;
}
