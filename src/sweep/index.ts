/**
 * `tidelab/sweep`: the runs of a sweep, and of the lab's exercises, planned and gathered without a file system. `tidelab/runs` trains
 * them, `tidelab/report` compares them; in Node, `tidelab sweep` does all of it in processes and folders.
 */
import "../errors/file-errors.ts";

export type { SweepInput } from "./definition.ts";
export type { ExerciseOptions } from "./exercises/index.ts";
export {
  cnnFamily,
  countParameters,
  type Family,
  type MatchedModel,
  matchParameters,
  recurrentFamily,
} from "./exercises/matched.ts";
export { groupRuns } from "./group-runs.ts";
export {
  type EndedRun,
  type ExerciseName,
  exerciseNames,
  exerciseSweep,
  type PlannedRun,
  type PlannedSweep,
  planSweep,
  sweepResult,
} from "./plan.ts";
export type { SweepArm, SweepResult } from "./result.ts";
