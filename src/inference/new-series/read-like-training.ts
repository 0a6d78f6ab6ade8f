/**
 * New series read as those that a run was trained on: by the same reader, with the same columns, in any of its formats. What belongs to
 * a single file (separators, decimal marks, a header) is found from the new one. Which channel is which is in `trained-channels.ts`.
 */

import { applying } from "../../data/readers/applies.ts";
import { isCounting } from "../../data/readers/csv-header.ts";
import { gunzipped, isGzip } from "../../data/readers/input/gzip.ts";
import type { ByteSource } from "../../data/readers/input/source.ts";
import { formatOf, readSeries } from "../../data/readers/read-series.ts";
import type { FormatName, ReadOptions, SeriesReading } from "../../data/readers/reader.ts";
import { samplingDoubts } from "../../data/readers/sampling.ts";
import { isMissing, NUMBER } from "../../data/readers/table/values.ts";
import { TidelabError } from "../../errors/errors.ts";
import { channelNames } from "../channel-names.ts";
import { trainedLengths } from "../trained-lengths.ts";
import type { TrainedRecord } from "../trained-run.ts";
import { inTrainedOrder, type NewTable } from "./trained-channels.ts";

/** Formats whose columns have names. */
const TABLES: readonly FormatName[] = ["csv", "jsonl", "parquet"];

/**
 * Reads new series as those that a run was trained on, whatever their file: the same columns by their names, in the order of the channels of
 * training, resampled as those were. Missing values are kept as NaN; classes and groups may be lacking.
 * @param record  of the run
 * @param input  can be streamed more than once: a column that is missing makes it be read again
 * @param given  what the user says of the new file; it goes before what the record says
 * @throws TidelabError `reader.…`, `csv.…` and the like for what cannot be read, `predict.…` for what the run cannot answer
 * @example
 * ```ts
 * import { loadRun } from "tidelab";
 * import { byteSource, readLikeTraining } from "tidelab/readers";
 *
 * const { record } = await loadRun("runs/mine");
 * const bytes = new TextEncoder().encode("id,t0,t1,t2\na,0.1,0.5,0.9\nb,1,-1,1\n");
 * const { series } = await readLikeTraining(record, byteSource(bytes, "new.csv"));
 * console.log(series.map(({ id }) => id).join(" ")); // a b
 * ```
 */
export async function readLikeTraining(
  record: TrainedRecord,
  input: ByteSource,
  given: ReadOptions = {},
): Promise<NewTable> {
  const { source } = record.data;
  const recorded = (source?.reading?.train ?? {}) as ReadOptions;
  const formats = given.format ? [given.format] : await formatsFor(input, recorded);
  const read = withoutNoClass(await readInFormat(input, formats, given, recorded, record), record);
  const channels = source?.channels ?? record.data.channels;
  const first = source?.files?.[0]?.name ?? "the training data";
  if (read.channels !== channels) {
    throw new TidelabError("data.fileChannels", { expected: channels, received: read.channels, first }, input.name);
  }
  const trained = { name: first, sampling: source?.sampling };
  const doubts = samplingDoubts(trained, [{ name: input.name, sampling: read.sampling }]);
  const wanted = channelNames(record);
  const areChosen = given.columns?.channels !== undefined;
  const table = wanted === undefined ? read : inTrainedOrder(read, wanted, { first, source: input.name, areChosen });
  return { ...table, notices: [...table.notices, ...doubts] };
}

/** `NaN`, `NA` or `None` in place of a class says that there is none, unless the run has a class of that name. */
function withoutNoClass(table: SeriesReading, { data: { classNames } }: TrainedRecord): SeriesReading {
  const isNone = (label: string | undefined) => label !== undefined && isMissing(label) && !classNames.includes(label);
  if (!table.series.some(({ label }) => isNone(label))) return table;
  const series = table.series.map(({ label, ...one }) =>
    label === undefined || isNone(label) ? one : { ...one, label },
  );
  return { ...table, series };
}

/**
 * Formats that the file may have. A text of the UCR archive looks like any CSV without a header: it is first read as the run's own
 * format, unless its first row counts, as pandas' header does.
 */
async function formatsFor(source: ByteSource, recorded: ReadOptions): Promise<readonly FormatName[]> {
  const found = await formatOf(source);
  if (found !== "csv" || recorded.format !== "ucr") return [found];
  const cells = (await firstLine(source)).trim().split(/[\t,; ]+/);
  const areNumbers = cells.every((cell) => NUMBER.test(cell) || isMissing(cell));
  return areNumbers && !isCounting(cells) ? ["ucr", "csv"] : ["csv"];
}

async function firstLine(source: ByteSource): Promise<string> {
  let text = "";
  const isPacked = isGzip(await headOf(source));
  for await (const bytes of (isPacked ? gunzipped(source) : source).stream()) {
    text += new TextDecoder().decode(bytes);
    const [line = "", next] = text.trimStart().split(/[\r\n]/, 2);
    if (next !== undefined) return line;
  }
  return text;
}

async function headOf(source: ByteSource): Promise<Uint8Array> {
  for await (const bytes of source.stream()) return bytes;
  return new Uint8Array();
}

/** The file in the first of the formats that it can be read in. */
async function readInFormat(
  source: ByteSource,
  [format, other]: readonly FormatName[],
  given: ReadOptions,
  recorded: ReadOptions,
  record: TrainedRecord,
): Promise<SeriesReading> {
  const first = await attempt(() => readEncoded(source, { ...given, format: format! }, recorded, record)); // at least one
  if (first.table) return first.table;
  if (other === undefined) throw first.error;
  const { table } = await attempt(() => readEncoded(source, { ...given, format: other }, recorded, record));
  // What is missing may be padding, which only the run's own format has.
  if (table === undefined || table.missing) throw first.error;
  return table;
}

/** What of the record says how a file of this format is read. */
function likeTraining(format: FormatName, recorded: ReadOptions, given: ReadOptions): ReadOptions {
  const { padding, axes, layout, columns, labels, resample, longestGap, dates } = recorded;
  const isSame = format === recorded.format;
  const areNamed = isSame || (TABLES.includes(format) && TABLES.includes(recorded.format ?? "npy"));
  const isOtherLayout = given.layout !== undefined && given.layout !== layout;
  return {
    ...(padding && { padding }),
    // The model reads steps of that length, whatever file they come in.
    ...(resample && { resample }),
    ...(longestGap && { longestGap }),
    ...(dates && { dates }),
    ...(isSame && axes && { axes }),
    ...(isSame && labels === "none" && { labels }),
    // Columns by their numbers are for files without a header: see `readByPlace`.
    ...(areNamed && recorded.header !== false && !isOtherLayout && { ...(layout && { layout }), columns }),
  };
}

/** UTF-8 and UTF-16 show themselves; another encoding is that of training. */
async function readEncoded(
  source: ByteSource,
  given: ReadOptions & { format: FormatName },
  recorded: ReadOptions,
  record: TrainedRecord,
): Promise<SeriesReading> {
  const { encoding } = recorded;
  if (given.encoding !== undefined || encoding === undefined || encoding === "utf-8") {
    return readAs(source, given, recorded, record);
  }
  const { table } = await attempt(() => readAs(source, given, recorded, record));
  return table ?? readAs(source, { ...given, encoding }, recorded, record);
}

async function readAs(
  source: ByteSource,
  given: ReadOptions & { format: FormatName },
  recorded: ReadOptions,
  record: TrainedRecord,
): Promise<SeriesReading> {
  const own = applying(given.format, likeTraining(given.format, recorded, given));
  const columns = { ...own.columns, ...given.columns };
  const options: ReadOptions = { ...own, ...given, columns, missing: "keep", unlabelled: "keep" };
  const reading: Reading = { source, options, given, recorded, record };
  if (recorded.header === false && given.format === "csv" && recorded.layout === "long")
    return readStepsByPlace(reading);
  const isOpen = options.layout !== "long" && given.columns?.label === undefined;
  if (!isOpen || (given.format !== "csv" && given.format !== "ucr")) return readWithout(reading);
  if (given.format === "ucr") return readByPlace(reading);
  const named = await attempt(() => readWithout(reading));
  if (named.table?.reading.header) return named.table;
  const placed = await attempt(() => readByPlace(reading));
  if (placed.table && !placed.table.reading.header) return placed.table;
  throw named.error ?? placed.error;
}

interface Reading {
  readonly source: ByteSource;
  readonly options: ReadOptions;
  /** By the user, for the new file. */
  readonly given: ReadOptions;
  /** Of the training files. */
  readonly recorded: ReadOptions;
  readonly record: TrainedRecord;
}

/** A long table, whose columns had numbers only in training; where the new one has a header, its names say what they are. */
async function readStepsByPlace(reading: Reading): Promise<SeriesReading> {
  const { source, options, recorded } = reading;
  const { layout, columns } = recorded;
  const byPlace = { layout, ...options, columns: { ...columns, ...options.columns } };
  const placed = await attempt(() => readSeries(source, byPlace));
  if (placed.table && !placed.table.reading.header) return placed.table;
  const named = await attempt(() => readWithout(reading));
  if (named.table?.reading.header) return named.table;
  throw placed.error ?? named.error;
}

/**
 * A file without a header may lack the class, which is known by its place only: then its first value would be taken for it. The lengths
 * that the run was trained on decide and, where both may be, the names of its classes.
 */
async function readByPlace({ source, options, recorded, record }: Reading): Promise<SeriesReading> {
  const { columns: asked, ...rest } = options;
  const label = recorded.header === false ? recorded.columns?.label : undefined;
  const numbers = recorded.header === false ? recorded.columns?.ignore : undefined;
  const ignore = asked?.ignore ?? numbers;
  // Without the column of the class, those behind it have other numbers.
  const before = asked?.ignore ?? numbers?.map((one) => String(Number(one) - (Number(one) > Number(label) ? 1 : 0)));
  const left = before && { columns: { ignore: before } };
  const bare = await attempt(() => readSeries(source, { ...rest, ...left, labels: "none" }));
  const byPlace =
    label === undefined ? left : { labels: recorded.labels, columns: { label, ...(ignore && { ignore }) } };
  const labelled = await attempt(() => readSeries(source, { ...rest, ...byPlace }));
  if (labelled.table === undefined) {
    if (bare.table === undefined) throw labelled.error;
    return bare.table;
  }
  if (bare.table === undefined) return labelled.table;
  const { shortest, longest } = trainedLengths(record);
  const fits = ({ series }: SeriesReading) => series.every(({ length }) => shortest <= length && length <= longest);
  const { series } = labelled.table;
  const known = series.filter(({ label: name }) => name !== undefined && record.data.classNames.includes(name)).length;
  const [bareFits, labelledFits] = [fits(bare.table), fits(labelled.table)];
  if (bareFits !== labelledFits) return bareFits ? bare.table : labelled.table;
  // Where both may be, some known classes beside others are a mistake in the classes, which is refused as such.
  return known > 0 && (bareFits || known === series.length) ? labelled.table : bare.table;
}

async function attempt(
  read: () => Promise<SeriesReading>,
): Promise<
  | { readonly table: SeriesReading; readonly error?: undefined }
  | { readonly table?: undefined; readonly error: unknown }
> {
  try {
    return { table: await read() };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return { error };
  }
}

/** Columns of the training files that new ones may lack, unless the user names them. */
const OPTIONAL = ["label", "group", "id", "time"] as const;

/**
 * New series need have neither classes nor groups, and their names and times may be in columns that are known by their names. In
 * another format the values may be in other columns, too: then the names of the channels are compared afterwards.
 * @throws TidelabError `predict.noColumn` also where the rows of a long table have no name of their series
 */
async function readWithout({ source, options, given, recorded }: Reading): Promise<SeriesReading> {
  let { columns = {}, layout } = options;
  const isOther = given.format !== recorded.format && given.columns?.channels === undefined;
  let withoutId: TidelabError | undefined;
  for (;;) {
    try {
      const isNone = Object.keys(columns).length === 0;
      const table = await readSeries(source, { ...options, layout, columns: isNone ? undefined : columns });
      if (withoutId && table.reading.layout === "long" && table.reading.columns?.id === undefined) throw withoutId;
      return table;
    } catch (error) {
      if (!(error instanceof TidelabError) || error === withoutId) throw error;
      if (error.code !== "reader.noColumn") throw withoutId !== undefined && layout === "long" ? withoutId : error;
      const { name } = (error as TidelabError<"reader.noColumn">).params;
      const lacking: string[] = OPTIONAL.filter(
        (role) => columns[role] === name && given.columns?.[role] === undefined,
      );
      if (isOther && columns.channels?.includes(name)) {
        lacking.push("channels");
        layout = given.layout;
      }
      // What training ignored need not be there.
      if (columns.ignore?.includes(name) && !given.columns?.ignore?.includes(name)) {
        columns = { ...columns, ignore: columns.ignore.filter((one) => one !== name) };
        continue;
      }
      if (lacking.includes("id")) withoutId = inFlag(error, "--id");
      if (lacking.length === 0) throw given.columns?.channels?.includes(name) ? error : inFlag(error, "--channels");
      columns = Object.fromEntries(Object.entries(columns).filter(([role]) => !lacking.includes(role)));
    }
  }
}

/** The error of a column that the training files had, with the flag that says which column of the new file it is. */
function inFlag(error: TidelabError, flag: "--id" | "--channels"): TidelabError {
  const { nearest: _, ...params } = (error as TidelabError<"reader.noColumn">).params;
  return new TidelabError("predict.noColumn", { ...params, flag }, error.path, { cause: error }) as TidelabError;
}
