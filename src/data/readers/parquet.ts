/** Series of a Parquet file: lists of values, a value a column, or a time step a row. Decoding is hyparquet's, loaded when it is needed. */
import type { Compressors, FileMetaData, SchemaTree } from "hyparquet";
import { TidelabError } from "../../errors/errors.ts";
import { allBytes } from "./input/source.ts";
import { codecsOf } from "./parquet-codecs.ts";
import { checkPages } from "./parquet-pages.ts";
import type { Reader } from "./reader.ts";
import { RecordReader } from "./table/records.ts";

export const parquetReader: Reader = {
  format: "parquet",
  extensions: ["parquet", "pq"],
  recognises: ({ bytes }) => String.fromCharCode(...bytes.subarray(0, 4)) === "PAR1",

  async read(source, options) {
    const { name } = source;
    const { parquetMetadata, parquetRead, parquetSchema } = await import("hyparquet");
    const bytes = await allBytes(source);
    const damaged = (error: unknown) => {
      if (error instanceof TidelabError) return error;
      const reason = error instanceof Error ? error.message : String(error);
      return new TidelabError("parquet.damaged", { reason }, name, { cause: error });
    };
    // A copy where the bytes are a part of a larger buffer: hyparquet takes the whole.
    const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
    const file = (isWhole ? bytes : new Uint8Array(bytes)).buffer as ArrayBuffer;
    let metadata: FileMetaData;
    let columns: readonly SchemaTree[];
    let codecs: Compressors | undefined;
    try {
      metadata = parquetMetadata(file);
      const schema = parquetSchema(metadata);
      checkColumns(schema, metadata);
      columns = schema.children;
      codecs = await codecsOf(metadata, name);
      await checkPages(file, metadata, codecs);
    } catch (error) {
      throw damaged(error);
    }
    const names = columns.map(({ element }) => element.name);
    const lists = columns.map(({ children }) => children.length > 0);
    const records = new RecordReader(name, names, lists, options);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      let rows: unknown[][] = [];
      const onComplete = (read: unknown[][]) => {
        rows = read;
      };
      try {
        const compressors = codecs === undefined ? {} : { compressors: codecs };
        await parquetRead({ file, metadata, rowStart, rowEnd, onComplete, parsers: PRECISE_TIMES, ...compressors });
        if (rows.length !== rowEnd - rowStart) throw new Error(`${rows.length} rows of ${rowEnd - rowStart}`);
      } catch (error) {
        throw damaged(error);
      }
      for (const [i, row] of rows.entries()) {
        const number = rowStart + i + 1;
        const place = (column: number, ...indices: number[]) =>
          `${name}: row ${number}, ${names[column]}${indices.map((index) => `[${index}]`).join("")}`;
        records.add({ number, cell: (column) => row[column], place });
      }
      rowStart = rowEnd;
    }
    if (rowStart !== Number(metadata.num_rows)) throw damaged(new Error(`${rowStart} rows of ${metadata.num_rows}`));
    return records.finish();
  },
};

/** Times below a millisecond, which a Date cannot hold: as text, with the time in the unit of the file. */
const PRECISE_TIMES = {
  timestampFromMicroseconds: (micros: bigint) => timeText(micros, 1_000_000n, 6),
  timestampFromNanoseconds: (nanos: bigint) => timeText(nanos, 1_000_000_000n, 9),
};

function timeText(time: bigint, second: bigint, digits: number): string {
  const fraction = ((time % second) + second) % second;
  const whole = new Date(Number((time - fraction) / second) * 1000).toISOString().slice(0, -5);
  return `${whole}.${String(fraction).padStart(digits, "0")}Z`;
}

/**
 * Whether every group of rows has the columns of the schema, each once. hyparquet starts to read all columns at a time, and what becomes
 * of one that belongs to no other is nobody's to catch.
 * @throws Error where it is not so
 */
function checkColumns(schema: SchemaTree, { row_groups }: FileMetaData): void {
  const leaves: string[] = [];
  const visit = ({ children, path, element }: SchemaTree) => {
    if (typeof element.name !== "string") throw new Error("a column without a name");
    for (const child of children) visit(child);
    if (children.length === 0) leaves.push(path.join("."));
  };
  visit(schema);
  const expected = leaves.sort().join("\n");
  if (new Set(leaves).size < leaves.length) throw new Error("two columns of one name");
  for (const { columns } of row_groups) {
    const found = columns.map(({ meta_data }) => meta_data?.path_in_schema.join("."));
    if (found.sort().join("\n") !== expected) throw new Error("rows with other columns than the schema");
  }
}
