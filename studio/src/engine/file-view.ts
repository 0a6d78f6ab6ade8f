/** A file that was dropped, as the Data screen shows it: how it is read, its first rows, what is wrong with it. Computed in the data worker. */
import { parseSpec, type Spec, type SpecInput } from "tidelab";
import { byteSource, openSeriesFiles, planTraining, type ReadOptions, type SeriesTables } from "tidelab/readers";
import * as english from "tidelab/readers/en";
import * as chinese from "tidelab/readers/zh-CN";
import type { BothTexts, FileAsked, FileLine, FileView } from "./data-protocol.ts";
import { describeErrors } from "./error-data.ts";

type FilesSpec = Extract<Spec["data"], { kind: "files" }>;

/** Rows that are shown, below a header. */
const ROWS_SHOWN = 20;
const HEAD_BYTES = 256 * 1024;

const inBoth = (en: readonly string[], zhCn: readonly string[]): BothTexts[] =>
  en.map((text, index) => ({ en: text, "zh-CN": zhCn[index] ?? text }));

/** The first rows as a spreadsheet has them; none of a binary file. Cells are cut at the delimiter, quotes are respected. */
function firstRows(text: string, delimiter: string, most = ROWS_SHOWN + 1): string[][] {
  const rows: string[][] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (rows.length === most) break;
    if (line.trim() === "") continue;
    rows.push(delimiter === " " ? line.trim().split(/[ \t]+/) : cellsOf(line, delimiter));
  }
  return rows;
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}

/** The beginning of a file as text; undefined where it is none. */
async function headText(bytes: Uint8Array<ArrayBuffer>, encoding: string): Promise<string | undefined> {
  let head: Uint8Array = bytes.subarray(0, HEAD_BYTES);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    head = value ?? new Uint8Array();
  }
  if (encoding === "utf-8" && head.includes(0)) return undefined;
  try {
    return new TextDecoder(encoding).decode(head);
  } catch {
    return undefined;
  }
}

/**
 * @param asked  what the user says of it
 * @returns what was found; where it cannot be read, what is wrong, and the first rows none the less
 */
export async function viewFile(
  { name, bytes, sha256 }: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string },
  asked: FileAsked,
  seed: number,
): Promise<FileView> {
  const base = { name, sha256, bytes: bytes.length };
  const input = { kind: "files", train: name, ...givenOf(asked) };
  const rowsBy = async (reading: ReadOptions) => {
    const text = await headText(bytes, reading.encoding ?? "utf-8");
    return text === undefined ? [] : firstRows(text, reading.delimiter ?? guessDelimiter(text));
  };
  const nothing = { series: 0, missing: 0, notices: [], choices: [], skipped: undefined, spec: undefined };
  let tables: Awaited<ReturnType<SeriesTables["tables"]>>;
  let data: FilesSpec;
  try {
    data = filesOf(input);
    tables = await openSeriesFiles([byteSource(bytes, name)]).tables(data);
  } catch (error) {
    const rows = await rowsBy(asked.reading);
    return { ...base, ...nothing, reading: asked.reading, rows, problems: describeErrors(error) ?? rethrow(error) };
  }
  const [first] = tables; // the spec names one file
  const { reading, missing, skipped, series, notices } = first!.table;
  const found = {
    ...base,
    reading,
    rows: await rowsBy(reading),
    series: series.length,
    missing: missing?.count ?? 0,
    skipped: skipped && { count: skipped.count, first: skipped.first.flatMap((error) => describeErrors(error) ?? []) },
  };
  try {
    // The file is not read again for its plan.
    const read = { tables: async () => tables, read: () => Promise.reject(new Error("nothing is loaded for a plan")) };
    const plan = await planTraining(data, read, { name: nameOf(name), seed });
    const [en, zhCn] = [english.describePlan(plan), chinese.describePlan(plan)];
    const texts = { notices: inBoth(en.notices, zhCn.notices), choices: inBoth(en.choices, zhCn.choices) };
    return { ...found, ...texts, problems: [], spec: plan.spec };
  } catch (error) {
    const texts = inBoth(notices.map(english.describeNotice), notices.map(chinese.describeNotice));
    const problems = describeErrors(error) ?? rethrow(error);
    return { ...found, notices: texts, choices: [], problems, spec: undefined };
  }
}

/** What was said of a file, without what was not: as its spec has it. */
function givenOf(asked: FileAsked): Partial<FileAsked> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** The part of a spec that names a file. @throws TidelabError for a reading that none can be */
function filesOf(input: object): FilesSpec {
  const { data } = parseSpec({ data: input, model: { layers: [{ layer: "last" }] } } as SpecInput);
  if (data.kind !== "files") throw new Error("the spec of a file is one of files");
  return data;
}

function rethrow(error: unknown): never {
  throw error;
}

/** What a run on a file is called: `GunPoint` of `GunPoint_TRAIN.tsv.gz`. */
function nameOf(file: string): string {
  const name = file
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]*$/, "")
    .replace(/_TRAIN$/i, "");
  const clean = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+|[.-]+$/gu, "");
  return clean.slice(0, 80) || "run";
}

/** Only for rows of a file that could not be read: what occurs most often in its first line. */
function guessDelimiter(text: string): string {
  const [line = ""] = text.split(/[\r\n]/, 1);
  const count = (mark: string) => line.split(mark).length;
  return [",", ";", "\t", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Lines before and after the one that is asked for. */
const AROUND = 2;
/** Characters of a line that are shown. */
const MOST_OF_LINE = 2_000;

/** The lines of a text file around one of them, with their numbers from 1 on. @returns none of a binary file, or of one that ends before */
export async function linesAround(bytes: Uint8Array<ArrayBuffer>, encoding: string, line: number): Promise<FileLine[]> {
  if ((await headText(bytes, encoding)) === undefined) return [];
  const plain: ReadableStream<BufferSource> = new Blob([bytes]).stream();
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const reader = (isPacked ? plain.pipeThrough(new DecompressionStream("gzip")) : plain)
    .pipeThrough(new TextDecoderStream(encoding))
    .getReader();
  const found: FileLine[] = [];
  let [rest, number] = ["", 0];
  for (let isDone = false; !isDone && number < line + AROUND; ) {
    const next = await reader.read();
    isDone = next.done;
    const lines = (rest + (next.value ?? "")).split(/\r\n|\n|\r(?=[^\n])/);
    // The last one may go on in the next part.
    rest = isDone ? "" : (lines.pop() ?? "");
    for (const text of lines) {
      number++;
      if (Math.abs(number - line) <= AROUND) found.push({ number, text: text.slice(0, MOST_OF_LINE) });
    }
  }
  await reader.cancel().catch(() => undefined);
  return found.some((one) => one.number === line) ? found : [];
}
