/** `tidelab verify` of submissions: each is read, held against its assignment, and its runs are trained again. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describeError, TidelabError } from "../errors/errors.ts";
import { readIfThere } from "../node/files.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import { checkSubmittedRun, type RunCheck } from "../teaching/check.ts";
import { findHints, type Hint, type NamedSubmission } from "../teaching/hints.ts";
import { type Inspection, inspectSubmission } from "../teaching/inspect.ts";
import { checkSubmissionSize, readSubmission } from "../teaching/submission.ts";
import "../errors/teaching-errors.ts";
import { errorMessagesIn } from "./terminal/language.ts";
import type { Terminal } from "./terminal/terminal.ts";

const SUBMISSION = /\.tidelab$/i;

/**
 * The submissions that paths name: files, and folders that have some.
 * @returns undefined where no path names any
 * @throws TidelabError `verify.mixed` where only some do
 */
export async function findSubmissions(paths: readonly string[]): Promise<readonly string[] | undefined> {
  const found = await Promise.all(paths.map(submissionsAt));
  if (found.every((some) => some.length === 0)) return undefined;
  const other = paths.find((_, index) => found[index]?.length === 0);
  if (other !== undefined) throw new TidelabError("verify.mixed", undefined, other);
  return found.flat();
}

async function submissionsAt(path: string): Promise<string[]> {
  const about = await stat(path).catch(() => undefined);
  if (about?.isFile()) return SUBMISSION.test(path) ? [path] : [];
  if (!about?.isDirectory()) return [];
  const names = await readdir(path).catch((): string[] => []);
  return names
    .filter((name) => SUBMISSION.test(name))
    .sort()
    .map((name) => join(path, name));
}

interface Options {
  /** How many a run of so many series a step gets. */
  threadsFor(rows: number): number;
  readonly epochs: number | undefined;
  readonly signal: AbortSignal;
}

/** What came of all, and the document of `--json`. */
export async function verifySubmissions(paths: readonly string[], options: Options, terminal: Terminal) {
  const texts = terminal.messages.submission;
  const documents = [];
  const read: NamedSubmission[] = [];
  for (const file of paths) {
    if (options.signal.aborted) break;
    const found = await verifySubmission(file, options, terminal);
    documents.push(found.document);
    if (found.submission) read.push({ id: file, submission: found.submission });
  }
  const [first] = read;
  const hints = first ? findHints(read, first.submission.assignment) : [];
  if (hints.length > 0)
    terminal.result([texts.hintsTitle, ...hints.map((one) => `  ${hintText(one, terminal)}`)].join("\n"));
  const verified = documents.filter((document) => document.verified).length;
  const isVerified = verified === paths.length;
  terminal.result(terminal.style(isVerified ? "green" : "red", texts.summary({ verified, all: paths.length })));
  return { isVerified, document: { verified: isVerified, submissions: documents, hints } };
}

async function verifySubmission(file: string, { threadsFor, epochs, signal }: Options, terminal: Terminal) {
  const texts = terminal.messages.submission;
  const describe = (error: TidelabError) => describeError(error, errorMessagesIn(terminal.lang));
  let submission: Awaited<ReturnType<typeof readSubmission>>;
  try {
    checkSubmissionSize((await stat(file).catch(() => undefined))?.size ?? 0, file);
    submission = await readSubmission(new Uint8Array((await readIfThere(file)) ?? []), file);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    terminal.result(terminal.style("red", texts.unreadable({ error: describe(error) })));
    return {
      submission: undefined,
      document: { file, verified: false, error: { code: error.code, message: error.message } },
    };
  }
  const { student, assignment, manifest } = submission;
  terminal.result(texts.head({ file, ...student }));
  const inspection = await inspectSubmission(submission);
  const changed = [...manifest.changed, ...manifest.missing, ...manifest.extra];
  const wrong = [
    ...(changed.length > 0 ? [texts.manifest({ files: changed.join(", ") })] : []),
    ...faultsOf(inspection, terminal),
  ];
  for (const line of wrong) terminal.result(terminal.style("red", `  ${line}`));
  const runs = [];
  for (const run of submission.runs) {
    if (signal.aborted) break;
    const { spec, data } = run.record ?? {};
    const rows = Math.min(spec?.training.batchSize ?? 1, data?.train ?? 1);
    const verification = checkSubmittedRun(run, {
      ...{ threads: threadsFor(rows), signal, files: seriesFilesIn(".") },
      ...(epochs !== undefined && { epochs }),
    });
    let next = await verification.next();
    while (!next.done) next = await verification.next();
    const check = next.value;
    terminal.result(
      terminal.style(check.result === "same" ? "green" : "red", `  ${verdictText(check, terminal, describe)}`),
    );
    const { error, ...found } = check;
    runs.push({ ...found, ...(error && { error: { code: error.code, message: error.message } }) });
  }
  const isSame = runs.length > 0 && runs.every(({ result }) => result === "same");
  const verified = isSame && wrong.length === 0;
  const document = {
    file,
    verified,
    ...student,
    assignment: assignment.id,
    manifest,
    ...inspectionDocument(inspection),
    runs,
  };
  return { submission, document };
}

function inspectionDocument({ report, missing, nowhere, strangers, runs }: Inspection) {
  const broken = runs.flatMap(({ name, broken: some }) => some.map((one) => ({ run: name, ...one })));
  const expected = runs.flatMap(({ name: run, weights }) => (weights === undefined ? [] : [{ run, weights }]));
  return { report, missing, nowhere, strangers, broken, ...(expected.length > 0 && { expected }) };
}

function faultsOf({ runs, strangers, missing, nowhere, report }: Inspection, { messages }: Terminal): string[] {
  const texts = messages.submission;
  return [
    ...runs.flatMap(({ name, broken }) =>
      broken.map(({ path, expected, received = "–" }) => texts.broken({ run: name, key: path, expected, received })),
    ),
    ...runs.flatMap(({ name: run, weights }) =>
      weights === "other" || weights === "otherNumerics" ? [texts.otherWeights[weights]({ run })] : [],
    ),
    ...strangers.map((run) => texts.stranger({ run })),
    ...missing.map((one) => {
      if (one.what === "runs") return texts.missingRuns(one);
      if (one.what === "observations") return texts.missingObservations(one);
      return one.what === "report"
        ? texts.missingReport
        : texts.missingAnswers({ questions: one.questions.join(", ") });
    }),
    ...nowhere.map(({ question, place }) => texts.nowhere({ question, kind: place.kind, run: place.run })),
    ...(report === "same" || missing.some(({ what }) => what === "report") ? [] : [texts.reports[report]]),
  ];
}

function verdictText(
  { name: run, result, epochs, of, epoch, error }: RunCheck,
  { messages }: Terminal,
  describe: (error: TidelabError) => string,
): string {
  const texts = messages.submission;
  if (result === "same") return texts.same({ run, epochs, of });
  if (result === "otherNumerics") return texts.otherNumerics({ run });
  if (error) return texts.notThere({ run, error: describe(error) });
  return epoch === undefined ? texts.differsAtEnd({ run }) : texts.differs({ run, epoch });
}

function hintText(hint: Hint, { messages }: Terminal): string {
  const texts = messages.submission;
  const files = hint.ids.join(", ");
  switch (hint.kind) {
    case "sameWeights":
      return texts.sameWeights({ files, seed: hint.seed });
    case "otherSeed":
      return texts.otherSeed({ file: files, ...hint });
    case "sameAnswer":
      return texts.sameAnswer({ files, question: hint.question, share: (100 * hint.similarity).toFixed(0) });
    case "manifest":
      return `${files}: ${texts.manifest({ files: hint.files.join(", ") })}`;
  }
}
