/** Which of the files that were chosen or dropped are opened as series: a folder has others, too. */
import type { NamedFile } from "../engine/data-protocol.ts";
import type { DroppedFile } from "../verify/gather.ts";

/** Of the formats of series; `.txt` and `.json` may be anything, and are read to find out. */
const SERIES = /\.(csv|tsv|txt|ts|arff|npy|npz|jsonl?|parquet)(\.gz)?$/i;
/** Files that systems leave in folders, and their folders. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;

/**
 * A file that was given by itself is taken whatever it is called: its first bytes say what it is.
 * @returns the series, and how many others there are, without hidden ones
 */
export function seriesAmong(dropped: readonly DroppedFile[]): {
  readonly series: NamedFile[];
  readonly others: number;
} {
  const shown = dropped.filter(({ path }) => !path.includes("/") || !HIDDEN.test(path));
  const series = shown.flatMap(({ path, blob }) =>
    blob instanceof File && (!path.includes("/") || SERIES.test(path)) ? [{ name: path, file: blob }] : [],
  );
  return { series, others: shown.length - series.length };
}
