/** The recurrent classifier to start from, as a list of layers that a spec could hold. Not the layers themselves, which know how they run. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** How a sequence becomes one vector. Of both directions, `final` takes the state that each ends with, `last` the last step. */
export type Pooling = "attention" | "last" | "final" | "mean" | "max";

/** Options of `recurrent`. */
export interface RecurrentOptions {
  cell?: "lstm" | "gru" | "rnn";
  hiddenSize?: number;
  numLayers?: number;
  bidirectional?: boolean;
  /** Between recurrent layers; with one layer there is nothing between. */
  dropout?: number;
  pooling?: Pooling;
  classes?: number;
}

const POOLINGS = {
  attention: { layer: "attention", name: "attention" },
  last: { layer: "last", name: "attention" },
  final: { layer: "finalState", name: "attention" },
  mean: { layer: "globalAvgPool", name: "attention" },
  max: { layer: "globalMaxPool", name: "attention" },
} as const satisfies Record<Pooling, LayerInput>;

/**
 * The notebook's classifier: a recurrent network, pooling over time, two linear layers. Parameters are named as in the
 * notebook, where the recurrent layer is `lstm` whatever its cell.
 * @example
 * ```ts
 * import { recurrent } from "tidelab/zoo";
 *
 * console.log(recurrent({ cell: "gru", pooling: "last" }).layers.map(({ layer }) => layer).join(" ")); // gru last linear relu dropout linear
 * ```
 */
export function recurrent(options: RecurrentOptions = {}): ModelInput {
  const { cell = "lstm", hiddenSize = 64, numLayers = 2, bidirectional = true, dropout = 0.3 } = options;
  const { pooling = "attention", classes = 2 } = options;
  const stack = { name: "lstm", hiddenSize, numLayers, bidirectional, dropout: numLayers > 1 ? dropout : 0 };
  return { layers: [{ layer: cell, ...stack }, POOLINGS[pooling], ...classifier(classes)] };
}

function classifier(classes: number): LayerInput[] {
  return [
    { layer: "linear", name: "classifier.0", outFeatures: 32 },
    { layer: "relu", name: "classifier.1" },
    { layer: "dropout", name: "classifier.2", p: 0.2 },
    { layer: "linear", name: "classifier.3", outFeatures: classes },
  ];
}
