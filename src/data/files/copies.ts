/** Refuses a file that a spec names twice: its series would be there twice, and on both sides of a split. Not for single series (`inspect/`). */
import { TidelabError } from "../../errors/errors.ts";
import type { DataFile } from "../kinds/kind.ts";
import type { Series, SeriesReading } from "../readers/reader.ts";

interface FileRead {
  readonly file: DataFile;
  readonly table: Pick<SeriesReading, "series">;
}

/**
 * @param files  those that were read before
 * @throws TidelabError `data.sameFile` where a file has the bytes of one of them, or its series: packed, with other line ends, under
 *   another name
 */
export function refuseCopy({ file, table }: FileRead, files: readonly FileRead[]): void {
  const before = files.find((one) => one.file.sha256 === file.sha256 || areSame(one.table.series, table.series));
  if (before === undefined) return;
  const params = { first: before.file.name, sets: [before.file.set, file.set] as const };
  throw new TidelabError("data.sameFile", params, file.name);
}

/** To the bit, with their classes; series that never change are no evidence. */
function areSame(some: readonly Series[], others: readonly Series[]): boolean {
  if (some.length !== others.length) return false;
  const areEqual = some.every((one, n) => {
    const other = others[n]!; // as many
    return (
      one.label === other.label && one.values.length === other.values.length && isSameList(one.values, other.values)
    );
  });
  return areEqual && some.some(({ values }) => values.some((value) => value !== values[0]));
}

function isSameList(some: Float32Array, others: Float32Array): boolean {
  for (let i = 0; i < some.length; i++) if (!Object.is(some[i], others[i])) return false;
  return true;
}
