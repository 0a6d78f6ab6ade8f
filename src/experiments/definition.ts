/**
 * The schema of `sweep.json`: a base spec, what is varied, how it is searched, with which seeds. Parsing words the first
 * thing wrong; whether axes fit the base and arms compile is `check.ts`'s business.
 */
import "../file-errors.ts";
import * as v from "valibot";
import { TidelabError } from "../errors.ts";
import { parse } from "../spec/parse.ts";
import { count, flag, number, object, record, runName, seed, text } from "../spec/values.ts";

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
  /** Of the drawing of arms; runs have seeds of their own. */
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
  /** Each a `valuesAxis`, a `rangeAxis` or an `optionsAxis`; its keys tell which. */
  axes: v.pipe(v.array(record()), v.minLength(1)),
  search: v.optional(searchSchema, { kind: "grid" }),
  /** A list, or how many from the base's seed on. */
  seeds: v.optional(v.union([count, v.pipe(v.array(seed), v.minLength(1))]), 3),
  prune: v.optional(pruneSchema),
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

/** A sweep with defaults filled in and its base at hand. */
export interface SweepDefinition extends Omit<v.InferOutput<typeof sweepSchema>, "base" | "axes" | "$schema"> {
  axes: Axis[];
  /** As a user writes a spec: arms are made from it before defaults are filled in. */
  base: Record<string, unknown>;
}

/**
 * @param readBase  gives the spec of a base that is a file
 * @throws TidelabError `spec.…` with the path of what does not fit, and what reading the base throws
 */
export async function parseSweep(
  value: unknown,
  readBase: (file: string) => Promise<Record<string, unknown>>,
): Promise<SweepDefinition> {
  const { $schema: _, base, ...rest } = parse(sweepSchema, value);
  const axes = rest.axes.map((axis, index) => parseAxis(axis, ["axes", index]));
  const search = completeSearch(rest.search);
  const definition = { ...rest, axes, search, base: typeof base === "string" ? await readBase(base) : base };
  const names = definition.axes.map(axisName);
  for (const [index, axis] of definition.axes.entries()) {
    const name = axisName(axis);
    if (names.indexOf(name) !== index) throw new TidelabError("sweep.axisTwice", { name }, `axes[${index}]`);
    if (!("min" in axis)) continue;
    const isWide = !Number.isFinite(axis.max - axis.min);
    if (axis.min >= axis.max || isWide || (axis.scale === "log" && axis.min <= 0)) {
      throw new TidelabError("sweep.range", { min: axis.min, max: axis.max, scale: axis.scale }, `axes[${index}]`);
    }
    if (definition.search.kind === "grid") throw new TidelabError("sweep.rangeInGrid", { name }, `axes[${index}]`);
  }
  return definition;
}

/** With the defaults of its kind, so that the sweep's file tells all that its arms follow from. */
function completeSearch(search: Search): Search {
  if (search.kind === "tpe") return { ...TPE_DEFAULTS, ...search };
  const [key] = (["startup", "round"] as const).filter((name) => search[name] !== undefined);
  if (key) throw new TidelabError("sweep.onlyTpe", { key, kind: search.kind }, `search.${key}`);
  return search;
}

/** What an axis means to be says what an error is about. */
function parseAxis(axis: object, at: readonly PropertyKey[]): Axis {
  if (!("options" in axis || "name" in axis)) {
    return parse<Axis>("min" in axis || "max" in axis ? rangeAxis : valuesAxis, axis, at);
  }
  const choice = parse(optionsAxis, axis, at);
  for (const [label, changes] of Object.entries(choice.options)) {
    const here = [...at, "options", label];
    parse(text, label, here);
    parse(record(), changes, here);
  }
  return choice;
}

/** What an axis is called in results: its path, or its own name. */
export function axisName(axis: Axis): string {
  return "name" in axis ? axis.name : axis.path;
}
