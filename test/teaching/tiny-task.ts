/** An assignment whose runs take milliseconds, and submissions of it. */

import { reportHtml } from "../../src/report/html.ts";
import { makeFigures } from "../../src/report/run/run-figures.ts";
import { runFiles } from "../../src/runs/run-files.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { type Assignment, type AssignmentInput, parseAssignment } from "../../src/teaching/assignment.ts";
import { workOfStudent } from "../../src/teaching/rules.ts";
import { type Answers, makeSubmission, type SubmissionInput } from "../../src/teaching/submission.ts";
import { TINY_BASE } from "../sweep/tiny-sweep.ts";

const QUESTIONS = [
  { kind: "text", id: "expect", text: "What do you expect?", before: true },
  { kind: "text", id: "why", text: "Why?" },
] as const;

export function tinyAssignment(changes: Partial<AssignmentInput> = {}): Assignment {
  return parseAssignment({
    ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", seed: "student" },
    ...{ work: { kind: "spec", spec: TINY_BASE }, free: [{ path: "training.lr", min: 0.0001, max: 0.1 }] },
    questions: [...QUESTIONS],
    ...changes,
  });
}

async function trained(spec: Spec) {
  const run = runSpec(spec);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

const answersOf = (why: string): Answers => ({
  expect: { value: "The curve falls.", at: "2026-11-27T12:00:00.000Z", beforeRuns: true },
  why: { value: why, at: "2026-11-27T13:00:00.000Z", beforeRuns: false },
});

/** A submission of the tiny assignment, honest unless it is changed. */
export async function tinySubmission(
  number: string,
  {
    assignment = tinyAssignment(),
    spec = (own: Spec) => own,
    change = (input: SubmissionInput) => input,
    why = `It falls since ${number} learns.`,
  }: {
    assignment?: Assignment;
    spec?: (own: Spec) => Spec;
    change?: (input: SubmissionInput) => SubmissionInput;
    why?: string;
  } = {},
) {
  const work = await workOfStudent(assignment, number);
  if (work.kind !== "spec") throw new Error("a spec was set");
  const run = await trained(spec(work.spec));
  const { files, record } = runFiles(run);
  const report = reportHtml(record, makeFigures({ ...run, record }, "en"), "en", run.gradients);
  const runs = new Map([["lab", files]]);
  const student = { name: "Lin Student", number };
  return makeSubmission(change({ assignment, student, answers: answersOf(why), runs, report }));
}

/** Files with one of them changed as text. */
export function withText(files: ReadonlyMap<string, Uint8Array>, name: string, change: (text: string) => string) {
  const text = change(new TextDecoder().decode(files.get(name)));
  return new Map(files).set(name, new TextEncoder().encode(text));
}
