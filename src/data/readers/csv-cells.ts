/** What single cells of a CSV say: a value, the name of a series, a class. Which column is what is known before. */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import type { CsvOptions } from "./csv-options.ts";
import { type CsvRow, type CsvRowReader, cellOf } from "./csv-rows.ts";
import { detached } from "./table/detached.ts";
import { float32At, scanned } from "./table/float32.ts";
import { brief, isNoLabel, NumberReader } from "./table/values.ts";

/** How many values of a row are missing, and where the first is. */
export interface Missed {
  readonly count: number;
  readonly row: CsvRow;
  readonly column: number;
}

export class CsvCells {
  readonly numbers: NumberReader;
  readonly #rows: CsvRowReader;
  readonly #options: CsvOptions;
  readonly #names = new Map<string, string>();
  /** Labels that are known to be some. */
  readonly #labels = new Set<string>();
  #missed: Missed | undefined;

  constructor(rows: CsvRowReader, options: CsvOptions) {
    this.#rows = rows;
    this.#options = options;
    this.numbers = new NumberReader(options.decimal);
  }

  /** Missing values that were kept since the last call. */
  takeMissed(): Missed | undefined {
    const missed = this.#missed;
    this.#missed = undefined;
    return missed;
  }

  /** @returns NaN for a missing value that is kept. @throws TidelabError `csv.notFinite` for others, and those of `NumberReader.read` */
  value(row: CsvRow, column: number): number {
    const { fill, missing } = this.#options;
    const cell = row.cells[column] ?? "";
    if (fill === undefined) {
      const plain = float32At(cell, 0, cell.length);
      const isSettled = Number.isFinite(plain) && this.numbers.isSettled(scanned.hasPoint, cell.length);
      if (isSettled && this.numbers.count(plain)) return plain;
    }
    const text = cell.trim();
    const value = this.numbers.read(text, this.isLocal, () => this.#rows.pathTo(row, column));
    if (!Number.isNaN(value) || fill !== undefined) return value;
    if (missing !== "keep") throw new TidelabError("csv.notFinite", { received: text }, this.#rows.pathTo(row, column));
    this.#missed = this.#missed ? { ...this.#missed, count: this.#missed.count + 1 } : { count: 1, row, column };
    return value;
  }

  /** Whether the table may come from a spreadsheet that writes decimal commas. */
  get isLocal(): boolean {
    return this.#rows.separator === ";" || this.#rows.separator === "\t";
  }

  /** @param name  of the column. @throws TidelabError `csv.emptyName` */
  name(row: CsvRow, column: number, name: string): string {
    const text = cellOf(row, column, this.#rows.separator)?.trim() ?? "";
    if (text !== "") return text;
    throw new TidelabError("csv.emptyName", { column: name }, this.#rows.pathTo(row, column));
  }

  /** @returns undefined for a series without a class, where such may be. @throws TidelabError also `csv.unknownLabel` */
  label(row: CsvRow, column: number, name: string): string | undefined {
    const { unlabelled, expected } = this.#options;
    const cell = cellOf(row, column, this.#rows.separator)?.trim() ?? "";
    if ((cell === "" || cell === "?") && unlabelled === "keep") return undefined;
    const label = this.name(row, column, name);
    const known = expected?.classNames;
    if (known === undefined) return this.#anyLabel(label, row, column);
    const found = known.find((one) => one === label);
    if (found !== undefined) return found;
    const params = { received: brief(label), known, nearest: nearest(label, known), column: name };
    throw new TidelabError("csv.unknownLabel", params, this.#rows.pathTo(row, column));
  }

  /** Of data to train on, a label that says that there is no value is none. */
  #anyLabel(label: string, row: CsvRow, column: number): string {
    const { guess, unlabelled } = this.#options;
    if (guess && unlabelled !== "keep" && !this.#labels.has(label)) {
      if (isNoLabel(label)) throw new TidelabError("reader.noLabel", undefined, this.#rows.pathTo(row, column));
      this.#labels.add(detached(label));
    }
    return this.pooled(label);
  }

  /** The same text, as one string for all: there are as many labels as classes, and not as many as series. */
  pooled(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const own = detached(text);
    this.#names.set(own, own);
    return own;
  }
}
