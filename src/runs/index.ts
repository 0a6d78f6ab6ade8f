/**
 * `tidelab/runs`: runs without a file system, in Node and in a browser: from a spec to a record, to the files of a run's folder and back,
 * interrupted and resumed, verified to the bit. In Node, `node/runs.ts` adds threads; files on disk are in `tidelab/node`.
 */
import "../errors/file-errors.ts";

export { parseSpecText } from "../spec/places.ts";
export { shortSpec } from "../spec/short.ts";
export type { EpochRecord, GradientLog, TrainEvent, TrainingState } from "../train/records.ts";
export { aboutFork, type ForkOf, forkOf } from "./about.ts";
export { checkpointFiles, readCheckpointFiles, type SavedState } from "./checkpoint-files.ts";
export { checkResultFiles, compareResultFiles, type ResultFileVerdict } from "./compare-files.ts";
export { type InputExamples, inputExamples } from "./input-examples.ts";
export { readSpecLink, specLink } from "./link.ts";
export { readRun, type SavedRun } from "./read-run.ts";
export { type Environment, parseRecord, type RunRecord, type TestRecord } from "./record.ts";
export { type RunFiles, type RunInFiles, readRunFiles, runFiles } from "./run-files.ts";
export { runId } from "./run-id.ts";
export {
  type FinishedRun,
  type InitialWeights,
  type PreparedEvent,
  type RunEvent,
  type RunOptions,
  runSpec,
} from "./run-spec.ts";
export { readSnapshots } from "./snapshots.ts";
export type { RunStart } from "./start.ts";
export { type Difference, type Verdict, type VerifyOptions, verifyRun } from "./verify.ts";
export { checkZip, unzipFiles, zipFiles } from "./zip.ts";
