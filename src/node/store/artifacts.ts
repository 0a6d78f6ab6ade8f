/** The files of a run folder with their sizes and hashes, so that a changed or lost one can be found. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { readIfThere } from "../files.ts";

export interface Artifact {
  /** Within the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What lies beside a run, not of it: remarks, checkpoints, and the claim of the process that works there. */
const NOT_OURS = /^(about\.json|checkpoints\/|\.locks\/)/;

/** @returns nothing for a folder that is not there. @throws TidelabError `run.unreadable` */
export async function hashArtifacts(folder: string): Promise<Artifact[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !NOT_OURS.test(path) && !path.includes(".partial-"))
    .sort();
  const artifacts: Artifact[] = [];
  for (const path of paths) {
    const content = await readIfThere(join(folder, path));
    if (content === undefined) continue; // removed meanwhile
    artifacts.push({ path, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") });
  }
  return artifacts;
}
