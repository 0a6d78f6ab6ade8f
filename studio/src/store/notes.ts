/** What the user wrote about a run: words and tags. Autosaved. */
import { answer, transact } from "./database.ts";

export interface RunNotes {
  /** Of the run. */
  readonly id: string;
  readonly text: string;
  readonly tags: readonly string[];
}

/** Characters, and tags: longer ones are no notes of ours. */
const MOST_TEXT = 100_000;
const MOST_TAGS = 50;

export async function readNotes(id: string): Promise<RunNotes> {
  const found = await transact(["notes"], "readonly", (table) => answer(table("notes").get(id)));
  return (found as RunNotes | undefined) ?? { id, text: "", tags: [] };
}

/** What was written about any run, by its id. */
export async function listNotes(): Promise<Map<string, RunNotes>> {
  const all = await transact(["notes"], "readonly", (table) => answer(table("notes").getAll()));
  return new Map((all as RunNotes[]).map((notes) => [notes.id, notes]));
}

export async function writeNotes(notes: RunNotes): Promise<void> {
  await transact(["notes"], "readwrite", (table) => void table("notes").put(notes));
}

/** Notes from the `notes.json` of an exported folder; what is none of them is left out. */
export function parseNotes(text: string): Omit<RunNotes, "id"> {
  try {
    const { text: words, tags } = JSON.parse(text) as { text?: unknown; tags?: unknown };
    const isText = (one: unknown): one is string => typeof one === "string" && one.length <= MOST_TEXT;
    return {
      text: isText(words) ? words : "",
      tags: Array.isArray(tags) ? tags.filter(isText).slice(0, MOST_TAGS) : [],
    };
  } catch {
    return { text: "", tags: [] };
  }
}
