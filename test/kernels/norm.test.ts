import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, type Numbers, randoms } from "./arena.ts";

const EPS = 1e-5;
// Around the vector width, and past the rows that are worked on at a time (4096 / c).
const shapes = [
  [3, 1],
  [7, 2],
  [5, 3],
  [6, 4],
  [9, 5],
  [4, 7],
  [3, 8],
  [5, 9],
  [3, 17],
  [40, 301],
  [4099, 1],
] as const;

/** gamma·(x − mean)/√(var + eps) + beta of one population, in float64 and two passes. */
function normalised(x: Numbers, gamma: (i: number) => number, beta: (i: number) => number): number[] {
  const values = Array.from(x);
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length;
  return values.map((v, i) => ((v - mean) / Math.sqrt(variance + EPS)) * gamma(i) + beta(i));
}

/** Slope of Σ dy·f(x) in x[i], by central differences. */
function slope(f: (x: Numbers) => number[], x: Numbers, dy: Numbers, i: number): number {
  const at = (d: number) => {
    const moved = Float64Array.from(x);
    moved[i] = (x[i] as number) + d;
    return f(moved).reduce((s, v, k) => s + v * (dy[k] as number), 0);
  };
  return (at(1e-4) - at(-1e-4)) / 2e-4;
}

const column = (x: Numbers, c: number, j: number) =>
  Array.from({ length: x.length / c }, (_, row) => x[row * c + j] as number);
const add = (a: Float64Array, b: Float64Array) => a.map((v, i) => v + (b[i] as number));

describe.each(builds)("batch normalisation (%s)", (numerics) => {
  it.each(shapes)("normalises (%d, %d) over two shards, with its gradients", async (n, c) => {
    const cut = Math.floor(n / 3);
    const values = randoms(n * c, 1).map((v, i) => v * 2 + (i % 7));
    const upstream = randoms(n * c, 2);
    for (const affine of [true, false]) {
      const b = await arena(numerics, 1 << 20);
      const [x0, x1] = [b.f32(values.subarray(0, cut * c)), b.f32AtEnd(values.subarray(cut * c))];
      const [dy0, dy1] = [b.f32(upstream.subarray(0, cut * c)), b.f32(upstream.subarray(cut * c))];
      const [gamma, beta] = [b.f32(randoms(c, 3)), b.f32(randoms(c, 4))];
      const [g, s] = affine ? [at(gamma), at(beta)] : [0, 0];
      const [mean, invstd, variance] = [b.f32(c), b.f32(c), b.f32(c)];
      const [sums0, sums1, sums] = [b.f64(2 * c), b.f64(2 * c), b.f64(2 * c)];
      b.kernels.batchnorm_sums(at(x0), cut, c, at(sums0));
      b.kernels.batchnorm_sums(at(x1), n - cut, c, at(sums1));
      sums.set(add(sums0, sums1));
      b.kernels.batchnorm_finish(at(sums), n, c, at(mean), at(invstd), at(variance), EPS);
      const y = [b.f32(x0.length), b.f32(x1.length)] as const;
      b.kernels.batchnorm_apply(at(x0), at(y[0]), cut, c, at(mean), at(invstd), g, s, 0);
      b.kernels.batchnorm_apply(at(x1), at(y[1]), n - cut, c, at(mean), at(invstd), g, s, 0);
      b.check();

      const gammaOf = (j: number) => (affine ? (gamma[j] as number) : 1);
      const betaOf = (j: number) => (affine ? (beta[j] as number) : 0);
      const forward = (j: number) => (v: Numbers) =>
        normalised(
          v,
          () => gammaOf(j),
          () => betaOf(j),
        );
      const expected = new Float64Array(n * c);
      for (let j = 0; j < c; j++) {
        forward(j)(column(values, c, j)).forEach((v, i) => {
          expected[i * c + j] = v;
        });
      }
      expectClose([...y[0], ...y[1]], expected, 5e-6);

      b.kernels.batchnorm_backward_sums(at(dy0), at(x0), at(mean), at(invstd), g, s, 0, cut, c, at(sums0));
      b.kernels.batchnorm_backward_sums(at(dy1), at(x1), at(mean), at(invstd), g, s, 0, n - cut, c, at(sums1));
      sums.set(add(sums0, sums1));
      const [dgamma, dbeta] = [b.f32(new Array(c).fill(10)), b.f32(new Array(c).fill(-10))];
      b.kernels.batchnorm_backward_params(at(sums0), c, at(dgamma), at(dbeta));
      b.kernels.batchnorm_backward_params(at(sums1), c, at(dgamma), at(dbeta));
      const dx = [b.f32(x0.length), b.f32(x1.length)] as const;
      const [level, factors] = [b.f32(c), b.f32(c)];
      b.kernels.batchnorm_backward_finish(at(sums), n, c, at(invstd), at(level), at(factors));
      const of = [at(mean), at(invstd), g, s, 0, at(level), at(factors)] as const;
      b.kernels.batchnorm_backward_apply(at(dy0), at(x0), at(dx[0]), ...of, cut, c);
      b.kernels.batchnorm_backward_apply(at(dy1), at(x1), at(dx[1]), ...of, n - cut, c);
      b.check();
      const got = [...dx[0], ...dx[1]];
      const rows = n > 100 ? [0, 1, n - 1] : Array.from({ length: n }, (_, i) => i);
      const picked: number[] = [];
      const slopes: number[] = [];
      for (let j = 0; j < c; j++) {
        const [xs, dys] = [column(values, c, j), column(upstream, c, j)];
        for (const i of rows) {
          picked.push(got[i * c + j] as number);
          slopes.push(slope(forward(j), xs, dys, i));
        }
        const hat = normalised(
          xs,
          () => 1,
          () => 0,
        );
        const products = hat.reduce((t, h, i) => t + h * (dys[i] as number), 0);
        expect(dgamma[j]).toBeCloseTo(10 + products, 4);
        expect(dbeta[j]).toBeCloseTo(dys.reduce((t, d) => t + d, 0) - 10, 4);
      }
      expectClose(picked, slopes, 5e-6);
    }
  });

  // m = nn.BatchNorm1d(3, momentum=0.3).double(); m(tensor(x)); m.running_mean, m.running_var
  it("moves running statistics as PyTorch, and evaluates with them", async () => {
    const a = await arena(numerics, 1 << 20);
    const k = a.kernels;
    const x = a.f32([1, -2, 0.5, 3, 0.25, -1, -0.5, 4, 2, 0, 1, -3]);
    const [sums, mean, invstd, variance] = [a.f64(6), a.f32(3), a.f32(3), a.f32(3)];
    const [runningMean, runningVar] = [a.f32([0, 0, 0]), a.f32([1, 1, 1])];
    k.batchnorm_sums(at(x), 4, 3, at(sums));
    k.batchnorm_finish(at(sums), 4, 3, at(mean), at(invstd), at(variance), EPS);
    k.batchnorm_running(at(mean), at(variance), 4, 3, 0.3, at(runningMean), at(runningVar), 0);
    expectClose(runningMean, [0.2625, 0.24375, -0.1125], 1e-7);
    expectClose(runningVar, [1.41875, 2.5421875, 2.06875], 1e-7);
    a.check();

    // In evaluation statistics are constants: y and dx are maps with a fixed factor.
    const [gamma, beta, y, dx] = [a.f32([0.5, -1, 2]), a.f32([1, 2, 3]), a.f32(12), a.f32(12)];
    k.batchnorm_invstd(at(runningVar), 3, at(invstd), EPS);
    k.batchnorm_apply(at(x), at(y), 4, 3, at(runningMean), at(invstd), at(gamma), at(beta), 0);
    k.batchnorm_backward_running(at(y), at(dx), 4, 3, at(invstd), at(gamma));
    a.check();
    const factor = (i: number) => (gamma[i % 3] as number) / Math.sqrt((runningVar[i % 3] as number) + EPS);
    const expected = Array.from(
      x,
      (v, i) => (v - (runningMean[i % 3] as number)) * factor(i) + (beta[i % 3] as number),
    );
    expectClose(y, expected, 1e-6);
    expectClose(
      dx,
      expected.map((v, i) => v * factor(i)),
      1e-6,
    );
  });

  it("finds the variance of values far from zero, and none in a constant", async () => {
    const a = await arena(numerics, 1 << 20);
    const n = 1000;
    const x = a.f32(randoms(2 * n, 5).map((v, i) => (i % 2 ? 12345.678 : 10000 + v)));
    const [sums, mean, invstd, variance] = [a.f64(4), a.f32(2), a.f32(2), a.f32(2)];
    a.kernels.batchnorm_sums(at(x), n, 2, at(sums));
    a.kernels.batchnorm_finish(at(sums), n, 2, at(mean), at(invstd), at(variance), EPS);
    const first = column(x, 2, 0);
    const m = first.reduce((s, v) => s + v, 0) / n;
    expect(variance[0]).toBeCloseTo(first.reduce((s, v) => s + (v - m) ** 2, 0) / n, 6);
    expect(variance[1]).toBeGreaterThanOrEqual(0);
    expect(variance[1]).toBeLessThan(1e-6);
    expect(mean[1]).toBe(Math.fround(12345.678));
  });

  it("works in place", async () => {
    const a = await arena(numerics, 1 << 20);
    const k = a.kernels;
    const [x, dy, y, dx] = [a.f32(randoms(35, 6)), a.f32(randoms(35, 8)), a.f32(35), a.f32(35)];
    const [mean, invstd] = [a.f32(randoms(7, 7)), a.f32([1, 2, 3, 4, 5, 6, 7])];
    const of = [at(mean), at(invstd), 0, 0, 0, at(a.f32(randoms(7, 9))), at(a.f32(randoms(7, 10)))] as const;
    k.batchnorm_apply(at(x), at(y), 5, 7, at(mean), at(invstd), 0, 0, 0);
    k.batchnorm_backward_apply(at(dy), at(x), at(dx), ...of, 5, 7);
    k.batchnorm_backward_apply(at(dy), at(x), at(dy), ...of, 5, 7);
    k.batchnorm_apply(at(x), at(x), 5, 7, at(mean), at(invstd), 0, 0, 0);
    expectBits(x, y);
    expectBits(dy, dx);
  });

  it.each([1, 3, 4, 7, 8, 13])("with a ReLU gives the bits of the two layers, C = %d", async (c) => {
    const a = await arena(numerics, 1 << 20);
    const k = a.kernels;
    const n = 37;
    const values = randoms(n * c, 1);
    values[5] = Number.NaN;
    const [x, dy, plain, joined] = [a.f32AtEnd(values), a.f32(randoms(n * c, 2)), a.f32(n * c), a.f32(n * c)];
    const [level, slope] = [at(a.f32(randoms(c, 6))), at(a.f32(randoms(c, 7)))];
    const [dx, dxJoined, sums, sumsJoined] = [a.f32(n * c), a.f32(n * c), a.f64(2 * c), a.f64(2 * c)];
    const statistics = [at(a.f32(randoms(c, 3).map((v) => v / 4))), at(a.f32(randoms(c, 8)))] as const;
    const affine = [at(a.f32(randoms(c, 4))), at(a.f32(randoms(c, 5)))] as const;
    for (const [gamma, beta] of [affine, [0, 0] as const]) {
      const of = [...statistics, gamma, beta] as const;
      k.batchnorm_apply(at(x), at(plain), n, c, ...of, 0);
      k.relu(at(plain), at(plain), n * c);
      k.batchnorm_apply(at(x), at(joined), n, c, ...of, 1);
      expectBits(joined, plain);
      const through = a.f32(n * c);
      k.relu_backward(at(plain), at(dy), at(through), n * c);
      k.batchnorm_backward_sums(at(through), at(x), ...of, 0, n, c, at(sums));
      k.batchnorm_backward_sums(at(dy), at(x), ...of, 1, n, c, at(sumsJoined));
      expectBits(sumsJoined, sums);
      k.batchnorm_backward_apply(at(through), at(x), at(dx), ...of, 0, level, slope, n, c);
      k.batchnorm_backward_apply(at(dy), at(x), at(dxJoined), ...of, 1, level, slope, n, c);
      expectBits(dxJoined, dx);
      a.check();
    }
  });
});

describe.each(builds)("layer normalisation (%s)", (numerics) => {
  it.each(shapes)("normalises each row of (%d, %d), with its gradients", async (n, c) => {
    const values = randoms(n * c, 1).map((v) => v * 2 + 1);
    const upstream = randoms(n * c, 2);
    for (const affine of [true, false]) {
      const a = await arena(numerics, 1 << 20);
      const [x, dy, y, dx] = [a.f32AtEnd(values), a.f32(upstream), a.f32(n * c), a.f32(n * c)];
      const [gamma, beta, mean, rstd] = [a.f32(randoms(c, 3)), a.f32(randoms(c, 4)), a.f32(n), a.f32(n)];
      const [dgamma, dbeta] = [a.f32(new Array(c).fill(10)), a.f32(new Array(c).fill(-10))];
      const [g, b, dg, db] = affine ? [at(gamma), at(beta), at(dgamma), at(dbeta)] : [0, 0, 0, 0];
      a.kernels.layernorm(at(x), at(y), n, c, g, b, at(mean), at(rstd), EPS);
      a.kernels.layernorm_backward(at(dy), at(x), at(dx), n, c, g, at(mean), at(rstd), dg, db);
      a.check();

      const forward = (v: Numbers) =>
        normalised(
          v,
          (j) => (affine ? (gamma[j] as number) : 1),
          (j) => (affine ? (beta[j] as number) : 0),
        );
      const expected: number[] = [];
      const slopes: number[] = [];
      const sumG = new Float64Array(c).fill(10);
      const sumB = new Float64Array(c).fill(-10);
      for (let i = 0; i < n; i++) {
        const row = values.subarray(i * c, i * c + c);
        const d = upstream.subarray(i * c, i * c + c);
        expected.push(...forward(row));
        for (let j = 0; j < c; j++) slopes.push(slope(forward, row, d, j));
        normalised(
          row,
          () => 1,
          () => 0,
        ).forEach((h, j) => {
          if (!affine) return;
          sumG[j] = (sumG[j] as number) + h * (d[j] as number);
          sumB[j] = (sumB[j] as number) + (d[j] as number);
        });
      }
      expectClose(y, expected, 2e-6);
      // One or two channels: x̂ is 0 or ±1 whatever x is, so the gradient is the rest of a cancellation.
      expectClose(dx, slopes, 5e-6, c < 3 ? 1 : 0);
      expectClose(dgamma, sumG, 2e-6);
      expectClose(dbeta, sumB, 2e-6);

      a.kernels.layernorm_backward(at(dy), at(x), at(dy), n, c, g, at(mean), at(rstd), dg, db);
      a.kernels.layernorm(at(x), at(x), n, c, g, b, at(mean), at(rstd), EPS);
      expectBits(dy, dx);
      expectBits(x, y);
    }
  });
});
