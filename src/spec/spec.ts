/**
/**
 * The schema of a run: data, transforms, model, training. What a user writes and a run records; everything downstream
 * trusts it. Imports only its parts.
 */
import * as z from "zod/mini";
import { modelSchema } from "./layers.ts";
import { trainingSchema } from "./training.ts";
import { transformSchema } from "./transforms.ts";
import { wavesSchema } from "./waves.ts";

export { type TrainingInput, type TrainingSpec, trainingSchema } from "./training.ts";

export const splitSchema = z.strictObject({
  train: z._default(z.number().check(z.gt(0), z.lt(1)), 0.7),
  val: z._default(z.number().check(z.gt(0), z.lt(1)), 0.15),
});

export const specSchema = z.strictObject({
  $schema: z.optional(z.string()),
  name: z._default(z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u), z.maxLength(80)), "run"),
  seed: z._default(z.int().check(z.gte(0), z.lte(0xffffffff)), 7),
  numerics: z._default(z.enum(["auto", "fused", "portable"]), "auto"),
  data: z.prefault(wavesSchema, { kind: "waves" }),
  split: z.prefault(splitSchema, {}),
  /** What is done, in this order, to all series before the model reads them. */
  transforms: z._default(z.array(transformSchema), []),
  model: modelSchema,
  training: z.prefault(trainingSchema, {}),
});

/** A run's spec with all defaults filled in. */
export type Spec = z.output<typeof specSchema>;
/** A run's spec as a user writes it. */
export type SpecInput = z.input<typeof specSchema>;
export type ModelSpec = z.output<typeof modelSchema>;
export type ModelInput = z.input<typeof modelSchema>;
