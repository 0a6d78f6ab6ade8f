/** The time machine: where the playhead can be, and what is observed in a record. */
import { signal } from "@preact/signals";
import type { EpochRecord } from "tidelab/runs";
import { describe, expect, it } from "vitest";
import type { Lens } from "../src/lens/lens.ts";
import { time as texts } from "../src/texts/en/time.ts";
import { placeFlags } from "../src/time/flags.ts";
import { observe } from "../src/time/observe.ts";
import { moveBy, nearestMark, viewFirst } from "../src/time/playhead.ts";

const MARKS = [0, 10, 20].map((step, epoch) => ({ step, epoch }));

describe("the playhead", () => {
  it("is on the nearest checkpoint, or live where that is nearer", () => {
    expect(nearestMark(MARKS, 4, 25)?.step).toBe(0);
    expect(nearestMark(MARKS, 6, 25)?.step).toBe(10);
    expect(nearestMark(MARKS, 24, 25)).toBeUndefined();
    // Live on a checkpoint is live.
    expect(nearestMark(MARKS, 20, 20)).toBeUndefined();
    expect(nearestMark([], 3, 9)).toBeUndefined();
  });

  function lensAt(live: number) {
    const viewing = signal<number | undefined>(undefined);
    const run = { atHand: signal(MARKS), stepCount: signal(live) };
    return { run, viewing, open: () => undefined } as unknown as Lens;
  }

  it.each([
    [25, [20, 10, 0, 0]],
    [20, [10, 0, 0, 0]],
  ])("goes back from step %d through all checkpoints, and on until it is live", (live, back) => {
    const lens = lensAt(live);
    const steps = back.map(() => {
      moveBy(lens, -1);
      return lens.viewing.value;
    });
    expect(steps).toEqual(back);
    for (let count = 0; count < 3; count++) moveBy(lens, 1);
    expect(lens.viewing.value).toBeUndefined();
    viewFirst(lens);
    expect(lens.viewing.value).toBe(0);
  });
});

const LN2 = Math.LN2;
function historyOf(...epochs: [trainLoss: number, valLoss: number, valAccuracy: number][]): EpochRecord[] {
  return epochs.map(([trainLoss, valLoss, valAccuracy], index) => {
    return { epoch: index + 1, trainLoss, valLoss, valAccuracy } as EpochRecord;
  });
}
const BASE = { norms: [], stepsPerEpoch: 10, classes: 2, valCount: 180 };
const said = (observed: Parameters<typeof observe>[0]) =>
  observe(observed).map(({ id, step, text }) => [id, step, text(texts)]);

describe("flags", () => {
  it("are at their steps, and beside each other where those are the same", () => {
    expect(placeFlags([50, 50, 90], 200)).toEqual([50, 67, 90]);
    expect(placeFlags([0, 200, 200], 200)).toEqual([8.5, 174.5, 191.5]);
  });
});

describe("observations", () => {
  it("of the lab: guessing, the breakthrough, all right, in the order of their steps", () => {
    const history = historyOf([0.695, 0.695, 0.5], [0.69, 0.69, 0.511], [0.46, 0.0084, 1], [0.003, 0.00005, 1]);
    expect(said({ ...BASE, history })).toEqual([
      [
        "notBetter",
        20,
        "Epochs 1–2: no better than guessing. The training loss is still 0.690; ln 2 is that of guessing among 2 classes.",
      ],
      // Not epoch 4, whose loss falls by a larger factor.
      ["breakthrough", 30, "Epoch 3: validation loss 0.690 → 0.0084, accuracy 51.1% → 100.0%."],
      ["allRight", 30, "Epoch 3: all 180 validation series are right for the first time."],
    ]);
  });

  it("a peak of the gradient norm, only where it stands out from all before", () => {
    const flat = new Array(20).fill(0.1);
    const history = historyOf([0.4, 0.4, 0.8]);
    expect(said({ ...BASE, history, norms: [...flat, 0.9, 0.2] })).toEqual([
      ["normPeak", 21, "Step 21: the gradient norm peaks at 0.900, 9.0 times its mean before."],
    ]);
    expect(said({ ...BASE, history, norms: [...flat, 0.2] })).toEqual([]);
    expect(said({ ...BASE, history, norms: [5, ...flat, 0.9] })).toEqual([]);
  });

  it("learning by heart, after three epochs without a better validation loss", () => {
    const history = historyOf([0.5, 0.5, 0.7], [0.3, 0.4, 0.8], [0.2, 0.42, 0.8], [0.1, 0.45, 0.8], [0.05, 0.6, 0.8]);
    expect(said({ ...BASE, history })).toEqual([
      [
        "overfits",
        20,
        "After epoch 2 the validation loss rises, 0.400 → 0.600, while the training loss falls, 0.300 → 0.050: it learns by heart.",
      ],
    ]);
    expect(said({ ...BASE, history: history.slice(0, 4) })).toEqual([]);
  });

  it("a jump of the training loss", () => {
    const history = historyOf([0.5, 0.5, 0.7], [0.4, 0.5, 0.7], [LN2 * 3, 2, 0.5]);
    expect(said({ ...BASE, history })).toEqual([["spike", 30, "Epoch 3: the training loss jumps, 0.400 → 2.08."]]);
  });

  it("nothing before the first epoch", () => {
    expect(observe({ ...BASE, history: [], norms: [1, 2, 3] })).toEqual([]);
  });
});
