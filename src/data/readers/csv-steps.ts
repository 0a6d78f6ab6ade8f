/**
 * Rows of a long CSV, a time step each, as series: rows with one id belong together, wherever they are. A row that cannot be read makes its
 * whole series one that cannot: without a step it would be another series.
 */
import { TidelabError } from "../../errors/errors.ts";
import type { CsvCells } from "./csv-cells.ts";
import type { Layout } from "./csv-first-row.ts";
import type { CsvOptions } from "./csv-options.ts";
import type { CsvRow, CsvRowReader } from "./csv-rows.ts";
import { isSummaryName } from "./csv-summary.ts";
import type { CsvNotice, WideNotice } from "./notices.ts";
import type { MissingValues, Series } from "./reader.ts";
import type { ValueBlocks } from "./table/blocks.ts";
import { detached } from "./table/detached.ts";
import type { Faults } from "./table/faults.ts";
import { GrowingSeries, type SeriesAbout } from "./table/growing.ts";
import { LongEvidence } from "./table/long-evidence.ts";
import { Resampler } from "./table/resample.ts";
import { ReturningIds } from "./table/returning.ts";
import { checkHaveSteps, KindsOfTimes, SamplingOfSeries, type StepTimes } from "./table/times.ts";
import { brief, orderError, timeOf } from "./table/values.ts";

/** A series while its rows come in. */
type OpenSeries = GrowingSeries & {
  /** Why it cannot be read. */
  fault?: TidelabError;
  /** Of its first missing value. */
  missedAt?: { readonly line: number; readonly path: string };
};

/** What the rows of all layouts share. */
export interface CsvTools {
  readonly source: string;
  readonly options: CsvOptions;
  readonly rows: CsvRowReader;
  readonly cells: CsvCells;
  readonly blocks: ValueBlocks;
  readonly faults: Faults;
  /** A series out of its values, (T, C). */
  readonly complete: (about: SeriesAbout, values: Float32Array | Float64Array, channels: number) => Series;
}

export class CsvSteps {
  readonly sampling = new SamplingOfSeries();
  /** Known behind `finish`. */
  missing: MissingValues | undefined;
  readonly #tools: CsvTools;
  readonly #layout: Layout;
  readonly #names: readonly string[];
  readonly #resampler: Resampler | undefined;
  readonly #growing = new Map<string, OpenSeries>();
  readonly #returning = new ReturningIds();
  readonly #kinds = new KindsOfTimes();
  /** The series whose first rows are being read: its values go straight to the blocks. */
  #open: OpenSeries | undefined;
  /** Of the current row, as soon as it is known. */
  #id: string | undefined;

  constructor(layout: Layout, tools: CsvTools) {
    this.#layout = layout;
    this.#tools = tools;
    this.#names = layout.header?.names ?? [];
    this.#resampler = Resampler.from(tools.source, tools.options);
  }

  /** @param check  whether the row has the width of the table */
  add(row: CsvRow, check: (row: CsvRow) => void): void {
    const { faults, cells } = this.#tools;
    this.#id = undefined;
    const before = faults.skips ? cells.numbers.save() : undefined;
    try {
      check(row);
      this.#read(row);
    } catch (error) {
      if (!faults.skips || !(error instanceof TidelabError)) throw error;
      // A header that comes again, where tables were joined, is of no series.
      if (error.code === "csv.repeatedHeader") {
        faults.add(error, Number.NaN);
        return;
      }
      const id = this.#id ?? this.#idOfRagged(row, error);
      if (id === undefined) throw error;
      const series = this.#growing.get(id) ?? this.#begin(id, row.line, {});
      series.fault ??= error;
      this.#kinds.forget(id);
      cells.takeMissed();
      if (before !== undefined) cells.numbers.restore(before);
    }
  }

  /** Whose a row with too few or too many cells is: certain only where the id comes first, with a separator behind it. */
  #idOfRagged(row: CsvRow, error: TidelabError): string | undefined {
    const { id } = this.#layout;
    if (error.code !== "csv.ragged") return undefined;
    if (id === undefined) return this.#tools.source;
    const text = row.cells[0]?.trim() ?? "";
    return id === 0 && row.cells.length > 1 && text !== "" ? text : undefined;
  }

  #begin(id: string, line: number, about: Pick<Partial<SeriesAbout>, "label" | "group">): OpenSeries {
    const isDouble = this.#tools.options.fill !== undefined;
    const { label, group } = about;
    const series: OpenSeries = new GrowingSeries(
      { id: detached(id), line, label, group },
      isDouble,
      this.#resampler !== undefined,
    );
    this.#growing.set(series.id, series);
    this.#close();
    if (!isDouble) this.#open = series;
    return series;
  }

  #read(row: CsvRow): void {
    const { id: idColumn, label: labelColumn, group: groupColumn, valueColumns } = this.#layout;
    const { cells, rows, source, blocks } = this.#tools;
    const nameOf = (column: number) => this.#names[column] ?? "";
    const id = idColumn === undefined ? source : cells.name(row, idColumn, nameOf(idColumn));
    this.#id = id;
    let series = this.#growing.get(id);
    if (this.#layout.times.length === 0) {
      const begins = series && (() => `${source}:${series?.line}`);
      this.#returning.add(id, begins, () => rows.pathTo(row, idColumn ?? 0));
    }
    if (series?.fault !== undefined) return;
    const label = labelColumn === undefined ? undefined : cells.label(row, labelColumn, nameOf(labelColumn));
    const group =
      groupColumn === undefined ? undefined : cells.pooled(cells.name(row, groupColumn, nameOf(groupColumn)));
    if (series === undefined) series = this.#begin(id, row.line, { label, group });
    else if (series !== this.#open) this.#close();
    for (const [code, first, received, column] of [
      ["reader.labelChanges", series.label, label, labelColumn],
      ["reader.groupChanges", series.group, group, groupColumn],
    ] as const) {
      if (first === received) continue;
      const params = { series: brief(id), first: brief(first ?? ""), received: brief(received ?? "") };
      throw new TidelabError(code, params, rows.pathTo(row, column ?? 0));
    }
    this.#readTimes(row, series);
    const target = series === this.#open ? blocks : series;
    for (const column of valueColumns) target.push(cells.value(row, column));
    const missed = cells.takeMissed();
    if (missed === undefined) return;
    series.missed += missed.count;
    series.missedAt ??= { line: row.line, path: rows.pathTo(missed.row, missed.column) };
  }

  #readTimes(row: CsvRow, series: OpenSeries): void {
    const { cells, rows, options } = this.#tools;
    const { dates } = options;
    for (const [i, column] of this.#layout.times.entries()) {
      const cell = detached(row.cells[column]?.trim() ?? "");
      const name = this.#names[column] ?? "";
      const now = timeOf(cell, dates) ?? (cells.isLocal ? timeOf(cell.replace(",", "."), dates) : undefined);
      if (now === undefined) {
        const path = rows.pathTo(row, column);
        throw (
          orderError(cell, path, dates) ??
          new TidelabError("csv.notTime", { column: name, received: brief(cell) }, path)
        );
      }
      this.#kinds.check(i, now, cell, series.id, () => rows.pathTo(row, column));
      series.addTime(i, now, cell, (params) => {
        return new TidelabError("csv.timeOrder", { column: name, ...params }, rows.pathTo(row, column));
      });
    }
  }

  /** The rows of the open series end, as far as is known; should more come, they go to it and not to the blocks. */
  #close(): void {
    this.#open?.adopt(this.#tools.blocks.end());
    this.#open = undefined;
  }

  /** Call it behind the last row. @returns all series, in order of first appearance */
  finish(notices: CsvNotice[]): Series[] {
    this.#close();
    const { source, options, blocks, faults, complete } = this.#tools;
    const { valueColumns, times } = this.#layout;
    const namesOf = (columns: readonly number[]) => columns.map((column) => this.#names[column] ?? "");
    const evidence = new LongEvidence(namesOf(times), namesOf(valueColumns));
    let summary: Extract<WideNotice, { kind: "summaryRow" }> | undefined;
    const all: Series[] = [];
    const begun = [...this.#growing.values()];
    this.#growing.clear();
    for (const [i, growing] of begun.entries()) {
      const { id, line, fault, times: its } = growing;
      let { steps } = growing;
      if (fault !== undefined) {
        faults.add(fault, i + 1);
        continue;
      }
      let values = options.fill === undefined ? growing.finish(blocks) : growing.toDoubles();
      if (this.#resampler !== undefined && its !== undefined && values instanceof Float32Array) {
        const even = this.#evenly(growing, values, its);
        if (even === undefined) {
          faults.add(growing.fault!, i + 1); // set where there is nothing
          continue;
        }
        [values, steps] = [even, [this.#resampler.stepsOf(its), ...steps.slice(1)]];
      }
      const series = complete(growing, values, valueColumns.length);
      all.push(series);
      evidence.add({ id, steps, values: series.values });
      this.sampling.add(steps[0]);
      if (!isSummaryName(id)) continue;
      summary ??= { kind: "summaryRow", path: `${source}:${line}:1`, series: brief(id), summary: "name" };
    }
    this.#countMissing(begun);
    faults.check(all.length);
    if (options.guess && options.layout === undefined) {
      const series = this.#names[this.#layout.id ?? -1] ?? "";
      const columns = { time: namesOf(times)[0], series, values: valueColumns.length };
      checkHaveSteps(all, columns, source, options.resample);
    }
    notices.push(...this.#returning.notices(), ...evidence.notices(), ...(summary === undefined ? [] : [summary]));
    return all;
  }

  /** @returns undefined for a series that is left out */
  #evenly(growing: OpenSeries, values: Float32Array, times: StepTimes): Float32Array | undefined {
    const { source, faults } = this.#tools;
    const about = { series: growing.id, path: `${source}:${growing.line}:1` };
    try {
      const even = this.#resampler?.resample(values, this.#layout.valueColumns.length, times, about);
      if (growing.missed > 0) growing.missed = even?.filter(Number.isNaN).length ?? 0;
      return even;
    } catch (error) {
      if (!faults.skips || !(error instanceof TidelabError)) throw error;
      growing.fault = error;
      return undefined;
    }
  }

  #countMissing(begun: readonly OpenSeries[]): void {
    let first: OpenSeries["missedAt"];
    let [count, series] = [0, 0];
    for (const { missed, missedAt, fault } of begun) {
      if (missedAt === undefined || missed === 0 || fault !== undefined) continue;
      count += missed;
      series++;
      if (first === undefined || missedAt.line < first.line) first = missedAt;
    }
    if (first !== undefined) this.missing = { count, series, path: first.path };
  }
}
