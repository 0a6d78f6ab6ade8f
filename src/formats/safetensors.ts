/**
 * The safetensors format: named tensors in one file, as Python's `safetensors` reads and writes it. Bytes in, bytes out;
 * `folder.ts` handles the files. Reads what weights come in (F32, F64, F16, BF16) and the whole numbers beside them (BatchNorm's
 * `num_batches_tracked`) as float32; writes F32.
 * @see https://github.com/huggingface/safetensors#format
 */

import { littleEndian } from "../bytes/little-endian.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { findDuplicateKey, parseShallowJson } from "../spec/json-scan.ts";

/** A tensor, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The content of a safetensors file. */
export interface Safetensors {
  /** By name, in the order of their data. */
  readonly tensors: Map<string, Tensor>;
  /** What is under `__metadata__`: texts by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
const MOST_HEADER_BYTES = 100_000_000;
/** Data begin on a multiple of this, so that readers may map them. */
const ALIGNMENT = 8;

/** How each type of number is read: its bytes, and a method of `DataView` or a function of its bits. */
const DTYPES = {
  F32: [4, "getFloat32"],
  F64: [8, "getFloat64"],
  F16: [2, halfToFloat],
  BF16: [2, bfloatToFloat],
  I64: [8, "getBigInt64"],
  I32: [4, "getInt32"],
  I16: [2, "getInt16"],
  I8: [1, "getInt8"],
  U64: [8, "getBigUint64"],
  U32: [4, "getUint32"],
  U16: [2, "getUint16"],
  U8: [1, "getUint8"],
  BOOL: [1, "getUint8"],
} as const;
type Dtype = keyof typeof DTYPES;

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The tensors of a safetensors file.
 * @param source  what the bytes are to the user, usually a file name; the path of errors
 * @throws TidelabError `safetensors.…` for bytes that are cut off, overlap, leave gaps, or hold a weight that is not finite
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from "tidelab/formats/safetensors";
 *
 * const bytes = writeSafetensors(new Map([["bias", { shape: [2], data: new Float32Array([0.5, -0.5]) }]]));
 * console.log(readSafetensors(bytes).tensors.get("bias")?.shape[0]); // 2
 * ```
 */
export function readSafetensors(bytes: Uint8Array, source?: string): Safetensors {
  const { header, dataStart } = readHeader(bytes, source);
  const { __metadata__: given, ...described } = header;
  const metadata = readMetadata(given, source);
  const entries = Object.entries(described).map(([name, value]) => readEntry(name, value, source));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkLayout(entries, bytes.length - dataStart, source);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart);
  return { tensors: new Map(entries.map((entry) => [entry.name, readTensor(view, entry, source)])), metadata };
}

/**
 * Tensors as the bytes of a safetensors file, in their order.
 * @param metadata  texts to keep with them
 * @example
 * ```ts
 * import { writeSafetensors } from "tidelab/formats/safetensors";
 *
 * const bytes = writeSafetensors(new Map([["bias", { shape: [2], data: new Float32Array([0.5, -0.5]) }]]));
 * console.log(bytes instanceof Uint8Array); // true
 * ```
 */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: Tensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let size = 0;
  const list = [...tensors];
  for (const [name, { shape, data }] of list) {
    if (data.length !== elementsOf(shape)) throw new RangeError(`tensor ${name}: ${data.length} values for [${shape}]`);
    // Not by assignment: the key `__proto__` would be lost.
    Object.defineProperty(header, name, {
      value: { dtype: "F32", shape, data_offsets: [size, size + data.length * 4] },
      enumerable: true,
    });
    size += data.length * 4;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil((LENGTH_BYTES + text.length) / ALIGNMENT) * ALIGNMENT - LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const [, { data }] of list) {
    bytes.set(littleEndian(data), at);
    at += data.byteLength;
  }
  return bytes;
}

function readHeader(bytes: Uint8Array, source?: string): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) {
    throw new TidelabError("safetensors.tooShort", { least: LENGTH_BYTES, received: bytes.length }, source);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MOST_HEADER_BYTES)) {
    throw new TidelabError("safetensors.giantHeader", { most: MOST_HEADER_BYTES, received: String(length) }, source);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > bytes.length) {
    const available = bytes.length - LENGTH_BYTES;
    throw new TidelabError("safetensors.headerBeyondFile", { received: Number(length), available }, source);
  }
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart), source);
  if (!text.startsWith("{")) throw new TidelabError("safetensors.headerObject", { received: text.slice(0, 1) }, source);
  let header: Record<string, unknown>;
  try {
    header = parseShallowJson(text, source) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof TidelabError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new TidelabError("safetensors.headerJson", { problem }, source, { cause: error });
  }
  const duplicate = findDuplicateKey(text, 1);
  if (duplicate) throw new TidelabError("safetensors.duplicateKey", { key: duplicate.key }, source);
  return { header, dataStart };
}

function decodeUtf8(bytes: Uint8Array, source?: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new TidelabError("safetensors.headerText", undefined, source, { cause: error });
  }
}

function readMetadata(value: unknown, source?: string): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const isTexts = isObject(value) && Object.values(value).every((text) => typeof text === "string");
  if (!isTexts) throw new TidelabError("safetensors.metadata", undefined, source);
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown, source?: string): Entry {
  if (!isObject(value) || !("dtype" in value && "shape" in value && "data_offsets" in value)) {
    throw new TidelabError("safetensors.entry", { tensor: name }, source);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPES, dtype)) {
    const params = { tensor: name, known: Object.keys(DTYPES), received: show(dtype) };
    throw new TidelabError("safetensors.dtype", params, source);
  }
  if (!isSizes(shape)) {
    throw new TidelabError("safetensors.shape", { tensor: name, received: show(shape) }, source);
  }
  const [begin = 0, end = 0] = isSizes(offsets) ? offsets : [];
  if (!isSizes(offsets) || offsets.length !== 2 || begin > end) {
    throw new TidelabError("safetensors.offsets", { tensor: name, received: show(offsets) }, source);
  }
  const expected = elementsOf(shape) * DTYPES[dtype as Dtype][0];
  if (end - begin !== expected) {
    const params = { tensor: name, shape: `[${shape.join(", ")}]`, dtype, expected, received: end - begin };
    throw new TidelabError("safetensors.size", params, source);
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

/** Tensors must lie one after another from the first byte of the data to the last. @param entries  sorted by begin */
function checkLayout(entries: readonly Entry[], available: number, source?: string): void {
  let at = 0;
  let before: Entry | undefined;
  for (const entry of entries) {
    const { name, begin, end } = entry;
    if (end > available) throw new TidelabError("safetensors.range", { tensor: name, end, available }, source);
    if (begin < at) throw new TidelabError("safetensors.overlap", { tensor: name, other: before?.name ?? "" }, source);
    if (begin > at && before === undefined) {
      throw new TidelabError("safetensors.start", { tensor: name, received: begin }, source);
    }
    if (begin > at) throw new TidelabError("safetensors.hole", { tensor: name, from: at, to: begin }, source);
    at = end;
    before = entry;
  }
  if (at !== available) throw new TidelabError("safetensors.trailing", { expected: at, received: available }, source);
}

function readTensor(view: DataView, { name, dtype, shape, begin }: Entry, source?: string): Tensor {
  const [bytes, how] = DTYPES[dtype];
  const read = (at: number) => (typeof how === "string" ? Number(view[how](at, true)) : how(view.getUint16(at, true)));
  const data = new Float32Array(elementsOf(shape));
  for (let i = 0; i < data.length; i++) {
    const value = Math.fround(read(begin + i * bytes));
    if (!Number.isFinite(value)) {
      const received = read(begin + i * bytes);
      throw new TidelabError("safetensors.notFinite", { tensor: name, index: indexOf(i, shape), received }, source);
    }
    data[i] = value;
  }
  return { shape, data };
}

/** Index in each dimension of the `at`-th element. */
function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = at;
  for (const side of shape.toReversed()) {
    index.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return index;
}

function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a float32. */
function bfloatToFloat(half: number): number {
  word.setUint32(0, half * 0x10000);
  return word.getFloat32(0);
}
