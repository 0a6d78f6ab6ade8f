/** The machine's own limit: multiply-adds a second in WebAssembly with nothing to load, in both builds. */
import asc from "assemblyscript/asc";

const CHAINS = 10;
const source = `
export function run(n: i32): f32 {
  const x = f32x4.splat(0.999), y = f32x4.splat(0.001);
  ${Array.from({ length: CHAINS }, (_, i) => `let c${i} = f32x4.splat(${i}.0);`).join("\n  ")}
  for (let i = 0; i < n; i++) {
    ${Array.from({ length: CHAINS }, (_, i) => `c${i} = ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(c${i}, x, y) : f32x4.add(f32x4.mul(c${i}, x), y);`).join("\n    ")}
  }
  let s = c0;
  ${Array.from({ length: CHAINS - 1 }, (_, i) => `s = f32x4.add(s, c${i + 1});`).join("\n  ")}
  return f32x4.extract_lane(s, 0);
}`;

/** @returns GFLOP/s of one core, two operations a multiply-add; the best of several tries */
export async function measurePeak(numerics) {
  const flags = numerics === "fused" ? ["--enable", "relaxed-simd"] : [];
  let wasm;
  const { error, stderr } = await asc.main(
    ["peak.ts", "--runtime", "stub", "-O3", "--noAssert", "--enable", "simd", ...flags, "--outFile", "peak.wasm"],
    {
      readFile: (file) => (file === "peak.ts" ? source : null),
      writeFile: (_, contents) => {
        wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const { run } = (await WebAssembly.instantiate(wasm)).instance.exports;
  const turns = 20_000_000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6; round++) {
    const start = performance.now();
    run(turns);
    best = Math.min(best, performance.now() - start);
  }
  return (turns * CHAINS * 8) / best / 1e6;
}
