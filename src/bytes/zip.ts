/**
 * Zip archives of files as they are, or deflated by the caller. What reads archives is `unzip.ts`.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32 } from "./crc32.ts";

export interface ZipFile {
  /** Path within the archive, its parts joined by `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The same, deflated without a header: what is stored where it is given. */
  readonly packed?: Uint8Array | undefined;
}

/** Bytes beyond which a zip archive needs fields that ours has not. */
export const LARGEST_ZIP = 2 ** 32 - 2 ** 16;
/** Flag of an entry whose name is UTF-8. */
const UTF8 = 0x800;
const DEFLATED = 8;

const encode = (text: string) => new TextEncoder().encode(text);

/** Bytes of the archive that `zipOf` makes. */
export function zipSize(files: readonly ZipFile[]): number {
  return files.reduce((sum, { name, bytes, packed = bytes }) => sum + 76 + 2 * encode(name).length + packed.length, 22);
}

/** An archive of files, dated 1980, so that the same files give the same bytes. @param files  at most 65,535 */
export function zipOf(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const archive = new Uint8Array(zipSize(files));
  const view = new DataView(archive.buffer);
  let at = 0;
  const write = (fields: readonly (readonly [bytes: 2 | 4, value: number])[]) => {
    for (const [bytes, value] of fields) {
      if (bytes === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += bytes;
    }
  };
  const put = (bytes: Uint8Array) => {
    archive.set(bytes, at);
    at += bytes.length;
  };
  const known = files.map(({ name, bytes, packed }) => {
    const stored = packed ?? bytes;
    return { name: encode(name), bytes, stored, method: packed ? DEFLATED : 0, crc: crc32(bytes) };
  });
  /** Version, flags (the name is UTF-8), method, time and date, CRC and sizes, length of the name and of what is behind it. */
  const about = ({ name, bytes, stored, method, crc }: (typeof known)[number]) =>
    [
      [2, 20],
      [2, name.every((byte) => byte < 128) ? 0 : UTF8],
      [2, method],
      [2, 0],
      [2, 33],
      [4, crc],
      [4, stored.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ] as const;
  const places = known.map((entry) => {
    const place = at;
    write([[4, 0x04034b50], ...about(entry)]);
    put(entry.name);
    put(entry.stored);
    return place;
  });
  const directory = at;
  for (const [i, entry] of known.entries()) {
    write([[4, 0x02014b50], [2, 20], ...about(entry), [2, 0], [2, 0], [2, 0], [4, 0], [4, places[i] ?? 0]]);
    put(entry.name);
  }
  const end = at;
  write([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, known.length],
    [2, known.length],
    [4, end - directory],
    [4, directory],
    [2, 0],
  ]);
  return archive;
}
