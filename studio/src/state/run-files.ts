/** Files of runs that are kept: those of the command line's folder, under its names. */
import type { FolderFiles } from "../engine/run-protocol.ts";
import { openFiles } from "../store/files.ts";
import { folderOf } from "../store/runs.ts";

const NAMES = ["model.safetensors", "gradients.json", "snapshots.safetensors", "run.json"];
/** Not every run leaves them. */
const OPTIONAL = new Set(["gradients.json", "snapshots.safetensors"]);

/** Of runs that the browser could not keep: they last as long as the page. */
const inMemory = new Map<string, FolderFiles>();

export function holdFolder(id: string, files: FolderFiles): void {
  inMemory.set(id, files);
}

/** @returns undefined where the run is neither kept whole nor held by this page */
export async function readFolder(id: string): Promise<FolderFiles | undefined> {
  const held = inMemory.get(id);
  if (held) return held;
  try {
    const files = await openFiles();
    const found: [string, Uint8Array<ArrayBuffer>][] = [];
    for (const name of NAMES) {
      const bytes = await files.read(`${folderOf(id)}/${name}`);
      if (bytes) found.push([name, bytes]);
      else if (!OPTIONAL.has(name)) return undefined;
    }
    return found;
  } catch {
    return undefined;
  }
}
