// Batch normalisation and layer normalisation. Sums over rows are float64, where squares of float32 are exact, so the
// statistics are as good as the data and both builds find the same ones.
//
// The statistics of batch normalisation are those of the whole batch, which several shards share. A step is:
//   forward   every shard `batchnorm_sums` → their sum, in shard order → `batchnorm_finish` → every shard `batchnorm_apply`
//   backward  every shard `batchnorm_backward_sums` and `batchnorm_backward_params` on its own sums → the sums of all
//             shards → `batchnorm_backward_finish` → every shard `batchnorm_backward_apply`
// With relu = 1 a ReLU after it is part of the same passes: y = max(0, ·), and dy counts where y > 0.
// Arrays of rows are (N, C) contiguous: N = T·R for an activation (T, R, C). Everything may be done in place.

import { fma1, fma4, load_part, store_part } from "./simd";

// Rows worked on at a time: few enough to stay in the first cache while groups of four channels are computed one after another.
// The order of a channel's sum is that of the rows all the same.
@inline
function block_rows(c: i32): i32 {
  return max(1, 4096 / c);
}

@inline
function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
}

@inline
function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// Adds four values to float64 sums.
@inline
function add_sums(at: usize, s0: v128, s1: v128): void {
  v128.store(at, f64x2.add(v128.load(at), s0));
  v128.store(at, f64x2.add(v128.load(at, 16), s1), 16);
}

@inline
function add_sum(at: usize, s: f64): void {
  store<f64>(at, load<f64>(at) + s);
}

// One block of rows, four channels from the addresses on.
@inline
function sums4(x: usize, stride: usize, rows: i32, sum: usize, squares: usize): void {
  let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
  for (let i = 0; i < rows; i++) {
    const v = v128.load(x), a = low(v), b = high(v);
    s0 = f64x2.add(s0, a); s1 = f64x2.add(s1, b);
    q0 = f64x2.add(q0, f64x2.mul(a, a)); q1 = f64x2.add(q1, f64x2.mul(b, b));
    x += stride;
  }
  add_sums(sum, s0, s1);
  add_sums(squares, q0, q1);
}

// The same for one channel: those past the last whole vector.
@inline
function sums1(x: usize, stride: usize, rows: i32, sum: usize, squares: usize): void {
  let s: f64 = 0, q: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const v = <f64>load<f32>(x);
    s += v;
    q += v * v;
    x += stride;
  }
  add_sum(sum, s);
  add_sum(squares, q);
}

/**
 * Partial statistics of a shard.
 * @param x    (n, c)
 * @param out  (2, c) float64, written: per channel Σ x, then per channel Σ x²
 */
export function batchnorm_sums(x: usize, n: i32, c: i32, out: usize): void {
  const stride = (<usize>c) << 2, second = (<usize>c) << 3, block = block_rows(c);
  memory.fill(out, 0, second << 1);
  for (let r = 0; r < n; r += block) {
    const rows = min(block, n - r), from = x + <usize>r * stride;
    for (let j = 0; j < c; ) {
      const to = out + ((<usize>j) << 3), at = from + ((<usize>j) << 2);
      if (c - j >= 4) { sums4(at, stride, rows, to, to + second); j += 4; }
      else { sums1(at, stride, rows, to, to + second); j++; }
    }
  }
}

/**
 * Statistics of the whole batch from the sums of all its shards.
 * @param sums    (2, c) float64, as `batchnorm_sums` writes them, added up
 * @param total   rows of the whole batch; 0 where series have lengths: then `sums` has one value more, their count
 * @param mean    (c) float32, written; so are invstd = 1 / √(var + eps) and var, the biased variance
 */
export function batchnorm_finish(
  sums: usize, total: i32, c: i32, mean: usize, invstd: usize, variance: usize, eps: f64,
): void {
  const count = total ? <f64>total : load<f64>(sums + ((<usize>c) << 4));
  for (let j = 0; j < c; j++) {
    const at = (<usize>j) << 2, from = sums + ((<usize>j) << 3);
    const m = load<f64>(from) / count;
    const v = max(0.0, load<f64>(from + ((<usize>c) << 3)) / count - m * m);
    store<f32>(mean + at, <f32>m);
    store<f32>(invstd + at, <f32>(1.0 / sqrt(v + eps)));
    store<f32>(variance + at, <f32>v);
  }
}

/** invstd (c) = 1 / √(var + eps), written: for evaluation, from running statistics. */
export function batchnorm_invstd(variance: usize, c: i32, invstd: usize, eps: f64): void {
  for (let j = 0; j < c; j++) {
    const at = (<usize>j) << 2;
    store<f32>(invstd + at, <f32>(1.0 / sqrt(<f64>load<f32>(variance + at) + eps)));
  }
}

/**
 * Moves the running statistics (c) towards those of the batch by `momentum`, as PyTorch: the running variance is the
 * unbiased one. `total`, the rows of the whole batch, has to be at least 2; `counted`, where it is not 0, is the address of
 * their number (float64) instead.
 */
export function batchnorm_running(
  mean: usize, variance: usize, total: i32, c: i32, momentum: f64, runningMean: usize, runningVar: usize,
  counted: usize,
): void {
  const count = counted ? load<f64>(counted) : <f64>total;
  const unbiased = count / (count - 1), rest = 1.0 - momentum;
  for (let j = 0; j < c; j++) {
    const at = (<usize>j) << 2, m = runningMean + at, v = runningVar + at;
    store<f32>(m, <f32>(momentum * <f64>load<f32>(mean + at) + rest * <f64>load<f32>(m)));
    store<f32>(v, <f32>(momentum * (<f64>load<f32>(variance + at) * unbiased) + rest * <f64>load<f32>(v)));
  }
}

@inline
function apply4(
  x: usize, y: usize, mean: usize, invstd: usize, gamma: usize, beta: usize, floor: v128, at: usize, n: i32,
): void {
  let factor = load_part(invstd + at, n), shift = f32x4.splat(0);
  if (gamma) factor = f32x4.mul(factor, load_part(gamma + at, n));
  if (beta) shift = load_part(beta + at, n);
  const v = f32x4.sub(load_part(x + at, n), load_part(mean + at, n));
  store_part(y + at, f32x4.pmax(fma4(v, factor, shift), floor), n);
}

/**
 * y = (x − mean)·invstd·gamma + beta, and with `relu` what is below zero becomes zero.
 * @param x      (n, c); y likewise, written
 * @param mean   (c) of the batch, or the running one in evaluation; invstd likewise
 * @param gamma  (c), or 0 for ones; beta (c), or 0 for zeros
 */
export function batchnorm_apply(
  x: usize, y: usize, n: i32, c: i32, mean: usize, invstd: usize, gamma: usize, beta: usize, relu: i32,
): void {
  const whole = (<usize>(c & ~3)) << 2, rest = c & 3, row = (<usize>c) << 2, floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let i = 0; i < n; i++) {
    for (let at: usize = 0; at != whole; at += 16) apply4(x, y, mean, invstd, gamma, beta, floor, at, 4);
    if (rest) apply4(x, y, mean, invstd, gamma, beta, floor, whole, rest);
    x += row; y += row;
  }
}

@inline
function backward_sums4(
  dy: usize, x: usize, stride: usize, rows: i32, mean: usize, invstd: usize, gamma: usize, beta: usize, relu: i32,
  sum: usize, products: usize,
): void {
  const center = v128.load(mean), all = i32x4.splat(relu - 1);
  let factor = v128.load(invstd), shift = f32x4.splat(0);
  if (gamma) factor = f32x4.mul(factor, v128.load(gamma));
  if (beta) shift = v128.load(beta);
  let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
  for (let i = 0; i < rows; i++) {
    const v = f32x4.sub(v128.load(x), center);
    const on = v128.or(f32x4.gt(fma4(v, factor, shift), f32x4.splat(0)), all);
    const g = v128.and(v128.load(dy), on), g0 = low(g), g1 = high(g);
    s0 = f64x2.add(s0, g0); s1 = f64x2.add(s1, g1);
    q0 = f64x2.add(q0, f64x2.mul(g0, low(v))); q1 = f64x2.add(q1, f64x2.mul(g1, high(v)));
    dy += stride; x += stride;
  }
  add_sums(sum, s0, s1);
  add_sums(products, q0, q1);
}

@inline
function backward_sums1(
  dy: usize, x: usize, stride: usize, rows: i32, mean: usize, invstd: usize, gamma: usize, beta: usize, relu: i32,
  sum: usize, products: usize,
): void {
  const factor = load<f32>(invstd) * (gamma ? load<f32>(gamma) : 1), shift: f32 = beta ? load<f32>(beta) : 0;
  let s: f64 = 0, q: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const v = load<f32>(x) - load<f32>(mean);
    const g: f64 = !relu || fma1(v, factor, shift) > 0 ? <f64>load<f32>(dy) : 0;
    s += g;
    q += g * <f64>v;
    dy += stride; x += stride;
  }
  add_sum(sum, s);
  add_sum(products, q);
}

/**
 * Partial sums of a shard for the backward pass, with x̂ = (x − mean)·invstd.
 * @param dy, x  (n, c)
 * @param gamma  (c), or 0 for ones; beta (c), or 0 for zeros: they decide where a ReLU passes dy
 * @param out    (2, c) float64, written: per channel Σ dy, then per channel Σ dy·x̂
 */
export function batchnorm_backward_sums(
  dy: usize, x: usize, mean: usize, invstd: usize, gamma: usize, beta: usize, relu: i32, n: i32, c: i32, out: usize,
): void {
  const stride = (<usize>c) << 2, second = (<usize>c) << 3, block = block_rows(c);
  memory.fill(out, 0, second << 1);
  for (let r = 0; r < n; r += block) {
    const rows = min(block, n - r), from = <usize>r * stride;
    for (let j = 0; j < c; ) {
      const at = (<usize>j) << 2, to = out + ((<usize>j) << 3), d = dy + from + at, v = x + from + at;
      const m = mean + at, i = invstd + at, g = gamma ? gamma + at : 0, b = beta ? beta + at : 0;
      if (c - j >= 4) { backward_sums4(d, v, stride, rows, m, i, g, b, relu, to, to + second); j += 4; }
      else { backward_sums1(d, v, stride, rows, m, i, g, b, relu, to, to + second); j++; }
    }
  }
  for (let j = 0; j < c; j++) {
    const to = out + second + ((<usize>j) << 3);
    store<f64>(to, load<f64>(to) * <f64>load<f32>(invstd + ((<usize>j) << 2)));
  }
}

/** dgamma (c) += Σ dy·x̂ and dbeta (c) += Σ dy, from a shard's own `batchnorm_backward_sums`. */
export function batchnorm_backward_params(sums: usize, c: i32, dgamma: usize, dbeta: usize): void {
  for (let j = 0; j < c; j++) {
    const at = (<usize>j) << 2, from = sums + ((<usize>j) << 3);
    store<f32>(dbeta + at, load<f32>(dbeta + at) + <f32>load<f64>(from));
    store<f32>(dgamma + at, load<f32>(dgamma + at) + <f32>load<f64>(from + ((<usize>c) << 3)));
  }
}

/**
 * What `batchnorm_backward_apply` takes off, from the sums of the whole batch.
 * @param sums   (2, c) float64: `batchnorm_backward_sums` of all shards, added up
 * @param total  rows of the whole batch; 0 where they are counted behind the sums, as in `batchnorm_finish`
 * @param level  (c), written: mean(dy); slope (c), written: −mean(dy·x̂)·invstd
 */
export function batchnorm_backward_finish(
  sums: usize, total: i32, c: i32, invstd: usize, level: usize, slope: usize,
): void {
  const inverse = 1.0 / (total ? <f64>total : load<f64>(sums + ((<usize>c) << 4)));
  for (let j = 0; j < c; j++) {
    const at = (<usize>j) << 2, from = sums + ((<usize>j) << 3);
    store<f32>(level + at, <f32>(load<f64>(from) * inverse));
    store<f32>(slope + at, -(<f32>(load<f64>(from + ((<usize>c) << 3)) * inverse) * load<f32>(invstd + at)));
  }
}

@inline
function backward_apply4(
  dy: usize, x: usize, dx: usize, mean: usize, invstd: usize, gamma: usize, beta: usize, all: v128, level: usize,
  slope: usize, at: usize, n: i32,
): void {
  const v = f32x4.sub(load_part(x + at, n), load_part(mean + at, n));
  let factor = load_part(invstd + at, n), shift = f32x4.splat(0);
  if (gamma) factor = f32x4.mul(factor, load_part(gamma + at, n));
  if (beta) shift = load_part(beta + at, n);
  const on = v128.or(f32x4.gt(fma4(v, factor, shift), f32x4.splat(0)), all);
  const g = f32x4.sub(v128.and(load_part(dy + at, n), on), load_part(level + at, n));
  store_part(dx + at, f32x4.mul(fma4(v, load_part(slope + at, n), g), factor), n);
}

/**
 * dx = gamma·invstd·(dy − mean(dy) − x̂·mean(dy·x̂)), the means over the whole batch.
 * @param dy, x  (n, c); dx likewise, written
 * @param gamma  (c), or 0 for ones; beta (c), or 0 for zeros
 * @param level  (c) as `batchnorm_backward_finish` leaves it; slope likewise
 */
export function batchnorm_backward_apply(
  dy: usize, x: usize, dx: usize, mean: usize, invstd: usize, gamma: usize, beta: usize, relu: i32, level: usize,
  slope: usize, n: i32, c: i32,
): void {
  const whole = (<usize>(c & ~3)) << 2, rest = c & 3, row = (<usize>c) << 2, all = i32x4.splat(relu - 1);
  for (let i = 0; i < n; i++) {
    for (let at: usize = 0; at != whole; at += 16) {
      backward_apply4(dy, x, dx, mean, invstd, gamma, beta, all, level, slope, at, 4);
    }
    if (rest) backward_apply4(dy, x, dx, mean, invstd, gamma, beta, all, level, slope, whole, rest);
    dy += row; x += row; dx += row;
  }
}

/**
 * dx = gamma·invstd·dy (n, c): the backward pass in evaluation, where the statistics are constants. Parameter gradients
 * come from `batchnorm_backward_sums` with the running statistics, as in training.
 */
export function batchnorm_backward_running(
  dy: usize, dx: usize, n: i32, c: i32, invstd: usize, gamma: usize,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < c; j += 4) {
      const at = (<usize>j) << 2;
      let factor = load_part(invstd + at, c - j);
      if (gamma) factor = f32x4.mul(factor, load_part(gamma + at, c - j));
      store_part(dx + at, f32x4.mul(load_part(dy + at, c - j), factor), c - j);
    }
    dy += (<usize>c) << 2; dx += (<usize>c) << 2;
  }
}

@inline
function total4(s0: v128, s1: v128): f64 {
  const s = f64x2.add(s0, s1);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

// `layernorm` of whole vectors, with gamma and beta. Apart, since calls for a tail would cost all sums their registers.
function layernorm_whole(
  x: usize, y: usize, n: i32, stride: usize, gamma: usize, beta: usize, mean: usize, rstd: usize, eps: f64, count: f64,
): void {
  for (const last = rstd + ((<usize>n) << 2); rstd != last; rstd += 4) {
    let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
    for (let at: usize = 0; at != stride; at += 16) {
      const v = v128.load(x + at), a = low(v), b = high(v);
      s0 = f64x2.add(s0, a); s1 = f64x2.add(s1, b);
      q0 = f64x2.add(q0, f64x2.mul(a, a)); q1 = f64x2.add(q1, f64x2.mul(b, b));
    }
    const m = total4(s0, s1) / count;
    const r = <f32>(1.0 / sqrt(max(0.0, total4(q0, q1) / count - m * m) + eps));
    store<f32>(mean, <f32>m);
    store<f32>(rstd, r);
    const center = f32x4.splat(<f32>m), factor = f32x4.splat(r);
    for (let at: usize = 0; at != stride; at += 16) {
      const v = f32x4.mul(f32x4.sub(v128.load(x + at), center), factor);
      v128.store(y + at, f32x4.add(f32x4.mul(v, v128.load(gamma + at)), v128.load(beta + at)));
    }
    x += stride; y += stride; mean += 4;
  }
}

/**
 * Layer normalisation over the channels of each row: y = (x − mean)·rstd·gamma + beta, rstd = 1 / √(var + eps).
 * @param x      (n, c); y likewise, written
 * @param gamma  (c), or 0 for ones; beta (c), or 0 for zeros
 * @param mean   (n), written for the backward pass; rstd likewise
 */
export function layernorm(
  x: usize, y: usize, n: i32, c: i32, gamma: usize, beta: usize, mean: usize, rstd: usize, eps: f64,
): void {
  const stride = (<usize>c) << 2, count = <f64>c;
  if ((c & 3) == 0 && gamma && beta) {
    layernorm_whole(x, y, n, stride, gamma, beta, mean, rstd, eps, count);
    return;
  }
  for (let i = 0; i < n; i++) {
    let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
    for (let j = 0; j < c; j += 4) {
      const v = load_part(x + ((<usize>j) << 2), c - j), a = low(v), b = high(v);
      s0 = f64x2.add(s0, a); s1 = f64x2.add(s1, b);
      q0 = f64x2.add(q0, f64x2.mul(a, a)); q1 = f64x2.add(q1, f64x2.mul(b, b));
    }
    const m = total4(s0, s1) / count;
    const r = <f32>(1.0 / sqrt(max(0.0, total4(q0, q1) / count - m * m) + eps));
    store<f32>(mean, <f32>m);
    store<f32>(rstd, r);
    const center = f32x4.splat(<f32>m), factor = f32x4.splat(r);
    for (let j = 0; j < c; j += 4) {
      const at = (<usize>j) << 2;
      let v = f32x4.mul(f32x4.sub(load_part(x + at, c - j), center), factor);
      if (gamma) v = f32x4.mul(v, load_part(gamma + at, c - j));
      if (beta) v = f32x4.add(v, load_part(beta + at, c - j));
      store_part(y + at, v, c - j);
    }
    x += stride; y += stride; mean += 4; rstd += 4;
  }
}

@inline
function layernorm_params4(
  dy: usize, x: usize, stride: usize, rows: i32, mean: usize, rstd: usize, dgamma: usize, dbeta: usize,
): void {
  let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
  for (let i = 0; i < rows; i++) {
    const g = v128.load(dy), g0 = low(g), g1 = high(g);
    const v = f32x4.mul(f32x4.sub(v128.load(x), v128.load32_splat(mean)), v128.load32_splat(rstd));
    s0 = f64x2.add(s0, g0); s1 = f64x2.add(s1, g1);
    q0 = f64x2.add(q0, f64x2.mul(g0, low(v))); q1 = f64x2.add(q1, f64x2.mul(g1, high(v)));
    dy += stride; x += stride; mean += 4; rstd += 4;
  }
  const sum = i32x4.shuffle(f32x4.demote_f64x2_zero(s0), f32x4.demote_f64x2_zero(s1), 0, 1, 4, 5);
  const products = i32x4.shuffle(f32x4.demote_f64x2_zero(q0), f32x4.demote_f64x2_zero(q1), 0, 1, 4, 5);
  if (dbeta) v128.store(dbeta, f32x4.add(v128.load(dbeta), sum));
  if (dgamma) v128.store(dgamma, f32x4.add(v128.load(dgamma), products));
}

@inline
function layernorm_params1(
  dy: usize, x: usize, stride: usize, rows: i32, mean: usize, rstd: usize, dgamma: usize, dbeta: usize,
): void {
  let s: f64 = 0, q: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const g = <f64>load<f32>(dy);
    s += g;
    q += g * <f64>((load<f32>(x) - load<f32>(mean)) * load<f32>(rstd));
    dy += stride; x += stride; mean += 4; rstd += 4;
  }
  if (dbeta) store<f32>(dbeta, load<f32>(dbeta) + <f32>s);
  if (dgamma) store<f32>(dgamma, load<f32>(dgamma) + <f32>q);
}

// dx of `layernorm_backward`, whole vectors, with gamma.
function layernorm_dx_whole(
  dy: usize, x: usize, dx: usize, n: i32, stride: usize, gamma: usize, mean: usize, rstd: usize, inverse: f64,
): void {
  for (const last = rstd + ((<usize>n) << 2); rstd != last; rstd += 4) {
    const center = v128.load32_splat(mean), factor = v128.load32_splat(rstd);
    let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
    for (let at: usize = 0; at != stride; at += 16) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at)), g0 = low(g), g1 = high(g);
      const v = f32x4.mul(f32x4.sub(v128.load(x + at), center), factor);
      s0 = f64x2.add(s0, g0); s1 = f64x2.add(s1, g1);
      q0 = f64x2.add(q0, f64x2.mul(g0, low(v))); q1 = f64x2.add(q1, f64x2.mul(g1, high(v)));
    }
    const level = f32x4.splat(<f32>(total4(s0, s1) * inverse)), slope = f32x4.splat(<f32>(-total4(q0, q1) * inverse));
    for (let at: usize = 0; at != stride; at += 16) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
      const v = f32x4.mul(f32x4.sub(v128.load(x + at), center), factor);
      v128.store(dx + at, f32x4.mul(fma4(v, slope, f32x4.sub(g, level)), factor));
    }
    dy += stride; x += stride; dx += stride; mean += 4;
  }
}

/**
 * Gradients of `layernorm`, with x̂ = (x − mean)·rstd and g = dy·gamma: dx = rstd·(g − mean(g) − x̂·mean(g·x̂)).
 * @param dy, x          (n, c); dx likewise, written
 * @param mean, rstd     (n) of the forward pass
 * @param gamma          (c), or 0 for ones
 * @param dgamma, dbeta  (c), added to; 0 = none
 */
export function layernorm_backward(
  dy: usize, x: usize, dx: usize, n: i32, c: i32, gamma: usize, mean: usize, rstd: usize, dgamma: usize, dbeta: usize,
): void {
  const stride = (<usize>c) << 2, inverse = 1.0 / <f64>c;
  if (dgamma || dbeta) {
    const block = block_rows(c);
    for (let r = 0; r < n; r += block) {
      const rows = min(block, n - r), from = <usize>r * stride, m = mean + ((<usize>r) << 2), s = rstd + ((<usize>r) << 2);
      for (let j = 0; j < c; ) {
        const at = (<usize>j) << 2, dg = dgamma ? dgamma + at : 0, db = dbeta ? dbeta + at : 0, here = from + at;
        if (c - j >= 4) { layernorm_params4(dy + here, x + here, stride, rows, m, s, dg, db); j += 4; }
        else { layernorm_params1(dy + here, x + here, stride, rows, m, s, dg, db); j++; }
      }
    }
  }
  if ((c & 3) == 0 && gamma) {
    layernorm_dx_whole(dy, x, dx, n, stride, gamma, mean, rstd, inverse);
    return;
  }
  for (let i = 0; i < n; i++) {
    const center = v128.load32_splat(mean), factor = v128.load32_splat(rstd);
    let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0;
    for (let j = 0; j < c; j += 4) {
      const at = (<usize>j) << 2;
      let g = load_part(dy + at, c - j);
      if (gamma) g = f32x4.mul(g, load_part(gamma + at, c - j));
      const v = f32x4.mul(f32x4.sub(load_part(x + at, c - j), center), factor), g0 = low(g), g1 = high(g);
      s0 = f64x2.add(s0, g0); s1 = f64x2.add(s1, g1);
      q0 = f64x2.add(q0, f64x2.mul(g0, low(v))); q1 = f64x2.add(q1, f64x2.mul(g1, high(v)));
    }
    const level = f32x4.splat(<f32>(total4(s0, s1) * inverse)), slope = f32x4.splat(<f32>(-total4(q0, q1) * inverse));
    for (let j = 0; j < c; j += 4) {
      const at = (<usize>j) << 2;
      let g = load_part(dy + at, c - j);
      if (gamma) g = f32x4.mul(g, load_part(gamma + at, c - j));
      const v = f32x4.mul(f32x4.sub(load_part(x + at, c - j), center), factor);
      store_part(dx + at, f32x4.mul(fma4(v, slope, f32x4.sub(g, level)), factor), c - j);
    }
    dy += stride; x += stride; dx += stride; mean += 4; rstd += 4;
  }
}
