/**
 * Checks what a caller made by hand, before any of it reaches the engine, where a text would be class 0 and a half a whole
 * number. The schema checks the numbers of a spec.
 */
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import type { TimeSeriesDataset, Windows } from "./dataset.ts";

/**
 * Checks a data set against the model it is meant for.
 * @param what  names the set in the error: `train`, `val`, `test`
 * @returns the data set; where it came with lists or other typed arrays, with those that the engine reads
 * @throws TidelabError `data.…`, with the index of the first entry that does not fit
 */
export function checkDataset(
  dataset: TimeSeriesDataset | undefined,
  model: { channels: number; classes: number },
  what: string,
): TimeSeriesDataset {
  const { labels, channels } = checkLists(dataset, what);
  if (channels !== model.channels) {
    throw new TidelabError("data.channels", { expected: model.channels, received: channels }, what);
  }
  const stranger = findIndex(labels, (label) => !isWhole(label) || label < 0 || label >= model.classes);
  if (stranger >= 0) {
    const params = { classes: model.classes, received: show(labels[stranger]) };
    throw new TidelabError("data.label", params, `${what}.labels[${stranger}]`);
  }
  checkClassNames(dataset!.classNames, model.classes, `${what}.classNames`); // `checkLists` has seen it
  return typed(dataset!);
}

/** Reports and predictions name classes by them, so no two classes share a name. */
function checkClassNames(names: unknown, classes: number, path: string): void {
  const isList = Array.isArray(names) && names.length === classes;
  const wrong = isList
    ? names.findIndex((name, at) => typeof name !== "string" || name === "" || names.indexOf(name) !== at)
    : -1;
  if (isList && wrong < 0) return;
  const [received, place] = isList ? [names[wrong], `${path}[${wrong}]`] : [names, path];
  throw new TidelabError("data.classNames", { classes, received: show(received) }, place);
}

/** Checks all of a data set that needs no model: what transforms rely on. @returns as `checkDataset` */
export function checkSeries(dataset: TimeSeriesDataset, what: string): TimeSeriesDataset {
  checkLists(dataset, what);
  const wrong = findIndex(dataset.labels, (label) => !isWhole(label) || label < 0);
  if (wrong >= 0) {
    const params = { least: 0, received: show(dataset.labels[wrong]) };
    throw new TidelabError("data.whole", params, `${what}.labels[${wrong}]`);
  }
  return typed(dataset);
}

function typed(dataset: TimeSeriesDataset): TimeSeriesDataset {
  const { values, labels, lengths } = dataset;
  const isTyped =
    values instanceof Float32Array && [labels, lengths ?? labels].every((list) => list instanceof Int32Array);
  if (isTyped) return dataset;
  return {
    ...dataset,
    values: Float32Array.from(values),
    labels: Int32Array.from(labels),
    ...(lengths && { lengths: Int32Array.from(lengths) }),
  };
}

function checkLists(dataset: TimeSeriesDataset | null | undefined, what: string): TimeSeriesDataset {
  if (typeof dataset !== "object" || dataset === null) {
    throw new TidelabError("data.missing", { received: show(dataset) }, what);
  }
  const { values, labels, count, length, channels, lengths, windows } = dataset;
  for (const key of ["count", "length", "channels"] as const) checkWhole(dataset[key], 0, `${what}.${key}`);
  checkList(values, `${what}.values`);
  checkList(labels, `${what}.labels`);
  if (count < 1 || length < 1) throw new TidelabError("data.empty", { count, length }, what);
  if (values.length !== count * length * channels || labels.length !== count) {
    const params = { values: values.length, labels: labels.length, count, length, channels };
    throw new TidelabError("data.size", params, what);
  }
  const bad = findIndex(values, (value) => typeof value !== "number" || !Number.isFinite(Math.fround(value)));
  if (bad >= 0) throw new TidelabError("data.value", { received: show(values[bad]) }, `${what}.values[${bad}]`);
  if (lengths !== undefined) {
    checkList(lengths, `${what}.lengths`);
    if (lengths.length !== count) {
      throw new TidelabError("data.lengthsSize", { expected: count, received: lengths.length }, `${what}.lengths`);
    }
    const wrong = findIndex(lengths, (steps) => !isWhole(steps) || steps < 1 || steps > length);
    if (wrong >= 0) {
      throw new TidelabError("data.lengths", { length, received: show(lengths[wrong]) }, `${what}.lengths[${wrong}]`);
    }
  }
  if (windows !== undefined) checkWindows(windows, count, `${what}.windows`);
  return dataset;
}

/** Every series must have rows, and they must follow each other: answers are taken from them. */
function checkWindows({ series, count }: Windows, rows: number, what: string): void {
  checkWhole(count, 1, `${what}.count`);
  checkList(series, `${what}.series`);
  const wrong = findIndex(
    series,
    (one, row) => one !== (series[row - 1] ?? -1) + 1 && (row === 0 || one !== series[row - 1]),
  );
  if (wrong < 0 && series.length === rows && series.at(-1) === count - 1) return;
  const at = wrong < 0 ? series.length - 1 : wrong;
  throw new TidelabError("data.windows", { rows, count, received: show(series[at]) }, `${what}.series[${at}]`);
}

/** @throws TidelabError `data.whole` for anything but a whole number, at least `least` */
export function checkWhole(value: unknown, least: number, path: string): asserts value is number {
  if (isWhole(value) && value >= least) return;
  throw new TidelabError("data.whole", { least, received: show(value) }, path);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** @throws TidelabError `data.list` for what is neither a list nor a typed array */
function checkList(value: unknown, path: string): void {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) return;
  throw new TidelabError("data.list", { received: show(value) }, path);
}

/** As the method, which passes over nothing either, but faster over millions of values. */
function findIndex(list: ArrayLike<unknown>, isWrong: (value: unknown, index: number) => boolean): number {
  for (let index = 0; index < list.length; index++) if (isWrong(list[index], index)) return index;
  return -1;
}
