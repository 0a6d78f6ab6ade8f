/** What can be changed in a run that trains, and where it can go back to. Reads the run's signals; `studio.ts` does it. */
import type { EditValues } from "tidelab";
import type { LiveRun } from "./live-run.ts";

export type LiveKey = keyof EditValues;
const LIVE_KEYS = ["lr", "clipGradNorm", "weightDecay"] as const satisfies readonly LiveKey[];

/** A value as it was set before a step: changed by hand, or the recipe's. */
function valueBefore({ edits, facts }: LiveRun, key: LiveKey, step: number): number {
  const edited = edits.value.findLast((edit) => edit.step < step && edit.set[key] !== undefined)?.set[key];
  const training = facts.value?.spec.training;
  // AdamW's own default, as PyTorch has it; the others have none.
  const fallback = key === "weightDecay" && training?.optimizer === "adamw" ? 0.01 : 0;
  return edited ?? training?.[key] ?? fallback;
}

/** A value that may change while it trains, as it was set last: asked for, changed by hand, or the recipe's. */
export function liveValue(run: LiveRun, key: LiveKey): number {
  return run.asked.value[key] ?? valueBefore(run, key, Number.POSITIVE_INFINITY);
}

/** Changes by hand, with what each value was before: of a learning rate under a schedule, the rate of the step before. */
export function editsWithBefore(run: LiveRun) {
  return editsByHand(run).map(({ step, set }) => {
    const rate = run.facts.value?.spec.training.schedule && run.steps.rate[step - 2];
    const before = Object.fromEntries(LIVE_KEYS.map((key) => [key, valueBefore(run, key, step)])) as EditValues;
    return { step, set, before: rate === undefined || Number.isNaN(rate) ? before : { ...before, lr: rate } };
  });
}

/** Changes that were made by hand: those that the spec had before it began are the recipe's. */
export function editsByHand({ edits, facts }: LiveRun) {
  const written = facts.value?.spec.training.edits ?? [];
  return edits.value.filter(({ step, set }) => {
    const own = written.find((edit) => edit.step === step);
    return JSON.stringify(own?.set) !== JSON.stringify(set);
  });
}

/**
 * The step to go back to: that before the last change by hand or, without one, the newest with a full state. Undefined where there is none before the
 * step that the run is at.
 */
export function goBackTarget(run: LiveRun): number | undefined {
  const count = run.stepCount.value;
  const failed = run.phase.value === "diverged";
  const isBefore = (step: number) => step < count || (failed && step <= count);
  const states = run.states.value.filter(isBefore);
  const edited = editsByHand(run).map(({ step }) => step - 1);
  return edited.findLast((step) => states.includes(step)) ?? states.at(-1);
}

/** The epoch that ends with a step; undefined within one. */
export function epochOf(run: LiveRun, step: number): number | undefined {
  const perEpoch = run.facts.value?.stepsPerEpoch ?? 1;
  return step % perEpoch === 0 ? step / perEpoch : undefined;
}
