/** Which of the user's own files this browser still has. Without their readers: the first screen may ask. */
import { openFiles } from "./files.ts";
import type { OwnFile } from "./own-files.ts";

/** Those whose bytes are kept; none where the browser keeps nothing. */
export async function keptAmong(files: readonly OwnFile[]): Promise<OwnFile[]> {
  if (files.length === 0) return [];
  const names = await openFiles()
    .then((store) => store.list("data"))
    .catch((): string[] => []);
  return files.filter(({ sha256 }) => names.includes(sha256));
}
