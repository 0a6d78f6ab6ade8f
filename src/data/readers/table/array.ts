/** A NumPy array as series: (N, T), or (N, T, C) or (N, C, T). */
import { TidelabError } from "../../../errors/errors.ts";
import type { NumpyArray } from "../input/numpy.ts";
import type { ReaderNotice } from "../notices.ts";
import type { ReadOptions, SeriesReading } from "../reader.ts";
import { isExact } from "./cells.ts";
import { SeriesCollector } from "./collector.ts";
import { Faults } from "./faults.ts";
import { PaddedSeries } from "./padding.ts";

/** Texts that belong to the series, one each. */
export interface SeriesNames {
  readonly labels?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/**
 * @param name   begins the path of errors
 * @param names  as many as series
 * @throws TidelabError `npy.dimensions`, `npy.axes` or `reader.…`, with the path `name[series, …]`, indices as NumPy counts them
 */
export function seriesOfArray(
  array: NumpyArray,
  name: string,
  options: Pick<ReadOptions, "axes" | "padding" | "onError">,
  { labels, groups }: SeriesNames = {},
): SeriesReading {
  const { shape, strides, at } = array;
  if (array.isText) throw new TidelabError("npy.type", { type: "text" }, name);
  if (shape.length !== 2 && shape.length !== 3) {
    throw new TidelabError("npy.dimensions", { shape: shape.join(", ") }, name);
  }
  const axes = shape.length === 2 ? undefined : (options.axes ?? guessAxes(shape, name));
  const isChannelsFirst = axes === "NCT";
  const [count = 0, second = 0, third = 1] = shape;
  const [length, channels] = isChannelsFirst ? [third, second] : [second, third];
  const [perSeries = 0, perSecond = 0, perThird = 0] = strides;
  const [perStep, perChannel] = isChannelsFirst ? [perThird, perSecond] : [perSecond, perThird];
  if (length === 0 || channels === 0) throw new TidelabError("npy.dimensions", { shape: shape.join(", ") }, name);
  const collector = new SeriesCollector(name);
  const padding = options.padding ?? "trim";
  const padded = new PaddedSeries(collector, padding);
  const faults = new Faults(name, options);
  for (let n = 0; n < count; n++) {
    const place = (index: number) => {
      const [t, c] = [Math.floor(index / channels), index % channels];
      const indices = axes === undefined ? [n, t] : isChannelsFirst ? [n, c, t] : [n, t, c];
      return `${name}[${indices.join(", ")}]`;
    };
    const read = () => {
      const values = collector.blocks.take(length * channels);
      let index = 0;
      for (let t = 0; t < length; t++) {
        for (let c = 0; c < channels; c++, index++) {
          const value = at(n * perSeries + t * perStep + c * perChannel) as number; // it is no text
          values[index] = Number.isFinite(value) ? value : Number.NaN;
          if (!Number.isFinite(value)) padded.miss(index, index);
          else if (!Number.isFinite(values[index])) {
            throw new TidelabError("reader.number", { received: String(value) }, place(index));
          }
        }
      }
      padded.end(channels, place, { line: n + 1, label: labels?.[n], group: groups?.[n] });
    };
    faults.attempt(read, () => padded.skip());
  }
  const { skipped } = faults;
  faults.check(collector.series.length);
  const isGuess = axes !== undefined && options.axes === undefined && length > 1 && channels > 1;
  const notices: ReaderNotice[] = [...padded.notices, ...collector.notices()];
  if (isGuess) notices.push({ kind: "axes", path: name, axes, shape: shape.join(", ") });
  return {
    ...collector.table(channels),
    ...(skipped && { skipped }),
    notices,
    reading: { ...options, padding, ...(axes && { axes }) },
  };
}

/** Texts of an array with one a series: whole numbers and truths as such. */
export function namesOfArray({ shape, at, isText }: NumpyArray, name: string): string[] {
  const [count = 0, ...others] = shape;
  if (shape.length === 0 || others.some((length) => length !== 1)) {
    throw new TidelabError("npy.labels", { shape: shape.join(", ") }, name);
  }
  return Array.from({ length: count }, (_, n) => {
    const value = at(n);
    if (isText ? value === "" : !Number.isFinite(value))
      throw new TidelabError("reader.noLabel", undefined, `${name}[${n}]`);
    if (!isExact(value)) throw new TidelabError("reader.inexactName", { received: String(value) }, `${name}[${n}]`);
    return String(value);
  });
}

/** There are more steps than channels. Where one axis has one element, it makes no difference. */
function guessAxes([, second = 0, third = 0]: readonly number[], name: string): "NTC" | "NCT" {
  if (second === third && second > 1) throw new TidelabError("npy.axes", { length: second }, name);
  return second < third ? "NCT" : "NTC";
}
