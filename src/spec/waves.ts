/**
 * The schema of the generated series: which waves, how they vary, what spoils them. Only keys, types and ranges; what is
 * made of them is `data/waves.ts`. Imports nothing of ours.
 */
import * as z from "zod/mini";

/** [low, high], drawn uniformly from it; equal ends draw nothing. */
const range = (from: z.ZodMiniNumber) =>
  z.tuple([from, from]).check(z.refine(([low, high]) => low <= high, { error: "range" }));

/** Wave forms, each a class. */
export const WAVE_KINDS = ["sine", "square", "triangle", "sawtooth", "chirp"] as const;

/** Spans of steps whose values are lost, and what stands in for them: a model can only read finite values. */
export const missingSchema = z.strictObject({
  /** Spans in every series; they may overlap. */
  spans: z._default(z.int().check(z.positive(), z.lte(1000)), 1),
  /** Steps of a span. */
  length: range(z.int().check(z.positive())),
  /** `previous`: the last value before the span (at the start of a series the first one after it). */
  fill: z._default(z.enum(["previous", "linear", "zero"]), "previous"),
});

export const wavesSchema = z.strictObject({
  kind: z.literal("waves"),
  /** Series in all; the classes come by turns. */
  samples: z._default(z.int().check(z.gte(2), z.lte(10_000_000)), 1200),
  length: z._default(z.int().check(z.positive(), z.lte(1_000_000)), 200),
  /** Standard deviation of the normal noise, or of the steps of the random walk. */
  noise: z._default(z.number().check(z.gte(0)), 0.15),
  noiseType: z._default(z.enum(["white", "randomWalk"]), "white"),
  /** A class each, in the order of the labels. */
  kinds: z._default(
    z
      .array(z.enum(WAVE_KINDS))
      .check(z.minLength(2))
      .check(z.refine((kinds) => new Set(kinds).size === kinds.length, { error: "distinct" })),
    ["sine", "square"],
  ),
  /** Where in its period a wave begins, in periods. */
  phase: z._default(range(z.number().check(z.gte(-1000), z.lte(1000))), [0, 0]),
  /** Periods in `length` steps. */
  frequency: z._default(range(z.number().check(z.gte(0), z.lte(100_000))), [1, 1]),
  amplitude: z._default(range(z.number()), [1, 1]),
  /** Shortest series; each has minLength … length steps, drawn uniformly. All have `length` if left out. */
  minLength: z.optional(z.int().check(z.positive())),
  missing: z.optional(missingSchema),
  /** Probability that a training series gets the label of another class. */
  labelNoise: z._default(z.number().check(z.gte(0), z.lte(1)), 0),
  /** `max` divides by the largest magnitude of all series, as the notebook; `none` leaves that to a transform. */
  scale: z._default(z.enum(["max", "none"]), "max"),
});

export type WavesSpec = z.output<typeof wavesSchema>;
export type WavesInput = z.input<typeof wavesSchema>;
export type WaveKind = (typeof WAVE_KINDS)[number];
export type MissingSpec = z.output<typeof missingSchema>;
