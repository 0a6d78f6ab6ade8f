import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, randoms } from "./arena.ts";

/** ∫_0^x exp(−s²/2) ds / √(2π): the series of Φ(x) − 1/2, whose terms are all positive. */
function area(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Φ(−x) for x ≥ 4 or so: Laplace's continued fraction, from the far end. */
function tail(x: number): number {
  let f = x;
  for (let k = 200; k > 0; k--) f = x + k / f;
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / f;
}

function phi(x: number): number {
  if (x < -4) return tail(-x);
  return x > 4 ? 1 - tail(x) : x < 0 ? 0.5 - area(-x) : 0.5 + area(x);
}

const exact = {
  value: (x: number) => x * phi(x),
  slope: (x: number) => phi(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
};
const twoU = (x: number) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const byTanh = {
  value: (x: number) => x * sigmoid(twoU(x)),
  slope: (x: number) => {
    const inner = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    return sigmoid(twoU(x)) + x * sigmoid(twoU(x)) * sigmoid(-twoU(x)) * inner;
  },
};

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17];
const grid = Float32Array.from({ length: 40001 }, (_, i) => (i - 20000) / 1600).filter((x) => x !== 0);

describe.each(builds)("gelu (%s)", (numerics) => {
  // gelu(tensor(x, dtype=float64)) with approximate "none" and "tanh", and the derivatives, from torch
  it("is PyTorch's", async () => {
    const a = await arena(numerics, 1 << 20);
    const x = a.f32([-3, -1, -0.25, 0, 0.5, 2]);
    const [y, y2, slope] = [a.f32(6), a.f32(6), a.f32(6)];
    a.kernels.gelu(at(x), at(y), 6);
    a.kernels.gelu_and_slope(at(x), at(y2), at(slope), 6);
    expectClose(y, [-0.00404969409489, -0.158655253931, -0.100323418579, 0.0, 0.345731230637, 1.9544997361], 1e-7);
    expectBits(y2, y);
    expectClose(slope, [-0.0119456472042, -0.0833154705877, 0.304626645116, 0.5, 0.867495124656, 1.08523180108], 2e-7);
    a.kernels.gelu_tanh(at(x), at(y), 6);
    a.kernels.gelu_tanh_and_slope(at(x), at(y2), at(slope), 6);
    expectClose(y, [-0.00363739208177, -0.158808009392, -0.100324649298, 0.0, 0.345714009825, 1.95459769409], 1e-7);
    expectBits(y2, y);
    expectClose(slope, [-0.011584166631, -0.0829640838458, 0.304645904849, 0.5, 0.867369903535, 1.08609925662], 2e-7);
  });

  it.each([
    ["gelu", exact, () => 8],
    ["gelu_tanh", byTanh, (x: number) => 8 + 4 * Math.abs(twoU(x))], // exp magnifies the rounding of 2u
  ] as const)("%s keeps its relative precision down both tails", async (name, oracle, halfUlps) => {
    const a = await arena(numerics, 1 << 20);
    const [x, y, y2, slope] = [a.f32(grid), a.f32(grid.length), a.f32(grid.length), a.f32(grid.length)];
    a.kernels[name](at(x), at(y), grid.length);
    a.kernels[`${name}_and_slope`](at(x), at(y2), at(slope), grid.length);
    a.check();
    expectBits(y2, y);
    grid.forEach((v, i) => {
      const e = oracle.value(v);
      if (Math.abs(e) > 1e-36 && Math.abs((y[i] as number) - e) > halfUlps(v) * 2 ** -24 * Math.abs(e)) {
        expect.fail(`${name}(${v}): expected ${e}, received ${y[i]}`);
      }
      if (v > 0 && Math.abs((y[i] as number) - e) > 5 * 2 ** -24 * e) {
        expect.fail(`${name}(${v}): expected ${e}, received ${y[i]}`);
      }
    });
    expectClose(slope, Float64Array.from(grid, oracle.slope), 3e-7);
  });

  it.each(sizes)("takes %d elements, in place too", async (n) => {
    for (const [name, oracle] of [
      ["gelu", exact],
      ["gelu_tanh", byTanh],
    ] as const) {
      const a = await arena(numerics, 1 << 20);
      const values = randoms(n, 1).map((v) => v * 3);
      const [x, y, y2, slope] = [a.f32AtEnd(values), a.f32(n), a.f32(n), a.f32(n)];
      a.kernels[name](at(x), at(y), n);
      a.kernels[`${name}_and_slope`](at(x), at(y2), at(slope), n);
      a.check();
      expectBits(y2, y);
      expectClose(y, Float64Array.from(values, oracle.value), 5e-7);
      expectClose(slope, Float64Array.from(values, oracle.slope), 5e-7, 1);
      y2.set(values);
      a.kernels[`${name}_and_slope`](at(y2), at(y2), at(slope), n);
      a.kernels[name](at(x), at(x), n);
      a.check();
      expectBits(x, y);
      expectBits(y2, y);
    }
  });

  it.each(["gelu", "gelu_tanh"] as const)("%s is well-behaved at the ends and shows a NaN", async (name) => {
    const a = await arena(numerics, 1 << 20);
    const x = a.f32([Infinity, 1e30, -1e30, -100, -14, 100, NaN, 0, 3.4e38, -3.4e38, 1e-40, -0]);
    const [y, y2, slope] = [a.f32(12), a.f32(12), a.f32(12)];
    a.kernels[name](at(x), at(y), 12);
    const half = Math.fround(1e-40) / 2;
    expectBits(y, [Infinity, x[1] as number, -0, -0, -0, 100, NaN, 0, x[8] as number, -0, Math.fround(half), -0]);
    a.kernels[`${name}_and_slope`](at(x), at(y2), at(slope), 12);
    expectBits(y2, y);
    expectClose(slope, [1, 1, 0, 0, 0, 1, NaN, 0.5, 1, 0, 0.5, 0.5], 1e-30);
  });
});
