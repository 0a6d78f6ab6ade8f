/** A spec with some of its values changed, by path: what `fork --set` and the axes of a sweep do. */
import { canonical } from "../bytes/canonical.ts";
import { TidelabError } from "../errors/errors.ts";
import { nearest } from "./nearest.ts";
import { formatPath, knownKeys, parseAll, parseSpec } from "./parse.ts";
import { parsePath, type SpecPath, valueAt, withValueAt } from "./paths.ts";
import { type Spec, specSchema } from "./spec.ts";

/** Path to value: `{ "training.lr": 0.01 }`. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * @param input  a spec as a user writes it, or with all defaults filled in
 * @throws TidelabError `spec.noPath` for a path that the spec does not have, and those of `parseSpec` for a value
 */
export function changeSpec(input: unknown, changes: Changes): Spec {
  const base = parseSpec(input);
  let changed = input;
  for (const [text, value] of Object.entries(changes)) {
    const path = parsePath(text);
    if (path === undefined || !isKnown(base, changed, path)) throw noPath(base, text);
    const next = withValueAt(changed, path, value);
    if (next === undefined) throw noPath(base, text);
    changed = next;
  }
  return parseSpec(changed);
}

/**
 * What is wrong with changes to a spec that has other faults: only what the changes add to those.
 * @param input  as `changeSpec` has it, valid or not
 */
export function findChangeErrors(input: unknown, changes: Changes): TidelabError[] {
  const known = parseAll(specSchema, input).errors ?? [];
  const isOld = ({ code, path }: TidelabError) => known.some((old) => old.code === code && old.path === path);
  let changed = input;
  const errors: TidelabError[] = [];
  for (const [text, value] of Object.entries(changes)) {
    const path = parsePath(text);
    const next = path && isKnown(input, changed, path) ? withValueAt(changed, path, value) : undefined;
    if (next === undefined) errors.push(noPath(input, text));
    else changed = next;
  }
  return [...errors, ...(parseAll(specSchema, changed).errors ?? []).filter((error) => !isOld(error))];
}

/**
 * The changes that make one spec of another: each value that differs, by its path. Where a key is left out that was there, or a list has another
 * length, the object or the list as a whole is the change: changes only set.
 */
export function changesBetween(from: Spec, to: Spec): Changes {
  const changes: Record<string, unknown> = {};
  const visit = (a: unknown, b: unknown, path: SpecPath) => {
    if (canonical(a) === canonical(b)) return;
    const keys = canSet(a, b);
    if (keys === undefined) changes[formatPath(path)] = b;
    else for (const key of keys) visit(valueAt(a, [key]), valueAt(b, [key]), [...path, key]);
  };
  // What an editor needs is no part of a run.
  for (const key of Object.keys(to)) if (key !== "$schema") visit(valueAt(from, [key]), valueAt(to, [key]), [key]);
  return changes;
}

/** The keys within two values, where setting some of them makes one of the other. */
function canSet(a: unknown, b: unknown): readonly (string | number)[] | undefined {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return undefined;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length ? [...b.keys()] : undefined;
  }
  const keys = Object.keys(b);
  const isWhole = Object.entries(a).every(([key, value]) => value === undefined || valueAt(b, [key]) !== undefined);
  // A name of a class or a column may be no part of a path.
  const isPath = keys.every((key) => parsePath(key)?.length === 1);
  // Of another kind: what is left of the old one would not fit it.
  const isOther = KINDS.some((key) => kindOf(a, key) !== kindOf(b, key));
  return isWhole && isPath && !isOther ? keys : undefined;
}

/** Keys that say which others there are. */
const KINDS = ["kind", "layer", "transform", "augment"];

/** `training.augment` is a list. */
function kindOf(value: object, key: string): string | undefined {
  const kind = valueAt(value, [key]);
  return typeof kind === "string" ? kind : undefined;
}

/** Whether every key on the way is allowed at its place, before or after what was changed so far. */
function isKnown(base: unknown, changed: unknown, path: SpecPath): boolean {
  return path.every((key, index) => {
    if (typeof key === "number") return true; // `withValueAt` knows how long a list is
    const before = path.slice(0, index);
    const inBase = valueAt(base, before);
    // Nothing lies within a number or a text.
    if (inBase !== undefined && (typeof inBase !== "object" || inBase === null)) return false;
    const known = [...knownKeys(specSchema, base, before), ...knownKeys(specSchema, changed, before)];
    // Where the schema does not say, the value is refused or not when the whole is parsed.
    return known.length === 0 || known.includes(key);
  });
}

function noPath(base: unknown, received: string): TidelabError {
  const path = parsePath(received) ?? [];
  const depth = path.findIndex((_, index) => !isKnown(base, base, path.slice(0, index + 1)));
  const known = knownKeys(specSchema, base, path.slice(0, Math.max(0, depth)));
  const guess = nearest(received, listPaths(base, base, []));
  return new TidelabError("spec.noPath", { nearest: guess, known: known.join(", ") }, received);
}

/** Every path that may be set in a spec like this one: also those of keys that it leaves out. */
function listPaths(spec: unknown, here: unknown, path: SpecPath): string[] {
  const own = path.length === 0 ? [] : [formatPath(path)];
  if (Array.isArray(here)) return [...own, ...here.flatMap((inner, index) => listPaths(spec, inner, [...path, index]))];
  if (typeof here !== "object" || here === null) return own;
  const keys = new Set([...Object.keys(here), ...knownKeys(specSchema, spec, path)]);
  return [
    ...own,
    ...[...keys].flatMap((key) => listPaths(spec, (here as Record<string, unknown>)[key], [...path, key])),
  ];
}
