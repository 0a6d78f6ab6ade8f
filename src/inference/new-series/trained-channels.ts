/** The channels of new series in the order in which a run was trained on them: by their names, where both have some. */
import type { SeriesReading } from "../../data/readers/reader.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { TableNotice } from "./notices.ts";

/** A file that was read, with what is to be said about it. */
export type NewTable = Omit<SeriesReading, "notices"> & { readonly notices: readonly TableNotice[] };

interface Places {
  /** The first file that the run was trained on. */
  readonly first: string;
  /** The new file. */
  readonly source: string;
  /** Whether the user named the columns: then theirs may have other names. */
  readonly areChosen: boolean;
}

/**
 * @param wanted  names of the channels of training
 * @returns the table itself where its channels are in that order; without names of their own they are taken as they come
 * @throws TidelabError `predict.channelNames` for channels of other names
 */
export function inTrainedOrder(
  table: SeriesReading,
  wanted: readonly string[],
  { first, source, areChosen }: Places,
): NewTable {
  const received = table.channelNames;
  if (received?.length !== wanted.length) {
    if (wanted.length === 1) return table;
    const names = wanted.join(", ");
    return { ...table, notices: [...table.notices, { kind: "unnamedChannels", path: source, names }] };
  }
  const from = wanted.map((name) => received.indexOf(name));
  if (from.includes(-1)) {
    if (areChosen || wanted.length === 1) return table;
    const params = { expected: wanted.join(", "), received: received.join(", "), first };
    throw new TidelabError("predict.channelNames", params, source);
  }
  if (from.every((column, c) => column === c)) return table;
  const channels = wanted.length;
  const series = table.series.map((one) => {
    const values = Float32Array.from(one.values, (_, i) => one.values[i - (i % channels) + from[i % channels]!]!);
    return { ...one, values };
  });
  return { ...table, series, channelNames: wanted };
}
