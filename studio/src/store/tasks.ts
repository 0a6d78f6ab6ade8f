/** Exercises and assignments as a student works on them: words, name and number, chosen runs. Autosaved; the runs of exercises are files. */
import { parseRecord, type RunRecord } from "tidelab/runs";
import type { PlannedRun } from "tidelab/sweep";
import type { Answers, Assignment, Student } from "tidelab/teaching";
import type { FolderFiles } from "../engine/run-protocol.ts";
import { answer, transact } from "./database.ts";
import { openFiles } from "./files.ts";
import { RUN_FILES } from "./run-folder.ts";

export interface TaskRow {
  readonly id: string;
  /** Of a teacher; the exercises of the lab have theirs in the language that is spoken. */
  readonly assignment: Assignment | undefined;
  readonly answers: Answers;
  /** ISO 8601, of the first run that was begun for it. */
  readonly begunAt: string | undefined;
  /** Of an assignment with a spec: ids of the runs to submit. */
  readonly chosen: readonly string[];
}

export const emptyTask = (id: string, assignment: Assignment | undefined): TaskRow => {
  return { id, assignment, answers: {}, begunAt: undefined, chosen: [] };
};

export async function readTask(id: string): Promise<TaskRow | undefined> {
  return (await transact(["assignments"], "readonly", (table) => answer(table("assignments").get(id)))) as
    | TaskRow
    | undefined;
}

/** All that were begun on this device. */
export async function listTasks(): Promise<TaskRow[]> {
  return (await transact(["assignments"], "readonly", (table) => answer(table("assignments").getAll()))) as TaskRow[];
}

export async function writeTask(row: TaskRow): Promise<void> {
  await transact(["assignments"], "readwrite", (table) => void table("assignments").put(row));
}

const STUDENT = "student";

/** Name and number, once for all assignments of this device. */
export async function readStudent(): Promise<Student> {
  const found = await transact(["drafts"], "readonly", (table) => answer(table("drafts").get(STUDENT)));
  return (found as { student: Student } | undefined)?.student ?? { name: "", number: "" };
}

export async function writeStudent(student: Student): Promise<void> {
  await transact(["drafts"], "readwrite", (table) => void table("drafts").put({ id: STUDENT, student }));
}

/** The folder of a run of an exercise, as the command line has it within the folder of the sweep. */
export const runPlace = (task: string, { arm, seed }: Pick<PlannedRun, "arm" | "seed">) =>
  `tasks/${encodeURIComponent(task)}/${encodeURIComponent(arm)}/seed-${seed}`;

/** The record of a run that is whole. @returns undefined for one that is not there, or is damaged: it is trained again */
export async function readTaskRecord(place: string): Promise<RunRecord | undefined> {
  const files = await openFiles();
  const bytes = await files.read(`${place}/run.json`).catch(() => undefined);
  if (bytes === undefined) return undefined;
  try {
    return parseRecord(new TextDecoder().decode(bytes), place);
  } catch {
    return undefined;
  }
}

export async function readTaskFolder(place: string): Promise<FolderFiles> {
  const files = await openFiles();
  const found = await Promise.all(RUN_FILES.map(async (name) => [name, await files.read(`${place}/${name}`)] as const));
  return found.flatMap(([name, bytes]) => (bytes ? [[name, bytes] as const] : []));
}
