/** What there is to know about series before training: counts, lengths, values of each channel, and what looks wrong with them. */
import { countClasses, NO_CLASS } from "../files/classes.ts";
import type { FileSeries } from "../files/join-tables.ts";
import type { SetName } from "../kinds/kind.ts";
import { identicalPairs } from "./duplicates.ts";

/** Values of one channel over all series. */
export interface ChannelSummary {
  readonly mean: number;
  /** Standard deviation of all values. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  readonly missing: number;
  /** Series in which this channel does not change. */
  readonly constant: number;
  /** Series whose largest distance from the channel's mean is above eight deviations. */
  readonly outliers: number;
}

/** What series are together: counts, lengths, values, and what is suggested for them. */
export interface DataSummary {
  readonly series: number;
  readonly sets: Readonly<Record<SetName, number>>;
  readonly lengths: { readonly shortest: number; readonly median: number; readonly longest: number };
  readonly channels: readonly ChannelSummary[];
  readonly classes: readonly {
    readonly name: string;
    readonly train: number;
    readonly val: number;
    readonly test: number;
  }[];
  /** Series without a class. */
  readonly unlabelled: number;
  /** Series of the most frequent class for one of the rarest. */
  readonly imbalance: number;
  readonly missing: number;
  /** Pairs of series that are the same, in one set and in two. */
  readonly duplicates: { readonly within: number; readonly across: number };
  readonly suggestions: {
    /** `series` where series lie at levels far apart, beside which their shapes vanish when all are scaled alike. */
    readonly normalise: "series" | "channel";
    /** Length of windows to cut long series into; undefined where they are short enough. */
    readonly window: number | undefined;
    /** Whether classes are so unequal that weights are worth trying. */
    readonly classWeights: boolean;
  };
}

/** Deviations beyond which a value is an outlier: of a normal distribution none in 10¹⁴. */
const OUTLIER = 8;
/** Spread of the levels of series, beside the spread within them, above which they hide the shapes. */
const LEVELS_APART = 10;
/** Steps above which windows are worth a thought, and their length. */
const LONG = 2000;
const WINDOW = 500;
const UNEQUAL = 3;

/** @param channels  of the series @param classNames  in their order */
export function describeSeries(
  series: readonly FileSeries[],
  channels: number,
  classNames: readonly string[],
): DataSummary {
  const lengths = series.map(({ length }) => length).sort((a, b) => a - b);
  const counts = countClasses(series);
  const classes = classNames.map((name) => ({ name, ...(counts.get(name) ?? { train: 0, val: 0, test: 0 }) }));
  const sizes = classes.map(({ train, val, test }) => train + val + test);
  const summaries = Array.from({ length: channels }, (_, channel) => describeChannel(series, channel, channels));
  const pairs = identicalPairs(series);
  const across = pairs.filter(([a, b]) => series[a]!.set !== series[b]!.set).length;
  const sets = { train: 0, val: 0, test: 0 };
  for (const { set } of series) sets[set]++;
  const imbalance = sizes.length === 0 ? 1 : Math.max(...sizes) / Math.max(1, Math.min(...sizes));
  const longest = lengths.at(-1) ?? 0;
  return {
    series: series.length,
    sets,
    lengths: { shortest: lengths[0] ?? 0, median: lengths[Math.floor(lengths.length / 2)] ?? 0, longest },
    channels: summaries,
    classes,
    unlabelled: series.filter(({ label }) => label === NO_CLASS).length,
    imbalance,
    missing: summaries.reduce((sum, { missing }) => sum + missing, 0),
    duplicates: { within: pairs.length - across, across },
    suggestions: {
      normalise: areLevelsApart(series, channels) ? "series" : "channel",
      window: longest > LONG ? WINDOW : undefined,
      classWeights: imbalance >= UNEQUAL,
    },
  };
}

function describeChannel(series: readonly FileSeries[], channel: number, channels: number): ChannelSummary {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let missing = 0;
  let constant = 0;
  for (const { values } of series) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = channel; i < values.length; i += channels) {
      const value = values[i]!;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      count++;
      sum += value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (low >= high) constant++;
    min = Math.min(min, low);
    max = Math.max(max, high);
  }
  const mean = count === 0 ? 0 : sum / count;
  const each = (use: (value: number, row: number) => void) => {
    for (const [row, { values }] of series.entries()) {
      for (let i = channel; i < values.length; i += channels) if (!Number.isNaN(values[i]!)) use(values[i]!, row);
    }
  };
  each((value) => {
    squares += (value - mean) * (value - mean);
  });
  const deviation = Math.sqrt(squares / Math.max(1, count));
  const far = new Set<number>();
  each((value, row) => {
    if (Math.abs(value - mean) > OUTLIER * deviation) far.add(row);
  });
  const [low, high] = count === 0 ? [0, 0] : [min, max];
  return { mean, deviation, min: low, max: high, missing, constant, outliers: far.size };
}

/** Whether series lie at levels far apart, by their first channel and the training series. */
export function areLevelsApart(series: readonly FileSeries[], channels: number): boolean {
  const means: number[] = [];
  let within = 0;
  for (const { values, set } of series) {
    if (set !== "train") continue;
    const { mean, deviation } = spreadOf(values.filter((_, i) => i % channels === 0));
    means.push(mean);
    within += deviation;
  }
  const { deviation: between } = spreadOf(Float32Array.from(means));
  return within > 0 && between > (LEVELS_APART * within) / means.length;
}

/** Of the values that are there. */
function spreadOf(values: Float32Array): { mean: number; deviation: number } {
  const there = values.filter((value) => !Number.isNaN(value));
  if (there.length === 0) return { mean: 0, deviation: 0 };
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const squares = there.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: Math.sqrt(squares / there.length) };
}
