/** Whether two records say the same of the same run. */
import type { RunRecord } from "tidelab/runs";

/** About the files beside a record and its schema, not about the run: a run that was saved twice may differ in them. */
const BESIDE = ["files", "$schema"];

/** Keys of records come in the order in which they were written. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** One whose numbers were edited is another record, whatever its weights and its time say. */
export function isSameRecord(a: RunRecord, b: RunRecord): boolean {
  const about = (record: RunRecord) => Object.entries(record).filter(([key]) => !BESIDE.includes(key));
  return plain(Object.fromEntries(about(a))) === plain(Object.fromEntries(about(b)));
}
