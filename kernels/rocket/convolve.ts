// Convolutions with MiniRocket's kernels: nine taps, six of weight -1 and three of weight 2, so that every kernel is the same sum of
// nine taps times -1, and three of the taps times 3. Both are made once for a dilation; a kernel is then three additions.

/** Rows of a channel: minus the sum of the taps, then three times each of the nine. */
export const ROWS: i32 = 10;
const TAPS: i32 = 9, MIDDLE: i32 = 4;

/**
 * rows: (channels, 10, stride) of x: (channels, stride), of which `length` steps count. Outside the series is zero.
 * early: steps by which the taps before the middle one come too late (see multi_rocket); 0 for a convolution.
 */
export function dilate(x: usize, rows: usize, channels: i32, length: i32, stride: i32, dilation: i32, early: i32): void {
  const row = (<usize>stride) << 2;
  memory.fill(rows, 0, row * <usize>(ROWS * channels));
  for (let channel = 0; channel < channels; channel++) {
    const sum = rows;
    for (let t = 0; t < stride; t += 4) {
      v128.store(sum + ((<usize>t) << 2), f32x4.neg(v128.load(x + ((<usize>t) << 2))));
    }
    for (let tap = 0; tap < TAPS; tap++) {
      rows += row;
      const shift = (MIDDLE - tap) * dilation - (tap < MIDDLE ? early : 0);
      const first = max(0, shift), end = min(length, length + shift);
      if (first < end) add_tap(x + ((<usize>(first - shift)) << 2), (<usize>first) << 2, end - first, sum, rows, tap != MIDDLE);
    }
    rows += row;
    x += row;
  }
}

/** tripled = 3 x, and sum -= x, for n steps from the byte `at` on. */
@inline
function add_tap(x: usize, at: usize, n: i32, sum: usize, tripled: usize, inSum: bool): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const value = v128.load(x), to = sum + at;
    v128.store(tripled + at, f32x4.add(f32x4.add(value, value), value));
    if (inSum) v128.store(to, f32x4.sub(v128.load(to), value));
    x += 16;
    at += 16;
  }
  for (; i < n; i++) {
    const value = load<f32>(x), to = sum + at;
    store<f32>(tripled + at, value + value + value);
    if (inSum) store<f32>(to, load<f32>(to) - value);
    x += 4;
    at += 4;
  }
}

/**
 * out: (stride) output of one kernel, summed over some channels in their order.
 * taps: the three taps of weight 2; channels: `count` indices.
 */
export function combine(rows: usize, length: i32, stride: i32, channels: usize, count: i32, taps: usize, out: usize): void {
  const row = (<usize>stride) << 2;
  const first = row * <usize>(1 + load<i32>(taps)), second = row * <usize>(1 + load<i32>(taps, 4)), third = row * <usize>(1 + load<i32>(taps, 8));
  for (let at: usize = 0, end = (<usize>length) << 2; at < end; at += 16) {
    let sum = f32x4.splat(0);
    for (let i = 0; i < count; i++) {
      const from = rows + row * <usize>(ROWS * load<i32>(channels + ((<usize>i) << 2))) + at;
      const value = f32x4.add(f32x4.add(f32x4.add(v128.load(from), v128.load(from + first)), v128.load(from + second)), v128.load(from + third));
      sum = i == 0 ? value : f32x4.add(sum, value);
    }
    v128.store(out + at, sum);
  }
}
