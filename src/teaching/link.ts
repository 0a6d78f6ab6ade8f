/** An assignment as a link's text, for `tidelab studio` behind `#/a/`, in the format of links with specs. */
import { linkText, readLinkText } from "../runs/link-text.ts";
import { shortSpec } from "../spec/short.ts";
import { type Assignment, parseAssignment, specOf } from "./assignment.ts";

/**
 * An assignment as the text of a link.
 * @returns only letters, digits, `-`, `_` and `.`
 * @throws TidelabError `link.long` for one that takes more than 6,000 characters: give it as a file
 * @example
 * ```ts
 * import { assignmentLink, parseAssignment, readAssignmentLink } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const assignment = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work });
 * const link = await assignmentLink(assignment);
 * console.log((await readAssignmentLink(link)).title); // Lab 4
 * ```
 */
export function assignmentLink(assignment: Assignment): Promise<string> {
  const spec = specOf(assignment);
  const work = spec ? { kind: "spec" as const, spec: shortSpec(spec) } : assignment.work;
  return linkText({ ...assignment, work });
}

/**
 * The assignment of a link's text.
 * @throws TidelabError `link.cut`, `link.newer`, `link.long`, `link.content`, and those of `parseAssignment`
 * @example
 * ```ts
 * import { readAssignmentLink } from "tidelab/teaching";
 *
 * console.log(await readAssignmentLink("1.q1YqSSwu").catch(({ code }) => code)); // link.cut
 * ```
 */
export async function readAssignmentLink(link: string): Promise<Assignment> {
  return parseAssignment(await readLinkText(link));
}
