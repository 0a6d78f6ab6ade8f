/** Another run from a recorded one, with something changed. It only says what is to be run; who forks, runs it. Node only. */
import { canonical } from "../../bytes/canonical.ts";
import type { ForkOf } from "../../runs/about.ts";
import type { RunRecord } from "../../runs/record.ts";
import { runId, specHash } from "../../runs/run-id.ts";
import type { InitialWeights } from "../../runs/run-spec.ts";
import { type Changes, changeSpec } from "../../spec/changes.ts";
import type { Spec } from "../../spec/spec.ts";
import { loadRun } from "./folder.ts";

/** A run to be run: a recorded one with something changed. */
export interface Fork {
  /** Of the new run. */
  readonly spec: Spec;
  readonly origin: ForkOf;
  /** Whether the new run, from fresh weights, gives the numbers of the recorded one again. */
  readonly isSame: boolean;
}

/**
 * A fork of a run: its spec with something changed, to be run with `runInFolder`.
 * @param changes  path in the spec to value: `{ "training.lr": 0.01 }`
 * @throws TidelabError `spec.noPath` for a path that the spec does not have, `spec.…` for a value that does not fit there
 * @example
 * ```ts
 * import { forkRun, loadRun, runInFolder } from "tidelab/node";
 *
 * const { record } = await loadRun("runs/mine");
 * const { spec, origin } = forkRun(record, { "training.lr": 0.01, name: "faster" });
 * for await (const _event of runInFolder(spec, { folder: "runs/faster", fork: origin }));
 * console.log((await loadRun("runs/faster")).record.spec.training.lr); // 0.01
 * ```
 */
export function forkRun(record: RunRecord, changes: Changes): Fork {
  const spec = changeSpec(record.spec, changes);
  const origin = { parent: runId(record), changes };
  return { spec, origin, isSame: specHash(spec) === specHash(record.spec) };
}

/**
 * The trained weights of a run, for another run of the same model to begin with.
 * @throws TidelabError as `loadRun`
 * @example
 * ```ts
 * import { forkRun, loadInitialWeights, loadRun, runInFolder } from "tidelab/node";
 *
 * const { record } = await loadRun("runs/mine");
 * const initial = await loadInitialWeights("runs/mine");
 * const { spec, origin } = forkRun(record, { "training.lr": 0.0001, name: "continued" });
 * for await (const _event of runInFolder(spec, { folder: "runs/continued", fork: origin, initial }));
 * console.log((await loadRun("runs/continued")).record.initial?.weightsSha256 === record.weightsSha256); // true
 * ```
 */
export async function loadInitialWeights(folder: string): Promise<InitialWeights> {
  const { record, model } = await loadRun(folder);
  return { run: runId(record), weightsSha256: record.weightsSha256, model };
}

/**
 * Whether a fork that should have the recorded series has others: their source has changed since.
 * @param found  hash of the series that the fork has
 * @returns both hashes; undefined where they are the same, where the fork asks for other series, and for records without one
 */
export function findOtherData(
  { spec, data: { sha256: recorded } }: RunRecord,
  fork: Spec,
  found: string,
): { recorded: string; found: string } | undefined {
  const isSameSource = fork.seed === spec.seed && canonical(fork.data) === canonical(spec.data);
  return recorded === undefined || recorded === found || !isSameSource ? undefined : { recorded, found };
}
