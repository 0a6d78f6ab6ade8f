/** What a record has of the files that its series were read from. */
import type { DataSource } from "../data/kinds/kind.ts";
import type { RunRecord } from "./record.ts";

/** A copy that the record may keep. */
export function sourceRecord({ files, lengths, ...source }: DataSource): NonNullable<RunRecord["data"]["source"]> {
  const own = files.map(({ skipped, ...file }) => ({
    ...file,
    ...(skipped && { skipped: { count: skipped.count, first: [...skipped.first] } }),
  }));
  return { ...source, files: own, lengths: [...lengths] };
}
