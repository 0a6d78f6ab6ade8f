/** What series are written from and to: shared by the files that write them. */
import type { FileSeries } from "./join-tables.ts";

export const WRITTEN_FORMATS = ["csv-wide", "csv-long", "ts", "jsonl", "npy", "npz"] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/**
 * What a format could not hold. `lengths`: they are filled up; `axes`: the file does not show which axis is time; `repeatedIds`, `roleNames`:
 * names of series that several have, and names of channels that would be read as something else, gave way to numbers.
 */
export type Loss = "groups" | "ids" | "repeatedIds" | "channelNames" | "roleNames" | "labels" | "lengths" | "axes";

export interface WrittenTable {
  /** Texts that end with a line, or bytes. */
  readonly pieces: Iterable<string | Uint8Array>;
  readonly losses: readonly Loss[];
}

export interface SeriesToWrite {
  readonly name: string;
  readonly series: readonly Pick<FileSeries, "id" | "label" | "group" | "values" | "length">[];
  readonly channels: number;
  readonly channelNames: readonly string[] | undefined;
  readonly classNames: readonly string[];
}
