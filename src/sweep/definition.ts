/**
 * The schema of `sweep.json`: a base spec, what is varied, how it is searched, with which seeds. Parsing reports the first
 * error; `check.ts` checks whether axes fit the base and arms compile.
 */
import * as v from "valibot";
import { canonical } from "../bytes/canonical.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { formatPath, parseAll } from "../spec/parse.ts";
import { count, flag, number, object, record, runName, seed, text } from "../spec/values.ts";
import { splitAxisErrors } from "./split-axes.ts";

/** More would not fit into anyone's patience, and a mistyped grid should not fill a disk. */
export const MOST_ARMS = 10_000;

/** The values that one path takes. */
const valuesAxis = object({
  path: text,
  values: v.pipe(v.array(v.unknown()), v.minLength(1)),
});

/** A stretch of numbers that a search draws from. */
const rangeAxis = object({
  path: text,
  min: number,
  max: number,
  scale: v.optional(v.picklist(["linear", "log"]), "linear"),
  integer: flag(false),
});

/** Choices that each set several paths at once, by label. */
const optionsAxis = object({
  name: text,
  options: record<Record<string, unknown>>(),
});

const searchSchema = object({
  /** Every combination, some drawn at random, or some that earlier results make likely. */
  kind: v.picklist(["grid", "random", "tpe"]),
  /** How many there are to be; a grid has as many as it has combinations. */
  arms: v.optional(v.pipe(count, v.maxValue(MOST_ARMS)), 20),
  /** Of the drawing of arms; runs have their own seeds. */
  seed: v.optional(seed, 0),
  /** Arms drawn at random before results say where to go on; of TPE only. */
  startup: v.optional(count),
  /** Arms proposed at a time, from the results of all before; of TPE only. */
  round: v.optional(count),
});

/** As in Optuna; and a round that keeps several processes busy, hardly worse than one arm at a time (decision 032). */
const TPE_DEFAULTS = { startup: 10, round: 4 };

const pruneSchema = object({
  kind: v.literal("median"),
  /** Epochs that every run gets. */
  after: v.optional(count, 5),
  /** Runs with the same seed that must have come as far. */
  runs: v.optional(count, 3),
});

export const sweepSchema = object({
  $schema: v.optional(v.string()),
  name: runName,
  /** A spec, or the file of one beside the sweep's. */
  base: v.union([v.string(), record()]),
  /** Each a `valuesAxis`, a `rangeAxis` or an `optionsAxis`; its keys decide which. */
  axes: v.pipe(v.array(record()), v.minLength(1)),
  search: v.optional(searchSchema, { kind: "grid" }),
  /** A list, or how many from the base's seed on. */
  seeds: v.optional(v.union([count, v.pipe(v.array(seed), v.minLength(1))]), 3),
  prune: v.optional(pruneSchema),
});

const publishedOptions = v.pipe(v.record(v.string(), v.record(v.string(), v.unknown())), v.minEntries(1));

/** The same with the kinds of axes written out, for `schema/sweep.schema.json`; parsing says which kind an axis means to be. */
export const publishedSweepSchema = object({
  ...sweepSchema.entries,
  axes: v.pipe(
    v.array(v.union([valuesAxis, rangeAxis, object({ ...optionsAxis.entries, options: publishedOptions })])),
    v.minLength(1),
  ),
});

export type ValuesAxis = v.InferOutput<typeof valuesAxis>;
export type RangeAxis = v.InferOutput<typeof rangeAxis>;
export type OptionsAxis = v.InferOutput<typeof optionsAxis>;
export type Axis = ValuesAxis | RangeAxis | OptionsAxis;
export type Search = v.InferOutput<typeof searchSchema>;
export type Prune = v.InferOutput<typeof pruneSchema>;
/** A sweep as a user writes it. */
export type SweepInput = Omit<v.InferInput<typeof sweepSchema>, "axes"> & {
  axes: (v.InferInput<typeof valuesAxis> | v.InferInput<typeof rangeAxis> | v.InferInput<typeof optionsAxis>)[];
};

/** A sweep with defaults filled in and its base. */
export interface SweepDefinition extends Omit<v.InferOutput<typeof sweepSchema>, "base" | "axes" | "$schema"> {
  axes: Axis[];
  /** As a user writes a spec: arms are made from it before defaults are filled in. */
  base: Record<string, unknown>;
}

/** A sweep's file as it was understood, or everything that is wrong with it. */
export type SweepReading =
  | { readonly definition: SweepDefinition; readonly errors?: never }
  | {
      readonly definition?: never;
      /** With the paths of what does not fit; the base's file has its own name before them. */
      readonly errors: readonly TidelabError[];
      /** What can be checked all the same: the base, and axes that are well-formed with their places. */
      readonly base: Record<string, unknown> | undefined;
      readonly axes: readonly { readonly axis: Axis; readonly index: number }[];
    };

/**
 * @param readBase  gives the spec of a base that is a file
 * @throws TidelabError what `readSweep` finds, the first thing with the others behind it
 */
export async function parseSweep(
  value: unknown,
  readBase: (file: string) => Promise<Record<string, unknown>>,
): Promise<SweepDefinition> {
  const { definition, errors } = await readSweep(value, readBase);
  if (definition) return definition;
  throw joinErrors(errors as [TidelabError, ...TidelabError[]]); // without a definition there is one
}

/**
 * Finds all faults at once. What does not depend on them is checked as well.
 * @param readBase  gives the spec of a base that is a file; its TidelabErrors are faults of the sweep
 */
export async function readSweep(
  value: unknown,
  readBase: (file: string) => Promise<Record<string, unknown>>,
): Promise<SweepReading> {
  const whole = parseAll(sweepSchema, value);
  const errors: TidelabError[] = [...(whole.errors ?? [])];
  const note = (error: unknown) => {
    if (!(error instanceof TidelabError)) throw error;
    errors.push(...error.all);
  };
  const raw = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const axes = (Array.isArray(raw.axes) ? raw.axes : []).flatMap((axis: unknown, index) => {
    if (typeof axis !== "object" || axis === null || Array.isArray(axis)) return []; // the schema's errors say so
    const parsed = parseAxis(axis, ["axes", index]);
    errors.push(...(parsed.errors ?? []));
    return parsed.output ? [{ axis: parsed.output, index }] : [];
  });
  const search = whole.output?.search ?? parseAll(searchSchema, raw.search ?? { kind: "grid" }).output;
  if (search) errors.push(...onlyTpe(search));
  if (Array.isArray(whole.output?.seeds)) {
    errors.push(...findTwice(whole.output.seeds.map((value, i) => [value, value, `seeds[${i}]`])));
  }
  const good = axes.filter(({ axis, index }) => {
    const found = axisErrors(axis, index, search?.kind, axes);
    errors.push(...found);
    return found.length === 0;
  });
  const given = whole.output?.base ?? raw.base;
  let base: Record<string, unknown> | undefined;
  try {
    base = typeof given === "string" ? await readBase(given) : parseAll(record(), given).output;
  } catch (error) {
    note(error);
  }
  if (base?.classifier !== undefined) {
    const { method } = (base.classifier ?? {}) as { method?: unknown };
    errors.push(new TidelabError("sweep.classifier", { method: typeof method === "string" ? method : "" }, "base"));
    // It has no network whose settings the axes could be compared with.
    base = undefined;
  }
  if (errors.length > 0 || !whole.output || !search || !base) return { errors, base, axes: good };
  const { $schema: _, ...rest } = whole.output;
  return { definition: { ...rest, axes: axes.map(({ axis }) => axis), search: completeSearch(search), base } };
}

/** What an axis lists: the value as a user sees it, what it sets, and its place in the file. */
function placesOf(axis: Axis, at: string): Listed[] {
  if ("min" in axis) return [];
  if ("values" in axis) return axis.values.map((value, i) => [value, value, `${at}.values[${i}]`]);
  return Object.entries(axis.options).map(([label, changes]) => [label, changes, `${at}.options.${label}`]);
}

/** What each choice of an axis sets; of a range, its two ends. */
function changesOf(axis: Axis): Readonly<Record<string, unknown>>[] {
  if ("options" in axis) return Object.values(axis.options);
  const values = "min" in axis ? [axis.min, axis.max] : axis.values;
  return values.map((value) => ({ [axis.path]: value }));
}

type Listed = readonly [value: unknown, sets: unknown, place: string];

/** An arm or a run that is there twice counts twice in means, and in Holm's family of comparisons. */
function findTwice(entries: readonly Listed[]): TidelabError[] {
  const first = new Map<string, string>();
  return entries.flatMap(([value, sets, place]) => {
    const key = canonical(sets);
    const before = first.get(key);
    if (before === undefined) first.set(key, place);
    return before === undefined
      ? []
      : [new TidelabError("sweep.twice", { value: JSON.stringify(value), first: before }, place)];
  });
}

function axisErrors(
  axis: Axis,
  index: number,
  search: Search["kind"] | undefined,
  all: readonly { readonly axis: Axis; readonly index: number }[],
): TidelabError[] {
  const name = axisName(axis);
  const errors: TidelabError[] = [];
  const place = `axes[${index}]`;
  errors.push(...findTwice(placesOf(axis, place)), ...splitAxisErrors(changesOf(axis), "min" in axis, place));
  if (all.some((other) => other.index < index && axisName(other.axis) === name)) {
    errors.push(new TidelabError("sweep.axisTwice", { name }, place));
  }
  if (!("min" in axis)) return errors;
  const { min, max, scale, integer } = axis;
  if (integer && !(Number.isInteger(min) && Number.isInteger(max))) {
    errors.push(new TidelabError("sweep.rangeInteger", { min, max }, place));
  }
  if (min >= max || !Number.isFinite(max - min) || (scale === "log" && min <= 0)) {
    errors.push(new TidelabError("sweep.range", { min, max, scale }, place));
  }
  if (search === "grid") errors.push(new TidelabError("sweep.rangeInGrid", { name }, place));
  return errors;
}

/** With the defaults of its kind, so that the sweep's file has everything that determines its arms. */
function completeSearch(search: Search): Search {
  return search.kind === "tpe" ? { ...TPE_DEFAULTS, ...search } : search;
}

function onlyTpe(search: Search): TidelabError[] {
  const { kind } = search;
  if (kind === "tpe") return [];
  const keys = (["startup", "round"] as const).filter((name) => search[name] !== undefined);
  return keys.map((key) => new TidelabError("sweep.onlyTpe", { key, kind }, `search.${key}`));
}

/** What an axis means to be says what an error is about. */
function parseAxis(axis: object, at: readonly PropertyKey[]): ReturnType<typeof parseAll<Axis>> {
  if (!("options" in axis || "name" in axis)) {
    return parseAll<Axis>("min" in axis || "max" in axis ? rangeAxis : valuesAxis, axis, at);
  }
  const choice = parseAll(optionsAxis, axis, at);
  if (choice.errors) return choice;
  const errors = Object.entries(choice.output.options).flatMap(([label, changes]) => {
    const here = [...at, "options", label];
    return [...(parseAll(text, label, here).errors ?? []), ...(parseAll(record(), changes, here).errors ?? [])];
  });
  // Of an axis without a choice there is no arm, whatever the others list.
  if (Object.keys(choice.output.options).length === 0) {
    errors.push(new TidelabError("spec.length", { sign: ">=", limit: 1, received: 0 }, formatPath([...at, "options"])));
  }
  return errors.length > 0 ? { errors } : choice;
}

/** What an axis is called in results: its path, or its own name. */
export function axisName(axis: Axis): string {
  return "name" in axis ? axis.name : axis.path;
}
