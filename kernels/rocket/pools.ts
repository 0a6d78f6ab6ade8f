// Features of one series: what share of a convolution's output lies above each bias (MiniRocket), and how far, where and how long
// without a break it does (MultiRocket).

import { combine, dilate } from "./convolve";

const KERNELS: i32 = 84, DILATION_BYTES: usize = 4;

/**
 * features: (F) shares, float32. Kernels of odd number (of dilation and kernel together) leave out the ends, where the taps reach beyond
 * the series, unless padAll.
 * x: (channels, stride), zero behind `length`; stride: a multiple of 4
 * scratch: 10 · channels · stride + stride float32
 * taps: (84, 3); dilations, counts: (dilations) and how many biases a kernel has with each; channelCounts: (dilations · 84), channelLists: their
 * indices one after another; biases: (F) in the order of dilation, kernel, bias. All whole numbers are int32.
 */
export function mini_rocket(
  x: usize, channels: i32, length: i32, stride: i32, scratch: usize,
  taps: usize, dilations: usize, counts: usize, dilationCount: i32, channelCounts: usize, channelLists: usize, biases: usize,
  padAll: i32, features: usize,
): void {
  const out = scratch + (<usize>(10 * channels * stride) << 2);
  for (let d = 0; d < dilationCount; d++) {
    const dilation = load<i32>(dilations), count = load<i32>(counts);
    dilations += DILATION_BYTES;
    counts += DILATION_BYTES;
    dilate(x, scratch, channels, length, stride, dilation, 0);
    for (let kernel = 0; kernel < KERNELS; kernel++) {
      const used = load<i32>(channelCounts);
      channelCounts += 4;
      combine(scratch, length, stride, channelLists, used, taps + <usize>(kernel * 12), out);
      channelLists += (<usize>used) << 2;
      const cut = padAll || ((d + kernel) & 1) == 0 ? 0 : 4 * dilation;
      shares_above(out + ((<usize>cut) << 2), length - 2 * cut, biases, count, features);
      biases += (<usize>count) << 2;
      features += (<usize>count) << 2;
    }
  }
}

/** How many of the n values at c are above each of `count` biases, divided by n. */
function shares_above(c: usize, n: i32, biases: usize, count: i32, features: usize): void {
  const end = c + ((<usize>n) << 2), whole = c + ((<usize>(n & ~3)) << 2);
  const all = <f32>n;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const b0 = v128.load32_splat(biases), b1 = v128.load32_splat(biases, 4), b2 = v128.load32_splat(biases, 8), b3 = v128.load32_splat(biases, 12);
    let n0 = i32x4.splat(0), n1 = n0, n2 = n0, n3 = n0;
    let at = c;
    for (; at != whole; at += 16) {
      const value = v128.load(at);
      n0 = i32x4.sub(n0, f32x4.gt(value, b0));
      n1 = i32x4.sub(n1, f32x4.gt(value, b1));
      n2 = i32x4.sub(n2, f32x4.gt(value, b2));
      n3 = i32x4.sub(n3, f32x4.gt(value, b3));
    }
    // A lane a bias, and the last values one by one.
    const four = v128.load(biases);
    const first = i32x4.add(i32x4.shuffle(n0, n1, 0, 4, 1, 5), i32x4.shuffle(n0, n1, 2, 6, 3, 7));
    const second = i32x4.add(i32x4.shuffle(n2, n3, 0, 4, 1, 5), i32x4.shuffle(n2, n3, 2, 6, 3, 7));
    let total = i32x4.add(i32x4.shuffle(first, second, 0, 1, 4, 5), i32x4.shuffle(first, second, 2, 3, 6, 7));
    for (; at != end; at += 4) total = i32x4.sub(total, f32x4.gt(v128.load32_splat(at), four));
    v128.store(features, f32x4.div(f32x4.convert_i32x4_s(total), f32x4.splat(all)));
    biases += 16;
    features += 16;
  }
  for (; i < count; i++) {
    const bias = v128.load32_splat(biases);
    let above = i32x4.splat(0);
    let at = c;
    for (; at != whole; at += 16) above = i32x4.sub(above, f32x4.gt(v128.load(at), bias));
    let total = i32x4.extract_lane(above, 0) + i32x4.extract_lane(above, 1) + i32x4.extract_lane(above, 2) + i32x4.extract_lane(above, 3);
    for (; at != end; at += 4) if (load<f32>(at) > load<f32>(biases)) total++;
    store<f32>(features, <f32>total / all);
    biases += 4;
    features += 4;
  }
}

/**
 * features: four blocks of F, `block` values apart: shares above the biases, longest stretches that are not below, means of what lies above (plus
 * the bias, as in the authors' code), mean places of it (-1 for none). Everything else as for mini_rocket, with 16 readable bytes behind the
 * biases; early: see dilate.
 */
export function multi_rocket(
  x: usize, channels: i32, length: i32, stride: i32, scratch: usize,
  taps: usize, dilations: usize, counts: usize, dilationCount: i32, channelCounts: usize, channelLists: usize, biases: usize,
  padAll: i32, early: i32, block: i32, features: usize,
): void {
  const out = scratch + (<usize>(10 * channels * stride) << 2);
  for (let d = 0; d < dilationCount; d++) {
    const dilation = load<i32>(dilations), count = load<i32>(counts);
    dilations += DILATION_BYTES;
    counts += DILATION_BYTES;
    dilate(x, scratch, channels, length, stride, dilation, early);
    for (let kernel = 0; kernel < KERNELS; kernel++) {
      const used = load<i32>(channelCounts);
      channelCounts += 4;
      combine(scratch, length, stride, channelLists, used, taps + <usize>(kernel * 12), out);
      channelLists += (<usize>used) << 2;
      const cut = padAll || ((d + kernel) & 1) == 0 ? 0 : 4 * dilation;
      for (let i = 0; i < count; i += 4) {
        const at = (<usize>i) << 2;
        pool_four(out + ((<usize>cut) << 2), length - 2 * cut, biases + at, min(4, count - i), features + at, (<usize>block) << 2);
      }
      biases += (<usize>count) << 2;
      features += (<usize>count) << 2;
    }
  }
}

/** Four biases at a time, a lane each; `lanes` of them are wanted. */
function pool_four(c: usize, n: i32, biases: usize, lanes: i32, features: usize, block: usize): void {
  const bias = v128.load(biases);
  let above = i32x4.splat(0), places = above, last = above, longest = above;
  let low = f64x2.splat(0), high = low;
  for (let j = 0; j < n; j++) {
    const value = v128.load32_splat(c), place = i32x4.splat(j);
    const isAbove = f32x4.gt(value, bias), isBelow = f32x4.lt(value, bias);
    above = i32x4.sub(above, isAbove);
    places = i32x4.add(places, v128.and(place, isAbove));
    const term = v128.and(f32x4.add(value, bias), isAbove);
    low = f64x2.add(low, f64x2.promote_low_f32x4(term));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(term, term, 2, 3, 2, 3)));
    longest = i32x4.max_s(longest, v128.and(i32x4.sub(place, last), isBelow));
    last = v128.bitselect(place, last, isBelow);
    c += 4;
  }
  longest = i32x4.max_s(longest, i32x4.sub(i32x4.splat(n - 1), last));
  store_lane(features, block, n, i32x4.extract_lane(above, 0), i32x4.extract_lane(longest, 0), f64x2.extract_lane(low, 0), i32x4.extract_lane(places, 0));
  if (lanes > 1) store_lane(features + 4, block, n, i32x4.extract_lane(above, 1), i32x4.extract_lane(longest, 1), f64x2.extract_lane(low, 1), i32x4.extract_lane(places, 1));
  if (lanes > 2) store_lane(features + 8, block, n, i32x4.extract_lane(above, 2), i32x4.extract_lane(longest, 2), f64x2.extract_lane(high, 0), i32x4.extract_lane(places, 2));
  if (lanes > 3) store_lane(features + 12, block, n, i32x4.extract_lane(above, 3), i32x4.extract_lane(longest, 3), f64x2.extract_lane(high, 1), i32x4.extract_lane(places, 3));
}

function store_lane(to: usize, block: usize, n: i32, above: i32, longest: i32, sum: f64, places: i32): void {
  store<f32>(to, <f32>above / <f32>n);
  store<f32>(to + block, <f32>longest);
  store<f32>(to + 2 * block, above > 0 ? <f32>(sum / <f64>above) : 0);
  store<f32>(to + 3 * block, above > 0 ? <f32>(<f64>places / <f64>above) : -1);
}
