/** Finds saved runs below a folder. Reads no record. Node only. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { RECORD } from "../../runs/read-run.ts";

/**
 * Folders with a record, in the natural order of their names; what is inside a run's folder is that run's. Folders that cannot be
 * read have no runs.
 * @param deepest  levels of folders below this one that are looked into
 * @param hidden   whether folders whose names begin with a dot are looked into too, as the trash is
 */
export async function findRunFolders(folder: string, deepest: number, hidden = false): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === RECORD)) return [folder];
  if (deepest === 0) return [];
  const inner = entries.filter((entry) => entry.isDirectory() && (hidden || !entry.name.startsWith(".")));
  const names = inner.map(({ name }) => name).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return (await Promise.all(names.map((name) => findRunFolders(join(folder, name), deepest - 1, hidden)))).flat();
}
