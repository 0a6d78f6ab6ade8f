/**
 * Paths into a spec as users write them, `model.layers[0].hiddenSize`: parsing, looking up, setting, listing. The
 * schema decides what may be at a path; this file only handles the shape of plain JSON.
 */
import { formatPath } from "./parse.ts";

export type SpecPath = readonly (string | number)[];

/** @returns undefined for a text that is no path */
export function parsePath(text: string): SpecPath | undefined {
  if (!/^[^.[\]\s]+(?:\.[^.[\]\s]+|\[\d+\])*$/.test(text)) return undefined;
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([key, index]) => (index === undefined ? key : Number(index)));
}

/** What a path leads to in a value; undefined when it leads nowhere. */
export function valueAt(value: unknown, path: SpecPath): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  return inner;
}

/**
 * A copy of a value with something else at a path. Objects on the way are made where they are missing, elements of lists
 * are not.
 * @returns undefined when the path leads through something that is neither, or past the end of a list
 */
export function withValueAt(value: unknown, path: SpecPath, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (typeof key === "number") {
    if (!Array.isArray(value) || key >= value.length) return undefined;
    const inner = withValueAt(value[key], rest, replacement);
    return inner === undefined ? undefined : value.with(key, inner);
  }
  if (value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value))) return undefined;
  const own = value !== undefined && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  const inner = withValueAt(own, rest, replacement);
  return inner === undefined ? undefined : { ...value, [key]: inner };
}

/** All numbers, texts, switches and empty lists of a value, by path. */
export function leavesOf(value: unknown, path: SpecPath = []): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  addLeaves(value, formatPath(path), leaves);
  return leaves;
}

/** @param at  the path so far, as text: lists of thousands of runs have their paths made here */
function addLeaves(value: unknown, at: string, leaves: Map<string, unknown>): void {
  if (isLeaf(value)) leaves.set(at, value);
  else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) addLeaves(inner, `${at}[${index}]`, leaves);
  } else {
    for (const [key, inner] of Object.entries(value as object))
      addLeaves(inner, at === "" ? key : `${at}.${key}`, leaves);
  }
}

/** A number, a text, a switch, or a list or an object that is empty. */
export function isLeaf(value: unknown): boolean {
  return typeof value !== "object" || value === null || Object.keys(value).length === 0;
}
