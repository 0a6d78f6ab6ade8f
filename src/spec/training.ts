/**
 * The schema of a training: optimizer, schedule of the learning rate, when to stop, what to record. Only keys, types and
 * ranges; what fits a model or its data is checked where it is trained. Imports only its parts.
 */
import * as v from "valibot";
import { augmentSchema } from "./transforms.ts";
import {
  count,
  factor,
  flag,
  kinds,
  nonNegative,
  object,
  oneOf,
  orWord,
  pair,
  part,
  positive,
  share,
  shareBelow1,
  whole,
} from "./values.ts";

/** What can choose an epoch: never the test series. `trainLoss` is what the published protocols of FCN and ResNet use. */
export const MONITORS = ["valLoss", "valAccuracy", "trainLoss"] as const;

/** Every kind of schedule by name. */
export const scheduleSchemas = kinds("kind", {
  /** lr · gamma^⌊epoch / stepSize⌋. @see torch.optim.lr_scheduler.StepLR */
  step: {
    stepSize: count,
    gamma: v.optional(positive, 0.1),
  },
  /** lr · gamma^epoch. @see torch.optim.lr_scheduler.ExponentialLR */
  exponential: { gamma: positive },
  /** A linear rise, then half a cosine down to `etaMin`. @see LinearLR, CosineAnnealingLR, SequentialLR of torch */
  cosine: {
    /** Epochs of the rise, or steps with per "step". */
    warmup: v.optional(whole, 0),
    /** What the rise begins with, as a share of lr. */
    startFactor: v.optional(factor, 1 / 3),
    etaMin: v.optional(nonNegative, 0),
    per: v.optional(v.picklist(["epoch", "step"]), "epoch"),
  },
  /**
   * Cycles of equal length, each half a cosine from lr down to `etaMin`; the weights at the end of each are kept.
   * @see torch.optim.lr_scheduler.CosineAnnealingWarmRestarts with T_mult 1; Huang et al. 2017, https://arxiv.org/abs/1704.00109
   */
  cosineRestarts: {
    /** The epochs of the training are a multiple of it. */
    cycles: count,
    etaMin: v.optional(nonNegative, 0),
    per: v.optional(v.picklist(["epoch", "step"]), "step"),
  },
  /** Up to `maxLr` and down to nearly nothing, once, step by step. @see torch.optim.lr_scheduler.OneCycleLR */
  oneCycle: {
    /** The training's lr unless given. */
    maxLr: v.optional(positive),
    pctStart: v.optional(share, 0.3),
    annealStrategy: v.optional(v.picklist(["cos", "linear"]), "cos"),
    cycleMomentum: flag(true),
    baseMomentum: v.optional(shareBelow1, 0.85),
    maxMomentum: v.optional(shareBelow1, 0.95),
    divFactor: v.optional(positive, 25),
    finalDivFactor: v.optional(positive, 1e4),
  },
  /** lr · factor after `patience` epochs without progress. @see torch.optim.lr_scheduler.ReduceLROnPlateau */
  reduceOnPlateau: {
    factor: v.optional(part, 0.1),
    patience: v.optional(whole, 10),
    threshold: v.optional(nonNegative, 1e-4),
    thresholdMode: v.optional(v.picklist(["rel", "abs"]), "rel"),
    cooldown: v.optional(whole, 0),
    minLr: v.optional(nonNegative, 0),
    eps: v.optional(nonNegative, 1e-8),
  },
});

export const earlyStoppingSchema = object({
  /** Epochs in a row that bring nothing before training ends. */
  patience: count,
  /** What a better value must be better by. */
  minDelta: v.optional(nonNegative, 0),
});

export const recordingSchema = object({
  /** Steps from one recording of the gradients to the next; 0 records none. */
  gradientsEvery: v.optional(whole, 20),
});

/** What an edit may change, of the keys of the training by the same names. */
export const editValuesSchema = object({
  lr: v.optional(positive),
  clipGradNorm: v.optional(nonNegative),
  weightDecay: v.optional(nonNegative),
});

export const editSchema = object({
  /** The first step of the optimizer that has the values, from 1 on over all epochs. */
  step: count,
  set: editValuesSchema,
});

export const trainingSchema = object({
  epochs: v.optional(count, 20),
  batchSize: v.optional(count, 32),
  /** Batches whose gradients make one step of the optimizer. */
  accumulate: v.optional(count, 1),
  optimizer: v.optional(v.picklist(["adam", "adamw", "sgd"]), "adam"),
  lr: v.optional(positive, 1e-3),
  /** How the learning rate changes; it stays as it is if left out. */
  schedule: v.optional(oneOf("kind", scheduleSchemas)),
  /** Adam: added to the gradient (L2), as torch.optim.Adam; AdamW: decoupled, 0.01 unless given. */
  weightDecay: v.optional(nonNegative),
  betas: v.optional(pair(shareBelow1), [0.9, 0.999]),
  eps: v.optional(positive, 1e-8),
  /** SGD only. */
  momentum: v.optional(shareBelow1, 0),
  nesterov: flag(false),
  /** Largest global gradient norm; 0 does not clip. */
  clipGradNorm: v.optional(nonNegative, 0),
  /** Largest absolute value of a gradient; 0 does not clip. Applied before clipGradNorm. */
  clipGradValue: v.optional(nonNegative, 0),
  /** One weight a class in the loss; equal if left out. `balanced`: N / (K · series of the class), as scikit-learn's. */
  classWeights: v.optional(orWord(v.array(positive), "balanced")),
  labelSmoothing: v.optional(shareBelow1, 0),
  /** The value that decides which epoch is better: for early stopping, restoring the best and reduceOnPlateau. */
  monitor: v.optional(v.picklist(MONITORS), "valLoss"),
  earlyStopping: v.optional(earlyStoppingSchema),
  /** Whether training leaves the weights of its best epoch, and not those of its last step. */
  restoreBest: flag(false),
  record: v.optional(recordingSchema, {}),
  /** What is done, in this order, to the training series in each epoch. */
  augment: v.optional(v.array(augmentSchema), []),
  /** Changes while it trains, in the order of their steps. */
  edits: v.optional(v.array(editSchema)),
});

export type TrainingSpec = v.InferOutput<typeof trainingSchema>;
/** Options of training as a user writes them, without what has a default. */
export type TrainingInput = v.InferInput<typeof trainingSchema>;
/** A change of a training while it runs, as `training.edits` lists it. */
export type EditSpec = v.InferOutput<typeof editSchema>;
/** What an edit sets, in place of the training's own values. */
export type EditValues = v.InferOutput<typeof editValuesSchema>;
export type ScheduleSpec = NonNullable<TrainingSpec["schedule"]>;
export type Monitor = TrainingSpec["monitor"];
