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
  const extremes = series.map(({ values }) => extremesOf(values, channel, channels));
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { low, high } of extremes) {
    min = Math.min(min, low);
    max = Math.max(max, high);
  }
  const { count, mean, deviation } = spreadOf(
    series.map(({ values }) => values),
    channel,
    channels,
  );
  const far = OUTLIER * deviation;
  return {
    mean,
    deviation,
    min: count === 0 ? 0 : min,
    max: count === 0 ? 0 : max,
    missing: extremes.reduce((sum, { missing }) => sum + missing, 0),
    constant: extremes.filter(({ low, high }) => low >= high).length,
    outliers: extremes.filter(({ low, high }) => low <= high && (mean - low > far || high - mean > far)).length,
  };
}

/** Smallest and largest value of one channel of a series, +∞ and −∞ where none is there, and how many are missing. */
function extremesOf(values: Float32Array, channel: number, channels: number) {
  let [low, high, missing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    if (Number.isNaN(value)) missing++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high, missing };
}

/** Whether series lie at levels far apart, by their first channel and the training series. */
export function areLevelsApart(series: readonly FileSeries[], channels: number): boolean {
  const means: number[] = [];
  let within = 0;
  for (const { values, set } of series) {
    if (set !== "train") continue;
    const { mean, deviation } = spreadOf([values], 0, channels);
    means.push(mean);
    within += deviation;
  }
  const { deviation: between } = spreadOf([Float32Array.from(means)], 0, 1);
  return within > 0 && between > (LEVELS_APART * within) / means.length;
}

/** Mean and standard deviation of one channel, of the values that are there. */
function spreadOf(series: readonly Float32Array[], channel: number, channels: number) {
  let [count, sum] = [0, 0];
  for (const values of series) {
    for (let i = channel; i < values.length; i += channels) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (const values of series) {
    for (let i = channel; i < values.length; i += channels) {
      const value = values[i]!;
      if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
    }
  }
  return { count, mean, deviation: Math.sqrt(squares / Math.max(1, count)) };
}
