/** CSV in the registry of readers: options and bytes in, series out. The reading itself is in `csv.ts`. */
import { TidelabError } from "../../errors/errors.ts";
import { SeriesCsvReader } from "./csv.ts";
import { TextReader } from "./input/text.ts";
import type { CsvNotice } from "./notices.ts";
import type { Reader, ReadOptions, Series, SeriesTable } from "./reader.ts";
import { isMissing } from "./table/values.ts";

export const csvReader: Reader = {
  format: "csv",
  extensions: ["csv", "tsv", "txt", "tab", "dat", "data"],
  recognises: () => false,

  async read(source, options) {
    const text = new TextReader(source.name, "csv", options.encoding);
    const reader = new SeriesCsvReader(source.name, { ...options, missing: "keep", guess: true });
    for await (const piece of source.stream()) reader.push(text.push(piece));
    reader.push(text.end());
    reader.end();
    const table = reader.table();
    const notices: CsvNotice[] = [...reader.notices];
    const reading: ReadOptions = { ...options, ...reader.reading, encoding: text.encoding };
    const { hasHeader, hasLabels, wholeFirst, wholeLast, wholeColumn } = reader.shape;
    if (options.unlabelled !== "keep") notices.push(...noteLabels(table.series, source.name));
    if (!hasHeader && options.layout === undefined && options.columns === undefined) checkFirst(table, source.name);
    const { labels, labelFrom, columns } = options;
    const isOpen = !hasHeader && !hasLabels && [labels, labelFrom, columns].every((given) => given === undefined);
    if (isOpen && wholeColumn !== undefined && wholeFirst && wholeLast)
      checkOuter(table, reader.shape.columns, source.name);
    if (!isOpen || wholeColumn === undefined || !areFew(table.series, wholeColumn))
      return { ...table, notices, reading };
    const series = table.series.map((one) => withLabel(one, wholeColumn));
    notices.push({ kind: "labelColumn", path: `${source.name}:1:1`, place: wholeColumn, look: "whole" });
    const label = wholeColumn === "first" ? "1" : String(reader.shape.columns);
    return { ...table, series, notices, reading: { ...reading, labels: wholeColumn, columns: { label } } };
  },
};

/** Labels that elsewhere say that there is no value, such as None. */
function noteLabels(series: readonly Series[], source: string): CsvNotice[] {
  const seen = new Set<string>();
  const notices: CsvNotice[] = [];
  for (const { label, line } of series) {
    if (label === undefined || seen.has(label)) continue;
    seen.add(label);
    if (isMissing(label)) notices.push({ kind: "missingClass", path: `${source}:${line}`, name: label });
  }
  return notices;
}

/** A first column without a name that numbers the rows is no step. @throws TidelabError `csv.rowNumbers` */
function checkFirst({ series, channels }: SeriesTable, source: string): void {
  const from = series[0]?.values[0] ?? Number.NaN;
  const areNumbers = channels === 1 && series.every(({ values }, row) => values.length > 1 && values[0] === from + row);
  if (series.length < FEWEST_ROWS || !areNumbers || (from !== 0 && from !== 1)) return;
  throw new TidelabError("csv.rowNumbers", { from, to: from + series.length - 1 }, `${source}:1:1`);
}

/** Fewer may count by chance. */
const FEWEST_ROWS = 3;

/** Both outer columns of a table of fractions may be its classes. @throws TidelabError `csv.twoWhole` */
function checkOuter({ series }: SeriesTable, columns: number, source: string): void {
  if (!areFew(series, "first") || !areFew(series, "last")) return;
  throw new TidelabError("csv.twoWhole", { last: columns }, `${source}:1:1`);
}

/** Whether the whole numbers in an outer column are classes: several series of each, on average. */
function areFew(series: readonly Series[], place: "first" | "last"): boolean {
  const classes = new Set(series.map(({ values }) => values.at(place === "first" ? 0 : -1)));
  return classes.size > 1 && classes.size <= series.length / 2;
}

/** Takes the class off the values, without a copy. */
function withLabel(series: Series, place: "first" | "last"): Series {
  const { values, length } = series;
  const label = String(values.at(place === "first" ? 0 : -1));
  return {
    ...series,
    values: place === "first" ? values.subarray(1) : values.subarray(0, -1),
    length: length - 1,
    label,
  };
}
