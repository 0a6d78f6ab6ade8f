/**
 * Files beside the series: labels alone, and the indices of a split. A record has their hashes as it has those of the series, and they
 * are found again in the same way. Earlier records lack them: then they are where the spec says.
 */
import type { DataFile, SetName } from "../kinds/kind.ts";
import type { ByteSource } from "../readers/input/source.ts";
import { type HashedSource, hashed } from "./hashed.ts";
import type { FileHost } from "./host.ts";

export interface FileBeside {
  readonly source: HashedSource;
  /** What a record holds of it, once it was read. */
  recorded(): Promise<DataFile>;
}

/**
 * @param path      as the spec has it
 * @param expected  files of a record
 * @throws TidelabError of the host for a file that is not there, or not the one of the record
 */
export async function openBeside(
  { path, set, holds }: { path: string; set: SetName; holds: "labels" | "indices" },
  host: FileHost,
  expected: readonly DataFile[] | undefined,
): Promise<FileBeside> {
  // By its path too: a fork may have the series of a run, and indices of its own.
  const known = expected?.find((file) => file.holds === holds && file.set === set && file.name === path);
  const source = hashed(known === undefined ? await only(host, path) : await host.findRecorded(known));
  return {
    source,
    recorded: async () => ({ set, name: path, ...(await source.finish()), series: 0, holds }),
  };
}

async function only(host: FileHost, path: string): Promise<ByteSource> {
  const [source] = await host.find(path);
  if (source === undefined) throw new Error("a host finds a file or throws");
  return source;
}
