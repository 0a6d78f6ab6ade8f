/**
 * Kernels of the zoo's layers against their definitions in float64: values moved and multiplied, activations, weight norm,
 * self-attention. Sizes around the vector's, canaries around every array.
 */
import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, type Numbers, randoms } from "./arena.ts";

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 17];

describe.each(builds)("values moved (%s)", (numerics) => {
  it.each([
    [1, 1, 1],
    [5, 3, 2],
    [2, 7, 1],
    [9, 1, 4],
    [3, 4, 17],
  ])("swap_outer and swap_time of (%d, %d, %d), there and back", async (t, r, c) => {
    const a = await arena(numerics);
    const x = a.f32AtEnd(randoms(t * r * c, 1));
    const [outer, time, back] = [a.f32(x.length), a.f32(x.length), a.f32(x.length)];
    a.kernels.swap_outer(at(x), at(outer), t, r, c);
    a.kernels.swap_time(at(x), at(time), t, r, c);
    a.check();
    for (const [i, value] of x.entries()) {
      const [step, row, channel] = [Math.floor(i / (r * c)), Math.floor(i / c) % r, i % c];
      expect(outer[(row * t + step) * c + channel]).toBe(value);
      expect(time[(channel * r + row) * t + step]).toBe(value);
    }
    a.kernels.swap_outer(at(outer), at(back), r, t, c);
    expectBits(back, x);
    a.kernels.swap_time(at(time), at(back), c, r, t);
    expectBits(back, x);
    a.check();
  });
});

describe.each(builds)("products (%s)", (numerics) => {
  it.each(sizes)("of values and of steps, width %d", async (width) => {
    const a = await arena(numerics);
    const t = 5;
    const x = a.f32AtEnd(randoms(t * width, 1));
    const [g, dy] = [a.f32(randoms(width, 2)), a.f32(randoms(t * width, 3))];
    const [y, steps, dg] = [a.f32(t * width), a.f32(t * width), a.f32(width)];
    a.kernels.multiply(at(x), at(dy), at(y), t * width);
    a.kernels.multiply_steps(at(x), at(g), at(steps), t, width);
    a.kernels.product_sums(at(x), at(dy), at(dg), t, width);
    a.check();
    const sums = new Float64Array(width);
    for (const [i, value] of x.entries()) {
      expect(y[i]).toBe(Math.fround(value * dy[i]!));
      expect(steps[i]).toBe(Math.fround(value * g[i % width]!));
      sums[i % width]! += value * dy[i]!;
    }
    expectBits(dg, Float32Array.from(sums));
  });
});

describe.each(builds)("a table of steps (%s)", (numerics) => {
  it.each(sizes)("is added to each series, width %d", async (width) => {
    const [t, r] = [5, 3];
    const a = await arena(numerics);
    const x = a.f32AtEnd(randoms(t * r * width, 1));
    const [table, y] = [a.f32(randoms(t * width, 2)), a.f32(x.length)];
    a.kernels.add_steps(at(x), at(table), at(y), t, r, width);
    a.check();
    const place = (i: number) => Math.floor(i / (r * width)) * width + (i % width);
    expectBits(
      y,
      x.map((value, i) => Math.fround(value + table[place(i)]!)),
    );
    a.kernels.add_steps(at(x), at(table), at(x), t, r, width);
    a.check();
    expectBits(x, y);
  });
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const [ALPHA, SCALE] = [1.5, 1.25];
const activations = {
  leaky_relu: { f: (x: number) => (x > 0 ? x : 0.25 * x), slope: (x: number) => (x > 0 ? 1 : 0.25), options: [0.25] },
  elu: {
    f: (x: number) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)),
    slope: (x: number) => SCALE * (x > 0 ? 1 : ALPHA * Math.exp(x)),
    options: [ALPHA, SCALE],
  },
  silu: {
    f: (x: number) => x * sigmoid(x),
    slope: (x: number) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
    options: [],
  },
} as const;

describe.each(builds)("activations (%s)", (numerics) => {
  it.each(Object.entries(activations))("%s, forward and backward", async (name, { f, slope, options }) => {
    for (const n of sizes) {
      const a = await arena(numerics);
      const values = Array.from(randoms(n, n), (v) => v * 10);
      const x = a.f32AtEnd(values);
      const [y, dy, dx] = [a.f32(n), a.f32(randoms(n, 2)), a.f32(n)];
      const kernels = a.kernels as unknown as Record<string, (...args: number[]) => void>;
      kernels[name]!(at(x), at(y), n, ...options);
      kernels[`${name}_backward`]!(at(x), at(dy), at(dx), n, ...options);
      a.check();
      for (const [i, v] of x.entries()) {
        expect(Math.abs(y[i]! - f(v))).toBeLessThanOrEqual(3e-7 * Math.max(1e-3, Math.abs(f(v))));
        expect(Math.abs(dx[i]! - dy[i]! * slope(v))).toBeLessThanOrEqual(1e-6 * Math.max(1e-3, Math.abs(slope(v))));
      }
    }
  });

  it("a value that is not a number stays one, and the ends of the range are reached", async () => {
    const a = await arena(numerics);
    const x = a.f32([Number.NaN, -1e30, 1e30, 0]);
    const y = a.f32(4);
    a.kernels.leaky_relu(at(x), at(y), 4, 0.5);
    expect([...y]).toEqual([Number.NaN, Math.fround(-5e29), Math.fround(1e30), 0]);
    a.kernels.elu(at(x), at(y), 4, 1, 1);
    expect([...y]).toEqual([Number.NaN, -1, Math.fround(1e30), 0]);
    a.kernels.silu(at(x), at(y), 4);
    expect([y[0], y[2], y[3]]).toEqual([Number.NaN, Math.fround(1e30), 0]);
    expect(Math.abs(y[1]!)).toBeLessThan(1e-5);
  });
});

describe.each(builds)("weight norm (%s)", (numerics) => {
  it.each([
    [1, 1],
    [3, 5],
    [4, 16],
    [2, 35],
  ])("%d rows of %d", async (rows, n) => {
    const a = await arena(numerics);
    const v = a.f32AtEnd(randoms(rows * n, 1));
    const [g, dw] = [a.f32(randoms(rows, 2)), a.f32(randoms(rows * n, 3))];
    const [w, dv, dg] = [a.f32(rows * n), a.f32(rows * n).fill(3), a.f32(rows).fill(-4)];
    a.kernels.weight_norm(at(v), at(g), at(w), rows, n);
    a.kernels.weight_norm_backward(at(v), at(g), at(dw), at(dv), at(dg), rows, n);
    a.check();
    const [wanted, wantedDv, wantedDg] = [
      new Float64Array(rows * n),
      new Float64Array(rows * n),
      new Float64Array(rows),
    ];
    for (let r = 0; r < rows; r++) {
      const row = (of: Numbers) => Array.from({ length: n }, (_, j) => of[r * n + j]!);
      const dot = (p: number[], q: number[]) => p.reduce((sum, value, j) => sum + value * q[j]!, 0);
      const length = Math.sqrt(dot(row(v), row(v)));
      const along = dot(row(dw), row(v));
      wantedDg[r] = -4 + along / length;
      for (let j = 0; j < n; j++) {
        wanted[r * n + j] = (g[r]! / length) * v[r * n + j]!;
        wantedDv[r * n + j] = 3 + (g[r]! / length) * (dw[r * n + j]! - (along * v[r * n + j]!) / length ** 2);
      }
    }
    expectClose(w, wanted, 1e-6);
    expectClose(dv, wantedDv, 1e-6);
    expectClose(dg, wantedDg, 1e-6);
  });
});

interface Attention {
  t: number;
  rows: number;
  e: number;
  heads: number;
  lengths?: readonly number[];
  /** Scores times this; 1/√d unless given. */
  scale?: number;
  /** Distances below this have a number that is added to the weights. */
  reach?: number;
}

/** The numbers of distances (2·reach − 1, heads). */
const distances = ({ reach = 0, heads }: Attention) =>
  reach > 0 ? randoms((2 * reach - 1) * heads, 9) : new Float32Array();

/** Attention by its definition: out, dqkv and the gradients of the numbers of distances. */
function attend(shape: Attention, qkv: Numbers, dout: Numbers) {
  const { t, rows, e, heads, lengths, reach = 0 } = shape;
  const d = e / heads;
  const { scale = 1 / Math.sqrt(d) } = shape;
  const table = distances(shape);
  const dtable = new Float64Array(table.length).fill(2); // it is added to
  const [out, dqkv] = [new Float64Array(t * rows * e), new Float64Array(t * rows * 3 * e)];
  for (let r = 0; r < rows; r++) {
    const steps = lengths?.[r] ?? t;
    for (let h = 0; h < heads; h++) {
      // part 0, 1, 2: queries, keys, values
      const place = (step: number, part: number, j: number) => (step * rows + r) * 3 * e + part * e + h * d + j;
      const to = (step: number, j: number) => (step * rows + r) * e + h * d + j;
      for (let i = 0; i < steps; i++) {
        const scores = Array.from({ length: steps }, (_, k) => {
          let sum = 0;
          for (let j = 0; j < d; j++) sum += qkv[place(i, 0, j)]! * qkv[place(k, 1, j)]!;
          return sum * scale;
        });
        const best = Math.max(...scores);
        const exps = scores.map((score) => Math.exp(score - best));
        const total = exps.reduce((sum, value) => sum + value, 0);
        const p = exps.map((value) => value / total);
        const dp = p.map((_, k) => {
          let sum = 0;
          for (let j = 0; j < d; j++) sum += dout[to(i, j)]! * qkv[place(k, 2, j)]!;
          return sum;
        });
        const mean = p.reduce((sum, value, k) => sum + value * dp[k]!, 0);
        for (const [k, weight] of p.entries()) {
          const slope = weight * (dp[k]! - mean) * scale;
          const distance = (i - k + reach - 1) * heads + h;
          const whole = weight + (reach > 0 ? table[distance]! : 0);
          if (reach > 0) dtable[distance]! += dp[k]!;
          for (let j = 0; j < d; j++) {
            out[to(i, j)]! += whole * qkv[place(k, 2, j)]!;
            dqkv[place(k, 2, j)]! += whole * dout[to(i, j)]!;
            dqkv[place(i, 0, j)]! += slope * qkv[place(k, 1, j)]!;
            dqkv[place(k, 1, j)]! += slope * qkv[place(i, 0, j)]!;
          }
        }
      }
    }
  }
  return { out, dqkv, dtable };
}

async function runAttention(
  numerics: (typeof builds)[number],
  s: Attention,
  qkvs: Numbers,
  douts: Numbers,
  { keep = 1, wideTiles = 0 } = {},
) {
  const { t, rows, e, heads, reach = 0, scale = 1 / Math.sqrt(e / heads) } = s;
  const a = await arena(numerics, 1 << 22);
  a.kernels.write_constants(wideTiles);
  const qkv = a.f32AtEnd(qkvs);
  const dout = a.f32(douts);
  const lengths = s.lengths ? at(a.i32(s.lengths)) : 0;
  const weights = a.f32((keep ? rows * heads : 1) * t * t);
  const [out, dqkv] = [a.f32(dout.length), a.f32(qkv.length)];
  const k = a.kernels;
  const scratch = a.f32(k.self_attention_scratch(t, e, heads)).fill(Number.NaN);
  const numbers = distances(s);
  const [table, packed, dtable] = [a.f32(numbers), a.f32(numbers.length), a.f32(numbers.length).fill(2)];
  if (reach > 0) k.relative_pack(at(table), at(packed), reach, heads);
  const relative = reach > 0 ? at(packed) : 0;
  const shape = [t, rows, e, heads, lengths, scale, relative, reach] as const;
  k.self_attention(at(qkv), at(weights), at(out), ...shape, keep, at(scratch));
  a.check();
  if (keep) {
    const scratchBack = a.f32(k.self_attention_backward_scratch(t, e, heads, reach)).fill(Number.NaN);
    const dRelative = reach > 0 ? at(dtable) : 0;
    k.self_attention_backward(at(qkv), at(weights), at(dout), at(dqkv), ...shape, dRelative, at(scratchBack));
    a.check();
  }
  return { out: out.slice(), dqkv: dqkv.slice(), dtable: dtable.slice() };
}

const shapes: Attention[] = [
  { t: 1, rows: 1, e: 1, heads: 1 },
  { t: 2, rows: 3, e: 4, heads: 2 },
  { t: 5, rows: 2, e: 6, heads: 3 },
  { t: 9, rows: 1, e: 16, heads: 1 },
  { t: 17, rows: 2, e: 10, heads: 2 },
  { t: 300, rows: 1, e: 4, heads: 1 }, // two blocks of terms
  { t: 9, rows: 3, e: 6, heads: 2, lengths: [9, 1, 4] },
  { t: 33, rows: 1, e: 16, heads: 2 }, // columns of whole panels, six at a time and the rest
  { t: 263, rows: 1, e: 8, heads: 1 },
  { t: 1, rows: 2, e: 2, heads: 2, reach: 1 },
  { t: 9, rows: 2, e: 6, heads: 3, reach: 9, scale: 0.3 },
  { t: 13, rows: 3, e: 16, heads: 8, reach: 20, lengths: [13, 1, 6] },
  { t: 263, rows: 1, e: 4, heads: 2, reach: 270 },
];

describe.each(builds)("self-attention (%s)", (numerics) => {
  it.each(shapes)("T $t R $rows E $e heads $heads lengths $lengths reach $reach", async (shape) => {
    const { t, rows, e, lengths, reach = 0 } = shape;
    const qkv = randoms(t * rows * 3 * e, 1).map((v) => v * 2);
    const dout = randoms(t * rows * e, 2);
    // What is past a series' end is zero in a gradient, and anything in a value.
    for (const i of dout.keys())
      if (Math.floor(i / e / rows) >= (lengths?.[Math.floor(i / e) % rows] ?? t)) dout[i] = 0;
    const [got, wanted] = [await runAttention(numerics, shape, qkv, dout), attend(shape, qkv, dout)];
    expectClose(got.out, wanted.out, 2e-6);
    expectClose(got.dqkv, wanted.dqkv, 2e-6);
    if (reach > 0) expectClose(got.dtable, wanted.dtable, 2e-6);
    expectBits((await runAttention(numerics, shape, qkv, dout, { keep: 0 })).out, got.out);
    const wide = await runAttention(numerics, shape, qkv, dout, { wideTiles: 1 });
    expectBits(wide.out, got.out);
    expectBits(wide.dqkv, got.dqkv);
    expectBits(wide.dtable, got.dtable);
  });

  it("shows a NaN in the rows that see it, and takes scores of any size", async () => {
    const [t, e] = [19, 8];
    const shape = { t, rows: 1, e, heads: 1 };
    const [qkv, dout] = [randoms(t * 3 * e, 7), randoms(t * e, 8)];
    const large = qkv.map((v) => v * 1e4);
    expectClose((await runAttention(numerics, shape, large, dout)).out, attend(shape, large, dout).out, 2e-6);
    const query = qkv.slice();
    query[17 * 3 * e] = Number.NaN; // of step 17
    const { out } = await runAttention(numerics, shape, query, dout);
    for (const [i, value] of out.entries()) expect(Number.isNaN(value)).toBe(Math.floor(i / e) === 17);
    const key = qkv.slice();
    key[17 * 3 * e + e] = Number.NaN;
    for (const value of (await runAttention(numerics, shape, key, dout)).out) expect(value).toBeNaN();
  });

  it.each([0, 15])("gives a series the same bits alone and beside longer ones, reach %d", async (reach) => {
    const [t, rows, e, heads] = [13, 3, 6, 2];
    const lengths = [13, 6, 9];
    const [qkv, dout] = [randoms(t * rows * 3 * e, 5), randoms(t * rows * e, 6)];
    for (const i of dout.keys()) if (Math.floor(i / e / rows) >= lengths[Math.floor(i / e) % rows]!) dout[i] = 0;
    const all = await runAttention(numerics, { t, rows, e, heads, lengths, reach }, qkv, dout);
    for (const [r, steps] of lengths.entries()) {
      const own = (values: Numbers, width: number) =>
        Float32Array.from(
          { length: steps * width },
          (_, i) => values[(Math.floor(i / width) * rows + r) * width + (i % width)]!,
        );
      const shape = { t: steps, rows: 1, e, heads, reach };
      const alone = await runAttention(numerics, shape, own(qkv, 3 * e), own(dout, e));
      expectBits(alone.out, own(all.out, e));
      expectBits(alone.dqkv, own(all.dqkv, 3 * e));
    }
  });
});
