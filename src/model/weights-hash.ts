/** The hash by which two runs are compared: equal hashes, equal weights to the bit. */
import { sha256Hex } from "../sha256.ts";
import type { Model } from "./model.ts";

/** SHA-256 of all parameters, then running statistics, as little-endian float32. @returns 64 hex digits */
export function weightsSha256(model: Pick<Model, "parameters" | "states">): string {
  return sha256Hex(littleEndian(model.parameters), littleEndian(model.states));
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of a block in the order that is hashed: on nearly every host, those that stand in memory. */
function littleEndian(values: Float32Array): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return bytes;
}
