/**
 * The matrix products of one step of the lab's LSTM and nothing else, by the engine's own kernels on its own shapes: what a
 * step would take if gates, dropout, attention and the optimizer took no time. Activations lie in memory as in a step.
 */
import "../../dist/node/platform.js";
import {
  createMemory,
  instantiate,
  kernelModule,
  RESERVED_BYTES,
  resolveNumerics,
} from "../../dist/engine/wasm/kernels.js";
import { cutShards } from "../../dist/engine/wasm/shards.js";
import { serve } from "./serve.mjs";

const LENGTH = 200;
const HIDDEN = 64;
const GATES = 4 * HIDDEN;
const BATCH = 32;

/** Rows of a block of time steps whose weight gradients are one product, as in the kernels. */
const BLOCK_ROWS = 128;

/** Layers by the width of their input. */
const LAYERS = [1, 2 * HIDDEN];

/** @type {{ run(): void, flops: number, numerics: string, rows: number, read(): number } | undefined} */
let step;

async function prepare() {
  const numerics = await resolveNumerics("auto");
  const memory = createMemory(2 ** 27);
  const kernels = instantiate(await kernelModule(numerics), memory);
  let end = RESERVED_BYTES;
  const take = (/** @type {number} */ floats) => {
    const start = end;
    end += Math.ceil((floats * 4) / 64) * 64;
    new Float32Array(memory.buffer, start, floats).fill(0.01);
    return start;
  };
  const shards = cutShards(BATCH);
  const rows = shards[0]?.rows ?? BATCH;
  const steps = Math.min(LENGTH, Math.max(1, Math.floor(BLOCK_ROWS / rows)));
  let flops = 0;
  let result = 0;
  const product = (/** @type {number} */ m, /** @type {number} */ k, /** @type {number} */ n) => {
    flops += 2 * m * k * n;
  };
  /** @type {(() => void)[]} */
  const calls = [];
  for (const width of LAYERS) {
    for (let direction = 0; direction < 2; direction++) {
      const x = take(LENGTH * rows * width);
      const h = take(LENGTH * rows * HIDDEN);
      const gates = take(LENGTH * rows * GATES);
      const dx = take(LENGTH * rows * width);
      const dh = take(rows * HIDDEN);
      const wih = take(kernels.packed_size(width, GATES));
      const whh = take(kernels.packed_size(HIDDEN, GATES));
      const wihBack = take(kernels.packed_size(GATES, width));
      const whhBack = take(kernels.packed_size(GATES, HIDDEN));
      const dwih = take(GATES * width);
      const dwhh = take(GATES * HIDDEN);
      const scratch = take(kernels.gemm_tn_scratch(steps * rows, GATES, Math.max(width, HIDDEN)));
      const at = (/** @type {number} */ base, /** @type {number} */ time, /** @type {number} */ floats) =>
        base + time * rows * floats * 4;
      // Sums that are added to grow from step to step; what a product costs does not depend on its values.
      result = dwhh;
      const isFirst = width === LAYERS[0];
      for (let time = 0; time < LENGTH; time++) {
        const [xt, ht, gt] = [at(x, time, width), at(h, time, HIDDEN), at(gates, time, GATES)];
        calls.push(() => kernels.gemm2(xt, width, wih, width, ht, HIDDEN, whh, HIDDEN, 0, 0, gt, GATES, rows, GATES));
        product(rows, width + HIDDEN, GATES);
      }
      for (let from = 0; from < LENGTH; from += steps) {
        const taken = Math.min(steps, LENGTH - from);
        for (let time = from; time < from + taken; time++) {
          const gt = at(gates, time, GATES);
          calls.push(() => kernels.gemm(gt, GATES, whhBack, GATES, 0, 0, dh, HIDDEN, rows, HIDDEN));
          product(rows, GATES, HIDDEN);
          if (isFirst) continue; // nobody asks for the gradient of the series
          const dxt = at(dx, time, width);
          const init = direction === 1 ? dxt : 0;
          calls.push(() => kernels.gemm(gt, GATES, wihBack, GATES, init, width, dxt, width, rows, width));
          product(rows, GATES, width);
        }
        const [gt, xt, ht] = [at(gates, from, GATES), at(x, from, width), at(h, from, HIDDEN)];
        const k = taken * rows;
        calls.push(() => kernels.gemm_tn(gt, GATES, xt, width, dwih, width, k, GATES, width, scratch));
        calls.push(() => kernels.gemm_tn(gt, GATES, ht, HIDDEN, dwhh, HIDDEN, k, GATES, HIDDEN, scratch));
        product(GATES, k, width);
        product(GATES, k, HIDDEN);
      }
    }
  }
  step = {
    run: () => {
      for (let shard = 0; shard < shards.length; shard++) for (const call of calls) call();
    },
    flops: flops * shards.length,
    numerics,
    rows,
    read: () => new Float32Array(memory.buffer, result, 1)[0] ?? Number.NaN,
  };
  return { numerics, rows, flops: step.flops };
}

/** Seconds of one step's products, the mean of `calls` steps. @param {{ calls: number }} request */
function measure({ calls }) {
  if (step === undefined) throw new Error("asked to measure before it was prepared");
  const start = performance.now();
  for (let call = 0; call < calls; call++) step.run();
  return { seconds: (performance.now() - start) / calls / 1000, consumed: step.read() };
}

await serve({ prepare, measure });
