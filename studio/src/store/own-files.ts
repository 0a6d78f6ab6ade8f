/**
 * The user's own files of series: kept by their hash, so that a run that was trained on one finds it again whatever it is called. They leave
 * this device only where the user exports them.
 */
import { byteSource, openSeriesFiles, type SeriesTables } from "tidelab/readers";
import { openFiles } from "./files.ts";

/** A file as a spec names it. */
export interface OwnFile {
  readonly name: string;
  readonly sha256: string;
}

/** With its bytes, for a browser that keeps nothing. */
export interface GivenFile extends OwnFile {
  readonly blob?: Blob;
}

const ownFilePath = (sha256: string) => `data/${sha256}`;

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps the bytes of a file, once. @throws StorageRefused, or a DOMException where there is no room */
export async function keepFile(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const files = await openFiles();
  if ((await files.read(ownFilePath(sha256)))?.length === bytes.length) return;
  await files.write(ownFilePath(sha256), bytes);
}

/** What reads the series of the files, in a worker: those that are kept, else the blobs that were given. A file that is nowhere is left out. */
export async function openOwnFiles(given: readonly GivenFile[]): Promise<SeriesTables> {
  const sources = await Promise.all(
    given.map(async ({ name, sha256, blob }) => {
      const kept = await openFiles()
        .then((files) => files.read(ownFilePath(sha256)))
        .catch(() => undefined);
      const bytes = kept ?? (blob && new Uint8Array(await blob.arrayBuffer()));
      return bytes ? [byteSource(bytes, name)] : [];
    }),
  );
  return openSeriesFiles(sources.flat());
}
