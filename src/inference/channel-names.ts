/**
 * The columns that a run on files read its values from, in their order: a model knows its channels by their places only, so new
 * series must have them in the same places.
 */
import type { TrainedRecord } from "./trained-run.ts";

/** Columns of the values as the record has them: of wide tables one a time step. Undefined where files or record name none. */
export function valueColumns({ data: { source } }: TrainedRecord): readonly string[] | undefined {
  const { columns, header } = (source?.reading?.train ?? {}) as {
    columns?: { channels?: readonly string[] };
    header?: boolean;
  };
  // Without a header they are numbers, which name nothing.
  return header === false ? undefined : columns?.channels;
}

/** The names of the channels; undefined where the record has none, or has one a time step. */
export function channelNames(record: TrainedRecord): readonly string[] | undefined {
  const names = valueColumns(record);
  return names?.length === (record.data.source?.channels ?? record.data.channels) ? names : undefined;
}
