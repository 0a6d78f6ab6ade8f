/**
 * Which epoch is the best and when to stop waiting for a better one, from validation alone: the test series are never used for selection.
 * Both follow from the history, so that neither needs a state.
 */
import type { Monitor, TrainingSpec } from "../spec/training.ts";
import type { EpochRecord, Selection } from "./records.ts";

type Monitored = Pick<EpochRecord, Monitor>;

/** Whether a value is better than `best` by more than `margin`: absolute, or as a share of `best`, as in PyTorch. */
export function isBetter(monitor: Monitor, value: number, best: number, margin = 0, mode: "rel" | "abs" = "abs") {
  if (monitor === "valLoss") return value < (mode === "rel" ? best * (1 - margin) : best - margin);
  return value > (mode === "rel" ? best * (1 + margin) : best + margin);
}

/** The epoch of the best value, the first of equals; undefined before the first epoch is done. */
export function bestOf<Record extends Monitored>(history: readonly Record[], monitor: Monitor): Record | undefined {
  let best: Record | undefined;
  for (const record of history) {
    if (best === undefined || isBetter(monitor, record[monitor], best[monitor])) best = record;
  }
  return best;
}

export interface EpochChoice<Epoch> {
  readonly best: Epoch;
  readonly last: Epoch;
  /** The one whose weights the model holds, and was tested with. */
  readonly tested: Epoch;
  readonly monitor: Monitor;
}

/**
 * Best, last and tested epoch of a run, as the run itself chose them; undefined before the first epoch is done. A record that
 * does not say holds the last weights, and its best epoch is that of the lowest validation loss.
 */
export function choiceOf<Epoch extends Monitored>({
  history,
  selection,
}: {
  readonly history: readonly Epoch[];
  readonly selection?: Pick<Selection, "monitor" | "weights"> | null | undefined;
}): EpochChoice<Epoch> | undefined {
  const last = history.at(-1);
  const monitor = selection?.monitor ?? "valLoss";
  const best = bestOf(history, monitor);
  if (last === undefined || best === undefined) return undefined;
  return { best, last, tested: selection?.weights === "best" ? best : last, monitor };
}

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
