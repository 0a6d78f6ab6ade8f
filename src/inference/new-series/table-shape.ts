/** What the series of a file look like as a table, whatever format they came in: the shape that `csv.ts` gives of a table it reads by itself. */
import type { TableShape } from "../../data/readers/csv.ts";
import { WideEvidence } from "../../data/readers/csv-evidence.ts";
import { oddNames } from "../../data/readers/csv-header.ts";
import type { SeriesReading } from "../../data/readers/reader.ts";

export function shapeOf({
  series,
  channels,
  stepNames,
  reading,
}: Pick<SeriesReading, "series" | "channels" | "stepNames" | "reading">): TableShape {
  const columns = series[0]?.length ?? 0;
  // In the other formats a series cannot be anything but a line.
  const isTable = ["csv", "npy", "npz", "parquet"].includes(reading.format ?? "");
  const isWide =
    isTable && channels === 1 && reading.layout !== "long" && series.every(({ length }) => length === columns);
  const evidence = new WideEvidence();
  let largest = 0;
  for (const [row, { values }] of series.entries()) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!) || 0); // 0 where one is missing
    if (!isWide) continue;
    const cell = (i: number) => String(values[i]);
    evidence.add({ values, id: undefined, number: row + 1, cell, place: () => "" });
  }
  const hasLabels = series.some(({ label }) => label !== undefined);
  const names = stepNames ?? [];
  return {
    layout: isWide ? "wide" : "long",
    rows: series.length,
    hasHeader: stepNames !== undefined,
    oddNames: oddNames({ names, roles: names.map(() => "value"), layout: "wide", isData: false }),
    wholeFirst: evidence.wholeFirst,
    wholeLast: evidence.wholeLast,
    wholeColumn: evidence.wholeColumn,
    hasNamedRows: hasLabels || reading.columns?.id !== undefined,
    hasLabels,
    columns,
    isRougherAlongRows: evidence.isRougherAlongRows,
    largest,
  };
}
