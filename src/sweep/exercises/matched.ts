/** Models of different kinds with as many parameters as each other: then a difference between them is not one of size. */
import { buildGraph } from "../../model/graph.ts";
import { parseModel } from "../../spec/parse.ts";
import type { ModelInput } from "../../spec/spec.ts";
import { cnn, recurrent } from "../../zoo/index.ts";
import { nameAfterCell } from "./setting.ts";

/** A family of models that grows with one number: hidden units or channels. */
export type Family = (size: number) => ModelInput;

/** A member of a family. */
export interface MatchedModel {
  readonly size: number;
  readonly parameters: number;
  readonly model: ModelInput;
}

interface Shape {
  readonly length: number;
  readonly channels: number;
  readonly classes: number;
}

/** The least shape that the families here can take; no count depends on the length. */
const USUAL: Shape = { length: 32, channels: 1, classes: 2 };
const LARGEST = 4096;

/**
 * How many parameters a model has.
 * @param shape  of the series and classes that it is for; no count of this package's families depends on the length
 * @throws TidelabError for a model that cannot be
 * @example
 * ```ts
 * import { countParameters } from "tidelab/sweep";
 * import { recurrent } from "tidelab/zoo";
 *
 * console.log(countParameters(recurrent({ hiddenSize: 64 }))); // 137955
 * ```
 */
export function countParameters(model: ModelInput, { length, channels, classes }: Shape = USUAL): number {
  return buildGraph(parseModel(model), { length, channels }, classes).parameterCount;
}

/**
 * The member of a family whose parameter count comes nearest to a target. Counts grow with the size.
 * @throws RangeError when even the largest that is tried has fewer by far
 * @example
 * ```ts
 * import { cnnFamily, matchParameters, recurrentFamily } from "tidelab/sweep";
 *
 * const models = [recurrentFamily("lstm"), recurrentFamily("gru"), cnnFamily()].map((family) => matchParameters(family, 3000));
 * console.log(models.map(({ parameters }) => parameters).join(" ")); // 2927 2979 2834
 * ```
 */
export function matchParameters(family: Family, target: number, shape: Shape = USUAL): MatchedModel {
  const at = (size: number): MatchedModel => {
    const model = family(size);
    return { size, parameters: countParameters(model, shape), model };
  };
  let [low, high] = [1, LARGEST];
  if (at(high).parameters < target) throw new RangeError(`no size up to ${LARGEST} has ${target} parameters`);
  // Ends with the smallest size that has at least as many.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle).parameters < target) low = middle + 1;
    else high = middle;
  }
  const above = at(low);
  if (low === 1) return above;
  const below = at(low - 1);
  return target - below.parameters <= above.parameters - target ? below : above;
}

/**
 * The lab's recurrent model with one layer in both directions, by its hidden units.
 * @example
 * ```ts
 * import { recurrentFamily } from "tidelab/sweep";
 *
 * console.log(recurrentFamily("gru", 5)(16).layers[0].hiddenSize); // 16
 * ```
 */
export const recurrentFamily =
  (cell: "lstm" | "gru" | "rnn", classes = 2): Family =>
  (hiddenSize) =>
    nameAfterCell(recurrent({ cell, hiddenSize, numLayers: 1, classes }), cell);

/**
 * A CNN of two blocks, the second twice as wide as the first, by its channels.
 * @example
 * ```ts
 * import { cnnFamily } from "tidelab/sweep";
 *
 * console.log(cnnFamily(5)(8).layers.length); // 10
 * ```
 */
export const cnnFamily =
  (classes = 2): Family =>
  (channels) =>
    cnn({ channels: [channels, 2 * channels], kernelSizes: [7, 5], classes });
