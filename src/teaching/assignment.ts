/**
 * An assignment: what a teacher sets. A spec or an exercise to begin with, what of it students may change, where the seed comes from,
 * questions, and what must be handed in. Plain data; `link.ts` makes a link of it, `rules.ts` holds a run against it.
 */
import * as v from "valibot";
import { TidelabError } from "../errors/errors.ts";
import { formatPath, knownKeys, parseAll, parseSpec } from "../spec/parse.ts";
import { parsePath, valueAt } from "../spec/paths.ts";
import type { Spec, SpecInput } from "../spec/spec.ts";
import { specSchema } from "../spec/spec.ts";
import { count, flag, kinds, number, object, oneOf, record, runName, sha256, text, whole } from "../spec/values.ts";
import { EXERCISES } from "../sweep/exercises/index.ts";
import type { ExerciseName } from "../sweep/plan.ts";

/** Of the format; a reader refuses newer ones. */
const ASSIGNMENT_VERSION = 1;

const words = v.pipe(v.string(), v.minLength(1), v.maxLength(2_000));

const freeSchema = object({
  /** A key of the spec; what is below it is free too. */
  path: text,
  min: v.optional(number),
  max: v.optional(number),
  /** What it may be, where that is a list. */
  values: v.optional(v.pipe(v.array(v.unknown()), v.minLength(1))),
});

/** Asked before the first run: what the student expects. */
const asked = { id: runName, text: words, before: flag(false) };
const questions = kinds("kind", {
  text: asked,
  choice: { ...asked, options: v.pipe(v.array(words), v.minLength(2), v.maxLength(12)) },
  /** What the student points at in a run: a step, an epoch, a cell of the confusion matrix, a test series. Numbers may be typed too. */
  step: asked,
  epoch: asked,
  cell: asked,
  series: asked,
});

const works = kinds("kind", {
  spec: { spec: record() },
  exercise: { name: v.picklist(Object.keys(EXERCISES) as [ExerciseName, ...ExerciseName[]]), quick: flag(true) },
});

export const assignmentSchema = object({
  tidelab: v.literal("assignment"),
  version: v.pipe(count, v.maxValue(ASSIGNMENT_VERSION)),
  id: runName,
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  /** What is to be done, in the teacher's words. */
  about: v.optional(v.pipe(v.string(), v.maxLength(4_000)), ""),
  language: v.optional(v.picklist(["en", "zh-CN"]), "en"),
  work: oneOf("kind", works),
  /** Of a spec: keys that students may change; everything else is locked. */
  free: v.optional(v.pipe(v.array(freeSchema), v.maxLength(40)), []),
  /** `set`: that of the spec or the exercise; `student`: made from the student's number. */
  seed: v.optional(v.picklist(["set", "student"]), "set"),
  questions: v.optional(v.pipe(v.array(oneOf("kind", questions)), v.maxLength(40)), []),
  /** What must be handed in. An exercise always needs all its runs. */
  needs: v.optional(
    object({
      runs: v.optional(v.pipe(count, v.maxValue(50)), 1),
      verified: flag(false),
      /** Observations that the student pinned. */
      observations: v.optional(v.pipe(whole, v.maxValue(20)), 0),
    }),
    {},
  ),
  due: v.optional(v.pipe(v.string(), v.isoDate())),
  /** Of the teacher's own run, where the seed is set and nothing is free: `expected.ts`. */
  expected: v.optional(
    object({
      weightsSha256: sha256,
      /** How the host rounds that trained it: another one may get other weights by right. */
      numerics: v.picklist(["fused", "portable"]),
    }),
  ),
});

/** An assignment with all defaults filled in. */
export type Assignment = v.InferOutput<typeof assignmentSchema>;
/** An assignment as a teacher writes it. */
export type AssignmentInput = v.InferInput<typeof assignmentSchema>;
/** A question of an assignment. */
export type Question = Assignment["questions"][number];
/** A key that students may change. */
export type FreeKey = Assignment["free"][number];

/**
 * An assignment that was checked, with all defaults filled in.
 * @param value  as `assignment.json` or a `.tidelab-assignment` file has it
 * @throws TidelabError `assignment.newer`, and `spec.…` and `assignment.…` for everything that is wrong, each with its path
 * @example
 * ```ts
 * import { models } from "tidelab";
 * import { parseAssignment } from "tidelab/teaching";
 *
 * const spec = { data: { kind: "waves" }, model: models.recurrent({ hiddenSize: 8 }) };
 * const { seed, needs } = parseAssignment({
 *   ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", seed: "student" },
 *   ...{ work: { kind: "spec", spec }, free: [{ path: "training.lr", min: 0.0001, max: 0.1 }] },
 * });
 * console.log(seed, needs.runs); // student 1
 * ```
 */
export function parseAssignment(value: unknown): Assignment {
  const version = (value as { version?: unknown } | null | undefined)?.version;
  if (typeof version === "number" && version > ASSIGNMENT_VERSION) {
    throw new TidelabError("assignment.newer", { most: ASSIGNMENT_VERSION, received: version }, "version");
  }
  const { output, errors } = parseAll(assignmentSchema, value);
  const found = errors ?? faultsOf(output);
  const [first, ...others] = found;
  if (first) throw new TidelabError(first.code, first.params, first.path, { others });
  return output as Assignment;
}

/** The spec that everything begins with. @throws TidelabError `spec.…`, with its place in the assignment */
export function specOf(assignment: Assignment): Spec | undefined {
  if (assignment.work.kind !== "spec") return undefined;
  return parseSpec(assignment.work.spec as SpecInput);
}

function faultsOf(assignment: Assignment): TidelabError[] {
  const found: TidelabError[] = [];
  const ids = new Map<string, number>();
  for (const [index, { id }] of assignment.questions.entries()) {
    const first = ids.get(id);
    if (first === undefined) ids.set(id, index);
    else
      found.push(new TidelabError("assignment.twice", { first: `questions[${first}].id` }, `questions[${index}].id`));
  }
  let spec: Spec | undefined;
  try {
    spec = specOf(assignment);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return [...found, ...error.moved(({ path }) => (path === undefined ? "work.spec" : `work.spec.${path}`)).all];
  }
  const varies = spec === undefined || assignment.seed === "student" || assignment.free.length > 0;
  if (assignment.expected && varies) found.push(new TidelabError("assignment.varies", undefined, "expected"));
  if (spec === undefined && assignment.needs.observations > 0) {
    found.push(new TidelabError("assignment.exercisePins", undefined, "needs.observations"));
  }
  if (spec === undefined && assignment.free.length > 0) {
    found.push(new TidelabError("assignment.exerciseFree", undefined, "free"));
  }
  for (const [index, { path, min, max }] of assignment.free.entries()) {
    const place = (key: string) => formatPath(["free", index, key]);
    if (spec && !isKeyOf(spec, path))
      found.push(new TidelabError("assignment.noKey", { received: path }, place("path")));
    if (min !== undefined && max !== undefined && min > max) {
      found.push(new TidelabError("assignment.range", { min, max }, place("min")));
    }
  }
  return found;
}

/** Whether a spec has a key, or may have it. */
function isKeyOf(spec: Spec, text: string): boolean {
  const path = parsePath(text);
  if (path === undefined) return false;
  if (valueAt(spec, path) !== undefined) return true;
  const last = path.at(-1);
  return typeof last === "string" && knownKeys(specSchema, spec, path.slice(0, -1)).includes(last);
}
