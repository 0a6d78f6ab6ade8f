/** How each kind of layer is lowered; models with other kinds are refused. */
import type { LayerKind } from "../../../spec/layers.ts";
import { elu, gelu, leakyRelu, relu, selu, sigmoid, silu, tanh } from "./activations.ts";
import { attention } from "./attention.ts";
import { batchNorm } from "./batch-norm.ts";
import { concat, multiply, residual } from "./branches.ts";
import { conv1d } from "./conv1d.ts";
import { dropout } from "./dropout.ts";
import { finalState, globalAvgPool, globalMaxPool, last } from "./global-pool.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import type { Lowering } from "./lowering.ts";
import { avgPool, maxPool } from "./pool.ts";
import { positions } from "./positions.ts";
import { gru, lstm, rnn } from "./recurrent.ts";
import { selfAttention } from "./self-attention.ts";
import { flatten, transpose } from "./transpose.ts";
import { trendFilters } from "./trend-filters.ts";

const lowerings: { [K in LayerKind]?: Lowering<K> } = {
  lstm,
  gru,
  rnn,
  attention,
  last,
  finalState,
  globalAvgPool,
  globalMaxPool,
  maxPool,
  avgPool,
  linear,
  conv1d,
  batchNorm,
  layerNorm,
  selfAttention,
  relu,
  tanh,
  sigmoid,
  gelu,
  leakyRelu,
  elu,
  selu,
  silu,
  dropout,
  positions,
  trendFilters,
  flatten,
  transpose,
  residual,
  multiply,
  concat,
};

/** The lowering of a kind that is not known statically; undefined where there is none. The table pairs each kind with its own spec. */
export function loweringOf(kind: LayerKind): Lowering<LayerKind> | undefined {
  return lowerings[kind] as unknown as Lowering<LayerKind> | undefined;
}
