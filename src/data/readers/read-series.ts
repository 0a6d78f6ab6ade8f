/** Reads the series of a file of any known format: unpacks it, finds its format, and hands it to the reader. */
import type { FileFormat } from "../../errors/en.ts";
import { TidelabError } from "../../errors/errors.ts";
import { applying, checkApplies } from "./applies.ts";
import { binaryFormatOf, HEAD_BYTES, textFormatOf } from "./input/formats.ts";
import { gunzipped, isGzip } from "./input/gzip.ts";
import { type ByteSource, watched } from "./input/source.ts";
import { textOfHead } from "./input/text.ts";
import { checkValues } from "./known-values.ts";
import { groupOfName, labelOfName } from "./name-labels.ts";
import type {
  FileHead,
  FormatName,
  NamePart,
  ReadContext,
  Reader,
  ReadOptions,
  Series,
  SeriesReading,
} from "./reader.ts";
import { readerOfText, readers } from "./registry.ts";
import { readLabels } from "./table/label-file.ts";
import { brief } from "./table/values.ts";

/**
 * Reads the series of a file. Files packed by gzip are unpacked. What the options leave out is found from the file; `reading` of
 * the result says what was found, and reads the file in the same way when given as options.
 * @throws TidelabError `file.format` for a format that is not known, `reader.missing` where values are missing and `missing` is
 *   not `keep`, `spec.choice` for an option that has another value than those of its type, `reader.option` for one that the format has no use for, `reader.ownLabels` and `reader.nameLabel` for `labelFrom`, `reader.ownGroups` and
 *   `reader.nameGroup` for `groupFrom`, `reader.sameName` where both are the same, and what the reader of the format throws; the signal's reason once that is aborted
 * @example
 * ```ts
 * import { byteSource, readSeries } from "tidelab/readers";
 *
 * const bytes = new TextEncoder().encode("label,t0,t1\nsine,0.1,0.5\nsquare,1,-1\n");
 * const { series, channels, reading } = await readSeries(byteSource(bytes, "two.csv"));
 * console.log(series.length, channels, reading.format); // 2 1 csv
 * ```
 */
export async function readSeries(
  source: ByteSource,
  given: ReadOptions = {},
  { signal, onProgress, labelsFrom, passesOver = false }: ReadContext = {},
): Promise<SeriesReading> {
  checkValues(given);
  const { head, rest, close } = await opened(watched(source, { signal, onProgress }));
  let found: SeriesReading;
  let reader: Reader;
  let options = given;
  try {
    reader = readerFor(head, given.format);
    const { format } = reader;
    if (passesOver) options = applying(format, given);
    if (options.columns?.ignore !== undefined && NAMELESS.includes(format))
      throw new TidelabError("reader.noNames", { format }, source.name);
    checkApplies(format, options, source.name);
    checkNameParts(options, source.name);
    found = await reader.read(rest, options);
  } finally {
    await close();
  }
  if (options.labelFrom !== undefined) found = labelledByName(found, options.labelFrom, source.name);
  if (options.groupFrom !== undefined) found = groupedByName(found, options.groupFrom, source.name);
  if (labelsFrom !== undefined) found = { ...found, series: await labelled(found, labelsFrom, signal) };
  checkResampled(found, options, source.name);
  const { missing } = found;
  if (missing !== undefined && options.missing !== "keep") {
    const { count, series } = missing;
    throw new TidelabError("reader.missing", { count, series, total: found.series.length }, missing.path);
  }
  return { ...found, reading: { ...found.reading, format: reader.format, missing: options.missing ?? "refuse" } };
}

/** Formats whose columns have neither names nor numbers. */
const NAMELESS: readonly FormatName[] = ["ts", "ucr", "npy"];

/** @throws TidelabError `reader.noTimes` where series without times are to be resampled, `reader.gapAlone` for a gap without a step */
function checkResampled({ sampling }: SeriesReading, { resample, longestGap }: ReadOptions, name: string): void {
  if (resample === undefined && longestGap !== undefined) throw new TidelabError("reader.gapAlone", undefined, name);
  if (resample !== undefined && sampling === undefined) throw new TidelabError("reader.noTimes", undefined, name);
}

/** @throws TidelabError `reader.ownLabels` for a file that has classes, `reader.nameLabel` */
function labelledByName(found: SeriesReading, labelFrom: NamePart, name: string): SeriesReading {
  const own = found.series.find(({ label }) => label !== undefined)?.label;
  if (own !== undefined) throw new TidelabError("reader.ownLabels", { label: brief(own), from: labelFrom }, name);
  const label = labelOfName(name, labelFrom);
  const series = found.series.map((one) => ({ ...one, label }));
  return { ...found, series, reading: { ...found.reading, labelFrom } };
}

/** @throws TidelabError `reader.sameName`: in groups that are the classes, no class that is tested on was trained on */
function checkNameParts({ labelFrom, groupFrom }: ReadOptions, name: string): void {
  if (labelFrom !== undefined && labelFrom === groupFrom)
    throw new TidelabError("reader.sameName", { from: labelFrom }, name);
}

/** @throws TidelabError `reader.ownGroups` for a file that has groups, `reader.nameGroup` */
function groupedByName(found: SeriesReading, groupFrom: NamePart, name: string): SeriesReading {
  const own = found.series.find((one) => one.group !== undefined)?.group;
  if (own !== undefined) throw new TidelabError("reader.ownGroups", { group: brief(own), from: groupFrom }, name);
  const group = groupOfName(name, groupFrom);
  const series = found.series.map((one) => ({ ...one, group }));
  return { ...found, series, reading: { ...found.reading, groupFrom } };
}

/** The series with labels from another file. */
async function labelled(
  { series, skipped }: SeriesReading,
  from: ByteSource,
  signal: AbortSignal | undefined,
): Promise<Series[]> {
  const known = series.find(({ label }) => label !== undefined);
  if (known !== undefined) throw new TidelabError("reader.twoLabels", { label: known.label ?? "" }, from.name);
  const { rest, close } = await opened(watched(from, { signal }));
  const left = new Set(skipped?.numbers);
  const all = await readLabels(rest, series.length + left.size).finally(close);
  const labels = all.filter((_, n) => !left.has(n + 1));
  return series.map((one, n) => ({ ...one, label: labels[n] ?? "" }));
}

/**
 * The format of a file, by its first bytes and its name. A source that is made of a stream cannot be read again behind it.
 * @throws TidelabError `file.format` for one that is not known
 * @example
 * ```ts
 * import { byteSource, formatOf } from "tidelab/readers";
 *
 * console.log(await formatOf(byteSource(new TextEncoder().encode("0.1,0.5\n1,-1\n"), "two.csv"))); // csv
 * ```
 */
export async function formatOf(source: ByteSource): Promise<FormatName> {
  const { head, close } = await opened(source);
  await close();
  return readerFor(head, undefined).format;
}

function readerFor(head: FileHead, format: FormatName | undefined): Reader {
  if (format !== undefined) {
    const reader = readers.find((one) => one.format === format);
    if (reader !== undefined) return reader;
    const known = readers.map((one) => one.format).join(", ");
    throw new TidelabError("reader.format", { received: format, known }, head.name);
  }
  if (head.bytes.length === 0) throw new TidelabError("reader.empty", undefined, head.name);
  const recognised = readers.find((one) => one.recognises(head));
  if (recognised !== undefined) return recognised;
  const refuse = (other: FileFormat) => new TidelabError("file.format", { format: other, kind: "series" }, head.name);
  const binary = binaryFormatOf(head.bytes);
  if (binary !== undefined) throw refuse(binary);
  const named = readers.find(({ extensions }) => extensions.includes(head.extension)) ?? readerOfText;
  if (named !== readerOfText) return named;
  const other = head.text === "" ? "binary" : textFormatOf(head.text);
  if (other !== undefined) throw refuse(other);
  return named;
}

interface Opened {
  readonly head: FileHead;
  /** All of the source, unpacked; its stream begins once. */
  readonly rest: ByteSource;
  /** Call it in any case, behind the last use. */
  readonly close: () => Promise<void>;
}

async function opened(source: ByteSource): Promise<Opened> {
  const packed = await begun(source);
  const { bytes, rest, close } = isGzip(packed.bytes) ? await begun(gunzipped(packed.rest)) : packed;
  const [, extension = ""] = /\.([a-z\d]+)$/i.exec(source.name.replace(/\.gz$/i, "")) ?? [];
  const head = { name: source.name, extension: extension.toLowerCase(), bytes, text: textOfHead(bytes) };
  return { head, rest, close };
}

/** Reads the first bytes of a source, and gives the same source with them. */
async function begun(source: ByteSource): Promise<Omit<Opened, "head"> & { bytes: Uint8Array }> {
  const pieces: Uint8Array[] = [];
  const iterator = source.stream()[Symbol.asyncIterator]();
  let length = 0;
  let isDone = false;
  while (length < HEAD_BYTES && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  const bytes = new Uint8Array(Math.min(length, HEAD_BYTES));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.subarray(0, bytes.length - at), at);
    at += Math.min(piece.length, bytes.length - at);
  }
  async function* stream() {
    yield* pieces;
    while (!isDone) {
      const next = await iterator.next();
      isDone = next.done === true;
      if (!next.done) yield next.value;
    }
  }
  const close = async () => void (await iterator.return?.());
  return { bytes, rest: { name: source.name, size: source.size, stream }, close };
}
