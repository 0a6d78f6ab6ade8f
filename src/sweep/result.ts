/** What a sweep leaves, as plain data: what reports and statistics are made from. */

import type { RunRecord } from "../runs/record.ts";
import type { Monitor } from "../spec/training.ts";
import { failureTexts, type ProcessExit } from "./messages/failures.en.ts";

/** The runs of a sweep by arm, and what was varied between the arms. */
export interface SweepResult {
  name: string;
  /** A path in the spec, or the name of an axis that sets several; with the values that arms have of it. */
  axes: {
    path: string;
    values: unknown[];
    /** Paths of the spec that an axis of options sets. */
    sets?: string[];
  }[];
  arms: SweepArm[];
  /** How its arms were chosen, where that is known. */
  search?: SweepSearch;
  /** Every arm is run with each of them: the same data, split and draws in all arms. */
  seeds: number[];
  /** Runs that were left out because another has their settings and their seed, where runs were put together one by one. */
  repeated?: {
    count: number;
    /** Those with other weights than the run that counts. */
    differing: number;
  };
}

/** How a sweep chose its arms. */
export interface SweepSearch {
  kind: "grid" | "random" | "tpe";
  /** Of the drawing of arms. */
  seed: number;
  /** Of TPE: arms drawn at random before results said where to go on, and arms proposed at a time. */
  startup?: number;
  round?: number;
  /** What a search by results goes by: a value of the validation series, or the training loss. */
  monitor: Monitor;
}

/** One combination of settings, with its runs. */
export interface SweepArm {
  id: string;
  /** Axis to value. */
  settings: Record<string, unknown>;
  /** Those that finished, in the order of the seeds. */
  runs: RunRecord[];
  /** FLOPs of a forward pass over one series; undefined for an arm without a run. Reports show none where it is left out. */
  flops?: number | undefined;
  /** Seeds without such a run. Seeds not run yet are in neither list: `missingSeeds` gives them. */
  failures: RunFailure[];
}

/**
 * Why a run is no result to compare: its training diverged; it was pruned, or stopped by somebody; its spec does not compile
 * (`invalid`); or it broke off for any other reason (`failed`), in which case the sweep runs it again.
 */
export const FAILURE_REASONS = ["diverged", "pruned", "stopped", "invalid", "failed"] as const;

/** Texts of failures, of which each language of a report has its own. */
export type FailureTexts = typeof failureTexts;

export type FailureReason = (typeof FAILURE_REASONS)[number];

export interface Failure {
  /** What programs go by. */
  reason: FailureReason;
  /** For people, in English. */
  message: string;
  /** Of a run that has a record: the epoch in which it diverged, or after which it ended. */
  epoch?: number;
  /** Of a run that diverged. */
  step?: number;
  /** Of a run whose process ended. */
  exit?: ProcessExit;
}

/** A run of a sweep without a result. */
export interface RunFailure extends Failure {
  seed: number;
}

/** Seeds that an arm has not been run with yet. */
export function missingSeeds({ seeds }: Pick<SweepResult, "seeds">, { runs, failures }: SweepArm): number[] {
  const known = new Set([...runs, ...failures].map(({ seed }) => seed));
  return seeds.filter((seed) => !known.has(seed));
}

/**
 * Why a run that has a record is no result to compare; undefined when it is one.
 * @param stopped  what a run that was stopped was: in a sweep with pruning nothing else stops one
 */
export function failureOf(
  { status, divergence, history }: RunRecord,
  stopped: "pruned" | "stopped",
): Failure | undefined {
  if (divergence) {
    const { epoch, step } = divergence;
    return { reason: "diverged", message: failureTexts.diverged({ epoch, step }), epoch, step };
  }
  if (status !== "stopped") return undefined;
  const epoch = history.length;
  return { reason: stopped, message: failureTexts[stopped]({ epoch }), epoch };
}
