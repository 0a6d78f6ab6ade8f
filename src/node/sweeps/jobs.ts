/** The runs of a sweep: which there are to be, and which of them are done. Node only. */
import { findChanged } from "../../data/files/changed-files.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { RunRecord } from "../../runs/record.ts";
import { specHash } from "../../runs/run-id.ts";
import type { Spec } from "../../spec/spec.ts";
import type { Arm } from "../../sweep/arms.ts";
import { type CheckedArm, checkArm, type RunSeries } from "../../sweep/check.ts";
import type { SweepDefinition } from "../../sweep/definition.ts";
import { runNameOf } from "../../sweep/plan.ts";
import { seriesFilesIn } from "../series-files.ts";
import { recordOf, runFolder } from "./folder.ts";

export interface SweepPlan {
  readonly definition: SweepDefinition;
  /** Those that it begins with; of a grid or a random search all there are. */
  readonly arms: readonly CheckedArm[];
  readonly seeds: readonly number[];
  readonly folder: string;
}

/** A run of a sweep. */
export interface Job {
  readonly arm: string;
  readonly seed: number;
  readonly spec: Spec;
  /** Of its series, where they are from files. */
  readonly series?: RunSeries | undefined;
}

/** Which run it is. */
export type JobName = Pick<Job, "arm" | "seed">;

/** An arm with the spec of its runs; without one where it does not compile, which then is its fault. */
export type PlannedArm = Arm & { readonly spec?: Spec; readonly series?: RunSeries; readonly fault?: string };

/** Arms that were proposed: one that does not compile has failed and does not end the others. */
export async function planArms(arms: readonly Arm[], { definition, seeds }: SweepPlan): Promise<PlannedArm[]> {
  const planned: PlannedArm[] = [];
  const files = seriesFilesIn(".", { keep: true });
  for (const arm of arms) {
    const result = await checkArm(definition, arm, seeds[0] ?? 0, files);
    planned.push(result instanceof TidelabError ? { ...arm, fault: result.message } : result);
  }
  return planned;
}

/** Seed by seed, so that a sweep that is cut short has whole comparisons. */
export function jobsOf(arms: readonly PlannedArm[], { definition, seeds }: SweepPlan): Job[] {
  return seeds.flatMap((seed) =>
    arms.flatMap(({ id, spec, series }) => {
      return spec ? [{ arm: id, seed, spec: { ...spec, seed, name: runNameOf(id, definition.name) }, series }] : [];
    }),
  );
}

/**
 * Runs that are there and are those that the jobs mean.
 * @throws TidelabError `sweep.otherRuns` for runs of other specs, `sweep.otherData` for those of files that were changed since
 */
export async function findDone(folder: string, jobs: readonly Job[]): Promise<Map<Job, RunRecord>> {
  const done = new Map<Job, RunRecord>();
  const others: string[] = [];
  for (const job of jobs) {
    const record = await recordOf(folder, job.arm, job.seed);
    if (record === undefined) continue;
    const place = runFolder(folder, job.arm, job.seed);
    if (specHash(record.spec) !== specHash(job.spec)) others.push(place);
    else {
      checkSeries(job, record, place);
      done.set(job, record);
    }
  }
  if (others.length > 0) {
    throw new TidelabError("sweep.otherRuns", { count: others.length, first: others[0] ?? "" }, folder);
  }
  return done;
}

/** @throws TidelabError `sweep.otherData` */
function checkSeries({ series }: Job, { data: { sha256, source } }: RunRecord, place: string): void {
  const changed = series && source && findChanged({ sha256, files: source.files }, series);
  if (changed) throw new TidelabError("sweep.otherData", { files: changed.join(", ") }, place);
}
