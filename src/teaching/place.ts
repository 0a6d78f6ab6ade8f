/**
 * A place in a submitted run that a student points at: a step, an epoch, a cell of the confusion matrix, a test series. Data that a page can
 * open again, and that is held against the record: nobody points at what is not there.
 */
import * as v from "valibot";
import type { RunRecord } from "../runs/record.ts";
import { object, text } from "../spec/values.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

export const placeSchema = v.variant("kind", [
  /** `run`: its name in the submission. Steps, epochs and series count from 1, classes from 0. */
  object({ kind: v.literal("step"), run: text, step: count }),
  object({ kind: v.literal("epoch"), run: text, epoch: count }),
  object({ kind: v.literal("cell"), run: text, truth: whole, predicted: whole }),
  object({ kind: v.literal("series"), run: text, series: count }),
]);

/** A place in a run. */
export type Place = v.InferOutput<typeof placeSchema>;

/**
 * Steps of the optimizer in an epoch of a run.
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { stepsPerEpoch } from "tidelab/teaching";
 *
 * const { record } = await loadRun("runs/mine");
 * console.log(stepsPerEpoch(record) >= 1); // true
 * ```
 */
export function stepsPerEpoch({ spec, data }: Pick<RunRecord, "spec" | "data">): number {
  const { batchSize, accumulate } = spec.training;
  return Math.ceil(Math.ceil((data.windows?.train ?? data.train) / batchSize) / accumulate);
}

/**
 * Whether a run has a place.
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { hasPlace } from "tidelab/teaching";
 *
 * const { record } = await loadRun("runs/mine");
 * const place = { kind: "epoch", run: "mine", epoch: record.history.length } as const;
 * console.log(hasPlace(record, place), hasPlace(record, { ...place, epoch: 1000 })); // true false
 * ```
 */
export function hasPlace(record: RunRecord, place: Place): boolean {
  switch (place.kind) {
    case "epoch":
      return place.epoch <= record.history.length;
    case "step":
      return place.step <= record.steps;
    case "cell":
      return Math.max(place.truth, place.predicted) < record.data.classNames.length && record.test !== null;
    case "series":
      return place.series <= record.data.test;
  }
}
