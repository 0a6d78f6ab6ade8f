import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, type Numbers, randoms } from "./arena.ts";

const widths = [1, 2, 3, 4, 5, 7, 8, 9, 17];
const windows = [
  { t: 9, kernel: 2, stride: 2, padding: 0 },
  { t: 10, kernel: 3, stride: 2, padding: 1 },
  { t: 7, kernel: 5, stride: 1, padding: 2 },
  { t: 11, kernel: 2, stride: 4, padding: 1 },
  { t: 4, kernel: 4, stride: 3, padding: 2 },
  { t: 1, kernel: 1, stride: 1, padding: 0 },
];
const cases = windows.flatMap((w) => widths.map((width) => ({ ...w, width })));

/** The times in each window, padding left out. */
function timesOf({ t, kernel, stride, padding }: (typeof windows)[number]): number[][] {
  return Array.from({ length: Math.floor((t + 2 * padding - kernel) / stride) + 1 }, (_, o) =>
    Array.from({ length: kernel }, (_, k) => o * stride - padding + k).filter((s) => s >= 0 && s < t),
  );
}

/** x[time][j] of a (t, width) array. */
const cell = (x: Numbers, width: number, time: number, j: number) => x[time * width + j] as number;

describe.each(builds)("pooling (%s)", (numerics) => {
  it.each(cases)("max over windows $t/$kernel/$stride/$padding, width $width", async (shape) => {
    const { t, width, kernel, stride, padding } = shape;
    const a = await arena(numerics);
    const x = a.f32AtEnd(randoms(t * width, 1).map((v) => Math.floor(v * 3))); // many ties
    const times = timesOf(shape);
    const size = times.length * width;
    const [y, indices, dy, dx] = [a.f32(size), a.i32(size), a.f32(randoms(size, 2)), a.f32(t * width)];
    a.kernels.max_pool1d(at(x), at(y), at(indices), t, width, kernel, stride, padding);
    a.kernels.max_pool1d_backward(at(dy), at(indices), at(dx), t, width, kernel, stride, padding);
    a.check();
    const expectedDx = new Float64Array(t * width);
    times.forEach((window, o) => {
      for (let j = 0; j < width; j++) {
        const best = Math.max(...window.map((time) => cell(x, width, time, j)));
        const from = window.find((time) => cell(x, width, time, j) === best) as number;
        expect(y[o * width + j]).toBe(best);
        expect(indices[o * width + j]).toBe(from);
        expectedDx[from * width + j] = cell(expectedDx, width, from, j) + cell(dy, width, o, j);
      }
    });
    expectClose(dx, expectedDx, 1e-6);
  });

  it.each(cases)("average over windows $t/$kernel/$stride/$padding, width $width", async (shape) => {
    const { t, width, kernel, stride, padding } = shape;
    const a = await arena(numerics);
    const x = a.f32AtEnd(randoms(t * width, 1));
    const times = timesOf(shape);
    const size = times.length * width;
    const [y, dy, dx] = [a.f32(size), a.f32(randoms(size, 2)), a.f32(t * width)];
    a.kernels.avg_pool1d(at(x), at(y), t, width, kernel, stride, padding);
    a.kernels.avg_pool1d_backward(at(dy), at(dx), t, width, kernel, stride, padding);
    a.check();
    const expected = new Float64Array(size);
    const expectedDx = new Float64Array(t * width);
    times.forEach((window, o) => {
      for (let j = 0; j < width; j++) {
        for (const time of window) {
          expected[o * width + j] = cell(expected, width, o, j) + cell(x, width, time, j) / kernel;
          expectedDx[time * width + j] = cell(expectedDx, width, time, j) + cell(dy, width, o, j) / kernel;
        }
      }
    });
    expectClose(y, expected, 1e-6);
    expectClose(dx, expectedDx, 1e-6);
  });

  it.each(widths)("over all of time, width %d", async (width) => {
    for (const t of [1, 2, 37]) {
      const a = await arena(numerics);
      const k = a.kernels;
      const x = a.f32AtEnd(randoms(t * width, 1));
      const [y, indices, dy, dx] = [a.f32(width), a.i32(width), a.f32(randoms(width, 2)), a.f32(t * width)];
      const columns = Array.from({ length: width }, (_, j) => Array.from(x).filter((_, i) => i % width === j));
      const tops = columns.map((c) => c.indexOf(Math.max(...c)));
      const spread = (f: (time: number, j: number) => number) =>
        Float32Array.from({ length: t * width }, (_, i) => f(Math.floor(i / width), i % width));

      k.global_max_pool(at(x), at(y), at(indices), t, width);
      k.global_max_pool_backward(at(dy), at(indices), at(dx), t, width);
      expectBits(
        y,
        columns.map((c) => Math.max(...c)),
      );
      expectBits(indices, tops);
      expectClose(
        dx,
        spread((time, j) => (time === tops[j] ? (dy[j] as number) : 0)),
        0,
      );

      k.global_avg_pool(at(x), at(y), t, width);
      k.global_avg_pool_backward(at(dy), at(dx), t, width);
      expectBits(
        y,
        columns.map((c) => Math.fround(c.reduce((s, v) => s + v, 0) / t)),
      );
      expectBits(
        dx,
        spread((_, j) => Math.fround((dy[j] as number) / t)),
      );

      k.last_step(at(x), at(y), t, width);
      k.last_step_backward(at(dy), at(dx), t, width);
      expectBits(
        y,
        columns.map((c) => c[t - 1] as number),
      );
      expectBits(
        dx,
        spread((time, j) => (time === t - 1 ? (dy[j] as number) : 0)),
      );
      a.check();
    }
  });

  // torch.nn.functional.max_pool1d(tensor(x), 4, 2, 1, return_indices=True); for −inf: (3, 1, 1)
  it("shows a NaN and handles -Infinity as PyTorch does", async () => {
    const a = await arena(numerics);
    const x = a.f32([1, 2, NaN, 3, NaN, 0, 5, 5]);
    const [y, indices] = [a.f32(4), a.i32(4)];
    a.kernels.max_pool1d(at(x), at(y), at(indices), 8, 1, 4, 2, 1);
    expectBits(y, [NaN, NaN, NaN, 5]);
    expectBits(indices, [2, 4, 4, 6]);
    const low = a.f32([-Infinity, -Infinity, -Infinity, -Infinity]);
    a.kernels.max_pool1d(at(low), at(y), at(indices), 4, 1, 3, 1, 1);
    expectBits(y, low);
    expectBits(indices, [0, 0, 1, 2]);
    a.check();
  });
});
