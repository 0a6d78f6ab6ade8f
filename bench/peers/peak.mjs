/**
 * The machine's own limit in WebAssembly: multiply-adds a second in registers alone, in both builds. Kernels of several
 * numbers of independent chains are tried and the best one counts: too few leave the units waiting for a result, too many
 * spill registers, and which is which depends on the processor and on V8.
 */
import asc from "assemblyscript/asc";
import "../../dist/node/platform.js";
import { serve } from "./serve.mjs";

const CHAINS = [6, 8, 10, 11, 12, 13];

/** Turns of one call: some milliseconds, so that V8 may put its optimized code in place between calls. */
const TURNS = 400_000;

/** Milliseconds of measuring, for each build. */
const DURATION = 300;

// The operands are arguments: V8 of Node 24 makes a constant of a vector again for every use, which measured a quarter of
// the rate. Each chain multiplies its own value, so that no product stays the same over the loop and leaves it.
const source = CHAINS.map((chains) => {
  const each = (/** @type {(chain: number) => string} */ line) =>
    Array.from({ length: chains }, (_, i) => line(i)).join("\n    ");
  return `
export function run${chains}(n: i32, factor: f32, addend: f32): f32 {
  const x = f32x4.splat(factor), y = f32x4.splat(addend);
  ${each((i) => `let c${i} = f32x4.splat(<f32>${i});`)}
  for (let i = 0; i < n; i++) {
    ${each((i) => `c${i} = ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(c${i}, x, y) : f32x4.add(f32x4.mul(c${i}, x), y);`)}
  }
  let sum = f32x4.splat(0);
  ${each((i) => `sum = f32x4.add(sum, c${i});`)}
  return f32x4.extract_lane(sum, 0);
}`;
}).join("\n");

/** @typedef {(turns: number, factor: number, addend: number) => number} Run */

/** @param {"fused" | "portable"} numerics @returns {Promise<{ chains: number, run: Run }[]>} */
async function build(numerics) {
  const flags = numerics === "fused" ? ["--enable", "relaxed-simd"] : [];
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let wasm;
  const { error, stderr } = await asc.main(
    ["peak.ts", "--runtime", "stub", "-O3", "--noAssert", "--enable", "simd", ...flags, "--outFile", "peak.wasm"],
    {
      readFile: (file) => (file === "peak.ts" ? source : null),
      writeFile: (_, contents) => {
        wasm = /** @type {Uint8Array<ArrayBuffer>} */ (contents);
      },
      listFiles: () => [],
    },
  );
  if (error || wasm === undefined) throw new Error(stderr.toString());
  const { exports } = (await WebAssembly.instantiate(wasm)).instance;
  return CHAINS.map((chains) => ({ chains, run: /** @type {Run} */ (exports[`run${chains}`]) }));
}

/** @type {Record<string, { chains: number, run: Run }[]>} */
const kernels = {};
let consumed = 0;

async function prepare() {
  for (const numerics of /** @type {const} */ (["fused", "portable"])) {
    try {
      kernels[numerics] = await build(numerics);
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error; // no relaxed SIMD here
    }
  }
  return { numerics: Object.keys(kernels) };
}

/**
 * GFLOP/s of one core, two operations a multiply-add: the best call of the best kernel.
 * @param {{ numerics: string }} request
 */
async function measure({ numerics }) {
  let best = { rate: 0, chains: 0 };
  const until = performance.now() + DURATION;
  // At least a few calls of each: the first ones run code that is not optimized yet.
  for (let turn = 0; turn < 4 || performance.now() < until; turn++) {
    for (const { chains, run } of kernels[numerics] ?? []) {
      const start = performance.now();
      consumed += run(TURNS, 0.999, 0.001);
      const rate = (TURNS * chains * 8) / (performance.now() - start) / 1e6;
      if (rate > best.rate) best = { rate, chains };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...best, consumed };
}

await serve({ prepare, measure });
