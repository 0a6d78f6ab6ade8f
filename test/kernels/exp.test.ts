/** tanh and sigmoid against float64, in units of the last place of the true value. */
import { describe, expect, it } from "vitest";
import { arena, at, builds, randoms } from "./arena.ts";

/** Spacing of float32 at a value. */
function ulp(value: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(value))));
  return 2 ** (exponent - 23);
}

const functions = {
  tanh: { exact: Math.tanh, largest: 12 },
  sigmoid: { exact: (x: number) => 1 / (1 + Math.exp(-x)), largest: 80 },
} as const;

describe.each(builds)("activations (%s)", (numerics) => {
  for (const [name, { exact, largest }] of Object.entries(functions)) {
    it(`${name} is within 3 ulp`, async () => {
      const a = await arena(numerics, 1 << 20);
      const count = 40_000;
      // Half over the whole range, half close to zero, on a logarithmic scale.
      const inputs = randoms(count, 7).map((u, i) => (i % 2 ? u * largest : Math.sign(u) * 2 ** (-30 * Math.abs(u))));
      const [x, y] = [a.f32(inputs), a.f32(count)];
      a.kernels[name as "tanh" | "sigmoid"](at(x), at(y), count);
      a.check();
      let worst = 0;
      for (const [i, value] of x.entries()) worst = Math.max(worst, Math.abs(y[i]! - exact(value)) / ulp(exact(value)));
      expect(worst).toBeLessThan(3);
      expect(worst).toBeGreaterThan(0);
    });
  }

  it("saturate, keep NaN, and stay finite at the ends", async () => {
    const a = await arena(numerics, 1 << 20);
    const values = [0, -0, 1e-30, 1000, -1000, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    const [x, y] = [a.f32(values), a.f32(values.length)];
    a.kernels.tanh(at(x), at(y), values.length);
    expect([...y].map((v) => v + 0)).toEqual([0, 0, Math.fround(1e-30), 1, -1, 1, -1, Number.NaN]);
    a.kernels.sigmoid(at(x), at(y), values.length);
    expect(y[0]).toBe(0.5);
    expect(y[3]).toBe(1);
    expect(y[4]).toBeGreaterThanOrEqual(0);
    expect(y[4]).toBeLessThan(1e-37);
    expect(y[7]).toBeNaN();
    a.kernels.relu(at(x), at(y), values.length);
    expect([...y].map((v) => v + 0)).toEqual([
      0,
      0,
      Math.fround(1e-30),
      1000,
      0,
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
  });
});
