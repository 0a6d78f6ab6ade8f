/**
 * Series of a `.ts` file, the format of sktime, aeon and timeseriesclassification.com: a head of tags, then a series a line. The head
 * is read in `ts-header.ts`, a series in `ts-series.ts`.
 */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import { linesOf } from "./input/lines.ts";
import type { Reader, ReadOptions } from "./reader.ts";
import { SeriesCollector } from "./table/collector.ts";
import { Faults } from "./table/faults.ts";
import { LongEvidence } from "./table/long-evidence.ts";
import { Resampler } from "./table/resample.ts";
import { SamplingOfSeries } from "./table/times.ts";
import { brief } from "./table/values.ts";
import { type TsHeader, TsHeaderReader } from "./ts-header.ts";
import { ChannelReader, partsBetweenColons, trimmed } from "./ts-series.ts";

export const tsReader: Reader = {
  format: "ts",
  extensions: ["ts"],
  // Weka's files have an @relation, and some have an @data in their first bytes too.
  recognises: ({ text }) =>
    /^@(?:problemname|timestamps|univariate|classlabel|class_labels|equallength)\b/im.test(text) &&
    !/^@(?:relation|attribute)\b/im.test(text),

  async read(source, options) {
    const { name } = source;
    const head = new TsHeaderReader();
    let series: TsSeriesReader | undefined;
    for await (const lines of linesOf(source, options.encoding)) {
      for (const { text, number } of lines) {
        const isEmpty = text.trim() === "" || /^\s*[#%]/.test(text);
        if (isEmpty) continue;
        if (series !== undefined) series.add(text, number);
        else if (!text.trimStart().startsWith("@")) {
          throw new TidelabError("ts.noData", { received: brief(text.trim()) }, `${name}:${number}:1`);
        } else if (head.push(text.trimStart(), `${name}:${number}:1`)) {
          series = new TsSeriesReader(name, head.header, options);
        }
      }
    }
    if (series === undefined) throw new TidelabError("ts.noData", { received: "" }, name);
    const { classNames, last } = head.header;
    return {
      ...series.table(),
      ...(classNames && { classNames }),
      reading: { ...options, labels: last === "class" ? "last" : "none" },
      notices: series.notices(),
    };
  },
};

class TsSeriesReader {
  readonly #source: string;
  readonly #header: TsHeader;
  readonly #skipsLabels: boolean;
  readonly #keepsUnlabelled: boolean;
  readonly #collector: SeriesCollector;
  readonly #channels: ChannelReader;
  readonly #faults: Faults;
  readonly #resampler: Resampler | undefined;
  readonly #sampling = new SamplingOfSeries();
  /** Times have no name in these files; they are what `@timeStamps` announces. */
  readonly #evidence = new LongEvidence(["timeStamps"], []);
  /** Of all series. */
  #count: number | undefined;

  constructor(source: string, header: TsHeader, options: ReadOptions) {
    const { labels, unlabelled } = options;
    this.#faults = new Faults(source, options);
    this.#resampler = Resampler.from(source, options);
    this.#source = source;
    this.#header = header;
    this.#count = header.channels;
    this.#skipsLabels = labels === "none";
    this.#keepsUnlabelled = unlabelled === "keep";
    this.#collector = new SeriesCollector(source);
    this.#channels = new ChannelReader(header.hasTimes, options.dates);
    if (header.last === "target" && !this.#skipsLabels) throw new TidelabError("reader.targets", undefined, source);
  }

  add(text: string, number: number): void {
    const before = this.#count;
    const undo = () => {
      this.#count = before;
      this.#channels.forget(String(this.#collector.number));
      return this.#collector.skip();
    };
    this.#faults.attempt(() => this.#read(text, number), undo);
  }

  #read(text: string, number: number): void {
    const { hasTimes, last, length } = this.#header;
    const place = (at: number) => `${this.#source}:${number}:${at + 1}`;
    const collector = this.#collector;
    const line = { place, miss: (at: number) => collector.miss(() => place(at)) };
    const parts = partsBetweenColons(text, hasTimes);
    const end = last === "channel" ? undefined : parts.pop();
    const expected = this.#count ?? parts.length;
    if (parts.length !== expected || parts.length === 0) {
      const cause = this.#header.channels === undefined ? "first" : "declared";
      throw new TidelabError(
        "reader.channels",
        { expected: Math.max(expected, 1), received: parts.length, cause },
        place(0),
      );
    }
    this.#count = expected;
    const label =
      end && !this.#skipsLabels ? this.#readLabel(text.slice(end.from, end.to).trim(), place(end.from)) : undefined;

    let steps = length;
    let values: Float32Array | undefined;
    for (const [c, part] of parts.entries()) {
      this.#channels.read(text, part, { series: String(collector.number), isFirst: c === 0 }, line);
      const channel = this.#channels.values;
      if (steps !== undefined && channel.length !== steps) {
        const cause = c === 0 ? "declared" : "channel";
        throw new TidelabError(
          "reader.steps",
          { expected: steps, received: channel.length, cause },
          place(trimmed(text, part).from),
        );
      }
      steps = channel.length;
      values ??= collector.blocks.take(steps * expected);
      for (let t = 0; t < steps; t++) values[t * expected + c] = channel[t]!;
    }
    const { times } = this.#channels;
    let between = this.#channels.steps;
    if (this.#resampler !== undefined && times !== undefined) {
      const about = { series: String(collector.number), path: `${this.#source}:${number}:1` };
      collector.replace(this.#resampler.resample(collector.blocks.values, expected, times, about));
      between = this.#resampler.stepsOf(times);
    }
    this.#sampling.add(between);
    collector.end(expected, { line: number, label });
    const { id, values: its } = collector.series.at(-1)!; // the one that has just ended
    this.#evidence.add({ id, steps: [between], values: its });
  }

  /** What the times of the steps show. */
  notices() {
    return [...this.#evidence.notices(), ...this.#collector.notices()];
  }

  table() {
    const { sampling } = this.#sampling;
    const { skipped } = this.#faults;
    this.#faults.check(this.#collector.series.length);
    return { ...(skipped && { skipped }), ...this.#collector.table(this.#count ?? 1), ...(sampling && { sampling }) };
  }

  /** @returns undefined for a series without a class, where such may be */
  #readLabel(label: string, path: string): string | undefined {
    if (label === "" || label === "?") {
      if (this.#keepsUnlabelled) return undefined;
      throw new TidelabError("reader.noLabel", undefined, path);
    }
    const known = this.#header.classNames;
    if (known === undefined || known.includes(label)) return label;
    throw new TidelabError("reader.label", { received: brief(label), known, nearest: nearest(label, known) }, path);
  }
}
