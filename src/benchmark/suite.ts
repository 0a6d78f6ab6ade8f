/**
 * The schema of a benchmark's suite: data sets, models, seeds, and where published figures are. Every model meets every data set with every
 * seed. Only what a suite says; `src/node/benchmarks/` runs it.
 */
import * as v from "valibot";
import { type ClassifierSettings, METHODS, type ResolvedSettings, resolveSettings } from "../classical/settings.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { dataSchema } from "../spec/data.ts";
import { parseAll } from "../spec/parse.ts";
import { splitSchema, transformsSchema } from "../spec/spec.ts";
import { count, object, record, runName, seed, share, text } from "../spec/values.ts";
import type { PresetName } from "../zoo/presets.ts";
import { checkPresetOptions } from "./preset-options.ts";

const suiteSchema = object({
  $schema: v.optional(v.string()),
  name: runName,
  datasets: record(),
  models: record(),
  /** A list, or how many from 0 on. */
  seeds: v.optional(v.union([count, v.pipe(v.array(seed), v.minLength(1))]), 1),
  /** A CSV of published accuracies, beside the suite. */
  published: v.optional(text),
});

const datasetSchema = object({
  data: dataSchema,
  /** The files' own test series; nothing of the training series is held back. */
  split: v.optional(splitSchema, { val: "train" }),
  transforms: v.optional(transformsSchema, []),
  /** What the published figures call it; its own name if left out. */
  published: v.optional(v.pipe(v.array(text), v.minLength(1))),
});

/** What published figures call a model: a list of names, or its own if left out. */
const published = { published: v.optional(v.pipe(v.array(text), v.minLength(1))) };

const presetSchema = object({
  preset: text,
  /** The preset's own. */
  options: v.optional(record(), {}),
  /** Changes to the training that the preset's paper describes. */
  training: v.optional(record(), {}),
  ...published,
});

const specModelSchema = object({
  /** A spec, or the file of one: its model, training and transforms are used. */
  spec: v.union([text, record()]),
  ...published,
});

/** Settings of all methods; which of them a method has, parsing says. */
const classicalSchema = object({
  classical: v.picklist(METHODS),
  features: v.optional(count),
  maxDilations: v.optional(count),
  kernels: v.optional(count),
  groups: v.optional(count),
  window: v.optional(v.union([share, v.literal("leave-one-out")])),
  ...published,
});

/** A suite with its data sets and models written out, for `schema/benchmark.schema.json`. */
export const publishedSuiteSchema = object({
  ...suiteSchema.entries,
  datasets: v.pipe(v.record(v.string(), datasetSchema), v.minEntries(1)),
  models: v.pipe(v.record(v.string(), v.union([classicalSchema, presetSchema, specModelSchema])), v.minEntries(1)),
});

export type SuiteDataset = v.InferOutput<typeof datasetSchema>;

export type SuiteModel =
  | { readonly kind: "classical"; readonly settings: ResolvedSettings; readonly published: readonly string[] }
  | ({ readonly kind: "preset"; readonly published: readonly string[] } & Omit<
      v.InferOutput<typeof presetSchema>,
      "published"
    >)
  | { readonly kind: "spec"; readonly spec: Record<string, unknown>; readonly published: readonly string[] };

export interface Suite {
  readonly name: string;
  readonly datasets: ReadonlyMap<string, SuiteDataset>;
  readonly models: ReadonlyMap<string, SuiteModel>;
  readonly seeds: readonly number[];
  /** As the suite has it. */
  readonly published: string | undefined;
}

/**
 * Reads a suite: all that is wrong with it at once.
 * @param presets   names that `preset` may have
 * @param readSpec  gives the spec of a model that is a file
 * @throws TidelabError the first fault, with the others behind it
 */
export async function parseSuite(
  value: unknown,
  presets: readonly string[],
  readSpec: (file: string) => Promise<Record<string, unknown>>,
): Promise<Suite> {
  const whole = parseAll(suiteSchema, value);
  const errors: TidelabError[] = [...(whole.errors ?? [])];
  const note = (error: unknown) => {
    if (!(error instanceof TidelabError)) throw error;
    errors.push(...error.all);
  };
  const raw = isObject(value) ? value : {};
  const datasets = new Map<string, SuiteDataset>();
  for (const [name, entry] of entriesOf(raw, "datasets", note)) {
    const parsed = parseAll(datasetSchema, entry, ["datasets", name]);
    errors.push(...(parsed.errors ?? []));
    if (parsed.output) datasets.set(name, parsed.output);
  }
  const models = new Map<string, SuiteModel>();
  for (const [name, entry] of entriesOf(raw, "models", note)) {
    try {
      models.set(name, await parseModel(name, entry, presets, readSpec));
    } catch (error) {
      note(error);
    }
  }
  if (errors.length > 0 || !whole.output) throw joinErrors(errors as [TidelabError, ...TidelabError[]]);
  const { name, seeds } = whole.output;
  return {
    name,
    datasets,
    models,
    seeds: typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : [...new Set(seeds)],
    published: whole.output.published,
  };
}

async function parseModel(
  name: string,
  entry: unknown,
  presets: readonly string[],
  readSpec: (file: string) => Promise<Record<string, unknown>>,
): Promise<SuiteModel> {
  const at = ["models", name];
  const path = at.join(".");
  if (isObject(entry) && "classical" in entry) {
    const { classical: method, published: names, ...settings } = entry;
    const own = parseAll(object(published), names === undefined ? {} : { published: names }, at);
    if (own.errors) throw joinErrors(own.errors as [TidelabError, ...TidelabError[]]);
    if ("seed" in settings) throw new TidelabError("benchmark.seedOfModel", undefined, `${path}.seed`);
    const resolved = resolveSettings({ method, ...settings } as ClassifierSettings, path);
    return { kind: "classical", settings: resolved, published: own.output.published ?? [name] };
  }
  if (isObject(entry) && "preset" in entry) {
    const { errors, output } = parseAll(presetSchema, entry, at);
    if (errors) throw joinErrors(errors as [TidelabError, ...TidelabError[]]);
    if (!presets.includes(output.preset)) {
      const params = { known: presets.join(", "), received: JSON.stringify(output.preset) };
      throw new TidelabError("benchmark.preset", params, `${path}.preset`);
    }
    checkPresetOptions(output.preset as PresetName, output.options, [...at, "options"]);
    return { kind: "preset", ...output, published: output.published ?? [name] };
  }
  if (isObject(entry) && "spec" in entry) {
    const { errors, output } = parseAll(specModelSchema, entry, at);
    if (errors) throw joinErrors(errors as [TidelabError, ...TidelabError[]]);
    const spec = typeof output.spec === "string" ? await readSpec(output.spec) : output.spec;
    return { kind: "spec", spec, published: output.published ?? [name] };
  }
  throw new TidelabError("benchmark.model", undefined, path);
}

/** Entries of an object that must have some; where there is none, the schema's error says so. */
function entriesOf(raw: Record<string, unknown>, key: string, note: (error: unknown) => void): [string, unknown][] {
  const value = raw[key];
  if (!isObject(value)) return [];
  const entries = Object.entries(value);
  if (entries.length === 0) note(new TidelabError("spec.length", { sign: ">=", limit: 1, received: 0 }, key));
  return entries;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
