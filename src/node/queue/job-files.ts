/**
 * Files of jobs on the host that runs them: series by hash, from the store or from a shared folder; checkpoints and runs, to the store
 * and back. All are verified. Names that come from a job are never opened as paths, but as names below folders of ours. Node only.
 */
import { existsSync } from "node:fs";
import { copyFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { hashOf } from "../../data/files/hashed.ts";
import type { DataFile } from "../../data/kinds/kind.ts";
import { TidelabError } from "../../errors/errors.ts";
import { pathSource } from "../byte-sources.ts";
import { makeFolder, partialName } from "../files.ts";
import { type Artifact, hashArtifacts } from "../store/artifacts.ts";
import { fetchBlob, fetchBlobs, putBlob, putBlobs } from "../store/blobs.ts";
import type { Store } from "../store/store.ts";

/** Series that are on this host, each under its hash; what was verified once in this process is not read again. */
export class SeriesCache {
  readonly #store: Store;
  readonly #folder: string;
  readonly #shared: string | undefined;
  readonly #ready = new Map<string, Promise<void>>();

  /** @param shared  a folder that has the files under their names, seen by the hosts that need them */
  constructor(store: Store, folder: string, shared: string | undefined) {
    this.#store = store;
    this.#folder = folder;
    this.#shared = shared;
  }

  /** @returns the folder that has them. @throws TidelabError `blob.…`, `file.…`, `run.diskFull` or `run.outputUnwritable` */
  async bring(files: readonly DataFile[]): Promise<string> {
    for (const { name, sha256 } of files) {
      const known = this.#ready.get(sha256) ?? this.#bring(name, sha256);
      this.#ready.set(sha256, known);
      await known.catch((error: unknown) => {
        this.#ready.delete(sha256);
        throw error;
      });
    }
    return this.#folder;
  }

  async #bring(name: string, sha256: string): Promise<void> {
    const path = join(this.#folder, sha256);
    if (existsSync(path) && (await hashOf(await pathSource(path))) === sha256) return;
    await makeFolder(this.#folder);
    // Where a name could lead out of the folder, its last part alone is looked for.
    const places =
      this.#shared === undefined ? [] : [...inside(this.#shared, name), join(this.#shared, basename(name))];
    for (const place of new Set(places)) {
      if (!existsSync(place) || (await hashOf(await pathSource(place))) !== sha256) continue;
      const temporary = partialName(path);
      await copyFile(place, temporary);
      await rename(temporary, path);
      if ((await hashOf(await pathSource(path))) === sha256) return;
    }
    await fetchBlob(this.#store, sha256, path);
  }
}

function inside(folder: string, name: string): string[] {
  const parts = name.split(/[/\\]/);
  const isPlain = parts.every((part) => part !== "" && part !== ".." && !part.includes(":"));
  return isPlain ? [join(folder, ...parts)] : [];
}

/** Puts a file of series into the store. @throws TidelabError `blob.…` or `file.…` */
export async function sendSeries(store: Store, { name, sha256 }: DataFile): Promise<void> {
  // Says in our words what is wrong with a file that has gone.
  await pathSource(name);
  await putBlob(store, sha256, name);
}

/** Puts the files of a folder into the store: those of a run, or of its checkpoints. */
export async function sendFiles(store: Store, folder: string): Promise<Artifact[]> {
  const files = await hashArtifacts(folder);
  await putBlobs(
    store,
    files.map((file) => ({ ...file, path: join(folder, file.path) })),
  );
  return files;
}

/**
 * Brings files of the store into a folder.
 * @param last  the one whose being there says that all are
 */
export async function bringFiles(
  store: Store,
  files: readonly Artifact[],
  folder: string,
  last: string,
): Promise<void> {
  const ordered = [...files].sort((a, b) => Number(a.path === last) - Number(b.path === last));
  const placed = ordered.map((file) => {
    const place = inside(folder, file.path)[0];
    if (place === undefined)
      throw new TidelabError("queue.job", { reason: `file ${JSON.stringify(file.path)}` }, folder);
    return { ...file, path: place };
  });
  await fetchBlobs(store, placed);
}
