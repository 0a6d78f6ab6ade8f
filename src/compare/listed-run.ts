/** A run as it is listed: the numbers of its record that runs are found, ordered and compared by, without the record. Runs anywhere. */
import { choiceOf } from "../metrics/epoch-choice.ts";
import { secondsOf } from "../metrics/seconds.ts";
import type { ClassicalSpec } from "../runs/classical/spec.ts";
import type { RunRecord } from "../runs/record.ts";
import type { Spec } from "../spec/spec.ts";

/** Numbers of a record. Those of an epoch are null for a run without one, those of the test for a run that diverged. */
export interface RunNumbers {
  readonly status: "finished" | "stopped" | "diverged";
  readonly seed: number;
  readonly numerics: string;
  readonly parameters: number;
  /** Epochs that were completed. */
  readonly epochs: number;
  /** By what the run's selection watches, never by test. */
  readonly bestEpoch: number | null;
  readonly bestValLoss: number | null;
  readonly bestValAccuracy: number | null;
  /** Of the last epoch, as the three that follow. */
  readonly trainLoss: number | null;
  readonly valLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly valAccuracy: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** Training and validation, all epochs. */
  readonly seconds: number;
}

/** A run of a list: what filters, orders and comparisons read. Accuracies are shares, 0 … 1. */
export interface ListedRun extends RunNumbers {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 */
  readonly startedAt: string;
  /** Empty where it has none. */
  readonly folder: string;
  /** Id of the run that it was forked from. */
  readonly parent: string | null;
  readonly spec: Spec | ClassicalSpec;
  readonly tags: readonly string[];
  readonly notes: readonly { readonly at: string; readonly text: string }[];
}

/** What a list has of a run in addition to its record. */
export interface ListedAs {
  readonly id: string;
  /** As the list shows it; the name of the spec unless given. */
  readonly name?: string;
  readonly folder?: string;
  readonly parent?: string | null;
  readonly tags?: readonly string[];
  readonly notes?: readonly { readonly at: string; readonly text: string }[];
}

/**
 * A run of a list, from its record.
 * @example
 * ```ts
 * import { listRun } from "tidelab/compare";
 * import { loadRun } from "tidelab/node";
 *
 * const { record } = await loadRun("runs/mine");
 * const { name, status, epochs } = listRun(record, { id: "a1" });
 * console.log(name, status, epochs); // mine finished 2
 * ```
 */
export function listRun(
  record: RunRecord,
  { id, name = record.name, folder = "", parent = null, tags = [], notes = [] }: ListedAs,
): ListedRun {
  const { spec, startedAt } = record;
  return { id, name, startedAt, folder, parent, spec, tags, notes, ...numbersOf(record) };
}

export function numbersOf(record: RunRecord): RunNumbers {
  const { history, test } = record;
  const last = history.at(-1);
  const best = choiceOf(record)?.best;
  return {
    status: record.status,
    seed: record.seed,
    numerics: record.numerics,
    parameters: record.model.parameterCount,
    epochs: history.length,
    bestEpoch: best?.epoch ?? null,
    bestValLoss: best?.valLoss ?? null,
    bestValAccuracy: best?.valAccuracy ?? null,
    trainLoss: last?.trainLoss ?? null,
    valLoss: last?.valLoss ?? null,
    trainAccuracy: last?.trainAccuracy ?? null,
    valAccuracy: last?.valAccuracy ?? null,
    testLoss: test?.loss ?? null,
    testAccuracy: test?.accuracy ?? null,
    seconds: secondsOf(history),
  };
}
