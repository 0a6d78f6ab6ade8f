/**
 * What the rows of a wide table show about it: a row that summarises the others, times read as a series, a column of classes,
 * a table turned round. Evidence for notices only: no row is refused or left out because of what its values look like.
 */

import { isSummaryName, SummaryRows } from "./csv-summary.ts";
import type { WideNotice } from "./notices.ts";
import { areEvenlySpaced } from "./table/order.ts";
import { brief } from "./table/values.ts";

/** A row of a wide table, as the evidence needs it. */
export interface EvidentRow {
  readonly values: Float32Array | Float64Array;
  /** From a column; undefined where the row has no name. */
  readonly id: string | undefined;
  /** Number of the row of data. */
  readonly number: number;
  /** Text of a value. */
  readonly cell: (index: number) => string;
  /** Place of the row. */
  readonly place: () => string;
}

/** Columns that are looked at, of wider tables too: enough to decide, and cheap for rows of ten million steps. */
const MOST_COLUMNS = 1024;
/** Ids that are remembered. */
const MOST_IDS = 1_000_000;
/** A row of fewer values may grow by chance. */
const FEWEST_GROWING = 10;

export class WideEvidence {
  /** Whether the first, the last column holds whole numbers only, which are not all 0. */
  readonly #first = new WholeColumn();
  readonly #last = new WholeColumn();
  #hasFractions = false;
  /** Squared differences between neighbours in a row, and in a column. */
  #alongRows = 0;
  #alongColumns = 0;
  #previous: Float32Array | Float64Array | undefined;
  readonly #ids = new Set<string>();
  readonly #summaries = new SummaryRows();
  #summary: Extract<WideNotice, { kind: "summaryRow" }> | undefined;
  #repeated: Extract<WideNotice, { kind: "repeatedId" }> | undefined;
  /** Place of a first row that only grows. */
  #growing: string | undefined;
  #othersGrow = true;

  add(row: EvidentRow): void {
    const { id, place, number } = row;
    const values = row.values.subarray(0, MOST_COLUMNS);
    this.#first.add(row.values[0]);
    this.#last.add(row.values.at(-1));
    this.#hasFractions ||= hasFraction(values);
    if (number > 1) this.#othersGrow &&= onlyGrows(values);
    else if (values.length >= FEWEST_GROWING && onlyGrows(values) && !areEvenlySpaced(values)) this.#growing = place();
    const summary = id !== undefined && isSummaryName(id) ? "name" : this.#summaries.match(values, row.cell);
    if (summary !== undefined) {
      this.#summary ??= { kind: "summaryRow", path: place(), series: brief(id ?? String(number)), summary };
    }
    this.#summaries.add(values);
    this.#addRoughness(values);
    if (id !== undefined) this.#addId(id, place);
  }

  get wholeFirst(): boolean {
    return this.#first.isWhole;
  }

  get wholeLast(): boolean {
    return this.#last.isWhole;
  }

  /** The outer column that looks like a class among measured values: whole numbers, not all 0, beside fractions. */
  get wholeColumn(): "first" | "last" | undefined {
    if (!this.#hasFractions) return undefined;
    if (this.#first.isWhole && this.#first.hasOthers) return "first";
    return this.#last.isWhole && this.#last.hasOthers ? "last" : undefined;
  }

  /** Whether values change more along the rows than down the columns, as where each column is a series. */
  get isRougherAlongRows(): boolean {
    return this.#alongRows > this.#alongColumns;
  }

  /** Call it behind the last row. */
  notices(): WideNotice[] {
    const growing = this.#growing !== undefined && !this.#othersGrow && { kind: "growingRow", path: this.#growing };
    return [growing, this.#summary, this.#repeated].filter((notice) => notice) as WideNotice[];
  }

  #addRoughness(values: Float32Array | Float64Array): void {
    const before = this.#previous;
    // A loop over indices, since all values of a file go through it.
    const { length } = values;
    let alongRows = 0;
    let alongColumns = 0;
    for (let i = 1; i < length; i++) alongRows += (values[i]! - values[i - 1]!) ** 2;
    if (before !== undefined) for (let i = 0; i < length; i++) alongColumns += (values[i]! - before[i]!) ** 2;
    this.#alongRows += alongRows;
    this.#alongColumns += alongColumns;
    this.#previous = values;
  }

  #addId(id: string, place: () => string): void {
    if (this.#ids.has(id)) {
      this.#repeated ??= { kind: "repeatedId", path: place(), id: brief(id), count: 0 };
      this.#repeated.count++;
    } else if (this.#ids.size < MOST_IDS) {
      this.#ids.add(id);
    }
  }
}

class WholeColumn {
  isWhole = true;
  /** Whether it has other values than 0. */
  hasOthers = false;

  add(value: number | undefined): void {
    this.isWhole &&= Number.isInteger(value);
    this.hasOthers ||= value !== 0;
  }
}

function hasFraction(values: Float32Array | Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return true;
  return false;
}

function onlyGrows(values: Float32Array | Float64Array): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}
