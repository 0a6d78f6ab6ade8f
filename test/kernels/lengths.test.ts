/** Kernels for series of unequal lengths, each against a few lines of JavaScript, with canaries round what they write. */
import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, randoms } from "./arena.ts";

const shapes = [
  { t: 1, r: 1, c: 1, lengths: [1] },
  { t: 6, r: 4, c: 3, lengths: [6, 1, 3, 6] },
  { t: 9, r: 5, c: 8, lengths: [2, 9, 8, 1, 5] },
  { t: 7, r: 3, c: 17, lengths: [7, 7, 4] },
];

/** Values (T, R, C) with zeros past the ends. */
function ended({ t, r, c, lengths }: (typeof shapes)[number], seed: number, value = 0): Float32Array {
  return randoms(t * r * c, seed).map((v, i) =>
    Math.floor(i / (r * c)) < lengths[Math.floor(i / c) % r]! ? v : value,
  );
}

describe.each(builds)("unequal lengths (%s)", (numerics) => {
  it("after a window are PyTorch's, rounded down, and at least 1", async () => {
    const a = await arena(numerics);
    const lengths = a.i32([9, 4, 1, 7]);
    for (const [padding, span, stride] of [
      [0, 1, 1],
      [2, 3, 2],
      [4, 5, 1],
      [0, 2, 2],
    ] as const) {
      const after = a.i32(4);
      a.kernels.lengths_after(at(lengths), at(after), 4, padding, span, stride);
      expect([...after]).toEqual([...lengths].map((n) => Math.max(1, Math.floor((n + padding - span) / stride) + 1)));
    }
    const count = a.f64(1);
    a.kernels.count_steps(at(lengths), 4, 1, at(count));
    expect(count[0]).toBe(21);
    a.kernels.count_steps(at(lengths), 4, 3, at(count));
    expect(count[0]).toBe(63);
    a.check();
  });

  it.each(shapes)("($t, $r, $c) are filled past the ends", async (shape) => {
    const { t, r, c, lengths } = shape;
    for (const value of [0, Number.NEGATIVE_INFINITY]) {
      const a = await arena(numerics);
      const x = a.f32AtEnd(randoms(t * r * c, 1));
      a.kernels.fill_past_end(at(x), at(a.i32(lengths)), t, r, c, value);
      a.check();
      expectBits(x, ended(shape, 1, value));
    }
  });

  it.each(shapes)("($t, $r, $c) give their own means and last steps, and the gradients", async (shape) => {
    const { t, r, c, lengths } = shape;
    const a = await arena(numerics);
    const k = a.kernels;
    const [x, steps, dy] = [a.f32(ended(shape, 1)), at(a.i32(lengths)), a.f32(randoms(r * c, 2))];
    const [y, dx] = [a.f32(r * c), a.f32(t * r * c)];
    const cell = (time: number, i: number) => x[time * r * c + i]!;
    const endOf = (i: number) => lengths[Math.floor(i / c)]!;
    const gradient = (f: (time: number, i: number) => number) =>
      Float32Array.from({ length: t * r * c }, (_, at) => f(Math.floor(at / (r * c)), at % (r * c)));

    k.mean_of_steps(at(x), at(y), steps, t, r, c);
    k.mean_of_steps_backward(at(dy), at(dx), steps, t, r, c);
    a.check();
    expectBits(
      y,
      Float32Array.from(y, (_, i) => {
        let sum = 0;
        for (let time = 0; time < endOf(i); time++) sum += cell(time, i);
        return sum / endOf(i);
      }),
    );
    expectBits(
      dx,
      gradient((time, i) => (time < endOf(i) ? dy[i]! / endOf(i) : 0)),
    );

    k.last_of_steps(at(x), at(y), steps, t, r, c);
    k.last_of_steps_backward(at(dy), at(dx), steps, t, r, c);
    a.check();
    expectBits(
      y,
      Float32Array.from(y, (_, i) => cell(endOf(i) - 1, i)),
    );
    expectBits(
      dx,
      gradient((time, i) => (time === endOf(i) - 1 ? dy[i]! : 0)),
    );
  });

  it.each(shapes)("($t, $r, $c): attention pays none to what is past an end", async ({ t, r, c, lengths }) => {
    const a = await arena(numerics);
    const x = a.f32(ended({ t, r, c, lengths }, 1));
    const [w, b] = [a.f32(randoms(c, 2)), a.f32([0.5])];
    const [weights, context] = [a.f32(t * r), a.f32(r * c)];
    a.kernels.attention_forward(
      at(x),
      at(w),
      at(b),
      at(weights),
      at(context),
      t,
      r,
      c,
      at(a.i32(lengths)),
      at(a.f32(r * c)),
    );
    a.check();
    for (const [q, end] of lengths.entries()) {
      const rows = Array.from({ length: end }, (_, time) => x.slice((time * r + q) * c, (time * r + q + 1) * c));
      const scores = rows.map((row) => Math.exp(row.reduce((sum, v, j) => sum + v * w[j]!, b[0]!)));
      const total = scores.reduce((sum, v) => sum + v, 0);
      const own = Array.from({ length: t }, (_, time) => weights[time * r + q]!);
      expectClose(
        own,
        own.map((_, time) => (scores[time] ?? 0) / total),
        1e-6,
      );
      expect(own.slice(end).every((weight) => weight === 0)).toBe(true);
      const mean = Array.from(w, (_, j) => rows.reduce((sum, row, time) => sum + (row[j]! * scores[time]!) / total, 0));
      expectClose(context.slice(q * c, (q + 1) * c), mean, 2e-6);
    }
  });

  it.each([0, 1])("an LSTM ends where its series do, reverse %d", async (reverse) => {
    const [t, r, i, h] = [9, 5, 2, 5];
    const lengths = [2, 9, 8, 1, 5];
    const a = await arena(numerics);
    const { kernels } = a;
    const pack = (w: Float32Array, row: number, column: number, k: number, n: number) => {
      const packed = a.f32(kernels.packed_size(k, n));
      kernels.pack(at(w), row, column, at(packed), k, n);
      return at(packed);
    };
    const [wi, wh] = [a.f32(randoms(4 * h * i, 1)), a.f32(randoms(4 * h * h, 2))];
    const [wih, whh] = [pack(wi, 1, i, i, 4 * h), pack(wh, 1, h, h, 4 * h)];
    const [wihBack, whhBack] = [pack(wi, i, 1, 4 * h, i), pack(wh, h, 1, 4 * h, h)];
    const bias = a.f32(randoms(4 * h, 3));
    const zeros = (count: number) => a.f32(new Float32Array(count));
    const run = (x: Float32Array, dy: Float32Array, rows: number, steps: number, ends: number) => {
      const [y, gates, dx] = [a.f32(steps * rows * h), a.f32(steps * rows * 4 * h), a.f32(steps * rows * i)];
      const [cells, tanhCells] = [a.f32(steps * rows * h), a.f32(steps * rows * h)];
      const [dwih, dwhh, db] = [zeros(4 * h * i), zeros(4 * h * h), zeros(4 * h)];
      const [dh, dc] = [zeros(rows * h), zeros(rows * h)];
      const scratch = a.f32(kernels.lstm_backward_scratch(steps, rows, i, h));
      const kept = [at(y), h, at(gates), at(cells), at(tanhCells)] as const;
      kernels.lstm_forward(at(x), wih, whh, at(bias), 0, 0, ...kept, steps, rows, i, h, reverse, 1, 1, ends);
      kernels.lstm_backward(
        ...([at(x), wihBack, whhBack, 0, 0, at(y), at(dy), h, at(gates), at(cells), at(tanhCells)] as const),
        ...([at(dx), 0, at(dwih), at(dwhh), at(db), 0, at(dh), at(dc), steps, rows, i, h, reverse] as const),
        ...([at(scratch), ends] as const),
      );
      a.check();
      return { y, dx, gradients: [dwih, dwhh, db] };
    };
    const x = a.f32(ended({ t, r, c: i, lengths }, 4));
    const dy = a.f32(ended({ t, r, c: h, lengths }, 5));
    const all = run(x, dy, r, t, at(a.i32(lengths)));
    const sums = all.gradients.map(({ length }) => new Float64Array(length));
    for (const [q, end] of lengths.entries()) {
      const pick = (values: Float32Array, c: number) =>
        Array.from({ length: t }, (_, time) => [...values.subarray((time * r + q) * c, (time * r + q + 1) * c)]);
      const own = (values: Float32Array, c: number) => a.f32(pick(values, c).slice(0, end).flat());
      const one = run(own(x, i), own(dy, h), 1, end, 0);
      expectBits(pick(all.y, h).slice(0, end).flat(), one.y);
      expectBits(pick(all.dx, i).slice(0, end).flat(), one.dx);
      for (const values of [pick(all.y, h), pick(all.dx, i)]) {
        expect(values.slice(end).every((row) => row.every((v) => v === 0))).toBe(true);
      }
      for (const [index, values] of one.gradients.entries()) {
        for (const [j, v] of values.entries()) sums[index]![j]! += v;
      }
    }
    for (const [index, values] of all.gradients.entries()) expectClose(values, sums[index]!, 2e-6);
  });
});
