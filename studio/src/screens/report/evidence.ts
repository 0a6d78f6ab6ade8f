/**
 * What the words of a report rest on: observations of its run that were pinned, and answers of assignments that point at places in it. Each has its
 * places, which the sheet opens and an exported report names.
 */
import type { Place } from "tidelab/teaching";
import { formatHash } from "../../app/router.ts";
import { placeText } from "../../pointing/place-text.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { addressOf } from "../../state/pointing.ts";
import { openKept } from "../../state/studio.ts";
import { readRow } from "../../store/runs.ts";
import { listTasks, type TaskRow } from "../../store/tasks.ts";
import { reportTexts } from "../../texts/report.ts";
import { timeTexts } from "../../texts/time.ts";
import { observationsOf } from "../../time/observations.ts";

export interface EvidencePlace {
  readonly text: string;
  /** Opens it in this studio. */
  readonly href: string;
}

export interface Evidence {
  /** What was observed, or a question with its answer. */
  readonly sentence: string;
  /** At least one. */
  readonly places: readonly EvidencePlace[];
}

/** @returns observations in the order of their steps, then answers; none for a run that is not kept */
export async function evidenceOf(id: string): Promise<Evidence[]> {
  const run = await openKept(id).catch(() => undefined);
  if (run === undefined) return [];
  const [row, tasks] = await Promise.all([readRow(id).catch(() => undefined), listTasks().catch((): TaskRow[] => [])]);
  const observations = observationsOf(run);
  return [...observed(run, row?.pins ?? observations.pinned.value), ...tasks.flatMap((task) => answered(run, task))];
}

function placeOf(run: LiveRun, place: Place): EvidencePlace {
  const { stepsPerEpoch = 1, classNames } = run.facts.value ?? {};
  return { text: placeText(place, classNames), href: formatHash(...addressOf(place, run.id, stepsPerEpoch)) };
}

function observed(run: LiveRun, pins: readonly string[]): Evidence[] {
  const texts = reportTexts();
  return observationsOf(run)
    .list.value.filter(({ id }) => pins.includes(id))
    .map(({ step, text }) => {
      const sentence = texts.pinned(text(timeTexts()));
      return { sentence, places: [placeOf(run, { kind: "step", run: run.label, step })] };
    });
}

/** Answers of one assignment to which the run was chosen: of others, a run may have the same name. */
function answered(run: LiveRun, { assignment, answers, chosen }: TaskRow): Evidence[] {
  if (assignment === undefined || !chosen.includes(run.id)) return [];
  return assignment.questions.flatMap((question) => {
    const { value, places = [] } = answers[question.id] ?? {};
    const here = places.filter((place) => place.run === run.label).map((place) => placeOf(run, place));
    if (here.length === 0) return [];
    // The answer to a question of this kind is its place.
    const isInWords = question.kind === "text" && value !== undefined;
    const sentence = isInWords ? reportTexts().answered(question.text, String(value)) : question.text;
    return { sentence, places: here };
  });
}

/** As a section of a Markdown report, with the user's own words below it; nothing where there are neither. */
export function markdownOf(evidence: readonly Evidence[], words: readonly string[]): string {
  const texts = reportTexts();
  const lines = evidence.map(({ sentence, places }) => {
    return `- ${plain(sentence)} (${places.map(({ text }) => plain(text)).join("; ")})`;
  });
  const quoted = words.flatMap((one) => one.split(/\r\n|\n|\r/)).map((line) => `> ${plain(line)}`.trimEnd());
  const parts = [
    ...(lines.length > 0 ? [`## ${plain(texts.evidence)}`, lines.join("\n")] : []),
    ...(quoted.length > 0 ? [`## ${plain(texts.observed)}`, quoted.join("\n")] : []),
  ];
  return parts.map((part) => `${part}\n\n`).join("");
}

/** Text in which nothing is markup any more, on one line. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|&~$]/g, "\\$&")
    .replace(/^(\d*)([#+.)-])(?=\s|$)/, "$1\\$2")
    .replace(/^(#+)(?=\s|$)/, "\\$1");
}
