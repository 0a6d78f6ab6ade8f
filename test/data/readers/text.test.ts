/** Bytes to text: encodings that are read, and files that are named instead. Python's codecs and writers made the bytes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, TextReader } from "../../../src/data/readers/input/text.ts";
import { TidelabError } from "../../../src/errors/errors.ts";

const bytes = (text: string, encoding: BufferEncoding = "utf8") => new Uint8Array(Buffer.from(text, encoding));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, "utf16le").swap16());

function inPieces(all: Uint8Array, size: number): string {
  const reader = new TextReader("f", "csv");
  let text = "";
  for (let at = 0; at < all.length; at += size) text += reader.push(all.subarray(at, at + size));
  return text + reader.end();
}

function errorOf(all: Uint8Array, kind: "csv" | "json" = "csv"): TidelabError {
  try {
    decodeText(all, "f.csv", kind);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("encodings", () => {
  const text = "series,x\n甲,0.5\nénorme 😀,1\n".repeat(60);
  it.each([
    ["UTF-8", bytes(text)],
    ["UTF-8 with a mark", bytes(`\uFEFF${text}`)],
    ["UTF-16LE with a mark", bytes(`\uFEFF${text}`, "utf16le")],
    ["UTF-16BE with a mark", utf16be(`\uFEFF${text}`)],
    ["UTF-16LE", bytes(text, "utf16le")],
    ["UTF-16BE", utf16be(text)],
  ])("reads %s, wherever it is cut", (_, all) => {
    for (const size of [1, 2, 3, 5, 1021, all.length]) expect(inPieces(all, size)).toBe(text);
  });

  it("reads any text, in pieces of any size", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 9 }), (middle, size) => {
        const padded = `a${middle.replaceAll("\0", "")}`;
        expect(inPieces(bytes(padded), size)).toBe(padded);
      }),
    );
  });

  // 甲,乙 in GBK, é in Latin-1, ¥ in Shift-JIS; a surrogate and an overlong form, which UTF-8 does not have; cut off.
  it.each([
    ["GBK", [0xbc, 0xd7], "BC"],
    ["Latin-1", [0x65, 0xe9, 0x2c], "E9", 1],
    ["a surrogate", [0xed, 0xa0, 0x80], "ED"],
    ["an overlong form", [0xc0, 0xaf], "C0"],
    ["a character that the end cuts off", [0x41, 0xe7, 0x94], "E7", 1],
  ])("refuses what is not UTF-8, at its line: %s", (_, fault, byte, column = 0) => {
    for (const before of ["series,x\n", "series,x\r", `series,x\r\n${"甲,0.5\n".repeat(400)}`]) {
      const all = new Uint8Array([...bytes(before), ...fault]);
      const line = before.split(/\r\n?|\n/).length;
      const error = errorOf(all);
      expect(error).toMatchObject({ code: "file.encoding", path: `f.csv:${line}:${column + 1}` });
      expect(error.message).toContain(`0x${byte}`);
      for (const size of [1, 7]) expect(() => inPieces(all, size)).toThrow(`f:${line}:${column + 1}: `);
    }
  });
});

describe("formats", () => {
  const zip = (...names: string[]) => `PK\x03\x04${"\x14\0\0\0".repeat(6)}${names.join("")}`;
  it.each([
    ["gzip", "\x1f\x8b\x08\0\0\0"],
    ["zip", zip("a.csv")],
    ["xlsx", zip("[Content_Types].xml")],
    ["ods", zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")],
    ["npz", zip("arr_0.npy")],
    ["npy", "\x93NUMPY\x01\0v\0{'descr': '<f8'"],
    ["parquet", "PAR1\x15\x04"],
    ["arrow", "ARROW1\0\0"],
    ["hdf5", "\x89HDF\r\n\x1a\n"],
    ["xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ["pdf", "%PDF-1.7\n%\xe2\xe3"],
    ["sqlite", "SQLite format 3\0\x10\0"],
    ["bzip2", "BZh91AY&SY"],
    ["xz", "\xfd7zXZ\0"],
    ["zstd", "\x28\xb5\x2f\xfd"],
    ["png", "\x89PNG\r\n\x1a\n"],
    ["wav", "RIFF\x24\x08\0\0WAVEfmt "],
    ["pickle", "\x80\x04\x95"],
    ["pickle", "(lp0\nF0.5\na."],
    ["matlab", "MATLAB 5.0 MAT-file, Platform"],
    ["safetensors", '\x40\0\0\0\0\0\0\0{"__metadata__"'],
    ["tar", `${"a".repeat(100)}${"\0".repeat(157)}ustar`],
    ["utf32", "\xff\xfe\0\0a\0\0\0"],
    ["binary", "\x01\0\0\x02abc\0\0\0"],
    ["arff", "% comment\n@RELATION waves\n@ATTRIBUTE a NUMERIC\n"],
    ["arff", "@relation x"],
    ["arff", `${"% pages of comments come first\n".repeat(50)}@relation x`],
    ["ts", "# comment\n@problemName Waves\n@univariate true\n"],
    ["json", '{"a": 1}'],
    ["json", "\n[[1, 2], [3, 4]]"],
    ["html", "<!DOCTYPE html><html>"],
    ["html", "\n<!-- saved from a page -->\n<HTML><p>"],
    ["html", "<table><tr><td>1</td></tr></table>"],
    ["xml", '<?xml version="1.0"?>'],
    ["rtf", "{\\rtf1"],
    ["gitLfs", "version https://git-lfs.github.com/spec/v1\noid sha256:1"],
  ])("names %s", (format, head) => {
    const error = errorOf(bytes(head, "latin1"));
    expect(error).toMatchObject({ code: "file.format", path: "f.csv", params: { format } });
    expect(error.message).not.toMatch(/undefined/);
  });

  it("lets JSON be JSON, and names binary files in its place too", () => {
    expect(decodeText(bytes('{"a": 1}', "utf16le"), "f", "json")).toBe('{"a": 1}');
    expect(errorOf(bytes("PAR1\x15\x04"), "json")).toMatchObject({ code: "file.format" });
  });

  it.each(["BZ,1\n", "PK,1\n", "# a\n1,2\n", "[t0],[t1]\n", "<NA>,1\n", "@a,1\n1,2", "%,1\n"])(
    "reads %j as text or names it",
    (text) => {
      try {
        expect(decodeText(bytes(text), "f", "csv")).toBe(text);
      } catch (error) {
        expect(error).toMatchObject({ code: "file.format" });
      }
    },
  );
});
