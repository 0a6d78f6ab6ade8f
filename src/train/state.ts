/**
 * The state of a training between two steps: all that it needs to continue to exactly the bits it would have had. Plain data;
 * `runs/checkpoint.ts` stores it in a file.
 */

import type { Weights } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import type { Model } from "../model/model.ts";
import type { TrainingState } from "./records.ts";

/** @throws TidelabError `checkpoint.model` when the state is of another model or another optimizer */
export function checkState(state: TrainingState, model: Model, moments: number): void {
  const expected = model.parameters.length;
  const received = state.parameters.length;
  const sameWeights = ({ parameters, states }: Weights) =>
    parameters.length === expected && states.length === model.states.length;
  const sameSizes =
    sameWeights(state) &&
    (state.best === undefined || sameWeights(state.best)) &&
    (state.snapshots ?? []).every(sameWeights) &&
    state.optimizer.moments.length === moments &&
    state.optimizer.moments.every((moment) => moment.length === expected);
  if (!sameSizes) throw new TidelabError("checkpoint.model", { expected, received });
}
