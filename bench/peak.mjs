/**
 * The machine's own limit: multiply-adds a second in WebAssembly with nothing to load, in both builds. Neighbouring chains
 * are stored side by side at the end, so that a host which joins pairs of vectors (docs/decisions/010) does so here too.
 */
import asc from "assemblyscript/asc";

const source = (chains) => `
export function run(n: i32, a: f32, b: f32): void {
  // Not constants: V8 would build those anew at each of their uses.
  const x = f32x4.splat(a), y = f32x4.splat(b);
  ${Array.from({ length: chains }, (_, i) => `let c${i} = x;`).join("\n  ")}
  for (let i = 0; i < n; i++) {
    ${Array.from({ length: chains }, (_, i) => `c${i} = ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(c${i}, x, y) : f32x4.add(f32x4.mul(c${i}, x), y);`).join("\n    ")}
  }
  ${Array.from({ length: chains }, (_, i) => `v128.store(${1024 + 16 * i}, c${i});`).join("\n  ")}
}`;

/** @returns GFLOP/s of one core, two operations a multiply-add; the best of several tries, with ten chains and with ten pairs */
export async function measurePeak(numerics) {
  return Math.max(await measure(numerics, 10), await measure(numerics, 20));
}

async function measure(numerics, chains) {
  const flags = numerics === "fused" ? ["--enable", "relaxed-simd"] : [];
  let wasm;
  const { error, stderr } = await asc.main(
    [
      "peak.ts",
      "--runtime",
      "stub",
      "-O3",
      "--noAssert",
      "--initialMemory",
      "1",
      "--enable",
      "simd",
      ...flags,
      "--outFile",
      "peak.wasm",
    ],
    {
      readFile: (file) => (file === "peak.ts" ? source(chains) : null),
      writeFile: (_, contents) => {
        wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const { run } = (await WebAssembly.instantiate(wasm)).instance.exports;
  const turns = 1_000_000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    run(turns, 0.999, 0.001);
    best = Math.min(best, performance.now() - start);
  }
  return (turns * chains * 8) / best / 1e6;
}
