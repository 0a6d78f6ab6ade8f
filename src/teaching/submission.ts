/**
 * A submission: what a student submits, as one `.tidelab` file. A zip of `manifest.json` (SHA-256 of each other file), `assignment.json`,
 * `student.json`, `answers.json`, `report.html`, and the folders of the runs, as the command line has them. Reading believes nothing and
 * runs nothing: what does not fit is named, and whatever else is there is read all the same.
 */
import * as v from "valibot";
import { joined, piecesOf } from "../bytes/pieces.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { LARGEST_ZIP, zipOf, zipSize } from "../bytes/zip.ts";
import { TidelabError } from "../errors/errors.ts";
import { RECORD } from "../runs/read-run.ts";
import type { RunRecord } from "../runs/record.ts";
import { parseRecord } from "../runs/record.ts";
import { unzipFiles } from "../runs/zip.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { count, number, object, record, sha256 } from "../spec/values.ts";
import { VERSION } from "../version.ts";
import { type Assignment, parseAssignment } from "./assignment.ts";
import { placeSchema } from "./place.ts";

const SUBMISSION_VERSION = 1;
/** Beyond it mails and learning platforms refuse files. */
const MOST_BYTES = 20_000_000;
/** Of all its files: text packs to a fifth, and weights hardly. */
const MOST_UNPACKED = 10 * MOST_BYTES;
const MANIFEST = "manifest.json";
const REPORT = "report.html";
/** `runs/<name>/run.json`, and one level deeper for the runs of an exercise. */
const RUN = /^runs\/((?:[^/]+\/)?[^/]+)\/([^/]+)$/;

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const version = v.pipe(count, v.maxValue(SUBMISSION_VERSION));
const studentSchema = object({ name: label, number: label });
const answerSchema = object({
  value: v.union([v.pipe(v.string(), v.maxLength(20_000)), number]),
  /** ISO 8601: when it was last changed. */
  at: v.string(),
  /** Whether that was before the first run of the assignment was begun. */
  beforeRuns: v.boolean(),
  /** Where the answer points at, or what it rests on. */
  places: v.optional(v.pipe(v.array(placeSchema), v.maxLength(20))),
});
const observationSchema = object({
  run: label,
  /** Of the rule that found it: the sentence is written again from the record. */
  id: label,
  step: v.pipe(number, v.integer(), v.minValue(0)),
});
const answersSchema = object({
  tidelab: v.literal("answers"),
  version,
  answers: record(),
  observations: v.optional(v.pipe(v.array(observationSchema), v.maxLength(100)), []),
});
const manifestSchema = object({
  tidelab: v.literal("submission"),
  version,
  /** Of the package that made it. */
  made: v.string(),
  assignment: v.string(),
  files: record(),
});

/** Who submits. */
export type Student = v.InferOutput<typeof studentSchema>;
/** An answer with the time at which it was given. */
export type Answer = v.InferOutput<typeof answerSchema>;
/** An observation that was pinned in a run. */
export type PinnedObservation = v.InferOutput<typeof observationSchema>;
/** Answers by the ids of their questions. */
export type Answers = Readonly<Record<string, Answer>>;
/** Bytes by name, of the folder of one run. */
export type RunFolder = ReadonlyMap<string, Uint8Array>;

/** What a submission is made of. */
export interface SubmissionInput {
  readonly assignment: Assignment;
  readonly student: Student;
  readonly answers: Answers;
  /** Pinned in its runs. */
  readonly observations?: readonly PinnedObservation[];
  /** Folders of the runs by name: `lab`, or for an exercise `<arm>/seed-<n>`. */
  readonly runs: ReadonlyMap<string, RunFolder>;
  /** The report of the run, or of the exercise, as `tidelab/report` made it. */
  readonly report: string;
}

/**
 * A submission as a file.
 * @returns its bytes, and the name that it should have: `<name>-<number>.tidelab`
 * @throws TidelabError `bundle.student` without a name or a number; `bundle.damaged` for answers that are none; `bundle.large` beyond 20 MB
 * @example
 * ```ts
 * import { makeSubmission, parseAssignment, readSubmission } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const assignment = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work });
 * const student = { name: "Lin", number: "20243101" };
 * const { name, bytes } = await makeSubmission({ assignment, student, answers: {}, runs: new Map(), report: "" });
 * console.log(name, (await readSubmission(bytes, name)).student.number); // Lin-20243101.tidelab 20243101
 * ```
 */
export async function makeSubmission(
  input: SubmissionInput,
): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const student = v.safeParse(studentSchema, input.student);
  if (!student.success) throw new TidelabError("bundle.student", undefined, "student");
  const files = new Map<string, Uint8Array>();
  const put = (name: string, value: unknown) => files.set(name, encode(`${JSON.stringify(value, undefined, 2)}\n`));
  put("assignment.json", input.assignment);
  put("student.json", student.output);
  const { answers, observations = [] } = input;
  // What could not be read again is refused here, where the student can still do something.
  for (const answer of Object.values(answers)) parsed(answerSchema, answer, "answers.json");
  put("answers.json", { tidelab: "answers", version: SUBMISSION_VERSION, answers, observations });
  files.set(REPORT, encode(input.report));
  for (const [run, folder] of input.runs) for (const [name, bytes] of folder) files.set(`runs/${run}/${name}`, bytes);
  const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256Hex(bytes)]));
  const about = { tidelab: "submission", version: SUBMISSION_VERSION, made: VERSION, assignment: input.assignment.id };
  put(MANIFEST, { ...about, files: hashes });
  const entries = await Promise.all([...files].reverse().map(([name, bytes]) => entryOf(name, bytes)));
  const size = zipSize(entries);
  if (size > Math.min(MOST_BYTES, LARGEST_ZIP))
    throw new TidelabError("bundle.large", { bytes: size, most: MOST_BYTES });
  const { name, number } = student.output;
  return { name: `${plain(name)}-${plain(number)}.tidelab`, bytes: zipOf(entries) };
}

/** Text is a fifth when it is packed; weights hardly less, and then stay as they are. */
async function entryOf(name: string, bytes: Uint8Array) {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = await joined(piecesOf(stream));
  return { name, bytes, packed: packed.length < 0.9 * bytes.length ? packed : undefined };
}

/** A file name for every system, in the student's own script. */
function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "student";
}

/** A run of a submission. */
export interface SubmittedRun {
  /** Its folder in `runs/`. */
  readonly name: string;
  readonly files: RunFolder;
  /** Undefined where it cannot be read. */
  readonly record: RunRecord | undefined;
  /** Why. */
  readonly error: TidelabError | undefined;
}

/** A submission that was read. Nothing in it was held against anything but its own manifest yet. */
export interface Submission {
  readonly assignment: Assignment;
  readonly student: Student;
  readonly answers: Answers;
  readonly observations: readonly PinnedObservation[];
  readonly report: string | undefined;
  readonly runs: readonly SubmittedRun[];
  /** Files that are not as the manifest says. */
  readonly manifest: {
    readonly changed: readonly string[];
    readonly missing: readonly string[];
    readonly extra: readonly string[];
  };
}

/**
 * Refuses a file that is larger than any submission is, before it is read.
 * @param bytes   size of the file
 * @param source  what it is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `bundle.size`
 * @example
 * ```ts
 * import { checkSubmissionSize } from "tidelab/teaching";
 *
 * checkSubmissionSize(new Blob(["a small file"]).size, "small.tidelab");
 * try {
 *   checkSubmissionSize(1_000_000_000, "large.tidelab");
 * } catch ({ code }) {
 *   console.log(code); // bundle.size
 * }
 * ```
 */
export function checkSubmissionSize(bytes: number, source: string): void {
  if (bytes > MOST_BYTES) throw new TidelabError("bundle.size", { bytes, most: MOST_BYTES }, source);
}

/**
 * A submission from the bytes of its file. Files that were changed, added or removed since are listed; runs that cannot be read say why.
 * @param source  what it is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `bundle.size` for a larger file than any submission, `zip.…` for what is no archive, `bundle.kind` for another one, `bundle.newer`, and `bundle.missing`, `bundle.damaged` or
 *   `assignment.…` where nobody could say whose it is or what was set
 * @example
 * ```ts
 * import { readSubmission } from "tidelab/teaching";
 *
 * console.log(await readSubmission(new Uint8Array(30), "a.tidelab").catch(({ code }) => code)); // zip.damaged
 * ```
 */
export async function readSubmission(bytes: Uint8Array, source: string): Promise<Submission> {
  checkSubmissionSize(bytes.length, source);
  const files = await unzipFiles(bytes, source, MOST_UNPACKED);
  const manifest = readManifest(files, source);
  const listed = Object.entries(manifest.files);
  const changed = listed.flatMap(([name, hash]) => {
    const found = files.get(name);
    return found && sha256Hex(found) !== hash ? [name] : [];
  });
  const missing = listed.flatMap(([name]) => (files.has(name) ? [] : [name]));
  const extra = [...files.keys()].filter((name) => name !== MANIFEST && !Object.hasOwn(manifest.files, name));
  const report = files.get(REPORT);
  const place = (name: string) => `${source}/${name}`;
  return {
    assignment: readAssignment(files, source),
    student: parsed(studentSchema, jsonOf(files, "student.json", source), place("student.json")),
    ...readAnswers(files, source),
    report: report && new TextDecoder().decode(report),
    runs: runsOf(files, source),
    manifest: { changed: changed.sort(), missing: missing.sort(), extra: extra.sort() },
  };
}

type Files = ReadonlyMap<string, Uint8Array>;

function readManifest(files: Files, source: string): { readonly files: Readonly<Record<string, string>> } {
  if (!files.has(MANIFEST)) throw new TidelabError("bundle.kind", undefined, source);
  const value = jsonOf(files, MANIFEST, source);
  const { tidelab, version: received } = (value ?? {}) as { tidelab?: unknown; version?: unknown };
  if (tidelab !== "submission") throw new TidelabError("bundle.kind", undefined, source);
  if (typeof received === "number" && received > SUBMISSION_VERSION) {
    throw new TidelabError("bundle.newer", { most: SUBMISSION_VERSION, received }, source);
  }
  const place = `${source}/${MANIFEST}`;
  const manifest = parsed(manifestSchema, value, place);
  if (!Object.values(manifest.files).every((hash) => v.is(sha256, hash))) {
    throw new TidelabError("bundle.damaged", undefined, place);
  }
  return { files: manifest.files as Record<string, string> };
}

function readAssignment(files: Files, source: string): Assignment {
  const name = "assignment.json";
  try {
    return parseAssignment(jsonOf(files, name, source));
  } catch (error) {
    if (!(error instanceof TidelabError) || error.code.startsWith("bundle.")) throw error;
    throw error.moved(({ path }) => [`${source}/${name}`, ...(path === undefined ? [] : [path])].join(": "));
  }
}

function readAnswers(files: Files, source: string): Pick<Submission, "answers" | "observations"> {
  const place = `${source}/answers.json`;
  const { answers, observations } = parsed(answersSchema, jsonOf(files, "answers.json", source), place);
  const read = Object.entries(answers).map(([id, one]) => [id, parsed(answerSchema, one, place)] as const);
  return { answers: Object.fromEntries(read), observations };
}

function runsOf(files: Files, source: string): SubmittedRun[] {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of files) {
    const [, run, name] = RUN.exec(path) ?? [];
    if (run === undefined || name === undefined) continue;
    folders.set(run, (folders.get(run) ?? new Map()).set(name, bytes));
  }
  return [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => {
      const place = `${source}/runs/${name}`;
      try {
        const text = folder.get(RECORD);
        if (text === undefined) throw new TidelabError("run.noRecord", undefined, place);
        const read = parseRecord(new TextDecoder().decode(text), `${place}/${RECORD}`);
        return { name, files: folder, record: read, error: undefined };
      } catch (error) {
        if (!(error instanceof TidelabError)) throw error;
        return { name, files: folder, record: undefined, error };
      }
    });
}

function jsonOf(files: Files, name: string, source: string): unknown {
  const place = `${source}/${name}`;
  const bytes = files.get(name);
  if (bytes === undefined) throw new TidelabError("bundle.missing", undefined, place);
  try {
    return parseShallowJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TidelabError("bundle.damaged", undefined, place, { cause });
  }
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, place: string): Output {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new TidelabError("bundle.damaged", undefined, place);
  return result.output;
}

const encode = (text: string) => new TextEncoder().encode(text);
