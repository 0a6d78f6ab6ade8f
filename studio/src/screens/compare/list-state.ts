/** The runs of the list: filtered and ordered by the package, the same as `tidelab runs`. */
import { filterRuns, type ListedRun, listRun, parseFilters, sortRuns } from "tidelab/compare";
import { describeErrors } from "../../engine/error-data.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import type { RunNotes } from "../../store/notes.ts";
import type { RunRow } from "../../store/runs.ts";

/** Orders, and whether the greatest comes first. */
export const ORDERS = {
  startedAt: true,
  testAccuracy: true,
  bestValLoss: false,
  parameters: false,
  name: false,
} as const;
export type Order = keyof typeof ORDERS;

export interface RunList {
  readonly runs: readonly ListedRun[];
  /** What is wrong with the filter; all runs are then shown. */
  readonly problems: readonly ErrorData[];
}

/** A run that has ended, as lists have it. */
export function listedOf({ id, label, record, branchOf }: RunRow, notes: RunNotes | undefined): ListedRun[] {
  if (record === undefined) return [];
  const written = notes?.text ? [{ at: record.startedAt, text: notes.text }] : [];
  return [listRun(record, { id, name: label, parent: branchOf?.run ?? null, tags: notes?.tags ?? [], notes: written })];
}

/** @param filter  as it is typed; runs of experiments are listed once there is one */
export function listRuns(
  rows: readonly RunRow[],
  notes: ReadonlyMap<string, RunNotes>,
  filter: string,
  order: Order,
): RunList {
  const hasFilter = filter.trim() !== "";
  const all = rows
    .filter(({ part, branchOf }) => (hasFilter || part === undefined) && branchOf?.hidden !== true)
    .flatMap((row) => listedOf(row, notes.get(row.id)));
  const sorted = sortRuns(all, order, ORDERS[order]);
  try {
    return { runs: filterRuns(sorted, parseFilters(filter)), problems: [] };
  } catch (error) {
    const problems = describeErrors(error);
    if (problems === undefined) throw error;
    return { runs: sorted, problems };
  }
}
