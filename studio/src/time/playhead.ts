/** Where the playhead is: on a checkpoint, or live. It never is between two: there are no weights. */
import { signal } from "@preact/signals";
import type { CheckpointMark } from "../engine/protocol.ts";
import type { Lens } from "../lens/lens.ts";

/** The checkpoint nearest to a step; undefined where what is live is nearer. */
export function nearestMark(
  marks: readonly CheckpointMark[],
  step: number,
  liveStep: number,
): CheckpointMark | undefined {
  let nearest: CheckpointMark | undefined;
  for (const mark of marks) {
    if (nearest === undefined || Math.abs(mark.step - step) < Math.abs(nearest.step - step)) nearest = mark;
  }
  if (nearest === undefined || Math.abs(liveStep - step) <= Math.abs(nearest.step - step)) return undefined;
  return nearest;
}

/** Looks at the checkpoint nearest to a step. */
export function viewNearest(lens: Lens, step: number): void {
  lens.open();
  lens.viewing.value = nearestMark(lens.run.atHand.value, step, lens.run.stepCount.value)?.step;
}

/** Looks at another checkpoint: so many back (negative) or on; beyond the last it is live. */
export function moveBy(lens: Lens, count: number): void {
  const marks = lens.run.atHand.value;
  const viewing = lens.viewing.value;
  const live = lens.run.stepCount.value;
  // Live on a checkpoint: that checkpoint is what is seen already.
  const behind = marks.filter(({ step }) => step < live).length;
  const at = viewing === undefined ? behind : marks.findIndex(({ step }) => step === viewing);
  lens.open();
  lens.viewing.value = marks[Math.max(0, at + count)]?.step;
  if (at + count >= behind) lens.viewing.value = undefined;
}

export function viewFirst(lens: Lens): void {
  lens.open();
  lens.viewing.value = lens.run.atHand.value[0]?.step;
}

/** Whether the history is being played. */
export const isPlaying = signal(false);
let timer: ReturnType<typeof setInterval> | undefined;
const CHECKPOINTS_PER_SECOND = 4;

/** Goes through all checkpoints from the first, four a second or as fast as the verdicts come, and ends live. */
export function playHistory(lens: Lens): void {
  stopPlaying();
  viewFirst(lens);
  if (lens.viewing.value === undefined) return;
  isPlaying.value = true;
  timer = setInterval(() => {
    // A film that the model cannot follow waits for it.
    const judged = lens.judged.value;
    if (judged !== undefined && judged.step !== lens.viewing.value) return;
    moveBy(lens, 1);
    if (lens.viewing.value === undefined) stopPlaying();
  }, 1000 / CHECKPOINTS_PER_SECOND);
}

export function stopPlaying(): void {
  clearInterval(timer);
  isPlaying.value = false;
}
