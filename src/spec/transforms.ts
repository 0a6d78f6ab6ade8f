/**
 * The schemas of what is done to series before a model reads them: transforms of all series, once, and augmentations of the
 * training series, drawn again in each epoch. Only keys, types and ranges. Imports only `values.ts`.
 */
import * as v from "valibot";
import { count, kinds, number, oneOf, part, positive, share } from "./values.ts";

/** Every transform by name: the one list that schema, code and error texts share. */
export const transformSchemas = kinds("transform", {
  truncate: {
    length: count,
    /** `random` takes a random part of a training series and the centre of all others. */
    keep: v.optional(v.picklist(["head", "tail", "centre", "random"]), "head"),
  },
  pad: {
    length: count,
    side: v.optional(v.picklist(["left", "right"]), "right"),
    mode: v.optional(v.picklist(["constant", "edge"]), "constant"),
    value: v.optional(number, 0),
  },
  resample: { length: count },
  windows: {
    length: count,
    /** Steps from one window to the next; defaults to length. */
    stride: v.optional(count),
    /** How the windows of a series give its answer. */
    answer: v.optional(v.picklist(["meanLogits", "votes"]), "meanLogits"),
  },
  normalise: {
    method: v.optional(v.picklist(["zScore", "minMax", "maxAbs"]), "zScore"),
    /** `series` learns nothing; `channel` and `all` learn from the training series. */
    over: v.optional(v.picklist(["channel", "series", "all"]), "channel"),
  },
  difference: { order: v.optional(v.pipe(count, v.maxValue(1000)), 1) },
});
export const transformSchema = oneOf("transform", transformSchemas);

/** Probability that a series is changed in an epoch. */
const p = v.optional(share, 1);

/** Every augmentation by name. */
export const augmentSchemas = kinds("augment", {
  jitter: { sigma: v.optional(positive, 0.03), p },
  scale: { sigma: v.optional(positive, 0.1), p },
  shift: { steps: v.pipe(count, v.maxValue(1_000_000)), p },
  timeWarp: {
    knots: v.optional(v.pipe(count, v.maxValue(1000)), 4),
    strength: v.optional(part, 0.2),
    p,
  },
  windowSlice: {
    share: v.optional(part, 0.9),
    p,
  },
  mixup: { alpha: v.optional(positive, 0.2), p },
});
export const augmentSchema = oneOf("augment", augmentSchemas);

export type TransformSpec = v.InferOutput<typeof transformSchema>;
/** A transform as a user writes it, without what has a default. */
export type TransformInput = v.InferInput<typeof transformSchema>;
export type TransformKind = TransformSpec["transform"];
export type TransformSpecOf<K extends TransformKind> = Extract<TransformSpec, { transform: K }>;
/** An augmentation as a user writes it, without what has a default. */
export type AugmentInput = v.InferInput<typeof augmentSchema>;
export type AugmentSpec = v.InferOutput<typeof augmentSchema>;
export type AugmentKind = AugmentSpec["augment"];
export type AugmentSpecOf<K extends AugmentKind> = Extract<AugmentSpec, { augment: K }>;
