/**
 * The schema of `sweep.json`: a base spec, what is varied, how it is searched, with which seeds. Parsing words the first
 * thing wrong; whether axes fit the base and arms compile is `check.ts`'s business.
 */
import "../file-errors.ts";
import * as z from "zod/mini";
import { TidelabError } from "../errors.ts";
import { describeIssue } from "../spec/parse.ts";

const count = () => z.int().check(z.positive());
const seed = () => z.int().check(z.gte(0), z.lte(0xffffffff));

/** The values that one path takes. */
const valuesAxis = z.strictObject({
  path: z.string().check(z.minLength(1)),
  values: z.array(z.unknown()).check(z.minLength(1)),
});

/** A stretch of numbers that a search draws from. */
const rangeAxis = z.strictObject({
  path: z.string().check(z.minLength(1)),
  min: z.number(),
  max: z.number(),
  scale: z._default(z.enum(["linear", "log"]), "linear"),
  integer: z._default(z.boolean(), false),
});

/** Choices that each set several paths at once, by label. */
const optionsAxis = z.strictObject({
  name: z.string().check(z.minLength(1)),
  options: z.record(z.string().check(z.minLength(1)), z.record(z.string(), z.unknown())),
});

const searchSchema = z.strictObject({
  /** Every combination, some drawn at random, or some that earlier results make likely. */
  kind: z.enum(["grid", "random", "tpe"]),
  /** How many there are to be; a grid has as many as it has combinations. */
  arms: z._default(count(), 20),
  /** Of the drawing of arms; runs have seeds of their own. */
  seed: z._default(seed(), 0),
  /** Arms drawn at random before results say where to go on; of TPE only. */
  startup: z.optional(count()),
  /** Arms proposed at a time, from the results of all before; of TPE only. */
  round: z.optional(count()),
});

/** As in Optuna; and a round that keeps several processes busy, hardly worse than one arm at a time (decision 032). */
const TPE_DEFAULTS = { startup: 10, round: 4 };

const pruneSchema = z.strictObject({
  kind: z.literal("median"),
  /** Epochs that every run gets. */
  after: z._default(count(), 5),
  /** Runs with the same seed that must have come as far. */
  runs: z._default(count(), 3),
});

export const sweepSchema = z.strictObject({
  $schema: z.optional(z.string()),
  name: z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u), z.maxLength(80)),
  /** A spec, or the file of one beside the sweep's. */
  base: z.union([z.string(), z.record(z.string(), z.unknown())]),
  /** Each a `valuesAxis`, a `rangeAxis` or an `optionsAxis`; its keys tell which. */
  axes: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)),
  search: z.prefault(searchSchema, { kind: "grid" }),
  /** A list, or how many from the base's seed on. */
  seeds: z._default(z.union([count(), z.array(seed()).check(z.minLength(1))]), 3),
  prune: z.optional(pruneSchema),
});

export type ValuesAxis = z.output<typeof valuesAxis>;
export type RangeAxis = z.output<typeof rangeAxis>;
export type OptionsAxis = z.output<typeof optionsAxis>;
export type Axis = ValuesAxis | RangeAxis | OptionsAxis;
export type Search = z.output<typeof searchSchema>;
export type Prune = z.output<typeof pruneSchema>;
/** A sweep as a user writes it. */
export type SweepInput = Omit<z.input<typeof sweepSchema>, "axes"> & {
  axes: (z.input<typeof valuesAxis> | z.input<typeof rangeAxis> | z.input<typeof optionsAxis>)[];
};

/** A sweep with defaults filled in and its base at hand. */
export interface SweepDefinition extends Omit<z.output<typeof sweepSchema>, "base" | "axes" | "$schema"> {
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
  const { $schema: _, base, ...rest } = check(sweepSchema, value, []);
  const axes = rest.axes.map((axis, index) => check(axisSchema(axis), axis, ["axes", index]));
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

/** What an axis means to be, so that an error is about that. */
function axisSchema(axis: object): z.ZodMiniType<Axis> {
  if ("options" in axis || "name" in axis) return optionsAxis;
  return "min" in axis || "max" in axis ? rangeAxis : valuesAxis;
}

function check<Output>(schema: z.ZodMiniType<Output>, value: unknown, at: readonly PropertyKey[]): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!; // a refusal has a reason
  throw describeIssue(issue, value, schema, at);
}

/** What an axis is called in results: its path, or its own name. */
export function axisName(axis: Axis): string {
  return "name" in axis ? axis.name : axis.path;
}
