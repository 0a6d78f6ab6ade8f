/** The runs of an exercise in this page, and what they show: progress, arms, differences with intervals, all by the package's own statistics. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SweepConclusions } from "tidelab/report";
import { Icon } from "../../components/icon.tsx";
import { download } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import type { Task } from "../../state/task.ts";
import { askTask, openTaskRuns, type TaskRuns } from "../../state/task-runs.ts";
import { describeProblem } from "../../texts/errors.ts";
import { language } from "../../texts/language.ts";
import { taskTexts } from "../../texts/task.ts";
import { Conclusions } from "./conclusions.tsx";

/** How long a conclusion holds while runs end: each costs the worker some tenths of a second. */
const PAUSE_MS = 800;

/** The runs of a task; undefined until the number is typed that its seeds are made of. */
export function runsOf(task: Task): TaskRuns | undefined {
  const { seed, work } = task.assignment;
  if (work.kind !== "exercise") return undefined;
  const number = task.student.value.number.trim();
  if (seed === "student" && number === "") return undefined;
  return openTaskRuns(seed === "student" ? `${task.id}-${number}` : task.id, task.assignment, number);
}

export function ExercisePart({ task }: { task: Task }) {
  const texts = taskTexts();
  const runs = runsOf(task);
  return (
    <>
      <section class="task-part" aria-labelledby="runs-title">
        <h2 id="runs-title">{texts.runsTitle}</h2>
        {runs ? <Runs task={task} runs={runs} /> : <p>{texts.numberFirst}</p>}
      </section>
      {runs && <Shown key={runs.id} runs={runs} />}
    </>
  );
}

function Runs({ task, runs }: { task: Task; runs: TaskRuns }) {
  const texts = taskTexts();
  const plan = runs.plan.value;
  const phase = runs.phase.value;
  const ended = runs.ended.value.length;
  const began = useRef<{ at: number; share: number } | undefined>(undefined);
  if (phase === "refused") {
    return (
      <div class="notice warn" role="alert">
        <Icon name="warn" />
        <div>
          {runs.problems.value.map((problem) => (
            <p key={problem.path}>{describeProblem(problem)}</p>
          ))}
        </div>
      </div>
    );
  }
  if (plan === undefined) return <p class="soft">{texts.planning}</p>;
  const isTraining = phase === "training";
  if (!isTraining) began.current = undefined;
  else began.current ??= { at: performance.now(), share: runs.share.value };
  const go = () => {
    task.begin();
    void runs.start();
  };
  const label =
    phase === "paused" ? texts.goOn : phase === "elsewhere" ? texts.again : ended > 0 ? texts.goOn : texts.begin;
  return (
    <>
      <p>{texts.runsText(plan.arms.length, plan.seeds.length, plan.runs.length)}</p>
      <div class="run-progress">
        <progress max={1} value={runs.share.value} aria-label={texts.runsTitle} />
        {phase !== "finished" && (
          <button
            type="button"
            class={`btn${isTraining ? "" : " primary"}`}
            onClick={isTraining ? () => runs.pause() : go}
          >
            <Icon name={isTraining ? "pause" : "play"} size={16} />
            {isTraining ? texts.pause : label}
          </button>
        )}
      </div>
      <p class="small soft" role="status">
        {phase === "finished" ? texts.finished : texts.progress(ended, plan.runs.length)}
        {phase === "paused" && ` · ${texts.paused}`}
        {phase === "elsewhere" && ` · ${texts.elsewhere}`}
        {isTraining && ` · ${leftText(began.current, runs.share.value)}`}
      </p>
      <p class="tiny soft">{runs.keeps.value ? texts.keeps : texts.keepsNot}</p>
    </>
  );
}

/** By the pace since training began; nothing before a twentieth is done. */
function leftText(began: { at: number; share: number } | undefined, share: number): string {
  const done = began ? share - began.share : 0;
  if (!began || done < 0.03) return "…";
  const minutes = ((performance.now() - began.at) / 60_000) * ((1 - share) / done);
  return taskTexts().left(Math.max(1, Math.round(minutes)));
}

function Shown({ runs }: { runs: TaskRuns }) {
  const texts = taskTexts();
  const found = useSignal<SweepConclusions | undefined>(undefined);
  const lang = language.value;
  const plan = runs.plan.value;
  const ended = runs.ended.value;
  useEffect(() => {
    if (plan === undefined || ended.length === 0) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      askTask("conclude", { plan, ended, lang }).then(
        (conclusions) => {
          if (isWanted) found.value = conclusions;
        },
        (error: unknown) => reportFault(String(error), error instanceof Error ? (error.stack ?? "") : ""),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [plan, ended, lang, found]);
  const save = async () => {
    if (plan === undefined) return;
    download(`${plan.name}-report.html`, await askTask("report", { plan, ended, lang }), "text/html");
  };
  return (
    <section class="task-part" aria-labelledby="conclusion-title">
      <div class="between">
        <h2 id="conclusion-title">{texts.conclusionTitle}</h2>
        {ended.length > 0 && (
          <button type="button" class="btn sm" onClick={() => void save()}>
            <Icon name="page" size={14} />
            {texts.fullReport}
          </button>
        )}
      </div>
      {found.value ? <Conclusions found={found.value} /> : <p class="soft">{texts.conclusionNone}</p>}
    </section>
  );
}
