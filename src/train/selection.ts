/**
 * When to stop waiting for a better epoch, and what a history amounts to. Both follow from the history, so that neither needs a
 * state. Which epoch is the best is in `metrics/epoch-choice.ts`.
 */
import { bestOf, isBetter, type Monitored } from "../metrics/epoch-choice.ts";
import type { TrainingSpec } from "../spec/training.ts";
import type { EpochRecord, Selection } from "./records.ts";

/** Whether the last `patience` epochs brought nothing better by more than `minDelta`; never without early stopping. */
export function isExhausted(
  history: readonly Monitored[],
  { earlyStopping, monitor }: Pick<TrainingSpec, "earlyStopping" | "monitor">,
): boolean {
  if (earlyStopping === undefined) return false;
  let best: number | undefined;
  let waited = 0;
  for (const record of history) {
    const value = record[monitor];
    if (best === undefined || isBetter(monitor, value, best, earlyStopping.minDelta)) {
      best = value;
      waited = 0;
    } else waited++;
  }
  return waited >= earlyStopping.patience;
}

/** What a history amounts to; undefined before the first epoch is done. */
export function selectionOf(history: readonly EpochRecord[], training: TrainingSpec): Selection | undefined {
  const { monitor, restoreBest, epochs } = training;
  const best = bestOf(history, monitor);
  if (best === undefined) return undefined;
  return {
    monitor,
    bestEpoch: best.epoch,
    bestValue: best[monitor],
    lastEpoch: history.length,
    weights: restoreBest ? "best" : "last",
    stoppedEarly: history.length < epochs && isExhausted(history, training),
  };
}
