/**
 * Typed arrays of equal bytes are equal: `toEqual` compares them element by element, a microsecond each. Where a byte differs it decides
 * as before, and prints what differs.
 */
import { expect } from "vitest";

const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.constructor !== b.constructor) return undefined;
    return bytesOf(a).equals(bytesOf(b)) ? true : undefined;
  },
]);
