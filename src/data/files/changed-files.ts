/** Whether the series that results are from are those that a spec names now: by hash, whatever the files are called. */

/** Series of files, by hash. */
export interface SeriesHashes {
  /** Of all series, as `seriesSha256` gives it: of their classes too, which may be in files of their own. */
  readonly sha256: string | undefined;
  readonly files: readonly HashedFile[];
}

interface HashedFile {
  readonly name: string;
  readonly sha256: string;
  /** Of files beside the series, as in `DataFile`. */
  readonly holds?: string | undefined;
}

/** @returns names of files that are others than before; none where only their order or their classes are; undefined where all is as it was */
export function findChanged(before: SeriesHashes, now: SeriesHashes): string[] | undefined {
  // Earlier records lack the files beside the series.
  const ofSeries = now.files.filter(({ holds }) => holds === undefined);
  const files = before.files.length === ofSeries.length ? ofSeries : now.files;
  const hashes = (list: readonly HashedFile[]) => list.map(({ sha256 }) => sha256);
  const areSame = hashes(before.files).join() === hashes(files).join();
  // Records of before have no hash of their series.
  if (areSame && (before.sha256 === undefined || before.sha256 === now.sha256)) return undefined;
  const [known, found] = [new Set(hashes(before.files)), new Set(hashes(files))];
  const others = files.filter(({ sha256 }) => !known.has(sha256));
  const lost = before.files.filter(({ sha256 }) => !found.has(sha256));
  return [...new Set([...others, ...lost].map(({ name }) => name))];
}
