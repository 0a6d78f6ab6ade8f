/**
 * The schema of a split: which series train, which validate, which test. Without a kind it is drawn by shares; the kinds are for
 * series from files. Only keys, types and ranges. Imports only `values.ts`.
 */
import * as v from "valibot";
import { count, kinds, object, oneOfOr, orWord, part, seed, text, whole } from "./values.ts";

/** A share of the training series, or these themselves: then validation says nothing about new series. */
const valShare = v.optional(orWord(part, "train"), 0.15);
/** `seed`: the number of the run's seed, so that the seeds of a sweep go through them all. */
const orSeed = orWord(whole, "seed");

export const sharesSchema = object({
  /** Of all series; with files to test on, of those that do not test. */
  train: v.optional(part, 0.7),
  val: valShare,
  /** Whether each set has the classes in the proportions of the whole. No default, so that records stay what they were. */
  stratify: v.optional(v.boolean()),
});

export const splitKinds = kinds("kind", {
  /** All series of a group on one side. */
  groups: { train: v.optional(part, 0.7), val: valShare },
  /** The first series train, the next validate, the last test. */
  time: { train: v.optional(part, 0.7), val: valShare },
  /** Cross-validation: one fold tests. */
  folds: {
    folds: v.optional(v.pipe(count, v.minValue(2)), 5),
    repeats: v.optional(count, 1),
    /** 0 … folds × repeats - 1. */
    fold: v.optional(orSeed, 0),
    /** What folds keep together or balance. */
    by: v.optional(v.picklist(["class", "group", "none"]), "class"),
    val: valShare,
    /** Of the drawing of the folds, which is the same for all runs. */
    seed: v.optional(seed, 0),
  },
  /** Training and test files put together and drawn again; 0 is as the files have it. @see aeon's stratified_resample_data */
  resample: { resample: v.optional(orSeed, 0), val: valShare },
  /** The same from files of indices, a resample a line. */
  indices: { train: text, test: text, row: v.optional(orSeed, 0), val: valShare },
});

/** Whether validation series that are drawn have the classes of the training series. */
export const splitSchema = oneOfOr("kind", sharesSchema, splitKinds);

export type SplitSpec = v.InferOutput<typeof splitSchema>;
export type SharesSpec = v.InferOutput<typeof sharesSchema>;
