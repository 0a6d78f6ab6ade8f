/** New series read as those that a run was trained on: by the same reader, with the same columns, in any of its formats. */
import { allBytes, byteSource } from "../data/readers/input/source.ts";
import { formatOf, readSeries } from "../data/readers/read-series.ts";
import type { ReadOptions, SeriesReading } from "../data/readers/reader.ts";
import { TidelabError } from "../errors/errors.ts";
import { pathSource } from "../node/byte-sources.ts";
import type { RunRecord } from "../runs/record.ts";

/**
 * How the run's training files were read, where they are in the format of these; nothing of it for files in another format.
 * @returns undefined for a CSV and a run on series that were made, which `classify` reads piece by piece
 */
export async function readLikeTraining(
  { data }: RunRecord,
  path: string,
  given: Pick<ReadOptions, "decimal">,
): Promise<SeriesReading | undefined> {
  const { source } = data;
  if (source === undefined && path === "-") return undefined;
  const input = await pathSource(path);
  // Stdin can be read once, and a column that is missing makes it read again.
  const again = path === "-" ? byteSource(await allBytes(input), input.name) : input;
  const format = await formatOf(again);
  if (source === undefined && format === "csv") return undefined;
  const recorded = (source?.reading.train ?? {}) as ReadOptions;
  const options = format === recorded.format ? recorded : {};
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const table = await readWithout(again, { ...options, ...own, missing: "keep" });
  const channels = source?.channels ?? data.channels;
  if (table.channels !== channels) {
    const first = source?.files[0]?.name ?? "the training data";
    throw new TidelabError("data.fileChannels", { expected: channels, received: table.channels, first }, again.name);
  }
  return table;
}

/** New series need have neither classes nor groups: where the training files had such columns, these may be absent. */
async function readWithout(source: Parameters<typeof readSeries>[0], options: ReadOptions): Promise<SeriesReading> {
  try {
    return await readSeries(source, options);
  } catch (error) {
    if (!(error instanceof TidelabError) || error.code !== "reader.noColumn") throw error;
    const { name } = (error as TidelabError<"reader.noColumn">).params;
    const { label, group, ...others } = options.columns ?? {};
    if (name !== label && name !== group) throw error;
    const columns = { ...others, ...(name !== label && { label }), ...(name !== group && { group }) };
    return readWithout(source, { ...options, columns });
  }
}
