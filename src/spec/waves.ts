/**
 * The schema of the generated series: which waves, how they vary, what spoils them. Only keys, types and ranges; what is
 * made of them is `data/waves.ts`. Imports only `values.ts`.
 */
import * as v from "valibot";
import { count, integer, nonNegative, number, object, pair, record, share } from "./values.ts";

/** [low, high], drawn uniformly from it; equal ends draw nothing. */
const range = (of: v.GenericSchema<number>) =>
  v.pipe(
    pair(of),
    v.check(([low, high]) => low <= high, "range"),
  );

/** Wave forms, each a class. */
export const WAVE_KINDS = ["sine", "square", "triangle", "sawtooth", "chirp"] as const;

/** Spans of steps whose values are lost, and what replaces them: a model can only read finite values. */
export const missingSchema = object({
  /** Spans in every series; they may overlap. */
  spans: v.optional(v.pipe(count, v.maxValue(1000)), 1),
  /** Steps of a span. */
  length: range(count),
  /** `previous`: the last value before the span (at the start of a series the first one after it). */
  fill: v.optional(v.picklist(["previous", "linear", "zero"]), "previous"),
});

export const wavesSchema = object({
  kind: v.literal("waves"),
  /** Series in all; the classes alternate. */
  samples: v.optional(v.pipe(integer, v.minValue(2), v.maxValue(10_000_000)), 1200),
  length: v.optional(v.pipe(count, v.maxValue(1_000_000)), 200),
  /** Standard deviation of the normal noise, or of the steps of the random walk. */
  noise: v.optional(nonNegative, 0.15),
  noiseType: v.optional(v.picklist(["white", "randomWalk"]), "white"),
  /** A class each, in the order of the labels. */
  kinds: v.optional(
    v.pipe(
      v.array(v.picklist(WAVE_KINDS)),
      v.minLength(2),
      v.check((kinds) => new Set(kinds).size === kinds.length, "distinct"),
    ),
    ["sine", "square"],
  ),
  /** Where in its period a wave begins, in periods. */
  phase: v.optional(range(v.pipe(number, v.minValue(-1000), v.maxValue(1000))), [0, 0]),
  /** Periods in `length` steps. */
  frequency: v.optional(range(v.pipe(nonNegative, v.maxValue(100_000))), [1, 1]),
  amplitude: v.optional(range(number), [1, 1]),
  /** Shortest series; each has minLength … length steps, drawn uniformly. All have `length` if left out. */
  minLength: v.optional(count),
  missing: v.optional(missingSchema),
  /** Probability that a training series gets the label of another class. */
  labelNoise: v.optional(share, 0),
  /** Corrected labels of training series: index among all series, from 0 on, to the index of its class. */
  relabel: v.optional(record<number>()),
  /** `max` divides by the largest magnitude of all series, as the notebook; `none` leaves that to a transform. */
  scale: v.optional(v.picklist(["max", "none"]), "max"),
});

export type WavesSpec = v.InferOutput<typeof wavesSchema>;
export type WavesInput = v.InferInput<typeof wavesSchema>;
export type WaveKind = (typeof WAVE_KINDS)[number];
export type MissingSpec = v.InferOutput<typeof missingSchema>;
