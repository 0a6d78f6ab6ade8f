/** How each kind of layer is lowered; models with other kinds are refused. */
import type { LayerKind } from "../../../spec/layers.ts";
import { relu, sigmoid, tanh } from "./activations.ts";
import { attention } from "./attention.ts";
import { dropout } from "./dropout.ts";
import { finalState, globalMaxPool, last } from "./global-pool.ts";
import { linear } from "./linear.ts";
import type { Lowering } from "./lowering.ts";
import { gru, lstm, rnn } from "./recurrent.ts";

const lowerings: { [K in LayerKind]?: Lowering<K> } = {
  lstm,
  gru,
  rnn,
  attention,
  last,
  finalState,
  globalMaxPool,
  linear,
  relu,
  tanh,
  sigmoid,
  dropout,
};

/** The lowering of a kind that is not known statically; undefined where there is none. The table pairs each kind with its own spec. */
export function loweringOf(kind: LayerKind): Lowering<LayerKind> | undefined {
  return lowerings[kind] as unknown as Lowering<LayerKind> | undefined;
}
