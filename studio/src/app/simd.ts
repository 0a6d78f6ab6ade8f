/** Whether the host has WebAssembly with SIMD, without which nothing trains here. */

/** A module with one function that makes a vector: `(func (result v128) i32.const 0 i8x16.splat)`. */
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

export function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(PROBE);
}
