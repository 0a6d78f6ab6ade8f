/**
 * What can be said of a submission without training anything: its assignment, its runs against what was set, its report against its
 * records, what is missing. `check.ts` trains; `hints.ts` compares submissions with each other.
 */
import { canonical } from "../bytes/canonical.ts";
import { recordInHtml } from "../report/html.ts";
import { isSealed } from "../report/seal.ts";
import { sweepReportHtml } from "../report/sweep/index.ts";
import { runsInHtml } from "../report/sweep/runs-inside.ts";
import type { RunRecord } from "../runs/record.ts";
import type { Spec } from "../spec/spec.ts";
import { type PlannedSweep, planSweep, sweepResult } from "../sweep/plan.ts";
import { VERSION } from "../version.ts";
import type { Assignment } from "./assignment.ts";
import { compareExpected, type ExpectedWeights } from "./expected.ts";
import { hasPlace, type Place } from "./place.ts";
import { type RuleBreak, rulesBroken, seedOfStudent, workOfStudent } from "./rules.ts";
import type { Answers, Submission } from "./submission.ts";

/** What a run is held against. */
export interface RunOfWork {
  readonly name: string;
  /** Keys that are not as they were set. */
  readonly broken: readonly RuleBreak[];
  /** Whether its weights are those of the teacher's own run; undefined where there is none, or keys are not as set. */
  readonly weights: ExpectedWeights | undefined;
}

/** What a submission lacks. */
export type Missing =
  | { readonly what: "runs"; readonly count: number }
  | { readonly what: "answers"; readonly questions: readonly string[] }
  | { readonly what: "observations"; readonly count: number }
  | { readonly what: "report" };

/** What was found before anything is trained again. */
export interface Inspection {
  /** Whether its assignment is the one that it is held against. */
  readonly assignment: "same" | "other";
  readonly runs: readonly RunOfWork[];
  /** Runs that the exercise does not have. */
  readonly strangers: readonly string[];
  readonly missing: readonly Missing[];
  /** Places that answers point at and that no submitted run has. */
  readonly nowhere: readonly { readonly question: string; readonly place: Place }[];
  /**
   * The report against the records: `edited` shows something else than it was written with; `otherRuns` is about records that are not
   * those handed in; `none` has no record in it.
   */
  readonly report: "same" | "edited" | "otherRuns" | "none";
}

/**
 * Holds a submission against its assignment, and its report against its records. Trains nothing.
 * @param assignment  what was set: the teacher's own, else the one in the submission
 * @example
 * ```ts
 * import { inspectSubmission, makeSubmission, parseAssignment, readSubmission } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const assignment = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work });
 * const student = { name: "Lin", number: "20243101" };
 * const { name, bytes } = await makeSubmission({ assignment, student, answers: {}, runs: new Map(), report: "" });
 * const { missing } = await inspectSubmission(await readSubmission(bytes, name));
 * console.log(missing.map(({ what }) => what).join(" ")); // runs report
 * ```
 */
export async function inspectSubmission(
  submission: Submission,
  assignment: Assignment = submission.assignment,
): Promise<Inspection> {
  const { student, answers, observations, runs, report } = submission;
  const work = await workOfStudent(assignment, student.number);
  const plan = work.kind === "sweep" ? await planSweep(work.sweep) : undefined;
  const specs = new Map(plan?.runs.map(({ arm, seed, spec }) => [`${arm}/seed-${seed}`, spec]));
  const setFor = (name: string): Spec | undefined => (work.kind === "spec" ? work.spec : specs.get(name));
  const read = runs.flatMap(({ name, record }) => (record ? [{ name, record }] : []));
  const known = read.filter(({ name }) => setFor(name) !== undefined);
  const needed = plan ? plan.runs.length : assignment.needs.runs;
  const missing: Missing[] = [];
  // Where something may be changed, a copy of a run, or the same training again, is not another run.
  const isEach = plan !== undefined || assignment.free.length === 0;
  const counted = isEach ? known.length : new Set(known.map(({ record }) => record.weightsSha256)).size;
  if (counted < needed) missing.push({ what: "runs", count: needed - counted });
  const open = unanswered(assignment, answers);
  if (open.length > 0) missing.push({ what: "answers", questions: open });
  const records = new Map(read.map(({ name, record }) => [name, record]));
  const isThere = (place: Place) => {
    const record = records.get(place.run);
    return record !== undefined && hasPlace(record, place);
  };
  // One that is pinned twice is one.
  const pinned = observations.filter(({ run, step }) => isThere({ kind: "step", run, step: Math.max(1, step) }));
  const pins = new Set(pinned.map(({ run, id }) => JSON.stringify([run, id]))).size;
  if (pins < assignment.needs.observations) {
    missing.push({ what: "observations", count: assignment.needs.observations - pins });
  }
  if (report === undefined || report === "") missing.push({ what: "report" });
  return {
    assignment: canonical(submission.assignment) === canonical(assignment) ? "same" : "other",
    runs: known.map(({ name, record }) => {
      const broken = rulesBroken(record.spec, setFor(name) as Spec, assignment.free); // `known` has one
      return { name, broken, weights: broken.length === 0 ? compareExpected(assignment, record) : undefined };
    }),
    strangers: runs.filter(({ name }) => setFor(name) === undefined).map(({ name }) => name),
    missing,
    nowhere: Object.entries(answers).flatMap(([question, { places = [] }]) =>
      places.filter((place) => !isThere(place)).map((place) => ({ question, place })),
    ),
    report: compareReport(report, read, plan),
  };
}

/** Ids of questions without an answer. */
function unanswered({ questions }: Pick<Assignment, "questions">, answers: Answers): string[] {
  return questions.filter(({ id }) => String(answers[id]?.value ?? "").trim() === "").map(({ id }) => id);
}

/** Whether a run has another seed than its student's. Of an exercise the first seed is the student's. */
export function hasOtherSeed(assignment: Assignment, number: string, record: RunRecord): number | undefined {
  const seed = seedOfStudent(assignment, number);
  if (seed === undefined || assignment.work.kind === "exercise") return undefined;
  return record.seed === seed ? undefined : seed;
}

type NamedRecord = { readonly name: string; readonly record: RunRecord };

function compareReport(
  html: string | undefined,
  runs: readonly NamedRecord[],
  plan: PlannedSweep | undefined,
): Inspection["report"] {
  if (html === undefined || html === "") return "none";
  const inside = runsInHtml(html);
  if (inside !== undefined && plan !== undefined) {
    const hashes = new Map(runs.map(({ name, record }) => [name, record.weightsSha256]));
    const isSame = inside.every(({ arm, seed, weightsSha256 }) => hashes.get(`${arm}/seed-${seed}`) === weightsSha256);
    if (!isSame) return "otherRuns";
    return isAsDrawn(html, runs, plan) ? "same" : "edited";
  }
  const found = recordInHtml(html);
  if (found === undefined) return "none";
  let record: unknown;
  try {
    record = JSON.parse(found.json);
  } catch {
    return "edited";
  }
  const { $schema: _, ...own } = (record ?? {}) as Record<string, unknown>;
  const isOfARun = runs.some((run) => canonical(run.record) === canonical(own));
  if (!isOfARun) return "otherRuns";
  return isSealed(html) ? "same" : "edited";
}

/** A report of an exercise follows from its records alone, so that it can be drawn again at once. One of another version looks different. */
function isAsDrawn(html: string, runs: readonly NamedRecord[], plan: PlannedSweep): boolean {
  const versions = new Set(runs.map(({ record }) => record.environment.tidelab));
  if (versions.size !== 1 || !versions.has(VERSION)) return isSealed(html);
  const ended = plan.runs.flatMap(({ arm, seed }) => {
    const record = runs.find(({ name }) => name === `${arm}/seed-${seed}`)?.record;
    return record ? [{ arm, seed, record }] : [];
  });
  const lang = /<html lang="zh-CN"/.test(html) ? "zh-CN" : "en";
  return sweepReportHtml({ result: sweepResult(plan, ended) }, lang) === html.replaceAll("\r\n", "\n");
}
