/** Attention over time and dropout against their float64 twins, at widths around the vectors. */
import { describe, expect, it } from "vitest";
import { dropout } from "../reference/activations.ts";
import { attention } from "../reference/over-time.ts";
import { Tensor } from "../reference/tensor.ts";
import { arena, at, builds, expectBits, expectClose, randoms } from "./arena.ts";

const sizes = [1, 3, 4, 7, 8, 9, 16, 21].flatMap((c) => [1, 3, 8].map((r) => ({ t: c === 1 ? 1 : 5, r, c })));

/** (T, R, C) as (R, T, C), and back with the sizes changed over. */
function swapped(values: ArrayLike<number>, t: number, r: number, c: number): number[] {
  const out: number[] = [];
  for (let q = 0; q < r; q++)
    for (let k = 0; k < t; k++) for (let i = 0; i < c; i++) out.push(values[(k * r + q) * c + i]!);
  return out;
}

const tensor = (shape: number[], values: ArrayLike<number>): Tensor => new Tensor(shape, Float64Array.from(values));

describe.each(builds)("attention (%s)", (numerics) => {
  it.each(sizes)("forward and backward, $t×$r×$c", async ({ t, r, c }) => {
    const a = await arena(numerics);
    const { kernels } = a;
    const [x, w, bias] = [a.f32(randoms(t * r * c, 1)), a.f32(randoms(c, 2)), a.f32(randoms(1, 3))];
    const [weights, context] = [a.f32(t * r), a.f32(r * c)];
    kernels.attention_forward(at(x), at(w), at(bias), at(weights), at(context), t, r, c, 0, at(a.f32(r * c)));
    const twin = attention({
      x: tensor([r, t, c], swapped(x, t, r, c)),
      weight: tensor([1, c], w),
      bias: tensor([1], bias),
    });
    expectClose(context, twin.outputs.output!.data, 1e-6);
    expectClose(swapped(weights, t, r, 1), twin.outputs.weights!.data, 1e-6);

    const [dcontext, dx] = [a.f32(randoms(r * c, 4)), a.f32(t * r * c)];
    const [dw, dbias] = [a.f32(new Float32Array(c)), a.f32(new Float32Array(1))];
    const scratch = a.f32(kernels.attention_backward_scratch(t, r, c));
    kernels.attention_backward(
      ...([at(x), at(w), at(weights), at(dcontext), at(dx), at(dw), at(dbias), t, r, c, at(scratch)] as const),
    );
    a.check();
    const gradients = twin.backward(tensor([r, c], dcontext));
    expectClose(swapped(dx, t, r, c), gradients.x!.data, 2e-6);
    expectClose(dw, gradients.weight!.data, 2e-6, 0.1);
    expect(Math.abs(dbias[0]!)).toBeLessThan(1e-5); // a bias moves all scores alike
  });
});

describe.each(builds)("dropout (%s)", (numerics) => {
  it.each([
    { t: 3, batch: 4, from: 0, r: 4, c: 16 },
    { t: 3, batch: 8, from: 4, r: 4, c: 6 },
    { t: 3, batch: 5, from: 3, r: 2, c: 7 },
    { t: 3, batch: 3, from: 1, r: 1, c: 13 },
    { t: 3, batch: 2, from: 0, r: 2, c: 9 },
    { t: 8, batch: 3, from: 1, r: 2, c: 5 },
    { t: 21, batch: 3, from: 1, r: 2, c: 11 },
    { t: 33, batch: 1, from: 0, r: 1, c: 3 },
  ])("$t steps, rows $from and $r on of $batch, width $c, in each order of bits", async ({ t, batch, from, r, c }) => {
    const bits = Array.from(randoms(batch * t * c, 9), (u) => (u > 0 ? 1 : 0));
    for (const order of [0, 1, 2]) {
      const a = await arena(numerics);
      const x = a.f32AtEnd(randoms(t * r * c, 1));
      const y = a.f32(t * r * c);
      const mask = a.i32(Math.ceil(bits.length / 32));
      const bytes = new Uint8Array(mask.buffer, at(mask), mask.byteLength).fill(0);
      for (const [i, bit] of bits.entries()) bytes[i >> 3]! |= bit << (i & 7);
      a.kernels.dropout(at(x), at(y), at(mask), t, r, c, batch, from, 1.5, order);
      a.check();
      const kept = Float64Array.from(y, (_, i) => {
        const [k, q, j] = [Math.floor(i / (r * c)), Math.floor(i / c) % r, i % c];
        const b = from + q;
        const place = [(k * batch + b) * c + j, (b * t + k) * c + j, (b * c + j) * t + k][order]!;
        return bits[place]! * 1.5;
      });
      const { output } = dropout({ x: tensor([t * r * c], x) }, tensor([t * r * c], kept)).outputs;
      expectBits(y, Float32Array.from(output!.data));
    }
  });
});
