/**
 * Equivalences of the recurrent kernels, to the bit, with canaries round everything they write. Their values are held
 * against PyTorch in test/layers.
 */
import { describe, it } from "vitest";
import { type Arena, arena, at, builds, expectBits, randoms } from "./arena.ts";

const sizes = [
  { t: 1, r: 1, i: 1, h: 1 },
  { t: 5, r: 3, i: 2, h: 3 },
  { t: 4, r: 8, i: 5, h: 8 },
  { t: 6, r: 5, i: 1, h: 50 },
];
type Sizes = (typeof sizes)[number];

/** Packs W (n, k) for products x·Wᵀ. */
function packTransposed(a: Arena, w: Float32Array, k: number, n: number): number {
  const packed = a.f32(a.kernels.packed_size(k, n));
  a.kernels.pack(at(w), 1, k, at(packed), k, n);
  return at(packed);
}

function lstm(a: Arena, { r, i, h }: Sizes) {
  const wih = packTransposed(a, a.f32(randoms(4 * h * i, 1)), i, 4 * h);
  const whh = packTransposed(a, a.f32(randoms(4 * h * h, 2)), h, 4 * h);
  const bias = at(a.f32(randoms(4 * h, 3)));
  return (x: number, t: number, h0: number, c0: number, reverse = 0, rows = r) => {
    const [y, gates, cells, tanhCells] = [
      a.f32(t * rows * h),
      a.f32(t * rows * 4 * h),
      a.f32(t * rows * h),
      a.f32(t * rows * h),
    ];
    a.kernels.lstm_forward(
      x,
      wih,
      whh,
      bias,
      h0,
      c0,
      at(y),
      h,
      at(gates),
      at(cells),
      at(tanhCells),
      t,
      rows,
      i,
      h,
      reverse,
      1,
      1,
      0,
    );
    return { y, cells };
  };
}

describe.each(builds)("LSTM (%s)", (numerics) => {
  it.each(sizes)("no state is a zero state, $t×$r×$i→$h", async (size) => {
    const a = await arena(numerics, 1 << 20);
    const run = lstm(a, size);
    const x = at(a.f32(randoms(size.t * size.r * size.i, 4)));
    const zeros = at(a.f32(new Float32Array(size.r * size.h)));
    for (const reverse of [0, 1]) expectBits(run(x, size.t, 0, 0, reverse).y, run(x, size.t, zeros, zeros, reverse).y);
    a.check();
  });

  it.each(sizes)("T steps at once are T single steps, $t×$r×$i→$h", async (size) => {
    const { t, r, i, h } = size;
    const a = await arena(numerics, 1 << 20);
    const run = lstm(a, size);
    const x = a.f32(randoms(t * r * i, 4));
    const whole = run(at(x), t, 0, 0);
    let state = { y: 0, cells: 0 };
    for (let step = 0; step < t; step++) {
      const one = run(at(x) + step * r * i * 4, 1, state.y, state.cells);
      expectBits(one.y, whole.y.subarray(step * r * h, (step + 1) * r * h));
      state = { y: at(one.y), cells: at(one.cells) };
    }
    a.check();
  });

  it.each(sizes)("a series gives the same bits alone, $t×$r×$i→$h", async (size) => {
    const { t, r, i, h } = size;
    const a = await arena(numerics, 1 << 20);
    const run = lstm(a, size);
    const x = a.f32(randoms(t * r * i, 4));
    const whole = run(at(x), t, 0, 0, 1);
    for (let row = 0; row < r; row++) {
      const alone = a.f32(t * i);
      for (let step = 0; step < t; step++)
        alone.set(x.subarray((step * r + row) * i, (step * r + row + 1) * i), step * i);
      const { y } = run(at(alone), t, 0, 0, 1, 1);
      for (let step = 0; step < t; step++) {
        expectBits(
          y.subarray(step * h, (step + 1) * h),
          whole.y.subarray((step * r + row) * h, (step * r + row + 1) * h),
        );
      }
    }
    a.check();
  });

  it.each([1, 2, 3])("scratch of one step, and products of several steps at once, change no bit: R = %d", async (r) => {
    const [t, i, h] = [11, 5, 9];
    const a = await arena(numerics, 1 << 20);
    const run = lstm(a, { t, r, i, h });
    const wih = packTransposed(a, a.f32(randoms(4 * h * i, 1)), i, 4 * h);
    const whh = packTransposed(a, a.f32(randoms(4 * h * h, 2)), h, 4 * h);
    const bias = at(a.f32(randoms(4 * h, 3)));
    const x = at(a.f32AtEnd(randoms(t * r * i, 4)));
    for (const reverse of [0, 1]) {
      const { y } = run(x, t, 0, 0, reverse);
      for (const ahead of [1, 2, 4, 11]) {
        const [again, gates] = [a.f32(t * r * h), a.f32(ahead * r * 4 * h)];
        const [cells, tanhCells] = [a.f32(r * h), a.f32(r * h)];
        const sizes = [t, r, i, h, reverse, 0, ahead] as const;
        a.kernels.lstm_forward(
          ...([x, wih, whh, bias, 0, 0, at(again), h, at(gates), at(cells), at(tanhCells)] as const),
          ...sizes,
          0,
        );
        expectBits(again, y);
      }
    }
    a.check();
  });

  it("forward and backward in reverse are forward and backward on the reversed series", async () => {
    const [t, r, i, h] = [7, 3, 2, 5];
    const a = await arena(numerics, 1 << 20);
    const { kernels } = a;
    const [wi, wh] = [a.f32(randoms(4 * h * i, 1)), a.f32(randoms(4 * h * h, 2))];
    const [wih, whh] = [packTransposed(a, wi, i, 4 * h), packTransposed(a, wh, h, 4 * h)];
    const [wihBack, whhBack] = [a.f32(kernels.packed_size(4 * h, i)), a.f32(kernels.packed_size(4 * h, h))];
    kernels.pack(at(wi), i, 1, at(wihBack), 4 * h, i);
    kernels.pack(at(wh), h, 1, at(whhBack), 4 * h, h);
    const flip = (values: Float32Array, width: number) => {
      const out = values.slice();
      for (let s = 0; s < t; s++) out.set(values.subarray((t - 1 - s) * width, (t - s) * width), s * width);
      return out;
    };
    const x = randoms(t * r * i, 3);
    const dy = randoms(t * r * h, 4);
    const run = (xs: Float32Array, dys: Float32Array, reverse: number) => {
      const [xa, dya, y, gates] = [a.f32(xs), a.f32(dys), a.f32(t * r * h), a.f32(t * r * 4 * h)];
      const [cells, tanhCells, dx] = [a.f32(t * r * h), a.f32(t * r * h), a.f32(t * r * i)];
      const [dwih, dwhh, db] = [
        a.f32(new Float32Array(4 * h * i)),
        a.f32(new Float32Array(4 * h * h)),
        a.f32(new Float32Array(4 * h)),
      ];
      const [dh, dc] = [a.f32(new Float32Array(r * h)), a.f32(new Float32Array(r * h))];
      const scratch = a.f32(kernels.lstm_backward_scratch(t, r, i, h));
      kernels.lstm_forward(
        at(xa),
        wih,
        whh,
        0,
        0,
        0,
        at(y),
        h,
        at(gates),
        at(cells),
        at(tanhCells),
        t,
        r,
        i,
        h,
        reverse,
        1,
        1,
        0,
      );
      kernels.lstm_backward(
        ...([at(xa), at(wihBack), at(whhBack), 0, 0, at(y), at(dya), h, at(gates), at(cells), at(tanhCells)] as const),
        ...([at(dx), 0, at(dwih), at(dwhh), at(db), 0, at(dh), at(dc), t, r, i, h, reverse, at(scratch), 0] as const),
      );
      a.check();
      return { y, dx, dh, dc };
    };
    const forwards = run(x, dy, 0);
    const backwards = run(flip(x, r * i), flip(dy, r * h), 1);
    expectBits(flip(backwards.y, r * h), forwards.y);
    expectBits(flip(backwards.dx, r * i), forwards.dx);
    expectBits(backwards.dh, forwards.dh);
    expectBits(backwards.dc, forwards.dc);
  });
});
