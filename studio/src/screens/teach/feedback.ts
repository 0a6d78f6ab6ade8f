/** What students get back from Check: points, comment and what was found, as HTML. Hints are the teacher's. */
import type { FeedbackInput } from "tidelab/teaching";
import { type CheckedFile, type CheckList, testAccuracyOf } from "../../state/check-list.ts";
import { download } from "../../state/download.ts";
import { askTask } from "../../state/task-runs.ts";

/** The name of a submission without its ending: no two of a class are the same. */
const folderOf = (name: string) => name.replace(/\.tidelab$/i, "");

/** @returns undefined for a submission that cannot be read: nobody knows whose it is */
export function feedbackOf(file: CheckedFile, list: CheckList): FeedbackInput | undefined {
  const { read, checks, points, comment } = file;
  if (read === undefined) return undefined;
  const { student, answers, inspection, runs } = read;
  return {
    ...{ assignment: list.assignment, student, answers, inspection, runs: runs.length, points, comment },
    checks: [...checks.values()].map(({ error: _, ...check }) => check),
    testAccuracy: testAccuracyOf(read),
  };
}

/** Gives the feedback of some submissions as a file. @returns how many of them have none */
export async function saveFeedback(files: readonly CheckedFile[], list: CheckList): Promise<number> {
  const students = files.flatMap((file) => {
    const input = feedbackOf(file, list);
    return input ? [[folderOf(file.name), input] as const] : [];
  });
  const [first] = students;
  if (first === undefined) return files.length;
  const bytes = await askTask("feedback", { students });
  if (students.length === 1) download(`${first[0].replaceAll("/", "-")}-feedback.html`, bytes, "text/html");
  else download(`${list.assignment.id}-feedback.zip`, bytes, "application/zip");
  return files.length - students.length;
}
