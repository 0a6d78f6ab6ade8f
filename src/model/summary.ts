/** What a model is made of, one line a layer: for the command's header, the record, the report. */
import { countValues } from "../engine/layer-node.ts";
import { formatShape } from "../layers/layer.ts";
import { flopsOf } from "./flops.ts";
import { flatten, type Graph } from "./graph.ts";

/** One layer of a model: its name, its output and its size. */
export interface LayerSummary {
  /** Prefix of its parameters' names. */
  readonly name: string;
  readonly layer: string;
  /** Per series: [T, C], or [C] without a time axis. */
  readonly outputShape: readonly number[];
  /** As text, e.g. `(200, 128)`. */
  readonly shape: string;
  readonly parameterCount: number;
  /** Multiply-adds of a forward pass over one series, in matrix products and convolutions. */
  readonly multiplyAdds: number;
}

/**
 * One row a layer: its name, its output's shape and its number of parameters.
 * @example
 * ```ts
 * import { compile, summarize } from "tidelab";
 *
 * const model = compile({ layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2, seed: 7 });
 * console.log(summarize(model.graph).length); // 3
 * ```
 */
export function summarize(graph: Graph): LayerSummary[] {
  return flatten(graph.nodes).map((node) => ({
    name: node.name,
    layer: node.spec.layer,
    outputShape: node.output.time === undefined ? [node.output.features] : [node.output.time, node.output.features],
    shape: formatShape(node.output),
    parameterCount: node.parameters.reduce((sum, tensor) => sum + countValues(tensor.shape), 0),
    multiplyAdds: flopsOf(node) / 2,
  }));
}
