/**
 * Whether the pages of a Parquet file hold together, before hyparquet reads them: it compares no sums, and writes a run of levels as long as the
 * run says, so that one changed byte can fill the memory. Only `parquet.ts` asks.
 */
import type { ColumnMetaData, Compressors, DataReader, FileMetaData, PageHeader } from "hyparquet";
import { crc32 } from "../../bytes/crc32.ts";

/**
 * Looks at every page: its sum, where it has one, how many values it says that it has, and that no run of its levels or of its places in
 * the dictionary has more than that.
 * @throws Error where they do not hold together, and whatever a decompressor throws
 */
export async function checkPages(
  file: ArrayBuffer,
  { row_groups, schema }: FileMetaData,
  compressors: Compressors | undefined,
): Promise<void> {
  // What hyparquet exports beside its entry; each is a part of what reading loads anyway.
  const [{ parquetHeader }, { decompressPage }, { readRleBitPackedHybrid }, { readVarInt }, schemas] =
    await Promise.all([
      import("hyparquet/src/column.js"),
      import("hyparquet/src/datapage.js"),
      import("hyparquet/src/encoding.js"),
      import("hyparquet/src/thrift.js"),
      import("hyparquet/src/schema.js"),
    ]);

  /** Walks runs of `width` bits until there are `count` values. */
  const checkRuns = (reader: DataReader, width: number, count: number) => {
    for (let seen = 0; seen < count; ) {
      const header = readVarInt(reader);
      const groups = header >>> 1;
      const isPacked = (header & 1) === 1;
      if (!isPacked && groups > count - seen) throw new Error(`a run of ${groups} where a page has ${count} values`);
      seen += isPacked ? 8 * groups : groups;
      reader.offset += isPacked ? groups * width : (width + 7) >> 3;
    }
  };

  /** Levels of version 1, behind their length; how many are `most`. */
  const countLevels = (reader: DataReader, most: number, count: number): number => {
    const width = widthOf(most);
    const { offset, view } = reader;
    const end = offset + 4 + view.getUint32(offset, true);
    reader.offset = offset + 4;
    checkRuns(reader, width, count);
    const levels = new Uint8Array(count);
    reader.offset = offset;
    readRleBitPackedHybrid(reader, width, levels);
    reader.offset = end;
    return levels.reduce((sum, level) => sum + (level === most ? 1 : 0), 0);
  };

  const checkDataPage = (body: Uint8Array, header: PageHeader, meta: ColumnMetaData): number => {
    const { data_page_header: one, data_page_header_v2: two } = header;
    const count = one?.num_values ?? two?.num_values ?? 0;
    if (count < 0 || count > Number(meta.num_values))
      throw new Error(`a page of ${count} values of ${meta.num_values}`);
    const path = schemas.getSchemaPath(schema, meta.path_in_schema);
    const repetition = schemas.getMaxRepetitionLevel(path);
    const definition = schemas.getMaxDefinitionLevel(path);
    const unpack = (bytes: Uint8Array, size: number) => decompressPage(bytes, size, meta.codec, compressors);
    const readerOf = (bytes: Uint8Array): DataReader => ({
      view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      offset: 0,
    });
    let reader: DataReader;
    let valueCount: number;
    if (one !== undefined) {
      reader = readerOf(unpack(body, header.uncompressed_page_size));
      if (repetition > 0) countLevels(reader, repetition, count);
      valueCount = definition > 0 ? countLevels(reader, definition, count) : count;
    } else if (two !== undefined) {
      const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = two;
      const levels = readerOf(body);
      if (repetition > 0) checkRuns(levels, widthOf(repetition), count);
      levels.offset = first;
      if (definition > 0) checkRuns(levels, widthOf(definition), count);
      const size = header.uncompressed_page_size - first - second;
      const values = body.subarray(first + second);
      reader = readerOf(two.is_compressed !== false && size > 0 ? unpack(values, size) : values);
      valueCount = count - two.num_nulls;
    } else throw new Error("a page without its header");
    const encoding = one?.encoding ?? two?.encoding;
    if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
      if (valueCount > 0) checkRuns(reader, reader.view.getUint8(reader.offset++), valueCount);
    } else if (encoding === "RLE") {
      // Truth values, behind their length.
      reader.offset += 4;
      checkRuns(reader, 1, valueCount);
    }
    return count;
  };

  for (const { columns } of row_groups) {
    for (const { meta_data: meta } of columns) {
      if (meta === undefined) continue;
      const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const reader = { view: new DataView(file, start, Number(meta.total_compressed_size)), offset: 0 };
      let count = 0;
      // As hyparquet ends: one byte is no page.
      while (reader.offset < reader.view.byteLength - 1) {
        const header = parquetHeader(reader);
        const body = new Uint8Array(file, start + reader.offset, header.compressed_page_size);
        reader.offset += header.compressed_page_size;
        if (header.crc !== undefined && crc32(body) !== header.crc >>> 0)
          throw new Error("a page whose sum is another");
        if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2") count += checkDataPage(body, header, meta);
      }
      if (count !== Number(meta.num_values)) throw new Error(`${count} values of ${meta.num_values}`);
    }
  }
}

/** Bits of the greatest of some levels. */
const widthOf = (most: number) => 32 - Math.clz32(most);
