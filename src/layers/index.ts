/** All kinds of layers by name. */
import type { LayerKind } from "../spec/layers.ts";
import { elu, leakyRelu, relu, selu, sigmoid, silu, tanh } from "./activations.ts";
import { attention } from "./attention.ts";
import { batchNorm } from "./batch-norm.ts";
import { concat } from "./concat.ts";
import { conv1d } from "./conv1d.ts";
import { dropout } from "./dropout.ts";
import { finalState } from "./final-state.ts";
import { gelu } from "./gelu.ts";
import { globalAvgPool, globalMaxPool, last } from "./global-pool.ts";
import { gru } from "./gru.ts";
import type { LayerType } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import { lstm } from "./lstm.ts";
import { multiply } from "./multiply.ts";
import { avgPool, maxPool } from "./pool.ts";
import { positions } from "./positions.ts";
import { residual } from "./residual.ts";
import { rnn } from "./rnn.ts";
import { selfAttention } from "./self-attention.ts";
import { flatten, transpose } from "./transpose.ts";

import { trendFilters } from "./trend-filters.ts";

export const layerTypes: { [K in LayerKind]: LayerType<K> } = {
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
  positions,
  trendFilters,
  flatten,
  transpose,
  conv1d,
  batchNorm,
  layerNorm,
  residual,
  multiply,
  concat,
};
