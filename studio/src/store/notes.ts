/** What the user wrote about a run: words and tags. Autosaved. */
import { answer, transact } from "./database.ts";

export interface RunNotes {
  /** Of the run. */
  readonly id: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export async function readNotes(id: string): Promise<RunNotes> {
  const found = await transact(["notes"], "readonly", (table) => answer(table("notes").get(id)));
  return (found as RunNotes | undefined) ?? { id, text: "", tags: [] };
}

export async function writeNotes(notes: RunNotes): Promise<void> {
  await transact(["notes"], "readwrite", (table) => void table("notes").put(notes));
}
