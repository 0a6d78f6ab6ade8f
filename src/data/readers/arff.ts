/**
 * Series of an ARFF file, Weka's format, as the archives have them: an attribute a time step, or one relational attribute whose rows
 * are channels. The head is read in `arff-header.ts`, cells in `arff-tokens.ts`.
 */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import { type ArffHeader, ArffHeaderReader } from "./arff-header.ts";
import { type ArffCell, cellsOf, textOf } from "./arff-tokens.ts";
import { textFormatOf } from "./input/formats.ts";
import { linesOf } from "./input/lines.ts";
import type { Reader, ReadOptions } from "./reader.ts";
import { SeriesCollector } from "./table/collector.ts";
import { Faults } from "./table/faults.ts";
import { PaddedSeries } from "./table/padding.ts";
import { brief, readCell } from "./table/values.ts";

export const arffReader: Reader = {
  format: "arff",
  extensions: ["arff"],
  recognises: ({ text }) => textFormatOf(text) === "arff",

  async read(source, options) {
    const { name } = source;
    const head = new ArffHeaderReader(name);
    const padding = options.padding ?? "trim";
    let series: ArffSeriesReader | undefined;
    for await (const lines of linesOf(source, options.encoding)) {
      for (const { text, number } of lines) {
        const isEmpty = text.trim() === "" || /^\s*%/.test(text);
        if (isEmpty) continue;
        const place = (at: number) => `${name}:${number}:${at + 1}`;
        if (series !== undefined) series.add(text, number, place);
        else if (head.push(text, place)) {
          series = new ArffSeriesReader(name, head.finish(options, place(0)), options);
        }
      }
    }
    if (series === undefined) throw new TidelabError("arff.noData", {}, name);
    const { classNames, labelName } = series.header;
    return {
      ...series.table(),
      ...(classNames && { classNames }),
      notices: series.notices(),
      reading: { ...options, padding, ...(labelName && { columns: { ...options.columns, label: labelName } }) },
    };
  },
};

class ArffSeriesReader {
  readonly header: ArffHeader;
  readonly padded: PaddedSeries;
  readonly #collector: SeriesCollector;
  readonly #keepsUnlabelled: boolean;
  readonly #faults: Faults;
  /** Of all series; undefined before the first. */
  #channels: number | undefined;

  constructor(source: string, header: ArffHeader, options: ReadOptions) {
    const { padding = "trim", unlabelled } = options;
    this.header = header;
    this.#faults = new Faults(source, options);
    this.#keepsUnlabelled = unlabelled === "keep";
    this.#collector = new SeriesCollector(source);
    this.padded = new PaddedSeries(this.#collector, padding);
  }

  add(text: string, number: number, place: (at: number) => string): void {
    const before = this.#channels;
    const undo = () => {
      this.#channels = before;
      return this.padded.skip();
    };
    this.#faults.attempt(() => this.#read(text, number, place), undo);
  }

  #read(text: string, number: number, place: (at: number) => string): void {
    const { roles, isRelational } = this.header;
    const start = text.length - text.trimStart().length;
    if (text[start] === "{") throw new TidelabError("arff.sparse", {}, place(start));
    const cells = cellsOf(text, start, text.trimEnd().length, place);
    if (cells.length !== roles.length) {
      throw new TidelabError("reader.columns", { expected: roles.length, received: cells.length }, place(start));
    }
    const first = (role: ArffHeader["roles"][number]) => cells[roles.indexOf(role)];
    const values = cells.filter((_, i) => roles[i] === "value");
    const [whole] = values;
    if (isRelational && whole !== undefined) this.#readRelation(text, whole, place);
    else this.#readSteps(text, values, place);
    const channels = this.#channels ?? 1;
    const nameOf = (cell: ArffCell | undefined) => (cell === undefined ? undefined : textOf(text, cell));
    const label = first("label");
    this.padded.end(channels, place, {
      line: number,
      id: nameOf(first("id")),
      group: nameOf(first("group")),
      label: label && this.#readLabel(textOf(text, label), place(label.from)),
    });
  }

  notices() {
    return [...this.padded.notices, ...this.#collector.notices()];
  }

  table() {
    const { skipped } = this.#faults;
    this.#faults.check(this.#collector.series.length);
    return { ...this.#collector.table(this.#channels ?? 1), ...(skipped && { skipped }) };
  }

  #readSteps(text: string, cells: readonly ArffCell[], place: (at: number) => string): void {
    for (const { from, to } of cells) this.padded.push(readCell(text, from, to, place), from);
  }

  /** The rows of a relation are channels, between `\n` as the file has it: a backslash and an n. */
  #readRelation(text: string, { from, to }: ArffCell, place: (at: number) => string): void {
    const { length } = this.header;
    const parts: ArffCell[] = [];
    for (let at = from; at <= to; ) {
      const next = text.indexOf("\\n", at);
      const end = next === -1 || next > to ? to : next;
      parts.push({ from: at, to: end, isQuoted: true });
      at = end + 2;
    }
    // Some tools end the last row too.
    const last = parts.at(-1);
    if (last && last.from === last.to && parts.length > 1) parts.pop();
    const channels = this.#channels ?? parts.length;
    if (parts.length !== channels) {
      throw new TidelabError(
        "reader.channels",
        { expected: channels, received: parts.length, cause: "first" },
        place(from),
      );
    }
    this.#channels = channels;
    const values = this.#collector.blocks.take(length * channels);
    for (const [c, part] of parts.entries()) {
      const cells = cellsOf(text, part.from, part.to, place);
      if (cells.length !== length) {
        const params = { expected: length, received: cells.length, cause: "declared" } as const;
        throw new TidelabError("reader.steps", params, place(part.from));
      }
      for (const [t, cell] of cells.entries()) {
        const value = readCell(text, cell.from, cell.to, place);
        values[t * channels + c] = value;
        if (Number.isNaN(value)) this.padded.miss(t * channels + c, cell.from);
      }
    }
  }

  /** @returns undefined for a series without a class, where such may be */
  #readLabel(label: string, path: string): string | undefined {
    if (label === "" || label === "?") {
      if (this.#keepsUnlabelled) return undefined;
      throw new TidelabError("reader.noLabel", undefined, path);
    }
    const known = this.header.classNames;
    if (known === undefined || known.includes(label)) return label;
    throw new TidelabError("reader.label", { received: brief(label), known, nearest: nearest(label, known) }, path);
  }
}
