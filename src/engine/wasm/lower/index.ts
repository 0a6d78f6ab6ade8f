/** How each kind of layer is lowered; kinds that are not here are computed in TypeScript. */
import type { LayerKind } from "../../../spec/layers.ts";
import { elu, leakyRelu, relu, selu, sigmoid, silu, tanh } from "./activations.ts";
import { attention } from "./attention.ts";
import { batchNorm } from "./batch-norm.ts";
import { concat, multiply, residual } from "./branches.ts";
import { computed } from "./computed.ts";
import { conv1d } from "./conv1d.ts";
import { dropout } from "./dropout.ts";
import { finalState } from "./final-state.ts";
import { gelu } from "./gelu.ts";
import { globalAvgPool, globalMaxPool, last } from "./global-pool.ts";
import { gru } from "./gru.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import type { Lowering } from "./lowering.ts";
import { lstm } from "./lstm.ts";
import { avgPool, maxPool } from "./pool.ts";
import { positions } from "./positions.ts";
import { rnn } from "./rnn.ts";
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
  relu,
  tanh,
  sigmoid,
  gelu,
  leakyRelu,
  elu,
  selu,
  silu,
  dropout,
  selfAttention,
  trendFilters,
  flatten,
  transpose,
  conv1d,
  batchNorm,
  layerNorm,
  positions,
  residual,
  multiply,
  concat,
};

/**
 * The lowering of a kind that is not known statically. The table pairs each kind with its own spec, which the type system
 * cannot follow through a union.
 */
export function loweringOf(kind: LayerKind): Lowering<LayerKind> {
  return (lowerings[kind] as unknown as Lowering<LayerKind> | undefined) ?? computed;
}
