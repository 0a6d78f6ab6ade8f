/**
 * Trains a recorded run again and compares every number of its record with the new result, to the bit. Writes nothing
 * and runs anywhere; the command prints the verdict.
 */
import type { SeriesFiles } from "../data/kinds/kind.ts";
import type { Device } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import { stepsPerEpoch } from "../train/check-training.ts";
import type { Environment, EpochRecord, RunRecord } from "./record.ts";
import { type FinishedRun, type RunEvent, runSpec } from "./run-spec.ts";

/** How much of a run is run again, and on how many threads. */
export interface VerifyOptions {
  threads?: number;
  /** Where it is trained: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
  /** Only the first so many epochs; then test and final weights are not looked at. */
  epochs?: number;
  signal?: AbortSignal;
  /** Reads the files that the run was trained on; others in their places are refused. */
  files?: SeriesFiles | undefined;
}

/** A number that is not what the record says. */
export interface Difference {
  /** Its path in the record: `history[2].trainLoss`. */
  readonly path: string;
  readonly recorded: unknown;
  readonly found: unknown;
}

/** What verifying a record found. */
export interface Verdict {
  /** `same`: all that was compared; `stopped`: ended by the signal before a verdict. */
  readonly result: "same" | "different" | "stopped";
  /** Epochs that were trained again and compared. */
  readonly epochs: number;
  /** `data.sha256` alone where the series differ; else of the first epoch that differs or, if none does, of what follows. */
  readonly differences: readonly Difference[];
  /** That epoch; undefined where all epochs are the same. */
  readonly epoch: number | undefined;
  /** Where it ran this time; the record says where it ran before. */
  readonly environment: Environment | undefined;
  /** What the whole run left; undefined when only some epochs were run. */
  readonly run: FinishedRun | undefined;
}

/** Where a record has the hash of its series. */
const DATA_HASH = "data.sha256";
/** Of how new series are prepared. */
const PREPARATION_HASH = "data.preparationSha256";

/** Times differ from run to run, and a name may be given again. */
const EPOCH_NUMBERS = [
  "lr",
  "trainLoss",
  "valLoss",
  "trainAccuracy",
  "valAccuracy",
  "gradNorm",
  "weightsSha256",
] as const;

/**
 * Verifies a record by running its spec again with the numerics that it names.
 * @throws TidelabError `numerics.unavailable` where the host does not have them
 * @example
 * ```ts
 * import { loadRun, verifyRun } from "tidelab/node";
 *
 * const { record } = await loadRun("runs/mine");
 * const verification = verifyRun(record);
 * let next = await verification.next();
 * while (!next.done) next = await verification.next();
 * console.log(next.value.result); // same
 * ```
 */
export async function* verifyRun(
  record: RunRecord,
  { threads = 1, device, epochs, signal, files }: VerifyOptions = {},
): AsyncGenerator<RunEvent, Verdict> {
  if (record.initial) throw new TidelabError("verify.continued", { run: record.initial.run }, record.name);
  const stop = new AbortController();
  const end = () => stop.abort();
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  const last = Math.min(epochs ?? record.history.length, record.history.length);
  // A run that stopped early has no more epochs than these.
  const all = record.selection?.stoppedEarly ? record.history.length : record.spec.training.epochs;
  const isPrefix = epochs !== undefined && epochs < all;
  let compared = 0;
  let found: { epoch: number; differences: Difference[] } | undefined;
  let otherData: Difference | undefined;
  try {
    const sources = { device, files, expectedFiles: record.data.source?.files };
    const run = runSpec(record.spec, { numerics: record.numerics, threads, signal: stop.signal, ...sources });
    for (;;) {
      const next = await run.next();
      if (next.done) {
        const { environment } = next.value.record;
        const verdict = { epochs: compared, environment };
        if (otherData)
          return { ...verdict, result: "different", differences: [otherData], epoch: undefined, run: undefined };
        if (found) return { ...verdict, result: "different", ...found, run: undefined };
        if (signal?.aborted)
          return { ...verdict, result: "stopped", differences: [], epoch: undefined, run: undefined };
        if (isPrefix) return { ...verdict, result: "same", differences: [], epoch: undefined, run: undefined };
        const differences = compareEnds(record, next.value.record);
        const result = differences.length > 0 ? "different" : "same";
        return { ...verdict, result, differences, epoch: undefined, run: next.value };
      }
      const event = next.value;
      yield event;
      if (event.type === "prepared") {
        otherData = compareData(record, event.data.sha256);
        // No number can be the same then: nothing is trained.
        if (otherData) end();
      }
      if (event.type === "step" && event.step === record.steps && record.history.length < event.epoch) end();
      if (event.type !== "epoch" || found) continue;
      const differences = compareEpochs(record.history[event.record.epoch - 1], event.record);
      if (differences.length > 0) found = { epoch: event.record.epoch, differences };
      else compared = event.record.epoch;
      // A stopped run ends after its last epoch, or after the step of the next one that it was stopped at.
      const isEnd = event.record.epoch === last && (isPrefix || (record.status === "stopped" && isStoppedHere(record)));
      if (found || isEnd) end();
    }
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

/** Records of earlier versions do not say which series they had. */
function compareData({ data }: RunRecord, found: string): Difference | undefined {
  if (data.sha256 === undefined || data.sha256 === found) return undefined;
  return { path: DATA_HASH, recorded: data.sha256, found };
}

/** Whether a stopped run took no step beyond its last epoch. */
function isStoppedHere({ steps, data, spec, history }: RunRecord): boolean {
  return steps === history.length * stepsPerEpoch(spec.training, data.windows?.train ?? data.train);
}

function compareEpochs(recorded: EpochRecord | undefined, found: EpochRecord): Difference[] {
  const path = `history[${found.epoch - 1}]`;
  if (recorded === undefined) return [{ path, recorded: undefined, found: found.weightsSha256 }];
  return EPOCH_NUMBERS.flatMap((key) =>
    Object.is(recorded[key], found[key])
      ? []
      : [{ path: `${path}.${key}`, recorded: recorded[key], found: found[key] }],
  );
}

/** All that a record holds, without the epochs and without where and when it ran. */
function compareEnds(recorded: RunRecord, found: RunRecord): Difference[] {
  const differences: Difference[] = [];
  const visit = (a: unknown, b: unknown, path: string) => {
    if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const inner = Array.isArray(b) ? `${path}[${key}]` : `${path}.${key}`;
        visit((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], inner);
      }
    } else if ((path === DATA_HASH || path === PREPARATION_HASH) && a === undefined) {
      // A record of an earlier version.
    } else if (!Object.is(a, b)) differences.push({ path, recorded: a, found: b });
  };
  for (const key of ["weightsSha256", "selection", "test", "data", "model", "steps", "status", "divergence"] as const) {
    visit(recorded[key], found[key], key);
  }
  if (recorded.history.length !== found.history.length) {
    differences.push({ path: "history.length", recorded: recorded.history.length, found: found.history.length });
  }
  return differences;
}
