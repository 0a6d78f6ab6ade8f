/** The notebook's first task: cells, layers and directions. */
import type { SweepInput } from "../definition.ts";
import { type ExerciseOptions, exerciseBase, exerciseSeeds } from "./base.ts";

export function structure(options: ExerciseOptions): SweepInput {
  const set = (key: string, value: unknown) => ({ [`model.layers[0].${key}`]: value });
  const cell = (kind: string) => ({ ...set("layer", kind), ...set("name", kind) });
  return {
    name: "structure",
    base: exerciseBase(options),
    axes: [
      { name: "cell", options: { lstm: cell("lstm"), gru: cell("gru"), rnn: cell("rnn") } },
      { name: "layers", options: { 1: set("numLayers", 1), 2: set("numLayers", 2), 3: set("numLayers", 3) } },
      { name: "directions", options: { one: set("bidirectional", false), two: set("bidirectional", true) } },
    ],
    seeds: exerciseSeeds(options),
  };
}
