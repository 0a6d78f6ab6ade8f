/** The assignment of an address: an exercise of the lab by its name, a teacher's by its link, or one that was opened here before. */
import { type Assignment, assignedExercises, exerciseAssignment, readAssignmentLink } from "tidelab/teaching";
import { readTask } from "../../store/tasks.ts";
import type { Language } from "../../texts/language.ts";

export interface OpenedAssignment {
  readonly id: string;
  readonly assignment: Assignment;
  /** Whether a teacher set it. */
  readonly isTeachers: boolean;
}

/**
 * @param kind  the first part of the address: `exercise`, `a` or `task`
 * @returns undefined for a name that there is not
 * @throws TidelabError for a link that is cut, hostile or newer
 */
export async function openAssignment(
  kind: string,
  name: string,
  quick: boolean,
  lang: Language,
): Promise<OpenedAssignment | undefined> {
  if (kind === "exercise") {
    const exercise = assignedExercises.find((one) => one === name);
    if (exercise === undefined) return undefined;
    const assignment = exerciseAssignment(exercise, { quick }, lang);
    return { id: `exercise-${assignment.id}`, assignment, isTeachers: false };
  }
  if (kind === "a") {
    const assignment = await readAssignmentLink(name);
    return { id: await idOf(assignment), assignment, isTeachers: true };
  }
  const row = await readTask(name).catch(() => undefined);
  return row?.assignment && { id: name, assignment: row.assignment, isTeachers: true };
}

/** Its own id, and a hash: two teachers may call theirs lab4. */
async function idOf(assignment: Assignment): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(assignment));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${assignment.id}-${hash}`;
}
