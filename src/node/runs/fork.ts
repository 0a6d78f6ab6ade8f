/** Another run from a recorded one, with something changed. It only says what is to be run; who forks, runs it. Node only. */
import { canonical } from "../../bytes/canonical.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { InitialWeights } from "../../runs/run-spec.ts";
import { type Changes, changeSpec } from "../../spec/changes.ts";
import type { Spec } from "../../spec/spec.ts";
import type { ForkOf } from "../store/record-run.ts";
import { runId, specHash } from "../store/run-id.ts";
import { loadRun } from "./folder.ts";

export interface Fork {
  /** Of the new run. */
  readonly spec: Spec;
  readonly origin: ForkOf;
  /** Whether the new run, from fresh weights, gives the numbers of the recorded one again. */
  readonly isSame: boolean;
}

/**
 * A fork of a run.
 * @param changes  path in the spec to value: `{ "training.lr": 0.01 }`
 * @throws TidelabError as `changeSpec`
 */
export function forkRun(record: RunRecord, changes: Changes): Fork {
  const spec = changeSpec(record.spec, changes);
  const origin = { parent: runId(record), changes };
  return { spec, origin, isSame: specHash(spec) === specHash(record.spec) };
}

/** The trained weights of a run, for another run to begin with. @throws TidelabError as `loadRun` */
export async function weightsOf(folder: string): Promise<InitialWeights> {
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
