/**
 * The schema of a run: data, transforms, model, training. What a user writes and a run records; everything downstream
 * trusts it. Imports only its parts.
 */
import * as v from "valibot";
import { dataSchema } from "./data.ts";
import { modelSchema } from "./layers.ts";
import { splitSchema } from "./split.ts";
import { trainingSchema } from "./training.ts";
import { transformSchema } from "./transforms.ts";
import { object, runName, seed } from "./values.ts";

export { splitSchema } from "./split.ts";
export { type TrainingInput, type TrainingSpec, trainingSchema } from "./training.ts";

export const transformsSchema = v.array(transformSchema);

export const specSchema = object({
  $schema: v.optional(v.string()),
  name: v.optional(runName, "run"),
  seed: v.optional(seed, 7),
  numerics: v.optional(v.picklist(["auto", "fused", "portable"]), "auto"),
  data: v.optional(dataSchema, { kind: "waves" }),
  split: v.optional(splitSchema, {}),
  /** What is done, in this order, to all series before the model reads them. */
  transforms: v.optional(transformsSchema, []),
  model: modelSchema,
  training: v.optional(trainingSchema, {}),
});

/** A run's spec with all defaults filled in. */
export type Spec = v.InferOutput<typeof specSchema>;
/** A run's spec as a user writes it. */
export type SpecInput = v.InferInput<typeof specSchema>;
export type ModelSpec = v.InferOutput<typeof modelSchema>;
/** A model as a user writes it, without what has a default. */
export type ModelInput = v.InferInput<typeof modelSchema>;
