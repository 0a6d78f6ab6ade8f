/**
 * Which epoch of a history is the best, from validation or the training loss: the test set is never used for selection. Pure functions of what is
 * on record; when to stop waiting for a better epoch is in `train/selection.ts`.
 */
import type { Monitor } from "../spec/training.ts";

/** The values of an epoch's record that can choose it. */
export type Monitored = Readonly<Record<Monitor, number>>;

/** Whether a value is better than `best` by more than `margin`: absolute, or as a share of `best`, as in PyTorch. */
export function isBetter(monitor: Monitor, value: number, best: number, margin = 0, mode: "rel" | "abs" = "abs") {
  if (monitor !== "valAccuracy") return value < (mode === "rel" ? best * (1 - margin) : best - margin);
  return value > (mode === "rel" ? best * (1 + margin) : best + margin);
}

/** The epoch of the best value, the first of equals; undefined before the first epoch is done. */
export function bestOf<Epoch extends Monitored>(history: readonly Epoch[], monitor: Monitor): Epoch | undefined {
  let best: Epoch | undefined;
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
  readonly selection?: { readonly monitor: Monitor; readonly weights: "best" | "last" } | null | undefined;
}): EpochChoice<Epoch> | undefined {
  const last = history.at(-1);
  const monitor = selection?.monitor ?? "valLoss";
  const best = bestOf(history, monitor);
  if (last === undefined || best === undefined) return undefined;
  return { best, last, tested: selection?.weights === "best" ? best : last, monitor };
}
