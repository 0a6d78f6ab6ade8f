/**
 * Which build of the kernels runs. `fused`: relaxed SIMD's multiply-add with one rounding; `portable`: SIMD that every
 * WebAssembly host has, two roundings. Same build, same bits.
 */
export type Numerics = "fused" | "portable";
