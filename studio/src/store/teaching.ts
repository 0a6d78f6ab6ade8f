/** What a teacher keeps on this device: assignments, submissions that were dropped in, what was found of them, points and comments. */
import { type Assignment, parseAssignment } from "tidelab/teaching";
import type { CheckedRun } from "../engine/task-protocol.ts";
import { answer, transact } from "./database.ts";
import { openFiles } from "./files.ts";

const prefix = "teach:";

export async function listAssignments(): Promise<Assignment[]> {
  const rows = (await transact(["drafts"], "readonly", (table) =>
    answer(table("drafts").getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
  )) as { assignment: unknown }[];
  // One of an earlier version of the page may not be one any more.
  return rows.flatMap(({ assignment }) => {
    try {
      return [parseAssignment(assignment)];
    } catch {
      return [];
    }
  });
}

export async function readAssignment(id: string): Promise<Assignment | undefined> {
  return (await listAssignments()).find((one) => one.id === id);
}

export async function keepAssignment(assignment: Assignment): Promise<void> {
  const row = { id: `${prefix}${assignment.id}`, assignment };
  await transact(["drafts"], "readwrite", (table) => void table("drafts").put(row));
}

/** What is known of a submission, by the name of its file. */
export interface CheckRow {
  readonly points: string;
  readonly comment: string;
  /** Of the file that was checked: another one of its name is checked again. */
  readonly sha256: string;
  readonly checks: readonly CheckedRun[];
}

export async function readChecks(id: string): Promise<Readonly<Record<string, CheckRow>>> {
  const row = await transact(["drafts"], "readonly", (table) => answer(table("drafts").get(`check:${id}`)));
  return (row as { rows: Readonly<Record<string, CheckRow>> } | undefined)?.rows ?? {};
}

export async function writeChecks(id: string, rows: Readonly<Record<string, CheckRow>>): Promise<void> {
  await transact(["drafts"], "readwrite", (table) => void table("drafts").put({ id: `check:${id}`, rows }));
}

const folderOf = (id: string) => `checks/${encodeURIComponent(id)}`;

export async function keepSubmission(id: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await (await openFiles()).write(`${folderOf(id)}/${encodeURIComponent(name)}`, bytes);
}

export async function readSubmissions(id: string): Promise<[name: string, bytes: Uint8Array<ArrayBuffer>][]> {
  const files = await openFiles();
  const found: [string, Uint8Array<ArrayBuffer>][] = [];
  for (const name of await files.list(folderOf(id))) {
    const bytes = await files.read(`${folderOf(id)}/${name}`);
    if (bytes) found.push([decodeURIComponent(name), bytes]);
  }
  return found;
}

export async function removeSubmissions(id: string): Promise<void> {
  await (await openFiles()).remove(folderOf(id));
  await writeChecks(id, {});
}
