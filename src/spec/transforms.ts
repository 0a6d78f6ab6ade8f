/**
 * The schemas of what is done to series before a model reads them: transforms of all series, once, and augmentations of the
 * training series, anew in each epoch. Only keys, types and ranges. Imports nothing of ours.
 */
import * as z from "zod/mini";

const count = () => z.int().check(z.positive());
const positive = () => z.number().check(z.positive());

const truncate = z.strictObject({
  transform: z.literal("truncate"),
  length: count(),
  /** `random` takes a random part of a training series and the centre of all others. */
  keep: z._default(z.enum(["head", "tail", "centre", "random"]), "head"),
});
const pad = z.strictObject({
  transform: z.literal("pad"),
  length: count(),
  side: z._default(z.enum(["left", "right"]), "right"),
  mode: z._default(z.enum(["constant", "edge"]), "constant"),
  value: z._default(z.number(), 0),
});
const resample = z.strictObject({ transform: z.literal("resample"), length: count() });
const windows = z.strictObject({
  transform: z.literal("windows"),
  length: count(),
  /** Steps from one window to the next; defaults to length. */
  stride: z.optional(count()),
  /** How the windows of a series give its answer. */
  answer: z._default(z.enum(["meanLogits", "votes"]), "meanLogits"),
});
const normalise = z.strictObject({
  transform: z.literal("normalise"),
  method: z._default(z.enum(["zScore", "minMax", "maxAbs"]), "zScore"),
  /** `series` learns nothing; `channel` and `all` learn from the training series. */
  over: z._default(z.enum(["channel", "series", "all"]), "channel"),
});
const difference = z.strictObject({ transform: z.literal("difference"), order: z._default(count(), 1) });

/** Every transform by name: the one list that schema, code and error texts share. */
export const transformSchemas = { truncate, pad, resample, windows, normalise, difference } as const;
export const transformSchema = z.discriminatedUnion("transform", [
  truncate,
  pad,
  resample,
  windows,
  normalise,
  difference,
]);

/** Probability that a series is changed in an epoch. */
const p = z._default(z.number().check(z.gte(0), z.lte(1)), 1);

const jitter = z.strictObject({ augment: z.literal("jitter"), sigma: z._default(positive(), 0.03), p });
const scale = z.strictObject({ augment: z.literal("scale"), sigma: z._default(positive(), 0.1), p });
const shift = z.strictObject({ augment: z.literal("shift"), steps: count(), p });
const timeWarp = z.strictObject({
  augment: z.literal("timeWarp"),
  knots: z._default(count(), 4),
  strength: z._default(z.number().check(z.gt(0), z.lt(1)), 0.2),
  p,
});
const windowSlice = z.strictObject({
  augment: z.literal("windowSlice"),
  share: z._default(z.number().check(z.gt(0), z.lt(1)), 0.9),
  p,
});
const mixup = z.strictObject({ augment: z.literal("mixup"), alpha: z._default(positive(), 0.2), p });

/** Every augmentation by name. */
export const augmentSchemas = { jitter, scale, shift, timeWarp, windowSlice, mixup } as const;
export const augmentSchema = z.discriminatedUnion("augment", [jitter, scale, shift, timeWarp, windowSlice, mixup]);

export type TransformSpec = z.output<typeof transformSchema>;
export type TransformInput = z.input<typeof transformSchema>;
export type TransformKind = TransformSpec["transform"];
export type TransformSpecOf<K extends TransformKind> = Extract<TransformSpec, { transform: K }>;
export type AugmentInput = z.input<typeof augmentSchema>;
export type AugmentSpec = z.output<typeof augmentSchema>;
export type AugmentKind = AugmentSpec["augment"];
export type AugmentSpecOf<K extends AugmentKind> = Extract<AugmentSpec, { augment: K }>;
