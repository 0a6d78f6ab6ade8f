/** Whether a model can take series of unequal lengths, each at its own. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { buildGraph } from "./graph.ts";
import type { Model } from "./model.ts";

/**
 * Checks that the layers can take every series at its own length, as each would be refused alone.
 * @throws TidelabError `shape.…` with the path of the layer
 */
export function checkLengths({ spec, channels, classes }: Model, { length, lengths }: TimeSeriesDataset): void {
  for (const steps of new Set(lengths)) if (steps < length) buildGraph(spec, { length: steps, channels }, classes);
}
