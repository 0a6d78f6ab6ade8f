import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, type Numbers, randoms } from "./arena.ts";

interface Shape {
  t: number;
  rows: number;
  cin: number;
  cout: number;
  kernel: number;
  stride: number;
  left: number;
  right: number;
  dilation: number;
  groups: number;
  /** Of the largest value; 2e-6 unless given. */
  tolerance?: number;
  toleranceDw?: number;
}

const plain = { t: 11, rows: 2, cin: 3, cout: 5, kernel: 3, stride: 1, left: 1, right: 1, dilation: 1, groups: 1 };
const shapes: Shape[] = [
  // Around the vector, tile and panel widths.
  ...[1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17].flatMap((cin) =>
    [1, 3, 4, 7, 8, 9, 12].map((cout) => ({ ...plain, cin, cout })),
  ),
  ...[1, 2, 3, 4, 5, 6, 9].map((t) => ({ ...plain, t })),
  ...[1, 2, 4, 5, 9].map((kernel) => ({ ...plain, kernel, left: 4, right: 4 })),
  { ...plain, left: 0, right: 0 },
  { ...plain, kernel: 4, left: 1, right: 2 }, // padding "same" of an even kernel
  { ...plain, left: 5, right: 0 }, // more padding than the kernel reaches
  { ...plain, left: 0, right: 7 },
  { ...plain, rows: 1 },
  { ...plain, rows: 5 },
  // Dilation, stride, and both: with and without a common divisor.
  ...[1, 2, 3, 4, 6].flatMap((stride) =>
    [1, 2, 3, 4].map((dilation) => ({ ...plain, t: 23, cin: 4, stride, dilation, left: 2, right: 3 })),
  ),
  { ...plain, t: 9, dilation: 9, left: 9, right: 9 }, // some phases are empty
  { ...plain, t: 5, stride: 7 },
  { ...plain, cin: 6, cout: 4, groups: 2 },
  { ...plain, cin: 8, cout: 12, groups: 2, dilation: 2, stride: 2, left: 3, right: 0 },
  { ...plain, cin: 5, cout: 5, groups: 5, dilation: 3, left: 3, right: 3 }, // depthwise
  { ...plain, cin: 4, cout: 8, groups: 4, stride: 2 },
  // By way of tiles (winograd.ts): every kernel and its tile's edges, series shorter than a tile and longer than a block.
  ...[3, 4, 5].flatMap((kernel) =>
    [1, 2, 5, 6, 7, 8, 9, 24, 25].map((t) => ({ ...plain, t, kernel, cin: 16, cout: 24, left: 3, right: 3 })),
  ),
  // In phases: even and odd taps as many or not, in one part, in parts of five taps and of four, the last one whole, cut, or without an odd
  // tap (41). 2.4e-6 of the largest value was seen, in the six parts of 41 taps 3.7e-6.
  ...[6, 7, 8, 9, 10, 11, 13, 20, 40, 41].flatMap((kernel) =>
    (kernel < 9 ? [1, 2, 5, 9, 10, 11, 24, 51] : [3, 24, 51]).map((t) => ({
      ...plain,
      t,
      kernel,
      cin: 16,
      cout: 24,
      left: kernel >> 1,
      right: (kernel - 1) >> 1,
      tolerance: kernel > 40 ? 4e-6 : 3e-6,
    })),
  ),
  { ...plain, t: 30, kernel: 12, cin: 32, cout: 32, left: 11, right: 0, groups: 2 },
  { ...plain, t: 211, kernel: 5, cin: 24, cout: 16, left: 2, right: 2 },
  // 1,350 steps through tiles: 2.2e-6 of the largest weight gradient was seen.
  { ...plain, t: 450, kernel: 3, cin: 16, cout: 16, rows: 3, toleranceDw: 3e-6 },
  { ...plain, t: 13, kernel: 4, cin: 32, cout: 64, left: 1, right: 2, groups: 2 },
  { ...plain, t: 20, kernel: 5, cin: 16, cout: 16, left: 0, right: 9 },
  // Longer than a block of outputs.
  { ...plain, t: 531, cin: 2, cout: 3 },
  { ...plain, t: 531, cin: 4, cout: 3, dilation: 2 },
  { ...plain, t: 1100, cin: 4, cout: 3, stride: 2, rows: 1 },
];

const length = (s: Shape) => Math.floor((s.t + s.left + s.right - s.dilation * (s.kernel - 1) - 1) / s.stride) + 1;

/** Calls visit(y, x, w) with the indices of every product in the definition of the convolution. */
function products(s: Shape, visit: (y: number, x: number, w: number) => void): void {
  const [c, n] = [s.cin / s.groups, s.cout / s.groups];
  for (let to = 0; to < length(s); to++) {
    for (let r = 0; r < s.rows; r++) {
      for (let o = 0; o < s.cout; o++) {
        for (let j = 0; j < c; j++) {
          for (let tap = 0; tap < s.kernel; tap++) {
            const time = to * s.stride + tap * s.dilation - s.left;
            if (time < 0 || time >= s.t) continue;
            const channel = Math.floor(o / n) * c + j;
            visit((to * s.rows + r) * s.cout + o, (time * s.rows + r) * s.cin + channel, (o * c + j) * s.kernel + tap);
          }
        }
      }
    }
  }
}

async function run(numerics: (typeof builds)[number], s: Shape, xs: Numbers, ws: Numbers, bs: Numbers, dys: Numbers) {
  // All of it is filled and checked: what is enough for most is small, and an arena that is full says so.
  const isSmall = s.t < 100 && s.cin * s.cout * s.kernel < 1000;
  const a = await arena(numerics, isSmall ? 1 << 18 : 1 << 22);
  const k = a.kernels;
  const [x, w, b, dy] = [a.f32AtEnd(xs), a.f32(ws), a.f32(bs), a.f32(dys)];
  const [y, dx, dw, db] = [a.f32(dy.length), a.f32(x.length), a.f32(w.length).fill(3), a.f32(b.length).fill(-4)];
  const { t, rows, cin, cout, kernel, stride, left, right, dilation, groups } = s;
  const weights = [cin, cout, kernel, stride, dilation, groups] as const;
  const packed = a.f32(k.conv1d_packed_size(...weights));
  const back = a.f32(k.conv1d_packed_backward_size(...weights));
  k.conv1d_pack(at(w), at(packed), ...weights);
  k.conv1d_pack_backward(at(w), at(back), ...weights);
  a.check();
  const sizes = [t, cin, cout, kernel, stride, left, right, dilation, groups] as const;
  const scratch = a.f32(k.conv1d_scratch(...sizes)).fill(NaN);
  k.conv1d(
    at(x),
    at(packed),
    at(b),
    at(y),
    t,
    rows,
    cin,
    cout,
    kernel,
    stride,
    left,
    right,
    dilation,
    groups,
    at(scratch),
  );
  a.check();
  const scratchDx = a.f32(k.conv1d_backward_input_scratch(...sizes)).fill(NaN);
  k.conv1d_backward_input(
    at(dy),
    at(back),
    at(dx),
    t,
    rows,
    cin,
    cout,
    kernel,
    stride,
    left,
    right,
    dilation,
    groups,
    at(scratchDx),
  );
  a.check();
  const scratchDw = a.f32(k.conv1d_backward_params_scratch(...sizes)).fill(NaN);
  k.conv1d_backward_params(
    at(x),
    at(dy),
    at(dw),
    at(db),
    t,
    rows,
    cin,
    cout,
    kernel,
    stride,
    left,
    right,
    dilation,
    groups,
    at(scratchDw),
  );
  a.check();
  return { y, dx, dw, db };
}

describe.each(builds)("conv1d (%s)", (numerics) => {
  it.each(shapes)(
    "T $t R $rows C $cin→$cout kernel $kernel stride $stride padding $left+$right dilation $dilation groups $groups",
    async (s) => {
      const x = randoms(s.t * s.rows * s.cin, 1);
      const w = randoms(s.cout * (s.cin / s.groups) * s.kernel, 2);
      const bias = randoms(s.cout, 3);
      const dy = randoms(length(s) * s.rows * s.cout, 4);
      const got = await run(numerics, s, x, w, bias, dy);
      const y = Float64Array.from(dy, (_, i) => bias[i % s.cout] as number);
      const dx = new Float64Array(x.length);
      const dw = new Float64Array(w.length).fill(3);
      const db = new Float64Array(s.cout).fill(-4);
      products(s, (iy, ix, iw) => {
        y[iy] = (y[iy] as number) + (x[ix] as number) * (w[iw] as number);
        dx[ix] = (dx[ix] as number) + (dy[iy] as number) * (w[iw] as number);
        dw[iw] = (dw[iw] as number) + (dy[iy] as number) * (x[ix] as number);
      });
      dy.forEach((g, i) => {
        db[i % s.cout] = (db[i % s.cout] as number) + g;
      });
      expectClose(got.y, y, s.tolerance ?? 2e-6);
      expectClose(got.dx, dx, s.tolerance ?? 2e-6);
      expectClose(got.dw, dw, s.toleranceDw ?? 2e-6);
      expectClose(got.db, db, 2e-6);
    },
  );

  it("gives a series the same bits alone and in any shard", async () => {
    const s: Shape = { ...plain, t: 37, rows: 5, cin: 6, cout: 11, kernel: 5, left: 2, right: 2 };
    const [x, w, bias, dy] = [randoms(37 * 5 * 6, 1), randoms(11 * 6 * 5, 2), randoms(11, 3), randoms(37 * 5 * 11, 4)];
    const all = await run(numerics, s, x, w, bias, dy);
    const series = (v: Numbers, r: number, c: number) => Array.from(v).filter((_, i) => Math.floor(i / c) % 5 === r);
    for (let r = 0; r < 5; r++) {
      const one = await run(numerics, { ...s, rows: 1 }, series(x, r, 6), w, bias, series(dy, r, 11));
      expectBits(one.y, series(all.y, r, 11));
      expectBits(one.dx, series(all.dx, r, 6));
    }
  });

  it("works without a bias", async () => {
    const a = await arena(numerics);
    const [x, w, y, packed, scratch] = [a.f32([1, 2, 3]), a.f32([10, 1]), a.f32(2), a.f32(16), a.f32(3)];
    a.kernels.conv1d_pack(at(w), at(packed), 1, 1, 2, 1, 1, 1);
    a.kernels.conv1d(at(x), at(packed), 0, at(y), 3, 1, 1, 1, 2, 1, 0, 0, 1, 1, at(scratch));
    const [dy, dw, bare] = [a.f32([1, 100]), a.f32([0, 0]), a.f32(5000)];
    a.kernels.conv1d_backward_params(at(x), at(dy), at(dw), 0, 3, 1, 1, 1, 2, 1, 0, 0, 1, 1, at(bare));
    a.check();
    expect([...y]).toEqual([12, 23]);
    expect([...dw]).toEqual([201, 302]);
  });
});
