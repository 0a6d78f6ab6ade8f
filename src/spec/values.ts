/**
 * The values that specs and records are made of, each a schema with a name. What Valibot takes by itself and JSON or a user's
 * slip should not pass is refused here: `1e999`, a list for an object. Imports nothing of ours.
 */
import * as v from "valibot";

export const number = v.pipe(v.number(), v.check<number, "number">(Number.isFinite, "number"));
/** A number that float32 holds. */
export const value = v.pipe(number, v.minValue(-3.4028234663852886e38), v.maxValue(3.4028234663852886e38));
export const nonNegative = v.pipe(number, v.minValue(0));
export const positive = v.pipe(number, v.gtValue(0));
/** In [0, 1]. */
export const share = v.pipe(nonNegative, v.maxValue(1));
/** In [0, 1). */
export const shareBelow1 = v.pipe(nonNegative, v.ltValue(1));
/** In (0, 1]. */
export const factor = v.pipe(positive, v.maxValue(1));
/** In (0, 1). */
export const part = v.pipe(positive, v.ltValue(1));

export const integer = v.pipe(
  number,
  v.check<number, "int">(Number.isInteger, "int"),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);
/** 0, 1, 2, … */
export const whole = v.pipe(integer, v.minValue(0));
/** 1, 2, 3, … */
export const count = v.pipe(integer, v.gtValue(0));
export const seed = v.pipe(whole, v.maxValue(0xffffffff));

export const text = v.pipe(v.string(), v.minLength(1));
/** Names of runs and sweeps, which become names of folders. */
export const runName = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u), v.maxLength(80));

/** A SHA-256, as files and weights have it in records. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "sha256"));

export const flag = (byDefault: boolean) => v.optional(v.boolean(), byDefault);

type Pair = [number, number];
/** Two numbers, as `[0.9, 0.999]`. */
export function pair(of: v.GenericSchema<number>): v.GenericSchema<Pair> {
  return v.pipe(v.array(of), v.minLength(2), v.maxLength(2)) as v.GenericSchema<unknown> as v.GenericSchema<Pair>;
}

/** Any object, as it is. Not `v.record`, which silently drops keys like "prototype". */
export function record<Value = unknown>() {
  return v.custom<Record<string, Value>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  );
}

/** An object with these keys and no other. */
export function object<Entries extends v.ObjectEntries>(entries: Entries): v.StrictObjectSchema<Entries, undefined> {
  const schema = v.strictObject(entries);
  return {
    ...schema,
    // To Valibot a list is an object that lacks keys.
    "~run": (dataset, config) => schema["~run"](Array.isArray(dataset.value) ? { value: null } : dataset, config),
  };
}

type Kinds<Key extends string, Entries> = {
  [Kind in keyof Entries & string]: v.StrictObjectSchema<
    { [K in Key]: v.LiteralSchema<Kind, undefined> } & Entries[Kind],
    undefined
  >;
};

/** Objects of several kinds by name; each has its name under `key`. */
export function kinds<Key extends string, Entries extends Record<string, v.ObjectEntries>>(key: Key, entries: Entries) {
  return Object.fromEntries(
    Object.entries(entries).map(([kind, more]) => [kind, object({ [key]: v.literal(kind), ...more })]),
  ) as Kinds<Key, Entries>;
}

/** Marks what speaks of an object whose kind is not known. */
export const KIND = "kind";

/**
 * An object of any of these kinds. Valibot's `variant` asks every kind in turn, whatever keys distinguish them, and is ten
 * times the size; here one key does. Of a single kind it is that kind's own schema: then errors can be about its keys.
 */
export function oneOf<Key extends string, Kind extends v.StrictObjectSchema<v.ObjectEntries, undefined>>(
  key: Key,
  schemas: Readonly<Record<string, Kind>>,
): v.GenericSchema<v.InferInput<Kind>, v.InferOutput<Kind>> {
  const options = Object.values(schemas);
  const [only] = options;
  if (only && options.length === 1) return only;
  const none = { ...object({ [key]: v.picklist(Object.keys(schemas), KIND) }), message: KIND };
  const kindOf = (value: unknown) => (value as Record<string, unknown> | null | undefined)?.[key];
  const pick = (value: unknown) =>
    options.find(({ entries }) => (entries[key] as v.LiteralSchema<string, undefined>).literal === kindOf(value)) ??
    none;
  return lookalike<v.InferInput<Kind>, v.InferOutput<Kind>>("variant", options, pick);
}

/** As `oneOf`, and what has nothing under `key` is of the kind `plain`. */
export function oneOfOr<
  Key extends string,
  Plain extends v.StrictObjectSchema<v.ObjectEntries, undefined>,
  Kind extends v.StrictObjectSchema<v.ObjectEntries, undefined>,
>(
  key: Key,
  plain: Plain,
  schemas: Readonly<Record<string, Kind>>,
): v.GenericSchema<v.InferInput<Plain> | v.InferInput<Kind>, v.InferOutput<Plain> | v.InferOutput<Kind>> {
  const kind = oneOf(key, schemas);
  const isPlain = (value: unknown) => (value as Record<string, unknown> | null | undefined)?.[key] === undefined;
  return lookalike<v.InferInput<Plain> | v.InferInput<Kind>, v.InferOutput<Plain> | v.InferOutput<Kind>>(
    "union",
    [plain, ...Object.values(schemas)],
    (value) => (isPlain(value) ? plain : kind),
  );
}

/** A value of `schema`, or this word. Valibot's `union` tries all and compares what they say; an error here is about `schema`. */
export function orWord<Schema extends v.GenericSchema, const Word extends string>(schema: Schema, word: Word) {
  const literal = v.literal(word);
  return lookalike<v.InferInput<Schema> | Word, v.InferOutput<Schema> | Word>("union", [schema, literal], (value) =>
    value === word ? literal : schema,
  );
}

/** A schema that picks another by the value, and that tools take for a `variant` or a `union` of Valibot's. */
function lookalike<Input, Output>(
  type: "variant" | "union",
  options: v.GenericSchema[],
  pick: (value: unknown) => v.GenericSchema,
) {
  return { ...v.lazy(pick), type, options } as unknown as v.GenericSchema<Input, Output>;
}
