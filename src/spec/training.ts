/**
 * The schema of a training: optimizer, schedule of the learning rate, when to stop, what to record. Only keys, types and
 * ranges; what fits a model or its data is checked where it is trained. Imports nothing of ours.
 */
import * as z from "zod/mini";
import { augmentSchema } from "./transforms.ts";

const count = () => z.int().check(z.positive());
const nonNegative = () => z.number().check(z.gte(0));
const factor = () => z.number().check(z.gt(0), z.lte(1));

/** lr · gamma^⌊epoch / stepSize⌋. @see torch.optim.lr_scheduler.StepLR */
const step = z.strictObject({
  kind: z.literal("step"),
  stepSize: count(),
  gamma: z._default(z.number().check(z.positive()), 0.1),
});

/** lr · gamma^epoch. @see torch.optim.lr_scheduler.ExponentialLR */
const exponential = z.strictObject({ kind: z.literal("exponential"), gamma: z.number().check(z.positive()) });

/** A linear rise, then half a cosine down to `etaMin`. @see LinearLR, CosineAnnealingLR, SequentialLR of torch */
const cosine = z.strictObject({
  kind: z.literal("cosine"),
  /** Epochs of the rise, or steps with per "step". */
  warmup: z._default(z.int().check(z.gte(0)), 0),
  /** What the rise begins with, as a share of lr. */
  startFactor: z._default(factor(), 1 / 3),
  etaMin: z._default(nonNegative(), 0),
  per: z._default(z.enum(["epoch", "step"]), "epoch"),
});

/** Up to `maxLr` and down to nearly nothing, once, step by step. @see torch.optim.lr_scheduler.OneCycleLR */
const oneCycle = z.strictObject({
  kind: z.literal("oneCycle"),
  /** The training's lr unless given. */
  maxLr: z.optional(z.number().check(z.positive())),
  pctStart: z._default(z.number().check(z.gte(0), z.lte(1)), 0.3),
  annealStrategy: z._default(z.enum(["cos", "linear"]), "cos"),
  cycleMomentum: z._default(z.boolean(), true),
  baseMomentum: z._default(z.number().check(z.gte(0), z.lt(1)), 0.85),
  maxMomentum: z._default(z.number().check(z.gte(0), z.lt(1)), 0.95),
  divFactor: z._default(z.number().check(z.positive()), 25),
  finalDivFactor: z._default(z.number().check(z.positive()), 1e4),
});

/** lr · factor after `patience` epochs without progress. @see torch.optim.lr_scheduler.ReduceLROnPlateau */
const reduceOnPlateau = z.strictObject({
  kind: z.literal("reduceOnPlateau"),
  factor: z._default(z.number().check(z.gt(0), z.lt(1)), 0.1),
  patience: z._default(z.int().check(z.gte(0)), 10),
  threshold: z._default(nonNegative(), 1e-4),
  thresholdMode: z._default(z.enum(["rel", "abs"]), "rel"),
  cooldown: z._default(z.int().check(z.gte(0)), 0),
  minLr: z._default(nonNegative(), 0),
  eps: z._default(nonNegative(), 1e-8),
});

/** Every kind of schedule by name. */
export const scheduleSchemas = { step, exponential, cosine, oneCycle, reduceOnPlateau } as const;

export const earlyStoppingSchema = z.strictObject({
  /** Epochs in a row that bring nothing before training ends. */
  patience: count(),
  /** What a better value must be better by. */
  minDelta: z._default(nonNegative(), 0),
});

export const recordingSchema = z.strictObject({
  /** Steps from one recording of the gradients to the next; 0 records none. */
  gradientsEvery: z._default(z.int().check(z.gte(0)), 20),
});

export const trainingSchema = z.strictObject({
  epochs: z._default(count(), 20),
  batchSize: z._default(count(), 32),
  /** Batches whose gradients make one step of the optimizer. */
  accumulate: z._default(count(), 1),
  optimizer: z._default(z.enum(["adam", "adamw", "sgd"]), "adam"),
  lr: z._default(z.number().check(z.positive()), 1e-3),
  /** How the learning rate changes; it stays as it is if left out. */
  schedule: z.optional(z.discriminatedUnion("kind", [step, exponential, cosine, oneCycle, reduceOnPlateau])),
  /** Adam: added to the gradient (L2), as torch.optim.Adam; AdamW: decoupled, 0.01 unless given. */
  weightDecay: z.optional(nonNegative()),
  betas: z._default(z.tuple([z.number().check(z.gte(0), z.lt(1)), z.number().check(z.gte(0), z.lt(1))]), [0.9, 0.999]),
  eps: z._default(z.number().check(z.positive()), 1e-8),
  /** SGD only. */
  momentum: z._default(z.number().check(z.gte(0), z.lt(1)), 0),
  nesterov: z._default(z.boolean(), false),
  /** Largest global gradient norm; 0 does not clip. */
  clipGradNorm: z._default(nonNegative(), 0),
  /** Largest absolute value of a gradient; 0 does not clip. Applied before clipGradNorm. */
  clipGradValue: z._default(nonNegative(), 0),
  /** One weight a class in the loss; equal if left out. */
  classWeights: z.optional(z.array(z.number().check(z.positive()))),
  labelSmoothing: z._default(z.number().check(z.gte(0), z.lt(1)), 0),
  /** What tells a better epoch from a worse one: for early stopping, restoring the best and reduceOnPlateau. */
  monitor: z._default(z.enum(["valLoss", "valAccuracy"]), "valLoss"),
  earlyStopping: z.optional(earlyStoppingSchema),
  /** Whether training leaves the weights of its best epoch, and not those of its last step. */
  restoreBest: z._default(z.boolean(), false),
  record: z.prefault(recordingSchema, {}),
  /** What is done, in this order, to the training series anew in each epoch. */
  augment: z._default(z.array(augmentSchema), []),
});

export type TrainingSpec = z.output<typeof trainingSchema>;
export type TrainingInput = z.input<typeof trainingSchema>;
export type ScheduleSpec = NonNullable<TrainingSpec["schedule"]>;
export type Monitor = TrainingSpec["monitor"];
