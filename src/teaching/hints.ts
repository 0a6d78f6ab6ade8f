/**
 * Reasons to look at some of several submissions: equal weights under different numbers, a seed that is another's, answers that share most
 * of their phrases, files that were changed. Hints, never verdicts: each has an innocent explanation too.
 */
import type { Assignment } from "./assignment.ts";
import { hasOtherSeed } from "./inspect.ts";
import type { Submission } from "./submission.ts";

/** A submission under a name of its own, usually that of its file. */
export interface NamedSubmission {
  readonly id: string;
  readonly submission: Submission;
}

/** A reason to look at a submission, or at two. */
export type Hint =
  | {
      /** Equal weights under different student numbers: with seeds from the number, one run was submitted twice. */
      readonly kind: "sameWeights";
      readonly ids: readonly string[];
      readonly weightsSha256: string;
      readonly seed: number;
    }
  | {
      readonly kind: "otherSeed";
      readonly ids: readonly string[];
      readonly run: string;
      readonly seed: number;
      readonly expected: number;
    }
  | {
      /** `similarity`: share of their phrases of five words that two answers have in common (Jaccard), from 0.6 on. */
      readonly kind: "sameAnswer";
      readonly ids: readonly string[];
      readonly question: string;
      readonly similarity: number;
    }
  | { readonly kind: "manifest"; readonly ids: readonly string[]; readonly files: readonly string[] };

const WORDS = 5;
const SIMILAR = 0.6;

/**
 * Reasons to look at some of the submissions, in their order.
 * @example
 * ```ts
 * import { findHints, parseAssignment } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const assignment = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work });
 * console.log(findHints([], assignment).length); // 0
 * ```
 */
export function findHints(submissions: readonly NamedSubmission[], assignment: Assignment): Hint[] {
  return [
    // The seeds of an exercise follow each other: those of two numbers may be the same by right. Copied runs are no runs of its plan.
    ...(assignment.seed === "student" && assignment.work.kind === "spec" ? equalWeights(submissions) : []),
    ...submissions.flatMap((one) => otherSeeds(one, assignment)),
    ...equalAnswers(submissions, assignment),
    ...submissions.flatMap(({ id, submission: { manifest } }): Hint[] => {
      const files = [...manifest.changed, ...manifest.missing, ...manifest.extra];
      return files.length === 0 ? [] : [{ kind: "manifest", ids: [id], files }];
    }),
  ];
}

/** Several files of one student are no copies. */
function equalWeights(submissions: readonly NamedSubmission[]): Hint[] {
  const found = new Map<string, { seed: number; numbers: Set<string>; ids: string[] }>();
  for (const { id, submission } of submissions) {
    for (const { record } of submission.runs) {
      if (record === undefined) continue;
      const entry = found.get(record.weightsSha256) ?? { seed: record.seed, numbers: new Set(), ids: [] };
      entry.numbers.add(submission.student.number);
      if (!entry.ids.includes(id)) entry.ids.push(id);
      found.set(record.weightsSha256, entry);
    }
  }
  const hints = [...found].flatMap(([weightsSha256, { seed, numbers, ids }]) =>
    numbers.size < 2 ? [] : [{ kind: "sameWeights" as const, ids, weightsSha256, seed }],
  );
  // Several runs are copied together: one hint is enough.
  return hints.filter(({ ids }, index) => hints.findIndex((one) => one.ids.join() === ids.join()) === index);
}

function otherSeeds({ id, submission }: NamedSubmission, assignment: Assignment): Hint[] {
  return submission.runs.flatMap(({ name, record }): Hint[] => {
    const expected = record && hasOtherSeed(assignment, submission.student.number, record);
    return record && expected !== undefined
      ? [{ kind: "otherSeed", ids: [id], run: name, seed: record.seed, expected }]
      : [];
  });
}

function equalAnswers(submissions: readonly NamedSubmission[], { questions }: Assignment): Hint[] {
  return questions.flatMap(({ id: question, kind }) => {
    if (kind !== "text") return [];
    const phrases = submissions.map(({ submission }) => phrasesOf(String(submission.answers[question]?.value ?? "")));
    const hints: Hint[] = [];
    for (const [i, first] of phrases.entries()) {
      for (const [j, second] of phrases.entries()) {
        if (j <= i || submissions[i]?.submission.student.number === submissions[j]?.submission.student.number) continue;
        const similarity = jaccard(first, second);
        const ids = [submissions[i]?.id ?? "", submissions[j]?.id ?? ""];
        if (similarity >= SIMILAR) hints.push({ kind: "sameAnswer", ids, question, similarity });
      }
    }
    return hints;
  });
}

/** Every five words in a row, whatever their case and punctuation; of Chinese, five characters. Of fewer there is none. */
export function phrasesOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? [];
  const phrases = new Set<string>();
  for (let at = 0; at + WORDS <= words.length; at++) phrases.add(words.slice(at, at + WORDS).join(" "));
  return phrases;
}

/** What two sets share of what both have: 0 of nothing. */
export function jaccard(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const shared = [...first].filter((phrase) => second.has(phrase)).length;
  const all = first.size + second.size - shared;
  return all === 0 ? 0 : shared / all;
}
