/**
 * One array of a `.npy` file, of any numeric type, byte order and memory order, or of texts. What its axes mean is not known here.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { TidelabError } from "../../../errors/errors.ts";

export interface NumpyArray {
  readonly shape: readonly number[];
  /** Elements between neighbours along each axis. */
  readonly strides: readonly number[];
  /** As NumPy writes it, such as `<f4`. */
  readonly dtype: string;
  /** An element by its place in memory: a number, or a text. */
  readonly at: (index: number) => number | string;
  readonly isText: boolean;
}

const MAGIC = "\x93NUMPY";

export function isNpy(head: Uint8Array): boolean {
  return [...MAGIC].every((char, i) => head[i] === char.charCodeAt(0));
}

/**
 * @param name  begins the path of errors
 * @throws TidelabError `npy.…` for a file that is cut off, or an array of things that are neither numbers nor texts
 */
export function parseNpy(bytes: Uint8Array, name: string): NumpyArray {
  const fail = (problem: "cut" | "header" | "longer") => new TidelabError("npy.damaged", { problem }, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isNpy(bytes) || bytes.length < 12) throw fail("cut");
  const isShort = view.getUint8(6) === 1;
  const start = isShort ? 10 : 12;
  const end = start + (isShort ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw fail("cut");
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, end));
  const [, dtype] = /'descr':\s*'([^']*)'/.exec(header) ?? [];
  const [, order] = /'fortran_order':\s*(True|False)/.exec(header) ?? [];
  const [, dimensions] = /'shape':\s*\(([\dL, ]*)\)/.exec(header) ?? [];
  if (dtype === undefined && /'descr':\s*\[/.test(header)) throw new TidelabError("npy.type", { type: "struct" }, name);
  if (dtype === undefined || order === undefined || dimensions === undefined) throw fail("header");
  const shape = dimensions.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number.parseInt(part, 10)]));
  const elements = elementsOf(dtype, name);
  const count = shape.reduce((product, length) => product * length, 1);
  const body = bytes.subarray(end);
  if (body.length < count * elements.size) throw fail("cut");
  if (body.length > count * elements.size) throw fail("longer");
  return { shape, strides: stridesOf(shape, order === "True"), dtype, ...elements.open(body) };
}

function stridesOf(shape: readonly number[], isFortran: boolean): number[] {
  const strides = shape.map(() => 1);
  const axes = isFortran ? [...shape.keys()] : [...shape.keys()].reverse();
  let stride = 1;
  for (const axis of axes) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

interface Elements {
  /** Bytes of one. */
  readonly size: number;
  readonly open: (bytes: Uint8Array) => Pick<NumpyArray, "at" | "isText">;
}

type Getter = (view: DataView, offset: number, isLittle: boolean) => number;

const NUMBERS: Readonly<Record<string, Getter>> = {
  b1: (view, offset) => view.getUint8(offset),
  i1: (view, offset) => view.getInt8(offset),
  u1: (view, offset) => view.getUint8(offset),
  i2: (view, offset, isLittle) => view.getInt16(offset, isLittle),
  u2: (view, offset, isLittle) => view.getUint16(offset, isLittle),
  i4: (view, offset, isLittle) => view.getInt32(offset, isLittle),
  u4: (view, offset, isLittle) => view.getUint32(offset, isLittle),
  i8: (view, offset, isLittle) => Number(view.getBigInt64(offset, isLittle)),
  u8: (view, offset, isLittle) => Number(view.getBigUint64(offset, isLittle)),
  f2: (view, offset, isLittle) => halfOf(view.getUint16(offset, isLittle)),
  f4: (view, offset, isLittle) => view.getFloat32(offset, isLittle),
  f8: (view, offset, isLittle) => view.getFloat64(offset, isLittle),
};

function elementsOf(dtype: string, name: string): Elements {
  const [, order = "", kind = "", width = ""] = /^([<>|=])([a-zA-Z])(\d*)/.exec(dtype) ?? [];
  const isLittle = order !== ">";
  const read = NUMBERS[kind + width];
  if (read !== undefined) {
    const size = Number(width);
    const open = (bytes: Uint8Array) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return { isText: false, at: (index: number) => read(view, index * size, isLittle) };
    };
    return { size, open };
  }
  if ((kind === "U" || kind === "S") && width.length < 7) {
    const length = Number(width);
    const size = kind === "U" ? 4 * length : length;
    const open = (bytes: Uint8Array) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const codeAt = (offset: number) => (kind === "U" ? view.getUint32(offset * 4, isLittle) : view.getUint8(offset));
      const at = (index: number) => {
        const codes = Array.from({ length }, (_, i) => codeAt(index * length + i));
        while (codes.at(-1) === 0) codes.pop();
        if (kind === "S") return new TextDecoder().decode(Uint8Array.from(codes));
        if (codes.some((code) => code > 0x10ffff)) throw new TidelabError("npy.damaged", { problem: "text" }, name);
        return codes.map((code) => String.fromCodePoint(code)).join("");
      };
      return { isText: true, at };
    };
    return { size, open };
  }
  const type = ({ O: "object", c: "complex", M: "time", m: "time", V: "struct" } as const)[kind] ?? "other";
  throw new TidelabError("npy.type", { type }, name);
}

/** A float16 from its bits. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
