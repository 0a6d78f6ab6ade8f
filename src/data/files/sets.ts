/**
 * Which series of files train, which validate, which test: as the files themselves say, or as the spec's split takes them out of
 * them. Each kind of split is in a file of its own; this one joins them and draws validation series.
 */
import { littleEndianIntegers } from "../../bytes/little-endian.ts";
import { sha256Hex } from "../../bytes/sha256.ts";
import { TidelabError } from "../../errors/errors.ts";
import { NumpyRandom } from "../../random/numpy.ts";
import type { SplitSpec } from "../../spec/split.ts";
import type { SetName } from "../kinds/kind.ts";
import { type SplitIndices, splitIndices } from "../split.ts";
import { splitOnce } from "../stratified-split.ts";
import { groupKFold, kFold, stratifiedKFold } from "./folds.ts";
import { drawGroups, groupSplit, rowsOf } from "./group-split.ts";
import { type IndexText, indexedResample, stratifiedResample } from "./resamples.ts";

/** What a split is drawn from: the series in the order of the files: those to train on, to validate on, to test on. */
export interface SplitSeries {
  readonly labels: Int32Array;
  readonly names: readonly string[];
  readonly sets: readonly SetName[];
  /** Undefined where a file has no groups. */
  readonly groups: readonly string[] | undefined;
}

export interface SplitContext {
  /** Of the run: draws shares, groups and validation series. */
  readonly seed: number;
  /** The files of a split by indices. */
  readonly indices?: { readonly train: IndexText; readonly test: IndexText } | undefined;
}

type Kind<K> = Extract<SplitSpec, { kind: K }>;

/** @throws TidelabError `split.…` and `data.…` where the series do not allow the split, with what they have */
export function setsOf(split: SplitSpec, series: SplitSeries, context: SplitContext): SplitIndices {
  const given = (name: SetName) => Int32Array.from([...series.sets.keys()].filter((row) => series.sets[row] === name));
  const files = { train: given("train"), val: given("val"), test: given("test") };
  if (!("kind" in split)) return byShares(split, series, files, context);
  const { kind } = split;
  if ((kind === "groups" || kind === "time") && files.val.length > 0 && files.test.length === 0) {
    throw new TidelabError("split.valWithoutTest", undefined, "data.val");
  }
  if (kind === "folds") return inFolds(split, series, files, context);
  if (kind === "resample" || kind === "indices") return resampled(split, series, files, context);
  if (kind === "groups") return byGroups(split, series, files, context);
  return byTime(split, files);
}

function byShares(
  split: Exclude<SplitSpec, { kind: string }>,
  series: SplitSeries,
  files: SplitIndices,
  { seed }: SplitContext,
): SplitIndices {
  const random = new NumpyRandom(seed);
  if (files.test.length === 0) {
    if (files.val.length > 0) throw new TidelabError("split.valWithoutTest", undefined, "data.val");
    return splitIndices(series.labels.length, random, split, series.labels);
  }
  if (files.val.length > 0) return files;
  const by = split.stratify ? "class" : "none";
  return { ...validated(files.train, split.val, by, series, random), test: files.test };
}

function byGroups(
  { train, val }: Kind<"groups">,
  series: SplitSeries,
  files: SplitIndices,
  { seed }: SplitContext,
): SplitIndices {
  const groups = groupsOf(series);
  const random = new NumpyRandom(seed);
  if (files.val.length > 0) {
    checkApart(groups, files);
    return files;
  }
  if (files.test.length > 0) {
    const sets = { ...validated(files.train, val, "group", series, random), test: files.test };
    checkApart(groups, sets);
    return sets;
  }
  if (val !== "train") return groupSplit(groups, { train, val }, random);
  const names = [...new Set(groups)].sort((a, b) => (a < b ? -1 : 1));
  const tested = names.length - Math.trunc(names.length * train);
  if (tested < 1 || tested === names.length) {
    const params = { groups: names.length, train: names.length - tested, val: 0, test: tested };
    throw new TidelabError("split.groups", params, "split");
  }
  const [test, rest] = drawGroups(names, tested, random);
  return { train: rowsOf(groups, rest), val: rowsOf(groups, rest), test: rowsOf(groups, test) };
}

/** A group that the files themselves have in two sets cannot be kept together. */
function checkApart(groups: readonly string[], { train, val, test }: SplitIndices): void {
  const setOf = new Map<string, SetName>();
  const take = (rows: Int32Array, set: SetName) => {
    for (const row of rows) {
      const group = groups[row]!;
      const first = setOf.get(group) ?? set;
      if (first !== set) throw new TidelabError("split.groupApart", { group, first, second: set }, "split.kind");
      setOf.set(group, set);
    }
  };
  take(train, "train");
  // They may be the training series themselves.
  if (val !== train) take(val, "val");
  take(test, "test");
}

/** The files' order is that of time. */
function byTime({ train, val }: Kind<"time">, files: SplitIndices): SplitIndices {
  if (files.val.length > 0) return files;
  const { length } = files.train;
  if (files.test.length > 0) {
    if (val === "train") return { ...files, val: files.train };
    const size = checkedSize(length, Math.ceil(length * val));
    return { train: files.train.slice(0, length - size), val: files.train.slice(length - size), test: files.test };
  }
  const first = Math.trunc(length * train);
  const second = val === "train" ? first : Math.trunc(length * Number((train + val).toPrecision(12)));
  const sizes = [first, val === "train" ? first : second - first, length - second] as const;
  if (Math.min(...sizes) < 1) {
    const [trained, validation, test] = sizes;
    throw new TidelabError(
      "data.emptySplit",
      { count: length, train: trained, val: validation, test, least: 3 },
      "split",
    );
  }
  const trained = files.train.slice(0, first);
  return {
    train: trained,
    val: val === "train" ? trained : files.train.slice(first, second),
    test: files.train.slice(second),
  };
}

function inFolds(
  { folds, repeats, fold, by, val, seed }: Kind<"folds">,
  series: SplitSeries,
  files: SplitIndices,
  context: SplitContext,
): SplitIndices {
  if (files.test.length + files.val.length > 0) throw new TidelabError("split.foldsOfFiles", undefined, "split.kind");
  const all = folds * repeats;
  const number = fold === "seed" ? context.seed % all : fold;
  if (number >= all) throw new TidelabError("split.fold", { most: all - 1, received: number }, "split.fold");
  if (by === "group" && repeats > 1) throw new TidelabError("split.groupRepeats", undefined, "split.repeats");
  const { labels } = series;
  const random = new NumpyRandom(seed);
  let tests: Int32Array[] = [];
  // One stream for all repeats, as in scikit-learn.
  for (let repeat = 0; repeat <= Math.floor(number / folds); repeat++) {
    if (by === "group") tests = groupKFold(groupsOf(series), folds);
    else tests = by === "class" ? stratifiedKFold(labels, folds, random) : kFold(labels.length, folds, random);
  }
  const test = tests[number % folds]!; // as many as folds
  const tested = new Set(test);
  const rest = files.train.filter((row) => !tested.has(row));
  return { ...validated(rest, val, by, series, new NumpyRandom(context.seed)), test };
}

function resampled(
  split: Kind<"resample"> | Kind<"indices">,
  series: SplitSeries,
  files: SplitIndices,
  { seed, indices }: SplitContext,
): SplitIndices {
  if (files.test.length === 0 || files.val.length > 0) {
    throw new TidelabError("split.resampleFiles", undefined, "split.kind");
  }
  const numberOf = (number: number | "seed") => (number === "seed" ? seed : number);
  const trained = files.train.length;
  let sets: { train: Int32Array; test: Int32Array };
  if (split.kind === "resample") sets = stratifiedResample(series.names, trained, numberOf(split.resample));
  else {
    if (indices === undefined) throw new Error("the files of indices were not read");
    sets = indexedResample(indices, numberOf(split.row), series.labels.length, trained);
  }
  return { ...validated(sets.train, split.val, "class", series, new NumpyRandom(seed)), test: sets.test };
}

/**
 * Takes validation series out of training series: a share of them, rounded up as scikit-learn's `test_size` is.
 * @param by  what the two sets must have in common, or not
 */
function validated(
  rows: Int32Array,
  share: number | "train",
  by: "class" | "group" | "none",
  series: SplitSeries,
  random: NumpyRandom,
): { train: Int32Array; val: Int32Array } {
  if (share === "train") return { train: rows, val: rows };
  if (by === "group") {
    const groups = groupsOf(series);
    const names = [...new Set(Array.from(rows, (row) => groups[row]!))].sort((a, b) => (a < b ? -1 : 1));
    const [drawn] = drawGroups(names, checkedSize(names.length, Math.ceil(names.length * share)), random);
    const isDrawn = new Set(drawn);
    return {
      train: rows.filter((row) => !isDrawn.has(groups[row]!)),
      val: rows.filter((row) => isDrawn.has(groups[row]!)),
    };
  }
  const size = checkedSize(rows.length, Math.ceil(rows.length * share));
  if (by === "class") {
    const [train, val] = splitOnce(rows, series.labels, [rows.length - size, size], random);
    return { train, val };
  }
  const order = random.permutation(rows.length);
  const at = (from: number, to: number) => Int32Array.from(order.slice(from, to), (place) => rows[place]!);
  return { train: at(size, rows.length), val: at(0, size) };
}

/** @throws TidelabError `split.noValidation` where nothing would be left to train on, or to validate on */
function checkedSize(count: number, size: number): number {
  if (size >= 1 && size < count) return size;
  throw new TidelabError("split.noValidation", { count, size }, "split.val");
}

function groupsOf({ groups }: SplitSeries): readonly string[] {
  if (groups === undefined) throw new TidelabError("split.noGroups", undefined, "data.reading.columns.group");
  return groups;
}

/**
 * SHA-256 of the UTF-8 text of `JSON.stringify(["tidelab-split-1", N train, N val, N test])`, then the indices of the three sets in
 * their order, uint32 little-endian.
 * @returns 64 hex digits
 */
export function splitSha256({ train, val, test }: SplitIndices): string {
  const head = new TextEncoder().encode(JSON.stringify(["tidelab-split-1", train.length, val.length, test.length]));
  return sha256Hex(head, ...[train, val, test].map(littleEndianIntegers));
}
