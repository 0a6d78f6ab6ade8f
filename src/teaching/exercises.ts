/** The exercises of the lab's notebook as assignments: for students on their own, and for teachers to begin with. */
import { type Assignment, parseAssignment } from "./assignment.ts";
import { exerciseTexts as english } from "./messages/en.ts";
import { exerciseTexts as chinese } from "./messages/zh-CN.ts";

/** One of `assignedExercises`. */
export type AssignedExercise = keyof typeof english;

/**
 * Exercises that have questions for students, and so are assignments: the four of the lab's notebook.
 * @example
 * ```ts
 * import { assignedExercises } from "tidelab/teaching";
 *
 * console.log(assignedExercises.join(" ")); // structure sequence training summary
 * ```
 */
export const assignedExercises = Object.keys(english) as readonly AssignedExercise[];

/**
 * An exercise as an assignment: what to predict before the first run, what to observe, explain and conclude.
 * @param options  `quick`: 5 seeds in place of 10, and four fifths of the series
 * @example
 * ```ts
 * import { exerciseAssignment } from "tidelab/teaching";
 *
 * const { questions } = exerciseAssignment("structure", { quick: true }, "en");
 * console.log(questions.map(({ id, before }) => `${id}${before ? "*" : ""}`).join(" ")); // expect* observe explain conclude
 * ```
 */
export function exerciseAssignment(
  name: AssignedExercise,
  { quick }: { readonly quick: boolean },
  language: "en" | "zh-CN",
): Assignment {
  const { title, about, ...asked } = (language === "zh-CN" ? chinese : english)[name];
  const questions = Object.entries(asked).map(([id, text]) => {
    return { kind: "text" as const, id, text, before: id === "expect" };
  });
  return parseAssignment({
    ...{ tidelab: "assignment", version: 1, id: quick ? `${name}-quick` : name, title, about, language },
    ...{ work: { kind: "exercise", name, quick }, questions },
  });
}
