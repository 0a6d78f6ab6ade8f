/** Loaded series as the Data screen draws them: counted, binned, a few of each class. Computed in the data worker. */
import type { LoadedData, Spec, TimeSeriesDataset } from "tidelab";
import { inspectData } from "tidelab/readers";
import type { ClassView, SeriesView, SetCounts, TableRow } from "./data-protocol.ts";

const EXAMPLES = 3;
const BINS = 24;
/** Series that are drawn over each other: more are a blot. */
const OVERLAY = 40;
/** Series of a class that percentiles are taken of. */
const MOST_FOR_BAND = 400;
const SETS = ["train", "val", "test"] as const;

/** Steps of a row, one channel of them. */
function channelOf({ values, length, channels, lengths }: TimeSeriesDataset, row: number, channel: number) {
  const steps = lengths?.[row] ?? length;
  return Float32Array.from({ length: steps }, (_, step) => values[(row * length + step) * channels + channel] ?? 0);
}

function rowsOf({ labels, count }: TimeSeriesDataset, label: number, most = Number.POSITIVE_INFINITY): number[] {
  const rows: number[] = [];
  for (let row = 0; row < count && rows.length < most; row++) if (labels[row] === label) rows.push(row);
  return rows;
}

/** Smallest and largest value of a channel; a little apart where all are the same. */
function rangeOf(set: TimeSeriesDataset, channel: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < set.count; row++) {
    for (const value of channelOf(set, row, channel)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low <= high)) return [-1, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** @param range  its upper end is in the last bin */
export function histogramOf(all: readonly Float32Array[], [low, high]: readonly [number, number]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const values of all) {
    for (const value of values) {
      const bin = Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS));
      if (bin >= 0) counts[bin]!++;
    }
  }
  return counts;
}

/** The 10th percentile, the mean and the 90th by step. @param steps  of the longest */
export function bandOf(all: readonly Float32Array[], steps: number): [Float32Array, Float32Array, Float32Array] {
  const [low, mean, high] = [new Float32Array(steps), new Float32Array(steps), new Float32Array(steps)];
  for (let step = 0; step < steps; step++) {
    const there = all.flatMap((values) => (step < values.length ? [values[step]!] : [])).sort((a, b) => a - b);
    // Linear between the two nearest ranks, as NumPy's percentile.
    const at = (share: number) => {
      const place = share * (there.length - 1);
      const [below, above] = [there[Math.floor(place)], there[Math.ceil(place)]];
      return below === undefined || above === undefined ? Number.NaN : below + (above - below) * (place % 1);
    };
    low[step] = at(0.1);
    high[step] = at(0.9);
    mean[step] = there.length === 0 ? Number.NaN : there.reduce((sum, value) => sum + value, 0) / there.length;
  }
  return [low, mean, high];
}

/** Series of each class in each set, as they were made or read: windows are not counted one by one. */
function countsOf({ all, indices }: LoadedData): SetCounts[] {
  const counts = all.classNames.map(() => ({ train: 0, val: 0, test: 0 }));
  for (const set of SETS) for (const row of indices[set]) counts[all.labels[row]!]![set]++;
  return counts;
}

export function describeData(spec: Spec, data: LoadedData, wanted: number): SeriesView {
  const { train, all, indices, scale, sha256, source } = data;
  const channel = wanted < train.channels ? wanted : 0;
  const range = rangeOf(train, channel);
  const counts = countsOf(data);
  const classes = train.classNames.map((name, label): ClassView => {
    const rows = rowsOf(train, label).map((row) => channelOf(train, row, channel));
    return {
      name,
      counts: counts[label]!,
      examples: rows.slice(0, EXAMPLES),
      histogram: histogramOf(rows, range),
      band: bandOf(rows.slice(0, MOST_FOR_BAND), train.length),
      overlay: rows.slice(0, OVERLAY),
    };
  });
  const { lengths } = all;
  return {
    spec,
    counts: { train: indices.train.length, val: indices.val.length, test: indices.test.length },
    lengths: source?.lengths ?? [
      lengths?.reduce((least, steps) => Math.min(least, steps), all.length) ?? all.length,
      all.length,
    ],
    steps: train.length,
    channels: train.channels,
    channel,
    classes,
    range,
    scale,
    sha256,
    findings: inspectData(data),
    values: (lengths?.reduce((sum, steps) => sum + steps, 0) ?? all.count * all.length) * all.channels,
    missing: source?.missing ?? 0,
  };
}

/** The row of a set that a series begins with: windows of one are several, all with its label. */
function firstRow({ windows }: TimeSeriesDataset, place: number): number {
  return windows === undefined ? place : windows.series.indexOf(place);
}

/** Rows of the table, in the order in which the series were made or read. */
export function tableRows({ all, indices, train }: LoadedData, from: number, to: number, wanted: number): TableRow[] {
  const places = new Map<number, [set: TableRow["set"], place: number]>();
  for (const set of SETS)
    for (const [place, row] of indices[set].entries())
      if (set !== "val" || !places.has(row)) places.set(row, [set, place]);
  const channel = wanted < all.channels ? wanted : 0;
  const rows: TableRow[] = [];
  for (let index = Math.max(0, from); index < Math.min(to, all.count); index++) {
    const [set, place] = places.get(index) ?? ["train", -1];
    const label = all.labels[index]!;
    const given = set === "train" ? (train.labels[firstRow(train, place)] ?? label) : label;
    const values = channelOf(all, index, channel);
    rows.push({ index, set, label, given, length: values.length, values });
  }
  return rows;
}
