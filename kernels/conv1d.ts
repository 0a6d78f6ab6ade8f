// Convolution over time, forward and backward, as matrix products without an im2col: a series is copied once, padded and
// batch-major, and then the window of an output is K = kernel·C floats in a row of it, so `gemm` can read overlapping
// windows as the rows of a matrix. Activations and normalisation are elsewhere.
//
// Dilation D: the copy holds D phases, steps i, i + D, i + 2D … one after another, so that the taps of a window lie next
// to each other again. Outputs whose windows start in the same phase form one product.
//
// Weights are PyTorch's (Cout, Cin / groups, kernel), packed once a step. Within a window the order is tap, then channel.
// Sums over time go series by series, and in a series through the outputs of one phase after the other.

import { gemm, pack, packed_size } from "./gemm";
import { column_sums, pack_columns4, product_tn } from "./gemm-tn";
import { load_part, store_part } from "./simd";
import { winograd, winograd_pack, winograd_scratch } from "./winograd";
import { winograd_gradient, winograd_gradient_scratch } from "./winograd-gradient";
import { winograd_packed_size } from "./winograd-points";

/** Outputs of one product: their windows, or packed operands, stay in the second cache. A multiple of 4. */
const BLOCK: i32 = 256;

/** Outputs that have all their channels made before the next ones, where these are many and their packed weights stay in the first cache:
 * outputs one after the other lie far apart, often in the same place of the cache, and would leave it between two panels of channels. */
const FEW: i32 = 12;
const MANY: i32 = 96;
const CACHED: i32 = 4096;

@inline
function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

@inline
function outputs(t: i32, kernel: i32, stride: i32, padLeft: i32, padRight: i32, dilation: i32): i32 {
  return (t + padLeft + padRight - dilation * (kernel - 1) - 1) / stride + 1;
}

// Whether c → n channels of a group go by way of `winograd.ts`: where products outweigh its transforms. Shapes alone decide,
// and the length is none of them, since weights are packed without knowing it.
@inline
function tiled(c: i32, n: i32, kernel: i32, stride: i32, dilation: i32): bool {
  return stride == 1 && dilation == 1 && kernel >= 3 && c >= 16 && n >= 16 && ((c | n) & 7) == 0;
}

function gcd(a: i32, b: i32): i32 {
  while (b) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Packs a right-hand side for `gemm`: row (i1, i2) of n1·n2, column (j1, j2) of m1·m2, strides in floats for each index.
function pack_pairs(
  w: usize, n1: i32, s1: i32, n2: i32, s2: i32, m1: i32, d1: i32, m2: i32, d2: i32, packed: usize,
): void {
  const columns = m1 * m2;
  for (let j = 0; j < columns; j += 8) {
    const j1 = j / m2, j2 = j % m2, first = j1 * d1 + j2 * d2;
    for (let i1 = 0; i1 < n1; i1++) {
      for (let i2 = 0; i2 < n2; i2++) {
        let at = i1 * s1 + i2 * s2 + first, left = m2 - j2; // columns to the end of this run of m2
        for (let c = j; c < j + 8; c++) {
          store<f32>(packed, c < columns ? load<f32>(w + bytes(at)) : <f32>0);
          packed += 4;
          at += d2;
          if (--left == 0) { left = m2; at += d1 - m2 * d2; }
        }
      }
    }
  }
}

/** Floats of the weights packed for `conv1d`. */
export function conv1d_packed_size(
  cin: i32, cout: i32, kernel: i32, stride: i32, dilation: i32, groups: i32,
): i32 {
  const c = cin / groups, n = cout / groups;
  if (tiled(c, n, kernel, stride, dilation)) return groups * winograd_packed_size(c, n, kernel);
  return groups * packed_size(kernel * c, n);
}

/** Packs weights (Cout, Cin / groups, kernel) for `conv1d`. */
export function conv1d_pack(
  w: usize, packed: usize, cin: i32, cout: i32, kernel: i32, stride: i32, dilation: i32, groups: i32,
): void {
  const c = cin / groups, n = cout / groups;
  const size = bytes(conv1d_packed_size(c, n, kernel, stride, dilation, 1));
  for (let g = 0; g < groups; g++) {
    if (tiled(c, n, kernel, stride, dilation)) winograd_pack(w, bytes(c * kernel), bytes(kernel), 4, c, n, kernel, packed);
    else pack_pairs(w, kernel, 1, c, kernel, 1, 0, n, c * kernel, packed);
    w += bytes(n * c * kernel);
    packed += size;
  }
}

/** Floats of the weights packed for `conv1d_backward_input`. */
export function conv1d_packed_backward_size(
  cin: i32, cout: i32, kernel: i32, stride: i32, dilation: i32, groups: i32,
): i32 {
  const c = cin / groups, n = cout / groups;
  if (tiled(c, n, kernel, stride, dilation)) return groups * winograd_packed_size(n, c, kernel);
  return groups * (stride == 1 ? packed_size(kernel * n, c) : packed_size(n, kernel * c));
}

/** Packs weights (Cout, Cin / groups, kernel) for `conv1d_backward_input`. */
export function conv1d_pack_backward(
  w: usize, packed: usize, cin: i32, cout: i32, kernel: i32, stride: i32, dilation: i32, groups: i32,
): void {
  const c = cin / groups, n = cout / groups;
  const size = bytes(conv1d_packed_backward_size(c, n, kernel, stride, dilation, 1));
  for (let g = 0; g < groups; g++) {
    const last = w + bytes(kernel - 1); // taps from last to first
    if (tiled(c, n, kernel, stride, dilation)) winograd_pack(last, bytes(kernel), bytes(c * kernel), -4, n, c, kernel, packed);
    else if (stride == 1) pack_pairs(last, kernel, -1, n, c * kernel, 1, 0, c, kernel, packed);
    else pack_pairs(w, 1, 0, n, c * kernel, kernel, 1, c, kernel, packed);
    w += bytes(n * c * kernel);
    packed += size;
  }
}

// Floats of one padded series, in whole phases.
@inline
function padded_size(padded: i32, c: i32, dilation: i32): i32 {
  return ((padded + dilation - 1) / dilation) * dilation * c;
}

// Copies `c` channels of a series, `step` floats from one time to the next, into its phases. Step i of the padded series is
// time i − left; outside [0, t) it is zero.
function copy_phases(x: usize, step: i32, t: i32, c: i32, left: i32, padded: i32, dilation: i32, out: usize): void {
  const steps = (padded + dilation - 1) / dilation, width = bytes(c), whole = c & ~3;
  for (let phase = 0; phase < dilation; phase++) {
    let to = out + <usize>(phase * steps) * width;
    for (let i = phase; i < padded; i += dilation) {
      const time = i - left, inside = time >= 0 && time < t;
      const from = x + bytes(step) * <usize>time;
      let at: usize = 0;
      for (const end = bytes(whole); at != end; at += 16) {
        v128.store(to + at, inside ? v128.load(from + at) : f32x4.splat(0));
      }
      for (const end = width; at != end; at += 4) store<f32>(to + at, inside ? load<f32>(from + at) : <f32>0);
      to += width;
    }
  }
}

// y (count, rows, groups·n) = correlation of x (t, rows, groups·c) with packed weights, `left` zeros before each series.
function correlate(
  x: usize, packed: usize, bias: usize, y: usize, t: i32, count: i32, rows: i32, c: i32, n: i32, kernel: i32, stride: i32,
  left: i32, dilation: i32, groups: i32, scratch: usize,
): void {
  if (tiled(c, n, kernel, stride, dilation)) {
    const rowX = bytes(groups * c), rowY = bytes(groups * n), size = bytes(winograd_packed_size(c, n, kernel)), all = <usize>rows;
    for (let g = 0; g < groups; g++) {
      winograd(
        x + bytes(g * c), all * rowX, rowX, packed + <usize>g * size, bias ? bias + bytes(g * n) : 0,
        y + bytes(g * n), all * rowY, rowY, t, count, rows, c, n, kernel, left, scratch,
      );
    }
    return;
  }
  const k = kernel * c, padded = (count - 1) * stride + (kernel - 1) * dilation + 1;
  const steps = (padded + dilation - 1) / dilation, common = gcd(stride, dilation);
  const turns = dilation / common, advance = (stride / common) * c;
  const stepX = rows * groups * c, stepY = rows * groups * n, group = bytes(packed_size(k, n));
  const block = n >= MANY && k * n <= CACHED ? FEW : BLOCK;
  for (let r = 0; r < rows; r++) {
    for (let g = 0; g < groups; g++) {
      copy_phases(x + bytes((r * groups + g) * c), stepX, t, c, left, padded, dilation, scratch);
      const to = y + bytes((r * groups + g) * n), init = bias ? bias + bytes(g * n) : 0;
      for (let turn = 0; turn < turns && turn < count; turn++) {
        const start = turn * stride, m = (count - turn + turns - 1) / turns;
        const a = scratch + bytes(((start % dilation) * steps + start / dilation) * c);
        for (let i = 0; i < m; i += block) {
          gemm(
            a + bytes(i) * <usize>advance, advance, packed + <usize>g * group, k, init, 0,
            to + bytes(turn + i * turns) * <usize>stepY, turns * stepY, min(block, m - i), n,
          );
        }
      }
    }
  }
}

/** Floats of scratch that `conv1d` needs. */
export function conv1d_scratch(
  t: i32, cin: i32, cout: i32, kernel: i32, stride: i32, padLeft: i32, padRight: i32, dilation: i32, groups: i32,
): i32 {
  if (tiled(cin / groups, cout / groups, kernel, stride, dilation)) return winograd_scratch(cin / groups, cout / groups, kernel);
  return padded_size(t + padLeft + padRight, cin / groups, dilation);
}

/**
 * y[t] = bias + Σ_tap W[tap]·x[t·stride + tap·dilation − padLeft], zeros outside the series.
 * @param x       (t, rows, cin)
 * @param packed  weights as `conv1d_pack` leaves them; bias (cout), or 0 for none
 * @param y       (To, rows, cout), written, To = ⌊(t + padLeft + padRight − dilation·(kernel − 1) − 1) / stride⌋ + 1
 */
export function conv1d(
  x: usize, packed: usize, bias: usize, y: usize, t: i32, rows: i32, cin: i32, cout: i32, kernel: i32, stride: i32,
  padLeft: i32, padRight: i32, dilation: i32, groups: i32, scratch: usize,
): void {
  const count = outputs(t, kernel, stride, padLeft, padRight, dilation);
  correlate(
    x, packed, bias, y, t, count, rows, cin / groups, cout / groups, kernel, stride, padLeft, dilation, groups, scratch,
  );
}

/** Floats of scratch that `conv1d_backward_input` needs. */
export function conv1d_backward_input_scratch(
  t: i32, cin: i32, cout: i32, kernel: i32, stride: i32, padLeft: i32, padRight: i32, dilation: i32, groups: i32,
): i32 {
  if (tiled(cin / groups, cout / groups, kernel, stride, dilation)) return winograd_scratch(cout / groups, cin / groups, kernel);
  if (stride == 1) return padded_size(t + (kernel - 1) * dilation, cout / groups, dilation);
  const count = outputs(t, kernel, stride, padLeft, padRight, dilation), c = cin / groups;
  return (t + padLeft + padRight) * c + min(BLOCK, count) * kernel * c;
}

/**
 * Gradient of `conv1d` in its input.
 * @param dy      (To, rows, cout)
 * @param packed  weights as `conv1d_pack_backward` leaves them
 * @param dx      (t, rows, cin), written
 */
export function conv1d_backward_input(
  dy: usize, packed: usize, dx: usize, t: i32, rows: i32, cin: i32, cout: i32, kernel: i32, stride: i32,
  padLeft: i32, padRight: i32, dilation: i32, groups: i32, scratch: usize,
): void {
  const count = outputs(t, kernel, stride, padLeft, padRight, dilation), c = cin / groups, n = cout / groups;
  if (stride == 1) { // the correlation of dy with the taps in reverse
    correlate(
      dy, packed, 0, dx, count, t, rows, n, c, kernel, 1, dilation * (kernel - 1) - padLeft, dilation, groups, scratch,
    );
    return;
  }
  const k = kernel * c, padded = t + padLeft + padRight, stepY = rows * cout, group = bytes(packed_size(n, k));
  const windows = scratch + bytes(padded * c);
  for (let r = 0; r < rows; r++) {
    for (let g = 0; g < groups; g++) {
      memory.fill(scratch, 0, bytes(padded * c));
      const from = dy + bytes(r * cout + g * n);
      for (let i = 0; i < count; i += BLOCK) {
        const m = min(BLOCK, count - i);
        gemm(from + bytes(i) * <usize>stepY, stepY, packed + <usize>g * group, n, 0, 0, windows, k, m, k);
        for (let w = 0; w < m; w++) {
          for (let tap = 0; tap < kernel; tap++) {
            const to = scratch + bytes(((i + w) * stride + tap * dilation) * c), part = windows + bytes(w * k + tap * c);
            for (let j = 0; j < c; j += 4) {
              const at = bytes(j);
              store_part(to + at, f32x4.add(load_part(to + at, c - j), load_part(part + at, c - j)), c - j);
            }
          }
        }
      }
      let to = dx + bytes(r * cin + g * c), row = scratch + bytes(padLeft * c);
      for (let i = 0; i < t; i++) {
        for (let j = 0; j < c; j += 4) store_part(to + bytes(j), load_part(row + bytes(j), c - j), c - j);
        to += bytes(rows * cin);
        row += bytes(c);
      }
    }
  }
}

// Floats of a packed block of windows.
@inline
function windows_size(c: i32, kernel: i32): i32 {
  return BLOCK * ((kernel * c + 3) & ~3);
}

/** Floats of scratch that `conv1d_backward_params` needs. */
export function conv1d_backward_params_scratch(
  t: i32, cin: i32, cout: i32, kernel: i32, stride: i32, padLeft: i32, padRight: i32, dilation: i32, groups: i32,
): i32 {
  const c = cin / groups, n = cout / groups;
  if (tiled(c, n, kernel, stride, dilation)) return winograd_gradient_scratch(c, n, kernel);
  return padded_size(t + padLeft + padRight, c, dilation) + windows_size(c, kernel)
    + packed_size(BLOCK, n) + cout * c * kernel;
}

/**
 * Gradients of `conv1d` in its weights and bias.
 * @param x   (t, rows, cin)
 * @param dy  (To, rows, cout)
 * @param dw  (cout, cin / groups, kernel), added to; db (cout), added to, 0 = none
 */
export function conv1d_backward_params(
  x: usize, dy: usize, dw: usize, db: usize, t: i32, rows: i32, cin: i32, cout: i32, kernel: i32, stride: i32,
  padLeft: i32, padRight: i32, dilation: i32, groups: i32, scratch: usize,
): void {
  const count = outputs(t, kernel, stride, padLeft, padRight, dilation), c = cin / groups, n = cout / groups;
  if (tiled(c, n, kernel, stride, dilation)) {
    for (let g = 0; g < groups; g++) {
      winograd_gradient(
        x + bytes(g * c), bytes(rows * cin), bytes(cin), dy + bytes(g * n), bytes(rows * cout), bytes(cout),
        dw + bytes(g * n * c * kernel), db ? db + bytes(g * n) : 0, t, count, rows, c, n, kernel, padLeft, scratch,
      );
    }
    return;
  }
  const k = kernel * c, padded = t + padLeft + padRight, steps = (padded + dilation - 1) / dilation;
  const common = gcd(stride, dilation), turns = dilation / common, advance = (stride / common) * c;
  const stepY = rows * cout;
  const windows = scratch + bytes(padded_size(padded, c, dilation));
  const panels = windows + bytes(windows_size(c, kernel));
  const sums = panels + bytes(packed_size(BLOCK, n)); // (groups, k, n)
  memory.fill(sums, 0, bytes(groups * k * n));
  for (let r = 0; r < rows; r++) {
    for (let g = 0; g < groups; g++) {
      copy_phases(x + bytes(r * cin + g * c), rows * cin, t, c, padLeft, padded, dilation, scratch);
      const from = dy + bytes(r * cout + g * n), into = sums + bytes(g * k * n);
      for (let turn = 0; turn < turns && turn < count; turn++) {
        const start = turn * stride, length = (count - turn + turns - 1) / turns;
        const a = scratch + bytes(((start % dilation) * steps + start / dilation) * c);
        for (let i = 0; i < length; i += BLOCK) {
          const m = min(BLOCK, length - i), b = from + bytes(turn + i * turns) * <usize>stepY;
          pack(b, turns * stepY, 1, panels, m, n);
          pack_columns4(a + bytes(i) * <usize>advance, bytes(advance), windows, m, k);
          product_tn(windows, (<usize>m) << 4, panels, m, into, bytes(n), k, n);
          if (db) column_sums(b, turns * stepY, db + bytes(g * n), m, n);
        }
      }
    }
  }
  for (let g = 0; g < groups; g++) {
    for (let o = 0; o < n; o++) {
      for (let j = 0; j < c; j++) {
        let from = sums + bytes((g * k + j) * n + o);
        for (let tap = 0; tap < kernel; tap++) {
          store<f32>(dw, load<f32>(dw) + load<f32>(from));
          dw += 4;
          from += bytes(c * n);
        }
      }
    }
  }
}
