/** The weights of the teacher's own run, which every run of the assignment must give: set where nothing of it varies. */
import type { RunRecord } from "../runs/record.ts";
import type { Assignment } from "./assignment.ts";

/** `other`: another run, or another version of the package; `otherNumerics`: other weights, from a host that rounds in another way. */
export type ExpectedWeights = "same" | "other" | "otherNumerics";

/**
 * Whether a run ended in the weights of the teacher's own run.
 * @returns undefined where the assignment names none
 * @example
 * ```ts
 * import { compareExpected, parseAssignment } from "tidelab/teaching";
 * import { loadRun } from "tidelab/node";
 *
 * const { record } = await loadRun("runs/mine");
 * const { spec, weightsSha256, numerics } = record;
 * const work = { kind: "spec", spec };
 * const about = { tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4" };
 * const assignment = parseAssignment({ ...about, work, expected: { weightsSha256, numerics } });
 * console.log(compareExpected(assignment, record)); // same
 * ```
 */
export function compareExpected(
  { expected }: Pick<Assignment, "expected">,
  { weightsSha256, numerics }: Pick<RunRecord, "weightsSha256" | "numerics">,
): ExpectedWeights | undefined {
  if (expected === undefined) return undefined;
  if (weightsSha256 === expected.weightsSha256) return "same";
  return numerics === expected.numerics ? "other" : "otherNumerics";
}
