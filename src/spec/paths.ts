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
  if (typeof value !== "object" || value === null) return new Map([[formatPath(path), value]]);
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (entries.length === 0) return new Map([[formatPath(path), value]]);
  return new Map(entries.flatMap(([key, inner]) => [...leavesOf(inner, [...path, key])]));
}
