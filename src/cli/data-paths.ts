/**
 * Paths of data in a spec, which are relative to the spec's file there and to the current folder in a run: a record can then be run
 * again from the project's folder, whichever file its spec came from.
 */
import { isAbsolute, join, relative, sep } from "node:path";

type Json = Record<string, unknown>;

/** A spec as a user writes it, with its paths seen from the current folder. What is no spec with files stays as it is. */
export function fromCurrentFolder(spec: unknown, folder: string): unknown {
  return rebased(spec, (path) => (isAbsolute(path) ? path : join(folder, path)));
}

/** The same the other way: for a spec that is saved in `folder`. */
export function fromFolder(spec: unknown, folder: string): unknown {
  return rebased(spec, (path) => (isAbsolute(path) ? path : relative(folder, path)));
}

/** A sweep as a user writes it: its base, where it is no file, and what its axes set. */
export function sweepFromCurrentFolder(sweep: unknown, folder: string): unknown {
  if (!isObject(sweep)) return sweep;
  const change = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const axes = (Array.isArray(sweep.axes) ? sweep.axes : []).map((axis: unknown) => {
    if (!isObject(axis)) return axis;
    if (typeof axis.path === "string" && isDataPath(axis.path))
      return { ...axis, values: mapPaths(axis.values, change) };
    if (!isObject(axis.options)) return axis;
    const options = Object.entries(axis.options).map(([label, settings]) => {
      if (!isObject(settings)) return [label, settings];
      const changed = Object.entries(settings).map(([path, value]) => {
        return [path, isDataPath(path) ? mapPaths(value, change) : value];
      });
      return [label, Object.fromEntries(changed)];
    });
    return { ...axis, options: Object.fromEntries(options) };
  });
  return {
    ...sweep,
    ...(isObject(sweep.base) && { base: fromCurrentFolder(sweep.base, folder) }),
    ...(Array.isArray(sweep.axes) && { axes }),
  };
}

/** Whether the value at a path of a spec is a path, or a list of them. */
function isDataPath(path: string): boolean {
  return /^data\.(train|val|test|labels\.(train|val|test))$/.test(path);
}

function rebased(spec: unknown, change: (path: string) => string): unknown {
  if (!isObject(spec) || !isObject(spec.data) || spec.data.kind !== "files") return spec;
  const { train, val, test, labels } = spec.data;
  const own = Object.entries({ train, val, test }).filter(([, value]) => value !== undefined);
  const data = {
    ...spec.data,
    ...Object.fromEntries(own.map(([key, value]) => [key, mapPaths(value, change)])),
    ...(isObject(labels) && { labels: mapAll(labels, change) }),
  };
  const { split } = spec;
  if (!isObject(split) || split.kind !== "indices") return { ...spec, data };
  const indices = { train: mapPaths(split.train, change), test: mapPaths(split.test, change) };
  return { ...spec, data, split: { ...split, ...indices } };
}

function mapAll(values: Json, change: (path: string) => string): Json {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mapPaths(value, change)]));
}

/** What is neither a text nor a list of texts is for the schema to refuse. */
function mapPaths(value: unknown, change: (path: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => mapPaths(one, change));
  return typeof value === "string" && value !== "" ? change(value).split(sep).join("/") : value;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
