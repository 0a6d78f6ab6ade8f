/** The state of a run in words: its name and state above the curves, and a notice where there is something to know. */
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { ExpectedNotice } from "../../link/linked.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { interruptedRuns, keptRuns, resumeRun } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { trainTexts } from "../../texts/train.ts";
import { DivergedNotice, ForkNotice, WentBackNotice } from "./steer-notices.tsx";

const LOOKS = {
  training: "tide",
  testing: "tide",
  finished: "good",
  diverged: "bad",
  failed: "bad",
  paused: "warn",
} as Readonly<Record<string, string>>;

/** The epoch and the batch that a step belongs to, both from 1 on. */
function positionOf(step: number, stepsPerEpoch: number): { epoch: number; batch: number } {
  if (step === 0) return { epoch: 1, batch: 0 };
  const epoch = Math.ceil(step / stepsPerEpoch);
  return { epoch, batch: step - (epoch - 1) * stepsPerEpoch };
}

export function StatusLine({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  if (run === undefined) return <h1>{texts.states.preparing}</h1>;
  const phase = run.phase.value;
  const facts = run.facts.value;
  const { epoch, batch } = positionOf(run.stepCount.value, facts?.stepsPerEpoch ?? 1);
  return (
    <div class="hstack status-line">
      <h1>{run.label}</h1>
      <span class={`chip ${LOOKS[phase] ?? ""}`}>
        {phase === "training" && <span class="dot" />}
        {texts.states[phase]}
      </span>
      {facts && run.isOpen.value && (
        <span class="small soft">{texts.position(epoch, facts.spec.training.epochs, batch, facts.stepsPerEpoch)}</span>
      )}
    </div>
  );
}

/** What the state means for the user; undefined where the pill says it all. */
function sentenceOf(run: LiveRun): { look: string; text: string } | undefined {
  const texts = trainTexts();
  const facts = run.facts.value;
  const record = run.record.value;
  const right = record?.test?.confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) ?? 0;
  const total = record?.data.test ?? 0;
  switch (run.phase.value) {
    case "paused": {
      if (run.isElsewhere.value) return { look: "warn", text: texts.elsewhere };
      const { epoch, batch } = positionOf(run.stepCount.value, facts?.stepsPerEpoch ?? 1);
      if (run.stepCount.value === 0) return { look: "", text: texts.pausedAtStart };
      const isBetween = batch === facts?.stepsPerEpoch;
      return { look: "", text: isBetween ? texts.pausedBetween(epoch) : texts.paused(batch) };
    }
    case "finished":
      return record?.test ? { look: "good", text: texts.finished(right, total) } : undefined;
    case "stopped":
      return record?.test ? { look: "good", text: texts.stopped(record.history.length, right, total) } : undefined;
    default:
      return undefined;
  }
}

export function StatusNotice({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  if (run === undefined) return null;
  const sentence = sentenceOf(run);
  const interrupted = interruptedRuns.value.some(({ id }) => id === run.id);
  const row = keptRuns.value?.find(({ id }) => id === run.id);
  const isStopped = run.phase.value === "stopped" && row?.status === "stopped" && run.states.value.length > 0;
  const goOn = () => row && navigate(["train", resumeRun(row).id], { replace: true });
  return (
    <div class="notices" aria-live="polite">
      {interrupted && row ? (
        <div class="notice warn">
          <Icon name="clock" />
          <span class="grow">{texts.interrupted}</span>
          <button type="button" class="btn sm" onClick={goOn}>
            {texts.goOnHere}
          </button>
        </div>
      ) : run.phase.value === "diverged" ? (
        <DivergedNotice run={run} />
      ) : (
        sentence && (
          <div class={`notice steer-notice ${sentence.look}`}>
            <Icon name={sentence.look === "warn" ? "warn" : sentence.look === "good" ? "check" : "info"} />
            <span class="grow">
              {sentence.text} {isStopped && texts.canGoOn}
            </span>
            {isStopped && (
              <button type="button" class="btn sm" onClick={goOn}>
                {texts.goOnHere}
              </button>
            )}
          </div>
        )
      )}
      <ForkNotice run={run} />
      {run.wentBack.value && <WentBackNotice run={run} branch={run.wentBack.value} />}
      {run.errors.value.map((error) => (
        <p key={error.path} class="notice warn">
          <Icon name="warn" />
          {describeProblem(error)}
        </p>
      ))}
      <ExpectedNotice run={run} />
      {run.storage.value && (
        <p class="notice warn">
          <Icon name="warn" />
          {run.storage.value === "full" ? texts.storageFull : texts.storageRefused}
        </p>
      )}
    </div>
  );
}
