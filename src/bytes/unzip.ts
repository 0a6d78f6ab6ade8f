/**
 * The files in a zip archive that is held in memory: stored or deflated, each checked against its CRC, as `numpy.savez` writes them.
 * No writing, no encryption, no archives in several parts.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { TidelabError } from "../errors/errors.ts";
import { crc32 } from "./crc32.ts";
import { joined, piecesOf } from "./pieces.ts";
import { checkUnpacked } from "./unpacked.ts";

export interface ZipEntry {
  readonly name: string;
  /** Bytes unpacked, as the archive says; `bytes` refuses another number. */
  readonly size: number;
  /** Unpacks it. @throws TidelabError `zip.damaged` */
  readonly bytes: () => Promise<Uint8Array>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A size or place that is in the extra field, for archives beyond 4 GB. */
const ELSEWHERE = 0xffffffff;

/**
 * Files of an archive, by its directory: nothing is unpacked yet.
 * @param source  begins the path of errors
 * @throws TidelabError `zip.damaged`, `zip.encrypted`, or `packed.ratio` where the directory says that so few bytes unpack to very many
 */
export function entriesOf(archive: Uint8Array, source: string): ZipEntry[] {
  const damaged = () => new TidelabError("zip.damaged", {}, source);
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const end = findEnd(view);
    if (end === undefined) throw damaged();
    const count = view.getUint16(end + 10, true);
    const size = view.getUint32(end + 12, true);
    const start = view.getUint32(end + 16, true);
    let at = start;
    const entries: ZipEntry[] = [];
    for (let i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== ENTRY) throw damaged();
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const nameAt = at + 46;
      const extraAt = nameAt + (nameLength ?? 0);
      const name = new TextDecoder().decode(archive.subarray(nameAt, extraAt));
      const path = `${source}/${name}`;
      if (view.getUint16(at + 8, true) & 1) throw new TidelabError("zip.encrypted", {}, path);
      const sizes = sizesOf(view, at, extraAt, extraAt + (extraLength ?? 0));
      const entry = { method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), ...sizes };
      // A name that was damaged would be another array, or none.
      if (!isLocalName(view, entry.offset, archive.subarray(nameAt, extraAt))) throw damaged();
      entries.push({ name, size: sizes.size, bytes: () => unpack(archive, entry, path) });
      at = extraAt + (extraLength ?? 0) + (commentLength ?? 0);
    }
    // A count that was damaged would leave files out.
    if (size !== ELSEWHERE && at !== start + size) throw damaged();
    // All together: entries may share the bytes that they unpack.
    const unpacked = entries.reduce((sum, entry) => sum + entry.size, 0);
    checkUnpacked("zip", archive.length, unpacked, source);
    return entries;
  } catch (error) {
    // A place outside of the archive.
    throw error instanceof RangeError ? damaged() : error;
  }
}

/** Bytes of which parts can be read: a `Blob`, or a file that is open. */
export interface ByteParts {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * What the files of an archive unpack to, by the directory at its end: no other byte is read.
 * @throws TidelabError `zip.damaged` where there is no directory, or `packed.ratio`
 */
export async function unpackedSize(archive: ByteParts, source: string): Promise<number> {
  const damaged = () => new TidelabError("zip.damaged", {}, source);
  const viewOf = async (from: number, to: number) => new DataView(await archive.slice(from, to).arrayBuffer());
  try {
    const tail = await viewOf(Math.max(0, archive.size - 22 - 0xffff), archive.size);
    const end = findEnd(tail);
    if (end === undefined) throw damaged();
    const [size, start] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
    if (start + size > archive.size) throw damaged();
    const view = await viewOf(start, start + size);
    let unpacked = 0;
    for (let at = 0; at < size; ) {
      if (view.getUint32(at, true) !== ENTRY) throw damaged();
      const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const extraAt = at + 46 + name;
      unpacked += sizesOf(view, at, extraAt, extraAt + extra).size;
      at = extraAt + extra + comment;
    }
    checkUnpacked("zip", archive.size, unpacked, source);
    return unpacked;
  } catch (error) {
    // A place outside of the directory.
    throw error instanceof RangeError ? damaged() : error;
  }
}

interface Packed {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

function sizesOf(view: DataView, at: number, from: number, to: number): Pick<Packed, "packed" | "size" | "offset"> {
  const [packed = 0, size = 0, offset = 0] = [20, 24, 42].map((place) => view.getUint32(at + place, true));
  if (![packed, size, offset].includes(ELSEWHERE)) return { packed, size, offset };
  for (let extra = from; extra + 4 <= to; extra += 4 + view.getUint16(extra + 2, true)) {
    if (view.getUint16(extra, true) !== 1) continue;
    let next = extra + 4;
    const large = (value: number) => {
      if (value !== ELSEWHERE) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    };
    // In this order, and only those that are elsewhere.
    const wholeSize = large(size);
    return { size: wholeSize, packed: large(packed), offset: large(offset) };
  }
  throw new RangeError("no zip64 field");
}

/** Whether a file's own header has this name, neither more nor less of it. @throws RangeError for a place outside of the archive */
function isLocalName(view: DataView, offset: number, name: Uint8Array): boolean {
  return (
    view.getUint16(offset + 26, true) === name.length &&
    name.every((byte, i) => byte === view.getUint8(offset + 30 + i))
  );
}

async function unpack(
  archive: Uint8Array,
  { method, crc, packed, size, offset }: Packed,
  path: string,
): Promise<Uint8Array> {
  const damaged = (cause?: unknown) => new TidelabError("zip.damaged", {}, path, { cause });
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (offset + 30 > archive.length || view.getUint32(offset, true) !== LOCAL) throw damaged();
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packed > archive.length) throw damaged();
  const body = archive.subarray(from, from + packed);
  let bytes = body;
  if (method === 8) {
    const unpacked = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    bytes = await joined(atMost(size, piecesOf(unpacked))).catch((error: unknown) => {
      throw damaged(error);
    });
  } else if (method !== 0) throw damaged();
  if (bytes.length !== size || crc32(bytes) !== crc) throw damaged();
  return bytes;
}

/** Packed bytes that unpack to more than the archive says are not unpacked to the end: that end may be far away. */
async function* atMost(size: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const piece of pieces) {
    read += piece.length;
    if (read > size) throw new RangeError("more than the archive says");
    yield piece;
  }
}
