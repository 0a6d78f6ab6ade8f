/** Shifts and scales values: by what the training series have in common, or each series by itself. */
import type { TransformSpecOf } from "../../spec/transforms.ts";
import type { Fitted, Transform } from "./transform.ts";

type Method = TransformSpecOf<"normalise">["method"];

/**
 * (T, C) → (T, C): `(x - offset) / divisor`, in float64, then rounded.
 *
 * | method | offset | divisor | scikit-learn |
 * |---|---|---|---|
 * | `zScore` | mean | standard deviation (of the population) | `StandardScaler` |
 * | `minMax` | smallest | largest - smallest | `MinMaxScaler` |
 * | `maxAbs` | 0 | largest magnitude | `MaxAbsScaler` |
 *
 * over each `channel` of the training series, `all` channels of the training series together, or each `series` and channel by
 * itself. A divisor of 0 becomes 1, as in scikit-learn.
 */
export const normalise: Transform<"normalise"> = {
  fit(training, { method, over }, channels) {
    if (over === "series") return null;
    if (over === "channel") return measureChannels(training, channels, method);
    const { offset, divisor } = measure(training, 0, 1, method);
    const repeated = (value: number) => new Array<number>(channels).fill(value);
    return { offset: repeated(offset), divisor: repeated(divisor) };
  },
  apply(series, { method }, { channels, fitted }) {
    const { offset, divisor } = fitted ?? measureChannels([series], channels, method);
    return series.map((value, i) => (value - offset[i % channels]!) / divisor[i % channels]!);
  },
};

function measureChannels(series: readonly Float32Array[], channels: number, method: Method): Fitted {
  const measured = Array.from({ length: channels }, (_, channel) => measure(series, channel, channels, method));
  return { offset: measured.map(({ offset }) => offset), divisor: measured.map(({ divisor }) => divisor) };
}

/** Of every `step`-th value from `first` on, series after series. */
function measure(series: readonly Float32Array[], first: number, step: number, method: Method) {
  let count = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const each = (use: (value: number) => void) => {
    for (const values of series) for (let i = first; i < values.length; i += step) use(values[i]!);
  };
  each((value) => {
    count++;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  });
  if (method === "minMax") return { offset: least, divisor: most - least || 1 };
  if (method === "maxAbs") return { offset: 0, divisor: Math.max(-least, most) || 1 };
  const mean = sum / count;
  let squares = 0;
  each((value) => {
    const distance = value - mean;
    squares += distance * distance; // not a power, which engines round differently
  });
  // Of equal values the mean may be a rounding away, and dividing by that would blow it up to 1.
  return { offset: mean, divisor: least === most ? 1 : Math.sqrt(squares / count) };
}
