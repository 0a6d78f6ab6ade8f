/** float64 on the GPU has the bits of JavaScript's. */
import "../../../src/node/platform.ts";
import "../../../src/node/dawn.ts";
import { describe, expect, it } from "vitest";
import { openAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { defineFlat } from "../../../src/engine/webgpu/kernel.ts";
import { createOperation } from "../../../src/engine/webgpu/operation.ts";
import { DOUBLE, double } from "../../../src/engine/webgpu/wgsl/double.ts";
import { whyNoGpu } from "../../software-gpu.ts";

const reason = whyNoGpu();

/** Results of an expression over pairs `p`, `q` of float64 and float32 `x`, `y`. */
async function compute(result: string, p: Float64Array, q: Float64Array, x: Float32Array, y: Float32Array) {
  const kernel = defineFlat({
    name: `test ${result}`,
    arrays: { ps: "in u32", qs: "in u32", xs: "in", ys: "in", out: "out u32" },
    sizes: {},
    declarations: DOUBLE,
    body: `  let p = vec2u(ps[2u * index], ps[2u * index + 1u]);
  let q = vec2u(qs[2u * index], qs[2u * index + 1u]);
  let x = xs[index];
  let y = ys[index];
  let r = ${result};
  out[2u * index] = r.x;
  out[2u * index + 1u] = r.y;`,
  });
  const gpu = await (await openAdapter()).gpu("portable");
  const count = p.length;
  const buffers = [p, q, x, y, new Float64Array(count)].map((values, index) => {
    const buffer = gpu.storage(`${index}`, values.byteLength);
    gpu.write(buffer, new Uint32Array(values.buffer));
    return buffer;
  });
  const operation = await createOperation(gpu, kernel, buffers, count);
  operation.run({});
  const [read] = await gpu.read([{ buffer: buffers[4]!, bytes: count * 8 }]);
  for (const buffer of buffers) buffer.destroy();
  operation.destroy();
  return new Float64Array(read!.slice().buffer);
}

/** Of all magnitudes, close to each other and far apart, with few and with all digits; and what is special. */
function inputs() {
  let seed = 12345;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const p: number[] = [];
  const q: number[] = [];
  const special = [0, -0, 1, -1, 1.5, 2 ** -140, 1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  for (const a of special) for (const b of special) p.push(a) && q.push(b);
  for (let i = 0; i < 20_000; i++) {
    const wide = (random() - 0.5) * 2 ** Math.floor(random() * 200 - 100) + random() * 2 ** -52;
    const kind = i % 5;
    const a = kind === 4 ? Math.fround(wide) : wide;
    const scale = kind === 0 ? 1 : 2 ** Math.floor((random() - 0.5) * [0, 8, 60, 130, 4][kind]!);
    p.push(a);
    q.push(
      kind === 1
        ? -a * (1 + scale * 2 ** -50)
        : kind === 4
          ? Math.fround(a * scale * random())
          : a * scale * (random() - 0.5),
    );
  }
  return [Float64Array.from(p), Float64Array.from(q)] as const;
}

describe.skipIf(reason)(`float64 on the GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  const [p, q] = inputs();
  // float32 operands: not so small that a GPU takes them for zero while a test's own values are stored.
  const x = Float32Array.from(p);
  const y = Float32Array.from(q);
  const third = 1 / 3;
  it.each<[string, (i: number) => number]>([
    ["d_add(p, q)", (i) => p[i]! + q[i]!],
    ["d_multiply(p, q)", (i) => p[i]! * q[i]!],
    ["d_divide(p, q)", (i) => p[i]! / q[i]!],
    ["d_sqrt(p)", (i) => Math.sqrt(p[i]!)],
    ["d_product(x, y)", (i) => x[i]! * y[i]!],
    ["d_of(x)", (i) => x[i]!],
    ["d_positive(p)", (i) => Math.max(0, p[i]!)],
    ["d_count(pack + index * 7919u)".replace("pack", "sizes.zero"), (i) => i * 7919],
    [`d_multiply(p, ${double(third)})`, (i) => p[i]! * third],
    ["d_of(bitcast<f32>(d_single_bits(d_multiply(p, vec2u(0u, 0x3fe00000u)))))", (i) => Math.fround(p[i]! * 0.5)],
  ])("%s", async (expression, expected) => {
    const found = await compute(expression, p, q, x, y);
    const wrong = [...found].flatMap((value, i) =>
      Object.is(value, expected(i)) ? [] : [{ p: p[i], q: q[i], value, expected: expected(i) }],
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});
