/**
 * The schema of a run: data, transforms, model, training. What a user writes and a run records; everything downstream
 * trusts it. Imports only its parts.
 */
import * as z from "zod/mini";
import { modelSchema } from "./layers.ts";
import { augmentSchema, transformSchema } from "./transforms.ts";
import { wavesSchema } from "./waves.ts";

const count = () => z.int().check(z.positive());

export const splitSchema = z.strictObject({
  train: z._default(z.number().check(z.gt(0), z.lt(1)), 0.7),
  val: z._default(z.number().check(z.gt(0), z.lt(1)), 0.15),
});

export const trainingSchema = z.strictObject({
  epochs: z._default(count(), 20),
  batchSize: z._default(count(), 32),
  optimizer: z._default(z.enum(["adam", "adamw", "sgd"]), "adam"),
  lr: z._default(z.number().check(z.positive()), 1e-3),
  /** Adam: added to the gradient (L2), as torch.optim.Adam; AdamW: decoupled, 0.01 unless given. */
  weightDecay: z.optional(z.number().check(z.gte(0))),
  betas: z._default(z.tuple([z.number().check(z.gte(0), z.lt(1)), z.number().check(z.gte(0), z.lt(1))]), [0.9, 0.999]),
  eps: z._default(z.number().check(z.positive()), 1e-8),
  /** SGD only. */
  momentum: z._default(z.number().check(z.gte(0), z.lt(1)), 0),
  nesterov: z._default(z.boolean(), false),
  /** Largest global gradient norm; 0 does not clip. */
  clipGradNorm: z._default(z.number().check(z.gte(0)), 0),
  /** Largest absolute value of a gradient; 0 does not clip. Applied before clipGradNorm. */
  clipGradValue: z._default(z.number().check(z.gte(0)), 0),
  /** One weight a class in the loss; equal if left out. */
  classWeights: z.optional(z.array(z.number().check(z.positive()))),
  labelSmoothing: z._default(z.number().check(z.gte(0), z.lt(1)), 0),
  /** What is done, in this order, to the training series anew in each epoch. */
  augment: z._default(z.array(augmentSchema), []),
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
export type TrainingSpec = z.output<typeof trainingSchema>;
export type TrainingInput = z.input<typeof trainingSchema>;
export type ModelSpec = z.output<typeof modelSchema>;
export type ModelInput = z.input<typeof modelSchema>;
