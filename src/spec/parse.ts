/**
 * Checks what a user wrote against the schemas and says everything that is wrong: where, what was expected, what was
 * received, what to do. Everything downstream trusts the result.
 */
import * as v from "valibot";
import { type ErrorParams, joinErrors, TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { isTooDeep, tooDeep } from "./json-scan.ts";
import { modelSchema } from "./layers.ts";
import { nearest } from "./nearest.ts";
import {
  type ModelInput,
  type ModelSpec,
  type Spec,
  specSchema,
  type TrainingInput,
  type TrainingSpec,
  trainingSchema,
  transformsSchema,
} from "./spec.ts";
import { type EditValues, editValuesSchema } from "./training.ts";
import type { TransformInput, TransformSpec } from "./transforms.ts";
import { KIND } from "./values.ts";

type Path = readonly PropertyKey[];

/**
 * @throws TidelabError with the path of the first key that does not fit, and all others in its `others`
 * @example
 * ```ts
 * import { parseSpec } from "tidelab";
 *
 * const spec = parseSpec({ model: { layers: [{ layer: "last" }, { layer: "linear", outFeatures: 2 }] } });
 * console.log(spec.seed >= 0); // true
 * ```
 */
export function parseSpec(value: unknown): Spec {
  return parse(specSchema, value);
}

export function parseModel(value: ModelInput): ModelSpec {
  return parse(modelSchema, value, ["model"]);
}

export function parseTraining(value: TrainingInput): TrainingSpec {
  return parse(trainingSchema, value, ["training"]);
}

export function parseEdit(value: EditValues): EditValues {
  return parse(editValuesSchema, value, ["edit"]);
}

export function parseTransforms(value: readonly TransformInput[]): TransformSpec[] {
  return parse(transformsSchema, value, ["transforms"]);
}

/**
 * Checks that a spec has been parsed, as far as some work reads it: what a user writes may lack all that has a default.
 * @throws TidelabError `spec.missing` or `spec.type` where there is no spec, `spec.raw` for a key that is not there
 */
export function checkParsed<Key extends string>(spec: Readonly<Record<Key, unknown>>, keys: readonly Key[]): void {
  if (typeof spec !== "object" || spec === null) parse(specSchema, spec);
  const missing = keys.find((key) => spec[key] === undefined);
  if (missing !== undefined) throw new TidelabError("spec.raw", { missing }, missing);
}

/**
 * @param at  where the value is in what the user wrote
 * @throws TidelabError `spec.…` with the path of the first thing that does not fit, and all others in its `others`
 */
function parse<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, at: Path = []): Output {
  // Schemas of layers within layers recurse.
  if (isTooDeep(value)) throw tooDeep(formatPath(at) || undefined);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const errors = findFaults(schema, value, result.issues).map(({ code, params, path }) => {
    return new TidelabError(code, params, formatPath([...at, ...path]) || undefined) as TidelabError;
  });
  throw joinErrors(errors as [TidelabError, ...TidelabError[]]); // a refusal has a reason
}

/** Like `parse`. @returns the output, or everything that does not fit */
export function parseAll<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  at: Path = [],
): { readonly output: Output; readonly errors?: never } | { readonly errors: TidelabError[]; readonly output?: never } {
  try {
    return { output: parse(schema, value, at) };
  } catch (error) {
    if (error instanceof TidelabError) return { errors: error.all };
    throw error;
  }
}

/** More would be read by no one. */
const MOST_FAULTS = 100;

/** All faults, one a place. Instead of a key that is missing, the key beside it that looks like it. */
function findFaults(schema: v.GenericSchema, value: unknown, issues: readonly v.BaseIssue<unknown>[]): Fault[] {
  const faults = new Map<string, Fault>();
  const misspelt = new Map<string, Fault>();
  for (const issue of issues.slice(0, MOST_FAULTS)) {
    for (const fault of withSiblings(schema, value, findFault(schema, value, issue))) {
      const place = formatPath(fault.path);
      if (!faults.has(place)) faults.set(place, fault);
      if (fault.code !== "spec.unknownKey" || fault.params.nearest === undefined) continue;
      misspelt.set(formatPath([...fault.path.slice(0, -1), fault.params.nearest]), fault);
    }
  }
  const shown = new Set<Fault>();
  const places = [...faults.keys()];
  for (const [place, fault] of faults) {
    // A list with a wrong entry is wrong because of it.
    if (places.some((other) => other.startsWith(`${place}.`) || other.startsWith(`${place}[`))) continue;
    // Which keys an object may have is not known before its kind is.
    const isOfNoKind = fault.code === "spec.unknownKey" && fault.params.known === "" && faults.size > 1;
    if (!isOfNoKind) shown.add((fault.code === "spec.missing" && misspelt.get(place)) || fault);
  }
  return [...shown];
}

/** Of unknown keys Valibot reports only the first of an object. */
function withSiblings(schema: v.GenericSchema, value: unknown, fault: Fault): Fault[] {
  if (fault.code !== "spec.unknownKey") return [fault];
  const parent = fault.path.slice(0, -1);
  const known = knownKeys(schema, value, parent);
  const unknown = Object.keys(lookUp(value, parent) as object).filter((key) => !known.includes(key));
  return unknown.map((key) => unknownKey(key, known, [...parent, key]));
}

function unknownKey(key: string, known: readonly string[], path: Path): Fault {
  return { code: "spec.unknownKey", params: { key, nearest: nearest(key, known), known: known.join(", ") }, path };
}

/** A path as users read it: `model.layers[2].hiddenSize`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

type FaultCode =
  | "spec.choice"
  | "spec.length"
  | "spec.missing"
  | "spec.name"
  | "spec.range"
  | "spec.type"
  | "spec.unknownKey";
/** What an error says of a value that a schema refused, and the keys that lead there. */
export type Fault = { [C in FaultCode]: { code: C; params: ErrorParams<C>; path: Path } }[FaultCode];

/** The fault that an issue of Valibot reports. */
export function findFault(schema: v.GenericSchema, value: unknown, issue: v.BaseIssue<unknown>): Fault {
  const path = (issue.path ?? []).map(({ key }) => key as PropertyKey);
  const received = lookUp(value, path);
  const expected = issue.expected ?? "";
  // An issue in place of this one, which begins where this one is.
  const instead = (inner: v.BaseIssue<unknown>) =>
    findFault(schema, value, { ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] as never });

  // The branch of a union that comes first speaks for it.
  if (issue.issues) return instead(issue.issues[0]);
  if (issue.type === "strict_object" && expected === "never") {
    const key = String(path.at(-1));
    return unknownKey(key, knownKeys(schema, value, path.slice(0, -1)), path);
  }
  // For a missing key, its own schema says what is wrong with undefined.
  if (issue.type === "strict_object" && expected !== "Object") {
    return instead(v.safeParse(schemaAt(schema, value, path)!, undefined).issues![0]);
  }
  if (issue.type === "picklist" || issue.type === "literal") {
    const names = expected.match(/\w+/g) ?? []; // of ("lstm" | "gru")
    const values = (issue.message === KIND ? names : names.map(show)).join(", ");
    const guess = typeof received === "string" ? nearest(received, names) : undefined;
    return { code: "spec.choice", params: { values, received: show(received), nearest: guess }, path };
  }
  if (issue.type === "regex" && issue.message !== "sha256")
    return { code: "spec.name", params: { received: show(received) }, path };
  const [, sign, limit] = expected.match(/^([<>]=?)(.*)/) ?? [];
  if (sign !== undefined) {
    const bound = { sign, limit: Number(limit) };
    if (typeof received === "number") {
      return { code: "spec.range", params: { ...bound, received: show(received) }, path };
    }
    const { length } = received as string | unknown[];
    const isText = typeof received === "string" && { isText: true };
    return { code: "spec.length", params: { ...bound, received: length, ...isText }, path };
  }
  const names: Record<string, string> = {
    strict_object: "object",
    custom: "object",
    check: issue.message,
    regex: issue.message,
  };
  const type = names[issue.type] ?? issue.type;
  if (received === undefined) return { code: "spec.missing", params: { expected: type }, path };
  return { code: "spec.type", params: { expected: type, received: show(received) }, path };
}

/** The value at a path in a value; undefined where there is none. */
export function lookUp(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Record<PropertyKey, unknown>)[key];
  }, value);
}

/** The keys that are allowed at a path, for "did you mean". */
export function knownKeys(schema: v.GenericSchema, value: unknown, path: Path): string[] {
  const found = schemaAt(schema, value, path);
  return found?.message === KIND ? [] : Object.keys(found?.entries ?? {});
}

/** The parts of a schema that lead to those below it. */
interface Node extends v.GenericSchema {
  getter?: (value: unknown) => Node;
  wrapped?: Node;
  entries?: Record<PropertyKey, Node>;
  item?: Node;
  message?: unknown;
}

/** The schema of the value at a path in a value. */
function schemaAt(schema: Node, value: unknown, path: Path): Node | undefined {
  const inner = schema.getter?.(value) ?? schema.wrapped;
  if (inner) return schemaAt(inner, value, path);
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const below = schema.entries?.[key] ?? schema.item;
  return below && schemaAt(below, lookUp(value, [key]), rest);
}
