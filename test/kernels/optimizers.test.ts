import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, randoms } from "./arena.ts";

const f = Math.fround;
const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 67];
const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** a·b + c with one rounding to float32: the float64 sum is rounded to odd, so that the second rounding does no harm. */
function fused(a: number, b: number, c: number): number {
  const p = a * b; // exact
  const s = p + c;
  const back = s - p;
  const lost = p - (s - back) + (c - back);
  double[0] = s;
  const word = bits[0] as bigint;
  if (lost !== 0 && (word & 1n) === 0n) bits[0] = word + (lost > 0 === s > 0 ? 1n : -1n);
  return f(double[0] as number);
}
const twice = (a: number, b: number, c: number) => f(f(a * b) + c);

describe.each(builds)("optimizers (%s)", (numerics) => {
  const fma = numerics === "fused" ? fused : twice;

  // p = Parameter(start), o = the optimizer, then for g in gradients: p.grad = tensor(g); o.step()   (torch 2.13)
  const start = [1, -0.5, 0.25, 2, -3];
  const gradients = [
    [0.1, -0.2, 0.3, -0.4, 0.5],
    [0.05, 0.1, -0.6, 0.01, -0.5],
    [-0.3, 0.25, 0.001, 0.7, 0.2],
  ];

  it.each([
    [
      "Adam(lr=0.01, weight_decay=0.1)",
      0.9,
      0.999,
      0,
      [0.9783061742782593, -0.48580577969551086, 0.24540990591049194, 2.0029382705688477, -2.999335289001465],
      [0.009411804378032684, 0.00449077133089304, -0.02298310212790966, 0.09288206696510315, -0.06593402475118637],
    ],
    [
      "AdamW(lr=0.01, betas=(0.8, 0.95), weight_decay=0.1)",
      0.8,
      0.95,
      1,
      [0.9820862412452698, -0.4906517267227173, 0.2465045154094696, 2.006218910217285, -3.0010502338409424],
      [-0.03920000046491623, 0.04039999842643738, -0.05740000307559967, 0.09039998799562454, 0.023999998345971107],
    ],
  ] as const)("takes PyTorch's steps: %s", async (_name, beta1, beta2, decoupled, expected, expectedMean) => {
    const a = await arena(numerics);
    const [p, m, v] = [a.f32(start), a.f32([0, 0, 0, 0, 0]), a.f32([0, 0, 0, 0, 0])];
    gradients.forEach((gradient, i) => {
      const g = a.f32(gradient);
      const [c1, c2] = [1 - beta1 ** (i + 1), 1 - beta2 ** (i + 1)];
      a.kernels.adam(at(p), at(g), at(m), at(v), 5, 0.01, beta1, beta2, 1e-8, 0.1, c1, c2, decoupled);
      expectBits(g, Float32Array.from(gradient));
    });
    a.check();
    if (numerics === "fused") expectBits(m, expectedMean);
    else expectClose(m, expectedMean, 2e-7);
    expectClose(p, expected, 1e-7);
  });

  it.each([
    [
      "SGD(lr=0.1, momentum=0.9, dampening=0.1, weight_decay=0.01)",
      0.1,
      0.01,
      0,
      [0.9860725402832031, -0.4828023910522461, 0.2699350416660309, 2.0329225063323975, -3.051922082901001],
      [-0.12362571060657501, 0.13183948397636414, -0.23607806861400604, 0.3654329776763916, 0.10364525765180588],
    ],
    [
      "SGD(lr=0.1, momentum=0.9, nesterov=True)",
      0,
      0,
      1,
      [1.009060025215149, -0.5058199763298035, 0.3092400133609772, 2.001849889755249, -3.0744500160217285],
      [-0.17400000989437103, 0.17800000309944153, -0.29600000381469727, 0.38499999046325684, 0.1550000011920929],
    ],
  ] as const)("takes PyTorch's steps: %s", async (_name, dampening, decay, nesterov, expected, expectedBuffer) => {
    const a = await arena(numerics);
    const [p, buffer] = [a.f32(start), a.f32([NaN, NaN, NaN, NaN, NaN])];
    gradients.forEach((gradient, i) => {
      const first = i === 0 ? 1 : 0;
      a.kernels.sgd(at(p), at(a.f32(gradient)), at(buffer), 5, 0.1, 0.9, dampening, decay, nesterov, first);
    });
    a.check();
    if (numerics === "fused") expectBits(buffer, expectedBuffer);
    else expectClose(buffer, expectedBuffer, 2e-7);
    expectClose(p, expected, 1e-7);
  });

  it.each(sizes)("adam does PyTorch's float32 operations in their order (%d elements)", async (n) => {
    const mean = randoms(n, 1);
    const square = randoms(n, 2).map(Math.abs);
    for (const [beta1, decay, decoupled] of [
      [0.9, 0, 0],
      [0.9, 0.01, 0],
      [0.3, 0.01, 1],
    ] as const) {
      const a = await arena(numerics);
      const [p, g, m, v] = [a.f32(randoms(n, 3)), a.f32AtEnd(randoms(n, 4)), a.f32(mean), a.f32(square)];
      const expected = Array.from(p, (param, i) => {
        let w = param;
        let gradient = g[i] as number;
        if (decay !== 0 && !decoupled) gradient = fma(f(decay), w, gradient);
        if (decay !== 0 && decoupled) w = f(w * f(1 - 0.003 * decay));
        const weight = f(1 - beta1);
        const [m0, v0] = [m[i] as number, v[i] as number];
        const d = f(gradient - m0);
        const m1 = weight < 0.5 ? fma(weight, d, m0) : fma(f(weight - 1), d, gradient);
        const v1 = fma(f(f(1 - 0.999) * gradient), gradient, f(v0 * f(0.999)));
        const denom = f(f(f(Math.sqrt(v1)) / f(Math.sqrt(0.004))) + f(1e-8));
        return [f(w + f(f(f(-(0.003 / 0.4)) * m1) / denom)), m1, v1] as const;
      });
      a.kernels.adam(at(p), at(g), at(m), at(v), n, 0.003, beta1, 0.999, 1e-8, decay, 0.4, 0.004, decoupled);
      a.check();
      expectBits(
        p,
        expected.map((e) => e[0]),
      );
      expectBits(
        m,
        expected.map((e) => e[1]),
      );
      expectBits(
        v,
        expected.map((e) => e[2]),
      );
    }
  });

  it.each(sizes)("sgd does PyTorch's float32 operations in their order (%d elements)", async (n) => {
    for (const [momentum, decay, nesterov, first] of [
      [0, 0, 0, 1],
      [0, 0.1, 0, 0],
      [0.9, 0.1, 0, 1],
      [0.9, 0, 1, 0],
    ] as const) {
      const a = await arena(numerics);
      const [p, g, buffer] = [a.f32(randoms(n, 3)), a.f32AtEnd(randoms(n, 4)), a.f32(randoms(n, 5))];
      const before = buffer.slice();
      const expected = Array.from(p, (w, i) => {
        let d = g[i] as number;
        if (decay !== 0) d = fma(f(decay), w, d);
        if (momentum === 0) return [fma(f(-0.1), d, w), before[i] as number] as const;
        const b = first ? d : fma(f(0.75), d, f((before[i] as number) * f(momentum)));
        return [fma(f(-0.1), nesterov ? fma(f(momentum), b, d) : b, w), b] as const;
      });
      a.kernels.sgd(at(p), at(g), momentum ? at(buffer) : 0, n, 0.1, momentum, 0.25, decay, nesterov, first);
      a.check();
      expectBits(
        p,
        expected.map((e) => e[0]),
      );
      expectBits(
        buffer,
        expected.map((e) => e[1]),
      );
    }
  });

  it.each([0, ...sizes])("sums, scales, clips, adds and finds what is not finite (%d elements)", async (n) => {
    const a = await arena(numerics);
    const x = randoms(n, 6);
    const last = a.f32AtEnd(x);
    const { kernels } = a;
    // Eight partial sums, pairwise: exact squares, so only the order can differ.
    const parts = new Array<number>(8).fill(0);
    x.forEach((v, i) => {
      parts[i % 8] = (parts[i % 8] as number) + v * v;
    });
    const [s0, s1, s2, s3, s4, s5, s6, s7] = parts as [number, number, number, number, number, number, number, number];
    expect(kernels.sum_squares(at(last), n)).toBe(s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7)));

    const scaled = a.f32(x);
    kernels.scale(at(scaled), n, 0.3);
    expectBits(
      scaled,
      x.map((v) => v * f(0.3)),
    );

    const clipped = a.f32(x);
    kernels.clip_value(at(clipped), n, 0.25);
    expectBits(
      clipped,
      x.map((v) => Math.max(-0.25, Math.min(0.25, v))),
    );

    const sum = a.f32(randoms(n, 7));
    kernels.add_into(at(sum), at(last), n);
    expectBits(
      sum,
      randoms(n, 7).map((v, i) => v + (x[i] as number)),
    );

    expect(kernels.has_nonfinite(at(last), n)).toBe(0);
    for (let i = 0; i < n; i++) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const kept = last[i] as number;
        last[i] = bad;
        expect(kernels.has_nonfinite(at(last), n)).toBe(1);
        last[i] = kept;
      }
    }
    a.check();
  });

  it("keeps a NaN visible in what it clips, and takes the largest finite number for finite", async () => {
    const a = await arena(numerics);
    const x = a.f32([NaN, Infinity, -Infinity, -0, 3.4028234663852886e38]);
    expect(a.kernels.has_nonfinite(at(x) + 12, 2)).toBe(0);
    a.kernels.clip_value(at(x), 5, 1);
    expectBits(x, [NaN, 1, -1, -0, 1]);
  });
});
