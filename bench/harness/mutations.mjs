/**
 * Files of every format that a reader takes, with changes as damage, editors and other programs make them, and what must hold of
 * whatever a reader makes of them. Used by `bench/soak-readers.mjs` and by the tests, which hand the readers in.
 */
import { readFileSync } from "node:fs";

/** @typedef {{ name: string, bytes: Uint8Array }} File */
/** @typedef {Pick<typeof import("../../src/data/readers/index.ts"), "readSeries" | "byteSource">} Readers */

const fixtures = JSON.parse(readFileSync(new URL("../../test/fixtures/readers.json", import.meta.url), "utf8"));
const textFile = (/** @type {string} */ name, /** @type {string} */ text) => ({
  name,
  bytes: new TextEncoder().encode(text),
});
const binaryFile = (/** @type {string} */ name, /** @type {string} */ base64) => ({
  name,
  bytes: new Uint8Array(Buffer.from(base64, "base64")),
});

/** @type {Record<string, File[]>} */
export const FILES = {
  csv: [
    textFile("wide.csv", "label,t0,t1,t2\nwalk,0.5,-1.25,3e2\nrun,4,5.5,-.75\nsit,,7,8\n"),
    textFile("plain.csv", "0,5;1,25;-3\n4,5;5;6\n7;8;9,125\n"),
    textFile("long.csv", 'series,time,x,y,label\na,0,1.5,2,"p ""q"""\na,1,3,4.25,"p ""q"""\nb,0,5,6,r\n'),
    textFile("labels.csv", "# notes\n0.5,1.5,walk\n-2,3,run\n4,5,walk\n"),
  ],
  ts: [
    textFile("one.ts", "@problemName x\n@univariate true\n@classLabel true a b\n@data\n1,2.5,?:a\n-4,5e1,6:b\n"),
    textFile("two.ts", "@dimensions 2\n@equalLength false\n@classLabel true 1 2\n@data\n1,2,3:4,5,6:1\n7,8:9,10:2\n"),
    textFile(
      "times.ts",
      "@timeStamps true\n@classLabel true 1\n@data\n(2024-01-01 00:00:00,1.5),(2024-01-01 00:01:00,2):1\n",
    ),
  ],
  arff: [
    textFile(
      "one.arff",
      "@relation x\n@attribute a numeric\n@attribute b real\n@attribute c {p,'q r'}\n@data\n1,2.5,p\n?,-4,'q r'\n",
    ),
    textFile(
      "two.arff",
      "@relation x\n@attribute r relational\n@attribute a numeric\n@attribute b numeric\n@end r\n@attribute c {1,2}\n@data\n'1,2\\n3,4.5',1\n'5,6\\n7,?',2\n",
    ),
  ],
  ucr: [
    textFile("x_TRAIN.tsv", "1\t0.5\t-1.25\tNaN\n2\t4\t5\t6\n1\t7\tNaN\t8\n"),
    textFile("x_TEST.txt", "  1.0000000e+00  5.0e-01 -1.0\n  2.0000000e+00  4.0e+00  5.5\n"),
  ],
  jsonl: [
    textFile("x.jsonl", '{"id":"a","label":"x","values":[1,-2.5e1,null]}\n{"id":"b","label":"y","values":[3]}\n'),
    textFile("steps.jsonl", '{"series":"a","time":0,"u":1,"v":2}\n{"series":"a","time":1,"u":3.5,"v":4}\n'),
  ],
  npy: Object.entries(fixtures.numpy).map(([type, { file }]) => binaryFile(`${type.replaceAll(/\W/g, "")}.npy`, file)),
  npz: [binaryFile("x.npz", fixtures.other.npz)],
  parquet: [
    ...["wide", "long", "lists", "channels"].map((name) => binaryFile(`${name}.parquet`, fixtures.parquet[name])),
    ...["gzip", "zstd", "brotli", "lz4"].map((name) => binaryFile(`${name}.parquet`, fixtures.compressed.small[name])),
  ],
};

/** What is put between bytes: signs that mean something in some format. */
const PARTS = [
  ..."\n\r\t,;: '\"\\#%@{}[]()?-+.e0123456789",
  "\r\n",
  "NaN",
  "1e39",
  "\uFEFF",
  "走",
  "\0",
  "\xff",
  "@data\n",
  "null",
];

/**
 * The same file with a few changes.
 * @param {Uint8Array} bytes
 * @param {(below: number) => number} random  a whole number from 0
 */
export function mutated(bytes, random) {
  let changed = Uint8Array.from(bytes);
  for (let change = random(3) + 1; change > 0; change--) {
    const at = random(changed.length + 1);
    const end = Math.min(changed.length, at + random(12));
    const part = new TextEncoder().encode(PARTS[random(PARTS.length)]);
    const kept = [changed.subarray(0, at), changed.subarray(end)];
    switch (random(6)) {
      case 0: // A bit
        if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
        break;
      case 1: // The end is missing
        changed = changed.slice(0, at);
        break;
      case 2: // Something is missing
        changed = joined(kept);
        break;
      case 3: // Something is twice
        changed = joined([changed.subarray(0, end), changed.subarray(at)]);
        break;
      default:
        changed = joined([changed.subarray(0, at), part, changed.subarray(random(2) === 0 ? at : end)]);
    }
  }
  return changed;
}

/**
 * Reads a file. It must end in series of which the numbers are right, or in an error that a user can read.
 * @param {Readers} readers
 * @param {File} file
 * @param {string} format
 * @param {(error: unknown) => error is { code: string, path: string | undefined }} isOurs
 * @returns {Promise<string | undefined>} what is wrong
 */
export async function faultOf({ readSeries, byteSource }, { name, bytes }, format, isOurs) {
  try {
    const options = /** @type {import("../../src/data/readers/index.ts").ReadOptions} */ ({ format, missing: "keep" });
    const { series, channels, missing } = await readSeries(byteSource(bytes, name), options);
    if (series.length === 0 || !(channels >= 1)) return "no series";
    let gaps = 0;
    const known = ["csv", "ts", "arff", "ucr", "jsonl"].includes(format) ? numbersIn(bytes) : undefined;
    for (const { values, length, label, id } of series) {
      if (length < 1 || values.length !== length * channels) return `${values.length} values of ${length} steps`;
      if (id === "" || label === "") return "an empty name";
      for (const value of values) {
        if (Number.isNaN(value)) gaps++;
        else if (!Number.isFinite(value)) return "a value that is not finite";
        else if (known !== undefined && !known.has(value)) return `${value}, which is not in the text`;
      }
    }
    return gaps === (missing?.count ?? 0) ? undefined : `${gaps} gaps, and ${missing?.count} counted`;
  } catch (error) {
    if (!isOurs(error)) return error instanceof Error ? error.stack : String(error);
    return error.path?.startsWith(name) ? undefined : `${error.code} without a place: ${error.path}`;
  }
}

/**
 * All float32 numbers that are written somewhere in a text, with points or commas.
 * @param {Uint8Array} bytes
 */
function numbersIn(bytes) {
  const isUtf16 = bytes.includes(0);
  const texts = [
    new TextDecoder().decode(bytes),
    ...(isUtf16 ? ["utf-16le", "utf-16be"].map((one) => new TextDecoder(one).decode(bytes)) : []),
  ];
  const found = new Set([0, 1]); // false and true are numbers in JSON
  for (const text of texts) {
    for (const [number] of text.matchAll(/[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/g))
      found.add(Math.fround(Number(number)));
    for (const [number] of text.matchAll(/[+-]?\d*,\d+(?:[eE][+-]?\d+)?/g))
      found.add(Math.fround(Number(number.replace(",", "."))));
  }
  return found;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
