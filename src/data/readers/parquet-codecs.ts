/**
 * Compressions of Parquet pages beyond what hyparquet has itself. Decoding is hyparquet-compressors', loaded for a file that needs it: 75 kB,
 * most of it Brotli's dictionary. What belongs to Parquet alone is in `parquet.ts`.
 */
import type { CompressionCodec, Compressors, FileMetaData } from "hyparquet";
import { crc32 } from "../../bytes/crc32.ts";
import { TidelabError } from "../../errors/errors.ts";

const OWN: ReadonlySet<CompressionCodec> = new Set(["UNCOMPRESSED", "SNAPPY"]);
const LOADED: ReadonlySet<CompressionCodec> = new Set(["GZIP", "ZSTD", "BROTLI", "LZ4_RAW", "LZ4"]);

/**
 * What unpacks the pages of this file; undefined where hyparquet does it alone, and then nothing is loaded.
 * @throws TidelabError `parquet.codec` for a compression that no reader here has
 */
export async function codecsOf({ row_groups }: FileMetaData, name: string): Promise<Compressors | undefined> {
  let isLoaded = false;
  for (const { columns } of row_groups) {
    for (const { meta_data } of columns) {
      if (meta_data === undefined || OWN.has(meta_data.codec)) continue;
      if (!LOADED.has(meta_data.codec)) {
        // hyparquet has no name for a number that the format does not have.
        const codec: string | undefined = meta_data.codec;
        throw new TidelabError(
          "parquet.codec",
          { codec: codec ?? "", column: meta_data.path_in_schema.join(".") },
          name,
        );
      }
      isLoaded = true;
    }
  }
  return isLoaded ? loadCodecs() : undefined;
}

/** Decoders of the pages' compressions by name. Each throws for bytes that it cannot decode; hyparquet compares the length of what it gives. */
export async function loadCodecs(): Promise<Compressors> {
  const { decompressBrotli, decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } = await import(
    "hyparquet-compressors"
  );
  return {
    BROTLI: decompressBrotli,
    GZIP: (page, length) => checkedGzip(page, decompressGzip(page, length)),
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
    // Without the length, which would be filled with zeros where the page has less.
    ZSTD: (page) => decompressZstd(page),
  };
}

/**
 * The unpacked bytes, if the sums of the gzip members say so: the decoder reads none of them. A page may be several members, one behind another;
 * they are found from the end, since the last eight bytes of each are the sum and the length of what it unpacks to.
 */
function checkedGzip(page: Uint8Array, unpacked: Uint8Array): Uint8Array {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  let end = unpacked.length;
  for (let at = page.length - 8; end > 0; at--) {
    // 18: the least that a member has, header and sums.
    if (at < 10) throw new Error("gzip whose sum is another");
    const isEnd = at === page.length - 8 || (page[at + 8] === 0x1f && page[at + 9] === 0x8b);
    const length = isEnd ? view.getUint32(at + 4, true) : 0;
    if (length === 0 || length > end) continue;
    if (crc32(unpacked.subarray(end - length, end)) === view.getUint32(at, true)) end -= length;
  }
  return unpacked;
}
