/**
 * What one series costs in arithmetic: the floating-point operations of a forward pass in matrix products and convolutions,
 * two for each multiply-add, as PyTorch's flop counter has it. Activations, norms and pools, a few percent, are not counted.
 * A training step takes about three times as many.
 * @see torch.utils.flop_counter.FlopCounterMode
 */

import { convGroups } from "../engine/conv-groups.ts";
import { countValues, type LayerNode } from "../engine/layer-node.ts";
import { TREND_TAPS } from "../engine/trend-filters.ts";
import type { ModelSpec } from "../spec/spec.ts";
import { buildGraph, flatten, type Graph } from "./graph.ts";

/** FLOPs of a forward pass over one series of the graph's length. */
export function countFlops(graph: Graph): number {
  return flatten(graph.nodes).reduce((sum, node) => sum + flopsOf(node), 0);
}

/** The same of a model that is not built yet. */
export function flopsOfModel(model: ModelSpec, input: { length: number; channels: number }): number {
  return countFlops(buildGraph(model, input, 0));
}

/** FLOPs of one layer. */
export function flopsOf({ spec, input, output, parameters }: LayerNode): number {
  const steps = input.time ?? 1;
  switch (spec.layer) {
    case "lstm":
    case "gru":
    case "rnn": {
      // Every weight is used once at every time step; biases are added, not multiplied.
      const weights = parameters.filter(({ name }) => name.startsWith("weight"));
      return 2 * steps * weights.reduce((sum, { shape }) => sum + countValues(shape), 0);
    }
    case "linear":
      return 2 * steps * input.features * output.features;
    case "conv1d":
      return (
        2 *
        (output.time ?? 1) *
        output.features *
        (input.features / convGroups(spec, input.features).groups) *
        spec.kernelSize
      );
    case "trendFilters":
      return 2 * steps * input.features * TREND_TAPS;
    case "selfAttention":
      // Four linear maps of the features or three, then scores and weighted sums between all steps.
      return (spec.outProjection === false ? 6 : 8) * steps * input.features ** 2 + 4 * steps ** 2 * input.features;
    case "attention":
      // A score for each step, then the weighted mean of the steps.
      return 4 * steps * input.features;
    default:
      return 0;
  }
}
