/**
 * Changes of a training while it runs: those that its spec names, and those that its listener makes between two steps. Both are the same
 * list in the end, so that a training that was steered by hand can be trained again to the same bits.
 */
import type { Rates } from "../engine/device.ts";
import type { EditSpec, EditValues } from "../spec/training.ts";
import type { Moment, Schedule } from "./schedule.ts";

/** What a listener asks of a training that runs; it is done before the next step. */
export interface TrainControl {
  /**
   * Changes values from the next step on, over those that an edit of the spec gives for it.
   * @throws TidelabError `spec.…` for values that a spec could not have
   */
  edit(values: EditValues): void;
  /** Asks for a `checkpoint` event. */
  requestCheckpoint(): void;
  /** For the training: the changes since it last looked. */
  takeEdit(): EditValues | undefined;
  /** For the training: whether a checkpoint was asked for since it last looked. */
  takeRequest(): boolean;
}

/** What a step is taken with. */
export type EditedRates = Rates & Pick<EditValues, "clipGradNorm">;

/** The edits with one more, which begins with a step that no edit goes beyond; over those of the same step. */
export function withEdit(edits: readonly EditSpec[], step: number, set: EditValues): EditSpec[] {
  const same = edits.find((edit) => edit.step === step);
  const rest = edits.filter((edit) => edit !== same);
  return [...rest, { step, set: { ...same?.set, ...set } }].sort((a, b) => a.step - b.step);
}

/** The values that edits have given by a step, from 1 on. */
function editedValues(edits: readonly EditSpec[], step: number): EditValues {
  return Object.assign({}, ...edits.filter((edit) => edit.step <= step).map(({ set }) => set));
}

/**
 * The rates of a step. An edited learning rate holds from its step on and keeps its proportion to the schedule: where that then falls to a third, so
 * does the rate, as it does in PyTorch where `param_groups[0]["lr"]` is set under `StepLR` or `ExponentialLR`. A schedule of cycles begins again with the
 * next one, as PyTorch's does: in proportion to the end of a cycle, its beginning would be a thousand times too high.
 * @param stepsPerEpoch  steps of the optimizer
 */
export function editedRates(
  schedule: Schedule,
  edits: readonly EditSpec[],
  stepsPerEpoch: number,
  now: Moment,
): EditedRates {
  const step = now.step + 1;
  const rates = schedule(now);
  const edited = editedValues(edits, step);
  const last = edits.findLast((edit) => edit.step <= step && edit.set.lr !== undefined);
  if (last?.set.lr === undefined) return { ...rates, ...edited, lr: rates.lr };
  const done = last.step - 1;
  const { cycleSteps = Number.POSITIVE_INFINITY } = schedule;
  if (Math.floor(done / cycleSteps) !== Math.floor(now.step / cycleSteps)) return { ...rates, ...edited, lr: rates.lr };
  // What the schedule said at the edit, from what it knew then.
  const then = schedule({ step: done, history: now.history.slice(0, Math.floor(done / stepsPerEpoch)) }).lr;
  const { lr } = last.set;
  return { ...rates, ...edited, lr: rates.lr === then || then === 0 ? lr : lr * (rates.lr / then) };
}
