/** Whether a model can take series of unequal lengths, or of another length than it was compiled for. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";
import { buildGraph, flatten, layerTypeOf } from "./graph.ts";
import type { Model } from "./model.ts";

/**
 * Checks that the layers can take every series at its own length, as each would be refused alone.
 * @throws TidelabError `shape.…` with the path of the layer
 */
export function checkLengths(model: Model, { length, lengths }: Pick<TimeSeriesDataset, "length" | "lengths">): void {
  for (const steps of new Set([...(lengths ?? []), length])) checkLength(model, steps);
}

/** @throws TidelabError `shape.…` where the layers cannot take series of `length` steps, with the path of the first that cannot */
export function checkLength({ spec, graph, channels, classes }: Model, length: number): void {
  const compiled = graph.input.time ?? 1;
  if (length === compiled) return;
  const fixed = flatten(graph.nodes).find(({ spec: { layer } }) => layerTypeOf(layer).needsFixedLength);
  if (fixed) {
    throw new TidelabError("shape.fixedLength", { layer: fixed.spec.layer, compiled, received: length }, fixed.path);
  }
  buildGraph(spec, { length, channels }, classes);
}
