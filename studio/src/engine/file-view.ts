/** Files that were dropped, as the Data screen shows them: how they are read, their first rows, what is wrong with them. Computed in the data worker. */
import { parseSpec, type Spec, type SpecInput } from "tidelab";
import { byteSource, openSeriesFiles, planTraining, type ReadOptions, type SeriesTables } from "tidelab/readers";
import * as english from "tidelab/readers/en";
import * as chinese from "tidelab/readers/zh-CN";
import { namesBySet } from "../state/file-sets.ts";
import type { BothTexts, FileAsked, FileLine, FileUse, FileView } from "./data-protocol.ts";
import { describeErrors } from "./error-data.ts";
import { firstRows, headText } from "./first-rows.ts";

type FilesSpec = Extract<Spec["data"], { kind: "files" }>;
type Tables = Awaited<ReturnType<SeriesTables["tables"]>>;

/** Series that were left out and are shown with what is wrong with them. */
const MOST_SKIPPED = 5;

/** What several files have in common, such as their decimal commas, is said once. */
const inBoth = (en: readonly string[], zhCn: readonly string[]): BothTexts[] =>
  en.flatMap((text, index) => (en.indexOf(text) === index ? [{ en: text, "zh-CN": zhCn[index] ?? text }] : []));

/** A file with its bytes. */
interface GivenBytes {
  readonly name: string;
  readonly set: FileUse;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** Those of series first, in the order in which the package reads them. */
const USES: readonly FileUse[] = ["train", "val", "test", "labels.train", "labels.val", "labels.test"];

/**
 * @param given  at least one, each with a name of its own
 * @param asked  what the user says of them
 * @returns what was found; where they cannot be read, what is wrong, and the first rows none the less
 */
export async function viewFiles(given: readonly GivenBytes[], asked: FileAsked, seed: number): Promise<FileView> {
  const files = USES.flatMap((use) => given.filter((file) => file.set === use));
  const input = { kind: "files", ...namesBySet(files), ...givenOf(asked) };
  const examined = (readings: readonly ReadOptions[], counts: readonly number[]) =>
    Promise.all(
      files.map(async ({ name, set, sha256, bytes }, index) => {
        // A class a line has no columns.
        const reading = set.startsWith("labels.") ? { header: false } : (readings[index] ?? asked.reading);
        const about = { name, set, sha256, bytes: bytes.length, reading, series: counts[index] ?? 0 };
        const head = await headText(bytes, reading.encoding);
        return { ...about, rows: head ? firstRows(head.text, reading) : [], isText: head !== undefined };
      }),
    );
  const nothing = { series: 0, missing: 0, notices: [], choices: [], skipped: undefined, spec: undefined };
  let tables: Tables;
  let data: FilesSpec;
  try {
    data = filesOf(input);
    tables = await openSeriesFiles(files.map(({ bytes, name }) => byteSource(bytes, name))).tables(data);
  } catch (error) {
    return { ...nothing, files: await examined([], []), problems: describeErrors(error) ?? rethrow(error) };
  }
  const all = tables.map(({ table }) => table);
  const counts = all.map(({ series }) => series.length);
  const found = {
    files: await examined(
      all.map(({ reading }) => reading),
      counts,
    ),
    series: counts.reduce((sum, count) => sum + count, 0),
    missing: all.reduce((sum, { missing }) => sum + (missing?.count ?? 0), 0),
    skipped: skippedOf(all),
  };
  try {
    // The files are not read again for their plan.
    const read = { tables: async () => tables, read: () => Promise.reject(new Error("nothing is loaded for a plan")) };
    const plan = await planTraining(data, read, { name: nameOf(files[0]!.name), seed }); // at least one
    const [en, zhCn] = [english.describePlan(plan), chinese.describePlan(plan)];
    const texts = { notices: inBoth(en.notices, zhCn.notices), choices: inBoth(en.choices, zhCn.choices) };
    return { ...found, ...texts, problems: [], spec: plan.spec };
  } catch (error) {
    const notices = all.flatMap((table) => table.notices);
    const texts = inBoth(notices.map(english.describeNotice), notices.map(chinese.describeNotice));
    const problems = describeErrors(error) ?? rethrow(error);
    return { ...found, notices: texts, choices: [], problems, spec: undefined };
  }
}

/** Series of all files that were left out, and what is wrong with the first few. */
function skippedOf(tables: readonly Tables[number]["table"][]): FileView["skipped"] {
  const skipped = tables.flatMap((table) => table.skipped ?? []);
  if (skipped.length === 0) return undefined;
  const first = skipped.flatMap((one) => one.first).slice(0, MOST_SKIPPED);
  return {
    count: skipped.reduce((sum, { count }) => sum + count, 0),
    first: first.flatMap((error) => describeErrors(error) ?? []),
  };
}

/** What was said of files, without what was not: as its spec has it. */
function givenOf(asked: FileAsked): Partial<FileAsked> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** The part of a spec that names files. @throws TidelabError for a reading that none can be */
function filesOf(input: object): FilesSpec {
  const { data } = parseSpec({ data: input, model: { layers: [{ layer: "last" }] } } as SpecInput);
  if (data.kind !== "files") throw new Error("the spec of a file is one of files");
  return data;
}

function rethrow(error: unknown): never {
  throw error;
}

/** What a run on a file is called: `GunPoint` of `GunPoint_TRAIN.tsv.gz`; on files of a folder, as the folder. */
function nameOf(file: string): string {
  const [folder = "", ...inside] = file.split("/");
  const name = (inside.length > 0 ? `${folder}.folder` : file)
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]*$/, "")
    .replace(/_TRAIN$/i, "");
  const clean = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+|[.-]+$/gu, "");
  return clean.slice(0, 80) || "run";
}

/** Lines before and after the one that is asked for. */
const AROUND = 2;
/** Characters of a line that are shown. */
const MOST_OF_LINE = 2_000;

/** The lines of a text file around one of them, with their numbers from 1 on. @returns none of a binary file, or of one that ends before */
export async function linesAround(
  bytes: Uint8Array<ArrayBuffer>,
  asked: string | undefined,
  line: number,
): Promise<FileLine[]> {
  const head = await headText(bytes, asked);
  if (head === undefined) return [];
  const plain: ReadableStream<BufferSource> = new Blob([bytes]).stream();
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const reader = (isPacked ? plain.pipeThrough(new DecompressionStream("gzip")) : plain)
    .pipeThrough(new TextDecoderStream(head.encoding))
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
