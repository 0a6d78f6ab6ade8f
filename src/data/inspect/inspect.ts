/** What is to be known of a run's series before it trains: what `tidelab data info` and `data check` say of files, of any data that were loaded. */
import type { FileSeries } from "../files/join-tables.ts";
import type { SetName } from "../kinds/kind.ts";
import type { LoadedData } from "../load.ts";
import { type DataSummary, describeSeries } from "./describe.ts";
import { findLeaks, type LeakReport } from "./leaks.ts";

/** What `inspectData` finds. */
export interface DataFindings {
  /** Counts, lengths, values of each channel, duplicates, suggestions. */
  readonly summary: DataSummary;
  /** What is on two sides of the split. */
  readonly leaks: LeakReport;
}

/**
 * Looks at the series of a run as they were made or read, before any transform: counts, constant and doubled series, and leaks between the
 * sets. Values that were missing in files are filled by then: `data.source.missing` has their number. Takes seconds for many long series: a
 * page calls it in a worker.
 * @example
 * ```ts
 * import { waves } from "tidelab";
 * import { inspectData } from "tidelab/readers";
 *
 * const { summary, leaks } = inspectData(waves({ samples: 100, length: 20, seed: 7 }));
 * console.log(summary.series, summary.duplicates.within, leaks.leaks.length); // 100 0 0
 * ```
 */
export function inspectData({ all, indices }: LoadedData): DataFindings {
  const { values, labels, count, length, channels, classNames, lengths } = all;
  const sets = new Map<number, SetName>();
  for (const set of ["val", "train", "test"] as const) for (const row of indices[set]) sets.set(row, set);
  const series = Array.from({ length: count }, (_, row): FileSeries => {
    const steps = lengths?.[row] ?? length;
    const from = row * length * channels;
    return {
      set: sets.get(row) ?? "train",
      id: String(row),
      label: classNames[labels[row]!]!,
      group: undefined,
      place: String(row),
      values: values.subarray(from, from + steps * channels),
      length: steps,
    };
  });
  const { leaks, skipped } = findLeaks(series, indices, channels);
  return { summary: describeSeries(series, channels, classNames), leaks: { leaks, skipped } };
}
