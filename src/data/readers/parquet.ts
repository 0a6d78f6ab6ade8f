/** Series of a Parquet file: lists of values, a value a column, or a time step a row. Decoding is hyparquet's, loaded when it is needed. */
import type { FileMetaData } from "hyparquet";
import { TidelabError } from "../../errors/errors.ts";
import { allBytes } from "./input/source.ts";
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
    const file = (isWhole ? bytes : bytes.slice()).buffer as ArrayBuffer;
    let metadata: FileMetaData;
    let columns: readonly { readonly name: string; readonly isList: boolean }[];
    try {
      metadata = parquetMetadata(file);
      columns = parquetSchema(metadata).children.map(({ element, children }) => {
        if (typeof element.name !== "string") throw new Error("a column without a name");
        return { name: element.name, isList: children.length > 0 };
      });
    } catch (error) {
      throw damaged(error);
    }
    const names = columns.map((column) => column.name);
    const lists = columns.map(({ isList }) => isList);
    const records = new RecordReader(name, names, lists, options);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      let rows: unknown[][] = [];
      const onComplete = (read: unknown[][]) => {
        rows = read;
      };
      try {
        await parquetRead({ file, metadata, rowStart, rowEnd, onComplete });
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
