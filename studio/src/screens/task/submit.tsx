/** Beside the work: who it is, what is still missing, and the bundle. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";
import type { Spec } from "tidelab";
import { Icon } from "../../components/icon.tsx";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import type { FolderFiles } from "../../engine/run-protocol.ts";
import { download } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import { readFolder } from "../../state/run-files.ts";
import { keptRuns } from "../../state/studio.ts";
import { isNamed, type Task } from "../../state/task.ts";
import { askTask } from "../../state/task-runs.ts";
import { describeProblem } from "../../texts/errors.ts";
import { language } from "../../texts/language.ts";
import { formatCount } from "../../texts/numbers.ts";
import { taskTexts } from "../../texts/task.ts";
import { isVerified } from "../../verify/verdict.ts";
import { runsOf } from "./exercise-part.tsx";
import { candidatesOf, useSetSpec } from "./own-runs.tsx";

/** What finds observations is loaded where there are runs to find them in. */
async function pinsOf(ids: readonly string[]) {
  if (ids.length === 0) return [];
  return (await import("../../time/pinned.ts")).pinsOf(ids);
}

interface Need {
  readonly text: string;
  readonly isDone: boolean;
  /** What it is written in. */
  readonly question?: string;
}

function needsOf(task: Task, set: Spec | undefined, pins: number): Need[] {
  const texts = taskTexts().needs;
  const { assignment, row, student } = task;
  const { answers, chosen } = row.value;
  const needs: Need[] = [{ text: texts.student, isDone: isNamed(student.value) }];
  if (assignment.work.kind === "exercise") {
    const runs = runsOf(task);
    const all = runs?.plan.value?.runs.length ?? 0;
    const done = runs?.ended.value.filter(({ record }) => record !== undefined).length ?? 0;
    needs.push({ text: texts.runs(done, all), isDone: all > 0 && done === all });
  } else {
    const mine = set
      ? candidatesOf(task, set, keptRuns.value ?? []).filter(({ row: one }) => chosen.includes(one.id))
      : [];
    const { runs, verified: mustVerify, observations } = assignment.needs;
    // As Check counts them: where something may be changed, the same training again is not another run.
    const isEach = assignment.free.length === 0;
    const counted = isEach ? mine.length : new Set(mine.map(({ record }) => record.weightsSha256)).size;
    needs.push({ text: texts.runs(counted, runs), isDone: counted >= runs });
    needs.push({ text: texts.fit, isDone: mine.length > 0 && mine.every(({ broken }) => broken.length === 0) });
    if (assignment.expected) {
      needs.push({ text: texts.weights, isDone: mine.length > 0 && mine.every(({ weights }) => weights === "same") });
    }
    if (observations > 0) {
      needs.push({ text: texts.observations(pins, observations), isDone: pins >= observations });
    }
    if (mustVerify) {
      const isDone = mine.length > 0 && mine.every(({ row: one }) => one.verified && isVerified(one.verified));
      needs.push({ text: texts.verified, isDone });
    }
  }
  for (const [index, { id, text }] of assignment.questions.entries()) {
    const isDone = String(answers[id]?.value ?? "").trim() !== "";
    needs.push({ text: texts.question(index + 1, text), isDone, question: id });
  }
  return needs;
}

/** Folders of what is submitted, and its report. */
async function gather(task: Task) {
  const lang = language.value;
  const exercise = runsOf(task);
  const plan = exercise?.plan.value;
  if (exercise && plan) {
    return { runs: await exercise.folders(), report: { plan, ended: exercise.ended.value, lang }, observations: [] };
  }
  const runs: [string, FolderFiles][] = [];
  for (const id of task.row.value.chosen) {
    const files = await readFolder(id);
    const label = keptRuns.value?.find((row) => row.id === id)?.label ?? id;
    if (files) runs.push([label, files]);
  }
  const [first] = runs;
  const report = first ? (await askRun("report", { files: first[1], folder: first[0], lang })).html : "";
  return { runs, report, observations: await pinsOf(task.row.value.chosen) };
}

/** Pinned observations of the runs that are chosen. */
function usePins(chosen: readonly string[]): number {
  const [count, setCount] = useState(0);
  const key = chosen.join(" ");
  useEffect(() => {
    let isWanted = true;
    void pinsOf(chosen).then((pins) => isWanted && setCount(pins.length));
    return () => {
      isWanted = false;
    };
  }, [key]);
  return count;
}

export function Submit({ task }: { task: Task }) {
  const texts = taskTexts();
  const id = useId();
  const set = useSetSpec(task);
  const isMaking = useSignal(false);
  const made = useSignal<string | undefined>(undefined);
  const problems = useSignal<readonly string[]>([]);
  const student = task.student.value;
  const pins = usePins(task.row.value.chosen);
  const needs = needsOf(task, set, pins);
  const isWhole = needs.every(({ isDone }) => isDone);
  // The seeds that were trained with are those of this number.
  const isNumberFixed = task.assignment.seed === "student" && task.row.value.begunAt !== undefined;
  const make = async () => {
    isMaking.value = true;
    problems.value = [];
    try {
      const { runs, report, observations } = await gather(task);
      const { answers } = task.row.value;
      const ask = { assignment: task.assignment, student, answers, observations, runs, report };
      const { name, bytes } = await askTask("submit", ask);
      download(name, bytes, "application/zip");
      made.value = texts.made(name, formatCount(Math.ceil(bytes.length / 1000)));
    } catch (error) {
      if (error instanceof RunRefused) problems.value = error.errors.map(describeProblem);
      else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      isMaking.value = false;
    }
  };
  return (
    <>
      <h2>{texts.submitTitle}</h2>
      <div class="student">
        <label for={`${id}-name`}>{texts.name}</label>
        <input
          id={`${id}-name`}
          class="input"
          autocomplete="name"
          maxLength={80}
          value={student.name}
          onInput={({ currentTarget }) => task.setStudent({ name: currentTarget.value })}
        />
        <label for={`${id}-number`}>{texts.studentNumber}</label>
        <input
          id={`${id}-number`}
          class={`input${isNumberFixed ? " fixed" : ""}`}
          autocomplete="off"
          maxLength={80}
          value={student.number}
          readOnly={isNumberFixed}
          aria-describedby={`${id}-number-note`}
          onInput={({ currentTarget }) => task.setStudent({ number: currentTarget.value })}
        />
        <p id={`${id}-number-note`} class="tiny soft">
          {isNumberFixed && texts.numberFixed}
        </p>
      </div>
      <ul class="needs">
        {needs.map(({ text, isDone, question }) => (
          <li key={text} class={isDone ? "is-done" : ""}>
            <Icon name={isDone ? "check" : "warn"} size={16} />
            <span class="grow">{text}</span>
            <span class="visually-hidden">{isDone ? texts.done : texts.open}</span>
            {question && !isDone && (
              <button
                type="button"
                class="btn sm quiet"
                onClick={() =>
                  document.querySelector<HTMLElement>(`#question-${CSS.escape(question)} :is(textarea, input)`)?.focus()
                }
              >
                {texts.open}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="btn primary big"
        disabled={isMaking.value || !isNamed(student)}
        onClick={() => void make()}
      >
        <Icon name="download" />
        {isMaking.value ? texts.making : texts.make}
      </button>
      <div role="status" class="small">
        {made.value && <p class="good strong">{made.value}</p>}
        {!isNamed(student) ? (
          <p class="soft">{texts.needStudent}</p>
        ) : (
          !isWhole && <p class="soft">{texts.makeAnyway}</p>
        )}
      </div>
      {problems.value.length > 0 && (
        <div class="notice warn" role="alert">
          <Icon name="warn" />
          <div>
            {problems.value.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </div>
      )}
      <p class="tiny soft">{texts.nothingSent}</p>
    </>
  );
}
