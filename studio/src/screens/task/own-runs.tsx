/** Runs for an assignment that begins with a spec: trained in Train, where what is set is locked; chosen and verified here. */
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Spec } from "tidelab";
import type { RunRecord } from "tidelab/runs";
import {
  compareExpected,
  type ExpectedWeights,
  type RuleBreak,
  rulesBroken,
  seedOfStudent,
  workOfStudent,
} from "tidelab/teaching";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import type { ErrorData } from "../../engine/protocol.ts";
import { askVerdict, RunRefused } from "../../engine/run-client.ts";
import { reportFault } from "../../state/faults.ts";
import { filesOf } from "../../state/own-files.ts";
import { keepVerdict, keptRuns, prepareRun, threadsHere } from "../../state/studio.ts";
import type { Task } from "../../state/task.ts";
import { lockRecipe } from "../../state/task-lock.ts";
import type { RunRow } from "../../store/runs.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatPercent } from "../../texts/numbers.ts";
import { taskTexts } from "../../texts/task.ts";
import { isVerified } from "../../verify/verdict.ts";

/** A run that is set so differently was trained for something else. */
const MOST_BROKEN = 6;

export interface Candidate {
  readonly row: RunRow;
  readonly record: RunRecord;
  readonly broken: readonly RuleBreak[];
  /** Against the teacher's own run, where there is one and the keys are as set. */
  readonly weights: ExpectedWeights | undefined;
}

/** What the student begins with; undefined until the number is typed that its seed is made of. */
export function useSetSpec({ assignment, student }: Task): Spec | undefined {
  const number = student.value.number.trim();
  const [spec, setSpec] = useState<Spec | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    setSpec(undefined);
    if (assignment.work.kind !== "spec" || (assignment.seed === "student" && number === "")) return;
    void workOfStudent(assignment, number).then((work) => {
      if (isWanted && work.kind === "spec") setSpec(work.spec);
    });
    return () => {
      isWanted = false;
    };
  }, [assignment, number]);
  return spec;
}

/** Runs of this device that may be meant for the assignment, those that fit first. */
export function candidatesOf({ assignment }: Task, set: Spec, rows: readonly RunRow[]): Candidate[] {
  const found = rows.flatMap((row): Candidate[] => {
    const { record } = row;
    if (record === undefined) return [];
    const broken = rulesBroken(record.spec, set, assignment.free);
    const weights = broken.length === 0 ? compareExpected(assignment, record) : undefined;
    return broken.length <= MOST_BROKEN ? [{ row, record, broken, weights }] : [];
  });
  return found.sort((a, b) => a.broken.length - b.broken.length);
}

export function OwnRuns({ task }: { task: Task }) {
  const texts = taskTexts();
  const set = useSetSpec(task);
  const { assignment, student } = task;
  const keys = assignment.free.map(({ path }) => path);
  const seed = seedOfStudent(assignment, student.value.number);
  const open = () => {
    if (set === undefined) return;
    task.begin();
    lockRecipe({ ...set, name: assignment.id }, keys, assignment.expected?.weightsSha256);
    prepareRun({ ...set, name: assignment.id });
    navigate(["train"]);
  };
  const candidates = set ? candidatesOf(task, set, keptRuns.value ?? []) : [];
  return (
    <section class="task-part" aria-labelledby="work-title">
      <h2 id="work-title">{texts.workTitle}</h2>
      <p>{texts.workText}</p>
      <p class="small soft hstack">
        <Icon name="lock" size={14} />
        {keys.length > 0 ? texts.freeKeys(keys.join(", ")) : texts.nothingFree}
        {seed !== undefined && student.value.number.trim() !== "" && ` ${texts.seedOwn(seed)}`}
      </p>
      {set === undefined && assignment.seed === "student" ? (
        <p class="notice">{texts.numberFirst}</p>
      ) : (
        <button type="button" class="btn primary" onClick={open} disabled={set === undefined}>
          <Icon name="play" size={16} />
          {texts.openInTrain}
        </button>
      )}
      {set && candidates.length === 0 && <p class="soft">{texts.noRuns}</p>}
      <ul class="own-runs">
        {candidates.map((candidate) => (
          <OwnRun key={candidate.row.id} task={task} candidate={candidate} />
        ))}
      </ul>
    </section>
  );
}

function OwnRun({ task, candidate: { row, record, broken, weights } }: { task: Task; candidate: Candidate }) {
  const texts = taskTexts();
  const epoch = useSignal<number | undefined>(undefined);
  const refused = useSignal<readonly ErrorData[]>([]);
  const { chosen } = task.row.value;
  // Of the record that there is now: a run that went back or went on has another one, which nobody has verified.
  const verdict = row.verified;
  const isChosen = chosen.includes(row.id);
  const verify = async () => {
    epoch.value = 0;
    refused.value = [];
    try {
      const ask = {
        files: [["run.json", new TextEncoder().encode(JSON.stringify(record))]] as const,
        ...{ name: row.label, opened: filesOf(record.spec), threads: threadsHere() },
      };
      const found = await askVerdict(ask, {
        onProgress: (progress) => {
          epoch.value = progress.epoch;
        },
      });
      await keepVerdict(row.id, record, found);
    } catch (error) {
      if (error instanceof RunRefused) refused.value = error.errors;
      else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      epoch.value = undefined;
    }
  };
  const toggle = () => task.change({ chosen: isChosen ? chosen.filter((id) => id !== row.id) : [...chosen, row.id] });
  return (
    <li>
      <label class="check grow">
        <input type="checkbox" checked={isChosen} aria-label={texts.choose(row.label)} onChange={toggle} />
        <span>
          <b>{row.label}</b>{" "}
          <span class="small soft">
            {texts.runLine(record.history.length, record.test ? formatPercent(record.test.accuracy) : "–")}
          </span>
          {broken.length > 0 && (
            <span class="small warn">
              {" "}
              {texts.brokenKeys(
                broken.map(({ path, received = "–", expected }) => `${path} ${received} (${expected})`).join(", "),
              )}
            </span>
          )}
        </span>
      </label>
      {weights && (
        <span class={`chip ${weights === "same" ? "good" : "warn"}`}>
          <Icon name={weights === "same" ? "check" : "warn"} size={14} />
          {texts.teachersWeights[weights]}
        </span>
      )}
      {verdict && isVerified(verdict) ? (
        <span class="chip good">
          <Icon name="shield" size={14} />
          {texts.verified}
        </span>
      ) : epoch.value !== undefined ? (
        <span class="chip" role="status">
          {texts.verifying(epoch.value, record.history.length)}
        </span>
      ) : (
        <button type="button" class="btn sm" onClick={() => void verify()}>
          {texts.verify}
        </button>
      )}
      {verdict && !isVerified(verdict) && <span class="chip bad">{texts.notVerified}</span>}
      {refused.value.map((error) => (
        <p key={error.code} class="notice warn" role="alert">
          <Icon name="warn" />
          {describeProblem(error)}
        </p>
      ))}
    </li>
  );
}
