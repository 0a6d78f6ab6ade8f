/**
 * `tidelab/compare`: which runs there are, what differs between them, and what the comparisons of a sweep allow to say. It reads records and
 * trains nothing. Runs anywhere.
 */
import "../errors/experiment-errors.ts";

export {
  type ConcludedArm,
  type ConcludedComparison,
  type SweepConclusions,
  sweepConclusions,
} from "../report/sweep/conclusions.ts";
export { type ListedAs, type ListedRun, listRun, type RunNumbers } from "./listed-run.ts";
export { type Filter, filterRuns, parseFilter, parseFilters, sortRuns } from "./query.ts";
export { compareSpecs, METRICS, type Metric, type SpecDifference } from "./spec-differences.ts";
