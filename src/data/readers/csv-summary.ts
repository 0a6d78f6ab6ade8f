/**
 * Rows that summarise those above them, as spreadsheets and reports add them: recognised by their names, or by their values.
 * Keeps five numbers a column, and no rows.
 */
import type { Summary } from "./notices.ts";

const NAMES =
  /^(?:(?:grand |sub)?totals?|sums?|means?|averages?|avg|medians?|std|stdev|std ?dev|sd|variance|min(?:imum)?|max(?:imum)?|count|summe|mittelwert|gesamt|moyenne|somme|promedio|suma|media|合计|总计|小计|总和|平均|平均值|平均数|均值|中位数|标准差|方差|最大值|最小值|计数)(?:\s*[:.：])?(?:\s*[(（].{0,40})?$/i;

/** Whether a series has the name of a summary: `Total`, `mean (n=6)`, 合计. */
export function isSummaryName(name: string): boolean {
  return name.length < 60 && NAMES.test(name.trim());
}

/** Columns that must show a summary, and rows that it must be of: by chance, fewer agree now and then. */
const FEWEST_COLUMNS = 4;
const FEWEST_ROWS = 2;

export class SummaryRows {
  #rows = 0;
  #sum = new Float64Array(0);
  #least = new Float64Array(0);
  #most = new Float64Array(0);
  /** The row that each extreme is from. */
  #leastFrom = new Int32Array(0);
  #mostFrom = new Int32Array(0);

  /** What the row is of those above it. */
  match(values: ArrayLike<number>, cell: (index: number) => string): Summary | undefined {
    if (this.#rows < FEWEST_ROWS || values.length < FEWEST_COLUMNS) return undefined;
    if (isSame(values, this.#most) && areMany(this.#mostFrom)) return "max";
    if (isSame(values, this.#least) && areMany(this.#leastFrom)) return "min";
    if (this.#agrees(values, cell, 1)) return "sum";
    return this.#agrees(values, cell, this.#rows) ? "mean" : undefined;
  }

  add(values: ArrayLike<number>): void {
    const { length } = values;
    if (this.#rows === 0) {
      this.#sum = new Float64Array(length);
      this.#least = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
      this.#most = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
      this.#leastFrom = new Int32Array(length);
      this.#mostFrom = new Int32Array(length);
    }
    for (let i = 0; i < length; i++) {
      const value = values[i]!;
      this.#sum[i]! += value;
      if (value < this.#least[i]!) [this.#least[i], this.#leastFrom[i]] = [value, this.#rows];
      if (value > this.#most[i]!) [this.#most[i], this.#mostFrom[i]] = [value, this.#rows];
    }
    this.#rows++;
  }

  /** Whether all values are the sums over the rows, divided; and most are none of the rows' own extremes, as 0 among zeros. */
  #agrees(values: ArrayLike<number>, cell: (index: number) => string, divisor: number): boolean {
    const { length } = values;
    let decisive = 0;
    // The rows may be rounded too; then their roundings add up as random errors do.
    const roundings = 1 + Math.min(this.#rows, 3 * Math.sqrt(this.#rows)) / divisor;
    for (let i = 0; i < length; i++) {
      const expected = this.#sum[i]! / divisor;
      const [least, most] = [this.#least[i]!, this.#most[i]!];
      const tolerance =
        roundingOf(cell(i)) * roundings + 1e-6 * (Math.abs(expected) + Math.abs(most) + Math.abs(least));
      if (!(Math.abs(values[i]! - expected) <= tolerance)) return false;
      if (Math.abs(expected - least) > tolerance && Math.abs(expected - most) > tolerance) decisive++;
    }
    return decisive >= Math.max(FEWEST_COLUMNS, length / 2);
  }
}

function isSame(values: ArrayLike<number>, others: Float64Array): boolean {
  return others.every((other, i) => other === values[i]);
}

/** Whether the extremes are from several rows: a row that is above all others is no summary when it comes twice. */
function areMany(rows: Int32Array): boolean {
  return rows.some((row) => row !== rows[0]);
}

/** Half of the last digit, and a little more; 0 for whole numbers, of which too many would agree. */
function roundingOf(cell: string): number {
  const [, decimals, exponent = "0"] = /[.,](\d+)(?:[eE]([+-]?\d+))?$/.exec(cell.trim()) ?? [];
  return decimals === undefined ? 0 : 0.51 * 10 ** (Number(exponent) - decimals.length);
}
