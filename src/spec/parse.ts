/**
 * Checks what a user wrote against the schemas and words the first thing wrong: where, what was expected, what was
 * received, what to do. Everything downstream trusts the result.
 */
import type * as z from "zod/mini";
import { TidelabError } from "../errors.ts";
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
} from "./spec.ts";

type Path = readonly PropertyKey[];

/** @throws TidelabError with the path of the first key that does not fit */
export function parseSpec(value: unknown): Spec {
  return parse(specSchema, value, []);
}

export function parseModel(value: ModelInput): ModelSpec {
  return parse(modelSchema, value, ["model"]);
}

export function parseTraining(value: TrainingInput): TrainingSpec {
  return parse(trainingSchema, value, ["training"]);
}

/** A path as users read it: `model.layers[2].hiddenSize`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function parse<Output>(schema: z.ZodMiniType<Output>, value: unknown, prefix: Path): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new Error("a spec was refused without a reason");
  throw describe(issue, value, prefix);
}

/** What another schema than the spec's refused, in the same words. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  input: unknown,
  schema: z.core.$ZodType,
  at: Path,
): TidelabError {
  return describe(issue, input, at, schema);
}

function describe(
  issue: z.core.$ZodIssue,
  input: unknown,
  prefix: Path,
  schema: z.core.$ZodType = specSchema,
): TidelabError {
  const received = lookUp(input, issue.path);
  const path = (...more: PropertyKey[]) => formatPath([...prefix, ...issue.path, ...more]) || undefined;
  switch (issue.code) {
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      const known = knownKeys(input, issue.path, prefix, schema);
      return new TidelabError(
        "spec.unknownKey",
        { key, nearest: nearest(key, known), known: known.join(", ") },
        path(key),
      );
    }
    case "too_small":
    case "too_big": {
      const small = issue.code === "too_small";
      const limit = Number(small ? issue.minimum : issue.maximum);
      const sign = `${small ? ">" : "<"}${issue.inclusive === false ? "" : "="}`;
      if (issue.origin === "array" || issue.origin === "string") {
        return new TidelabError("spec.length", { sign, limit, received: sizeOf(received) }, path());
      }
      return new TidelabError("spec.range", { sign, limit, received: show(received) }, path());
    }
    case "invalid_value": {
      const values = issue.values.map(show);
      const guess = typeof received === "string" ? nearest(received, issue.values.map(String)) : undefined;
      return new TidelabError(
        "spec.choice",
        { values: values.join(", "), received: show(received), nearest: guess },
        path(),
      );
    }
    case "invalid_union": {
      if (issue.discriminator !== undefined) {
        // The path of the issue leads to the key that tells the kinds apart.
        const kinds = ("options" in issue ? (issue.options ?? []) : []).map(String);
        const guess = typeof received === "string" ? nearest(received, kinds) : undefined;
        const params = { values: kinds.join(", "), received: show(received), nearest: guess };
        return new TidelabError("spec.choice", params, path());
      }
      // The branch of the union that came closest speaks for it.
      const closest = issue.errors.flat()[0];
      if (closest) return describe({ ...closest, path: [...issue.path, ...closest.path] }, input, prefix, schema);
      return new TidelabError("spec.type", { expected: "union", received: show(received) }, path());
    }
    case "invalid_type": {
      if (received === undefined) return new TidelabError("spec.missing", { expected: issue.expected }, path());
      return new TidelabError("spec.type", { expected: issue.expected, received: show(received) }, path());
    }
    case "invalid_format":
      return new TidelabError("spec.name", { received: show(received) }, path());
    default:
      return new TidelabError("spec.type", { expected: issue.message, received: show(received) }, path());
  }
}

/** What stands at a path in a value; undefined where there is nothing. */
export function lookUp(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Record<PropertyKey, unknown>)[key];
  }, value);
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) || typeof value === "string" ? value.length : 0;
}

/** A value as an error shows it, cut where it is long. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What of a schema's definition says which keys may stand where. */
interface Definition {
  innerType?: z.core.$ZodType;
  shape?: Record<PropertyKey, z.core.$ZodType>;
  element?: z.core.$ZodType;
  options?: readonly z.core.$ZodType[];
  discriminator?: string;
}

/** The keys that may stand at a path, for "did you mean". */
export function knownKeys(input: unknown, path: Path, prefix: Path, root: z.core.$ZodType = specSchema): string[] {
  let found = unwrap(root, undefined);
  // Another schema than the spec's begins where the path does.
  const ahead = root === specSchema ? prefix : [];
  for (const [index, key] of [...ahead, ...path].entries()) {
    const inner = found.shape?.[key] ?? found.element;
    if (inner === undefined) return [];
    const depth = index + 1 - ahead.length;
    found = unwrap(inner, depth >= 0 ? lookUp(input, path.slice(0, depth)) : undefined);
  }
  return Object.keys(found.shape ?? {});
}

/** What stands in a schema without its defaults; of a union, the kind that the value says it is. */
function unwrap(schema: z.core.$ZodType, value: unknown): Definition {
  const { def } = schema._zod as { def: Definition };
  if (def.innerType) return unwrap(def.innerType, value);
  const { options, discriminator } = def;
  if (options === undefined || discriminator === undefined) return def;
  const kind = lookUp(value, [discriminator]);
  const option = options.find(({ _zod }) => _zod.propValues?.[discriminator]?.has(kind as z.core.util.Primitive));
  return option ? unwrap(option, value) : {};
}
