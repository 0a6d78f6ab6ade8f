/**
 * What a student gets back: `feedback.html`, with points, the teacher's comment, what checking found, and the student's own answers. Text
 * of a student's is text there. Hints are not in it: they are about others too, and no verdicts.
 */
import type { Block } from "../report/blocks.ts";
import { renderHtml } from "../report/html.ts";
import { VERSION } from "../version.ts";
import type { Assignment } from "./assignment.ts";
import type { RunCheck } from "./check.ts";
import type { Inspection } from "./inspect.ts";
import { feedbackTexts as english } from "./messages/feedback.en.ts";
import { feedbackTexts as chinese } from "./messages/feedback.zh-CN.ts";
import type { Place } from "./place.ts";
import type { Answers, Student } from "./submission.ts";

/** What checking a run found, as `checkSubmittedRun` has it; its numbers may be text. */
export interface FeedbackRun extends Pick<RunCheck, "name" | "result" | "epochs" | "of" | "epoch" | "sameWeights"> {
  readonly differences: readonly { readonly path: string; readonly recorded: unknown; readonly found: unknown }[];
}

/** What feedback is made of. */
export interface FeedbackInput {
  readonly assignment: Assignment;
  readonly student: Student;
  readonly answers: Answers;
  readonly inspection: Inspection;
  /** Of the runs that were trained again; those that wait are left out. */
  readonly checks: readonly FeedbackRun[];
  /** Runs in the submission. */
  readonly runs: number;
  /** Mean over the runs, from 0 to 1; undefined where none has a test. */
  readonly testAccuracy: number | undefined;
  /** As the teacher typed them; empty for none. */
  readonly points: string;
  readonly comment: string;
}

/** More are not read: the rest follows from them. */
const MOST_ENTRIES = 8;
/** Runs that differ beyond these are counted in the sentences only. */
const MOST_TABLES = 3;

/**
 * Feedback on a submission as one HTML file without scripts, in the language of the assignment.
 * @example
 * ```ts
 * import { feedbackHtml, inspectSubmission, makeSubmission, parseAssignment, readSubmission } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const assignment = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work });
 * const student = { name: "Lin", number: "20243101" };
 * const { name, bytes } = await makeSubmission({ assignment, student, answers: {}, runs: new Map(), report: "" });
 * const inspection = await inspectSubmission(await readSubmission(bytes, name));
 * const rest = { answers: {}, checks: [], runs: 0, testAccuracy: undefined, points: "9", comment: "Well done." };
 * const html = feedbackHtml({ assignment, student, inspection, ...rest });
 * console.log(html.includes("Well done.")); // true
 * ```
 */
export function feedbackHtml(input: FeedbackInput): string {
  const { assignment, student, comment } = input;
  const lang = assignment.language;
  const texts = lang === "zh-CN" ? chinese : english;
  const blocks: Block[] = [
    { kind: "results", results: resultsOf(input, texts) },
    ...(comment.trim() === "" ? [] : [heading(texts.comment), ...paragraphs(comment)]),
    heading(texts.found),
    { kind: "list", items: findings(input, texts).map((sentence) => [sentence]) },
    ...tablesOf(input, texts),
    ...answersOf(input, texts),
  ];
  return renderHtml({
    ...{ lang, title: assignment.title, genre: texts.genre, details: [student.name, student.number] },
    ...{ blocks, maker: texts.maker({ version: VERSION }) },
  });
}

type Texts = typeof english;

const heading = (text: string): Block => ({ kind: "heading", text });

/** Line ends of typed text begin paragraphs. */
function paragraphs(text: string): Block[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => ({ kind: "paragraph", content: [line] }));
}

const isAnswered = (answers: Answers, id: string) => String(answers[id]?.value ?? "").trim() !== "";

function resultsOf({ assignment, answers, checks, runs, testAccuracy, points }: FeedbackInput, texts: Texts) {
  const answered = assignment.questions.filter(({ id }) => isAnswered(answers, id)).length;
  const equal = checks.filter(({ result, epochs, of }) => result === "same" && epochs === of).length;
  const [epochs, of] = checks.reduce(([sum, all], one) => [sum + one.epochs, all + one.of], [0, 0]);
  return [
    { label: texts.points, value: points.trim() === "" ? "–" : points.trim() },
    { label: texts.equal, value: `${equal} / ${runs}` },
    { label: texts.compared, value: `${epochs} / ${of}` },
    { label: texts.accuracy, value: testAccuracy === undefined ? "–" : `${(100 * testAccuracy).toFixed(1)}%` },
    { label: texts.answered, value: `${answered} / ${assignment.questions.length}` },
  ];
}

function findings({ assignment, inspection, checks, runs }: FeedbackInput, texts: Texts): string[] {
  const same = checks.filter(({ result }) => result === "same");
  const whole = same.filter(({ epochs, of }) => epochs === of);
  const epochs = whole.reduce((sum, one) => sum + one.epochs, 0);
  const numberOf = (id: string) => assignment.questions.findIndex((question) => question.id === id) + 1;
  return [
    ...(whole.length > 0 ? [texts.same({ runs: whole.length, epochs })] : []),
    ...same.filter((one) => !whole.includes(one)).map(({ name, ...one }) => texts.partly({ run: name, ...one })),
    ...checks.flatMap((check) => verdictOf(check, texts)),
    ...(checks.length < runs ? [texts.open({ runs: runs - checks.length })] : []),
    ...inspection.runs.flatMap(({ name: run, broken }) =>
      broken.map(({ path, expected, received = "–" }) => texts.broken({ run, key: path, expected, received })),
    ),
    ...inspection.runs.flatMap(({ name: run, weights }) => (weights ? [texts.weights[weights]({ run })] : [])),
    ...inspection.strangers.map((run) => texts.stranger({ run })),
    ...inspection.missing.map((one) => {
      if (one.what === "runs") return texts.missingRuns(one);
      if (one.what === "report") return texts.missingReport;
      if (one.what === "observations") return texts.missingObservations(one);
      return texts.missingAnswers({ questions: one.questions.map(numberOf).join(", ") });
    }),
    ...inspection.nowhere.map(({ question, place }) => texts.nowhere({ number: numberOf(question), run: place.run })),
    ...(inspection.missing.some(({ what }) => what === "report") ? [] : [texts.reports[inspection.report]]),
  ];
}

function verdictOf({ name: run, result, epoch, differences, sameWeights }: FeedbackRun, texts: Texts): string[] {
  if (result === "same" || result === "stopped") return [];
  if (result === "otherNumerics") return [texts.otherNumerics({ run })];
  if (result === "unreadable") return [texts.unreadable({ run })];
  if (differences.length === 0) return [texts.files({ run })];
  const sentence = epoch === undefined ? texts.differsAtEnd({ run }) : texts.differs({ run, epoch });
  return [sameWeights ? `${sentence} ${texts.edited}` : sentence];
}

function tablesOf({ checks }: FeedbackInput, texts: Texts): Block[] {
  const wrong = checks.filter(({ differences }) => differences.length > 0).slice(0, MOST_TABLES);
  return wrong.map(({ name, differences }, index) => ({
    kind: "table",
    label: texts.table({ number: index + 1 }),
    title: texts.tableTitle({ run: name }),
    columns: [
      { title: texts.entry, isNumber: false },
      { title: texts.recorded, isNumber: true },
      { title: texts.foundHere, isNumber: true },
    ],
    rows: differences.slice(0, MOST_ENTRIES).map(({ path, recorded, found }) => ({
      cells: [{ code: path }, String(recorded).slice(0, 16), String(found).slice(0, 16)],
    })),
  }));
}

function placeText(place: Place, texts: Texts): string {
  const { kind, run } = place;
  const at =
    place.kind === "cell"
      ? texts.cell({ truth: String(place.truth), predicted: String(place.predicted) })
      : String(place.kind === "step" ? place.step : place.kind === "epoch" ? place.epoch : place.series);
  return texts.place({ kind: texts.places[kind], at, run });
}

function answersOf({ assignment, answers }: FeedbackInput, texts: Texts): Block[] {
  if (assignment.questions.length === 0) return [];
  const blocks = assignment.questions.flatMap(({ id, text, before }, index): Block[] => {
    const answer = answers[id];
    return [
      { kind: "subheading", text: texts.question({ number: index + 1, text }) },
      ...paragraphs(isAnswered(answers, id) ? String(answer?.value) : texts.noAnswer),
      ...(answer?.places ?? []).flatMap((place) => paragraphs(placeText(place, texts))),
      ...(before && answer?.beforeRuns ? paragraphs(texts.before) : []),
    ];
  });
  return [heading(texts.answers), ...blocks];
}
