/** Numbers as their bits in hex, as the test vectors of the random streams are written, and hashes of arrays. */
import { createHash } from "node:crypto";

export function float64Hex(values: Iterable<number>): string {
  return Array.from(values, (value) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  }).join(" ");
}

export function float32Hex(values: Iterable<number>): string {
  return Array.from(values, (value) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    return view.getUint32(0).toString(16).padStart(8, "0");
  }).join(" ");
}

/** SHA-256 of the bytes as they lie in memory: little-endian on every machine that runs the tests. */
export function sha256(array: Uint8Array | Float32Array | Int32Array): string {
  return createHash("sha256")
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest("hex");
}

/** The first `count` results of a draw. */
export function take<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}
