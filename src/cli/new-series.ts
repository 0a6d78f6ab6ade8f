/** The file that `tidelab predict` classifies: read whole, as training read its files, or left to be read as a CSV piece by piece. */
import { allBytes, byteSource } from "../data/readers/input/source.ts";
import { formatOf } from "../data/readers/read-series.ts";
import type { ReadOptions } from "../data/readers/reader.ts";
import { readLikeTraining } from "../inference/new-series/read-like-training.ts";
import type { NewTable } from "../inference/new-series/trained-channels.ts";
import type { TrainedRecord } from "../inference/trained-run.ts";
import { pathSource } from "../node/byte-sources.ts";

/**
 * @param given  what the user says of the file
 * @returns undefined for a CSV and a run on series that were made, of which nothing is said: `classify` reads it piece by piece
 */
export async function readNewSeries(
  record: TrainedRecord,
  path: string,
  given: ReadOptions,
): Promise<NewTable | undefined> {
  const isPlain = record.data.source === undefined && Object.keys(given).every((key) => key === "decimal");
  if (isPlain && path === "-") return undefined;
  const input = await pathSource(path);
  // Stdin can be read once.
  const source = path === "-" ? byteSource(await allBytes(input), input.name) : input;
  if (isPlain && (await formatOf(source)) === "csv") return undefined;
  return readLikeTraining(record, source, given);
}
