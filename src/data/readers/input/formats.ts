/**
 * Which kind of file some first bytes belong to, for files that are neither CSV nor JSON text. It only names them; nothing
 * here reads them.
 */
import type { FileFormat } from "../../../errors/en.ts";

/** Formats by their first bytes. `?` in a pattern matches any byte. */
const SIGNATURES = {
  gzip: ["\x1f\x8b"],
  zip: ["PK\x03\x04", "PK\x05\x06"],
  npy: ["\x93NUMPY"],
  parquet: ["PAR1", "PARE"],
  arrow: ["ARROW1", "FEA1"],
  hdf5: ["\x89HDF\r\n\x1a\n"],
  xls: ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  pdf: ["%PDF-"],
  sqlite: ["SQLite format 3\0"],
  bzip2: ["BZh"],
  xz: ["\xfd7zXZ\0"],
  zstd: ["\x28\xb5\x2f\xfd"],
  sevenZip: ["7z\xbc\xaf\x27\x1c"],
  rar: ["Rar!\x1a\x07"],
  png: ["\x89PNG\r\n\x1a\n"],
  jpeg: ["\xff\xd8\xff"],
  wav: ["RIFF????WAVE"],
  pickle: ["(lp0\n", "(dp0\n", "cnumpy.", "cpandas.", "ccopy_reg\n", "\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
  matlab: ["MATLAB 5.0 MAT-file", "MATLAB 7"],
  rData: ["RDX2\n", "RDX3\n", "RDA2\n", "RDA3\n"],
  avro: ["Obj\x01"],
  orc: ["ORC\n", "ORC\x0a"],
  safetensors: ['????????{"'],
} satisfies Partial<Record<FileFormat, readonly string[]>>;

/** How many bytes `formatOf` needs; fewer only where the file ends. */
export const HEAD_BYTES = 1024;

/** @returns undefined for what may be text */
export function binaryFormatOf(head: Uint8Array): FileFormat | undefined {
  const text = latin1(head);
  const matches = (pattern: string) =>
    text.length >= pattern.length && [...pattern].every((char, i) => char === "?" || char === text[i]);
  for (const [format, patterns] of Object.entries(SIGNATURES)) {
    if (!patterns.some(matches)) continue;
    // Eight bytes of length come first, so a text may have the same characters there by chance.
    if (format === "safetensors" && !text.slice(0, 8).includes("\0")) continue;
    return format === "zip" ? zipFormatOf(text) : (format as FileFormat);
  }
  if (text.slice(257, 262) === "ustar") return "tar";
  if (text.startsWith("\xff\xfe\0\0") || text.startsWith("\0\0\xfe\xff")) return "utf32";
  return undefined;
}

/** Workbooks and NumPy archives are zip files; the names of their first entries show which one it is. */
function zipFormatOf(head: string): FileFormat {
  if (head.includes("[Content_Types].xml") || head.includes("xl/")) return "xlsx";
  if (head.includes("opendocument.spreadsheet")) return "ods";
  return head.includes(".npy") ? "npz" : "zip";
}

/** @returns undefined for what may be a table */
export function textFormatOf(head: string): FileFormat | undefined {
  const text = head.trimStart();
  const lower = text.toLowerCase();
  const directives = lower.split(/[\r\n]+/).filter((line) => line.startsWith("@"));
  const isTable = !text.startsWith("@") && !text.startsWith("%") && !text.startsWith("#");
  if (!isTable && directives.some((line) => line.startsWith("@relation") || line.startsWith("@attribute"))) {
    return "arff";
  }
  if (!isTable && directives.length > 0) return "ts";
  // Weka's own files begin with pages of comments; one alone may be anybody's.
  if (text.startsWith("%") && text.split(/[\r\n]+/).every((line) => line === "" || line.startsWith("%"))) return "arff";
  if (/^<(?!na>)[a-z!?]/.test(lower))
    return /<(?:!doctype html|html|head|body|table|div|p)[\s>]/.test(lower) ? "html" : "xml";
  if (text.startsWith("{\\rtf")) return "rtf";
  if (text.startsWith("version https://git-lfs")) return "gitLfs";
  const [first, second] = text.replaceAll(/\s/g, "");
  if (first === "{" || (first === "[" && /["[{\d\]-]/.test(second ?? ""))) return "json";
  return undefined;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, HEAD_BYTES), (byte) => String.fromCharCode(byte)).join("");
}
