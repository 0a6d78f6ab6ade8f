/** Folders of runs as one file: what a page gives to be kept, and takes back. Without a file system. */

import { type ByteParts, entriesOf, unpackedSize } from "../bytes/unzip.ts";
import { LARGEST_ZIP, zipOf, zipSize } from "../bytes/zip.ts";
import { TidelabError } from "../errors/errors.ts";

/** Of all files of an archive, unpacked: more is more than a host holds. */
const MOST_BYTES = 2 ** 31;

/**
 * Files as a zip archive that every system unpacks: those of one run, or of many in folders of their own.
 * @param files  bytes by path within the archive, `lab/run.json` for one. They are stored as they are: weights hardly pack
 * @returns the same bytes for the same files: entries have no date
 * @throws TidelabError `zip.large` for more than 4 GB
 * @example
 * ```ts
 * import { unzipFiles, zipFiles } from "tidelab/runs";
 *
 * const archive = zipFiles(new Map([["lab/run.json", new TextEncoder().encode("{}")]]));
 * console.log([...(await unzipFiles(archive, "lab.zip")).keys()].join(" ")); // lab/run.json
 * ```
 */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = [...files].map(([name, bytes]) => ({ name, bytes }));
  const size = zipSize(entries);
  if (size > LARGEST_ZIP) throw new TidelabError("zip.large", { bytes: size, most: LARGEST_ZIP });
  return zipOf(entries);
}

/**
 * The files of a zip archive, each checked against its CRC. What is too large is refused before anything is unpacked.
 * @param source  what the archive is to the user, usually a file name; begins the path of errors
 * @param most    bytes that all of them may unpack to, 2 GB unless given
 * @returns bytes by path within the archive, without its folders
 * @throws TidelabError `zip.damaged` or `zip.encrypted`; `zip.large` where its directory says that they unpack to more than `most`;
 *   `packed.ratio` where it says more than 64 MB, and more than 200 times the bytes of the archive
 * @example
 * ```ts
 * import { unzipFiles } from "tidelab/runs";
 *
 * console.log(await unzipFiles(new Uint8Array(9), "lab.zip").catch(({ code }) => code)); // zip.damaged
 * ```
 */
export async function unzipFiles(
  archive: Uint8Array,
  source: string,
  most: number = MOST_BYTES,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const entries = entriesOf(archive, source).filter(({ name }) => !name.endsWith("/"));
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > most) throw new TidelabError("zip.large", { bytes: size, most }, source);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name, bytes } of entries) files.set(name.replaceAll("\\", "/"), new Uint8Array(await bytes()));
  return files;
}

/**
 * Refuses an archive that `unzipFiles` would refuse for its sizes, or that is none, by its last bytes: the rest of it is not read. For files that may be
 * larger than a page can hold.
 * @param archive  a `File`, or a `Blob`
 * @param most     as for `unzipFiles`
 * @throws TidelabError `zip.damaged`, `zip.large` or `packed.ratio`
 * @example
 * ```ts
 * import { checkZip, zipFiles } from "tidelab/runs";
 *
 * const archive = new Blob([zipFiles(new Map([["lab/run.json", new TextEncoder().encode("{}")]]))]);
 * await checkZip(archive, "lab.zip");
 * console.log(await checkZip(new Blob(["no archive"]), "a.zip").catch(({ code }) => code)); // zip.damaged
 * ```
 */
export async function checkZip(archive: ByteParts, source: string, most: number = MOST_BYTES): Promise<void> {
  const size = await unpackedSize(archive, source);
  if (size > most) throw new TidelabError("zip.large", { bytes: size, most }, source);
}
