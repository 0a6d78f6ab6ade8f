/** Files of runs that are kept: those of the command line's folder, under its names. */
import type { FolderFiles } from "../engine/run-protocol.ts";
import { openFiles } from "../store/files.ts";
import { ABOUT, isInEveryRun, RUN_FILES } from "../store/run-folder.ts";
import { folderOf, statesOf } from "../store/runs.ts";

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
    for (const name of RUN_FILES) {
      const bytes = await files.read(`${folderOf(id)}/${name}`);
      if (bytes) found.push([name, bytes]);
      else if (isInEveryRun(name)) return undefined;
    }
    return found;
  } catch {
    return undefined;
  }
}

/** Where a run came from, as the command line has it in its folder; nothing of most runs. */
export async function readAbout(id: string): Promise<FolderFiles> {
  const bytes = await openFiles().then(
    (files) => files.read(`${folderOf(id)}/${ABOUT}`),
    () => undefined,
  );
  return bytes ? [[ABOUT, bytes]] : [];
}

/** Full states that the command line keeps in the folder of a run that was stopped. */
const NEWEST = 2;

/** What `tidelab resume` continues of a run that was stopped: what it was started with, and its newest states. @returns nothing where they are not kept */
export async function readCheckpoints(id: string): Promise<FolderFiles> {
  try {
    const files = await openFiles();
    const names = (await files.list(statesOf(id))).sort();
    const states = names.filter((name) => name.startsWith("step-")).slice(-NEWEST);
    const found: [string, Uint8Array<ArrayBuffer>][] = [];
    for (const name of states.length > 0 ? ["start.json", ...states] : []) {
      const bytes = await files.read(`${statesOf(id)}/${name}`);
      if (bytes) found.push([`checkpoints/${name}`, bytes]);
    }
    return found;
  } catch {
    return [];
  }
}
