// Hydra: at each step the kernels of a group compete, and the one with the largest and the one with the smallest output win.

const TAPS: i32 = 9;

/**
 * For each group, how much its kernels won by when they were largest, and how often they were smallest.
 * x: (rows, stride) with 4 · dilation zeros before the `length` steps and zeros behind; the first group reads the first row, each next one
 * the row after it, or the same one where `rowBytes` is 0
 * weights: (groups, kernels, 9)
 * wins: (groups, kernels) sums of the largest outputs; losses: (groups, kernels) counts of the smallest
 */
export function hydra(
  x: usize, rowBytes: usize, length: i32, dilation: i32, weights: usize, groups: i32, kernels: i32, wins: usize, losses: usize,
): void {
  const tap = (<usize>dilation) << 2, group = (<usize>kernels) << 2;
  memory.fill(wins, 0, group * <usize>groups);
  memory.fill(losses, 0, group * <usize>groups);
  for (let g = 0; g < groups; g++) {
    let at = x;
    for (let t = 0; t < length; t += 4) {
      const x0 = v128.load(at), x1 = v128.load(at + tap), x2 = v128.load(at + 2 * tap), x3 = v128.load(at + 3 * tap), x4 = v128.load(at + 4 * tap);
      const x5 = v128.load(at + 5 * tap), x6 = v128.load(at + 6 * tap), x7 = v128.load(at + 7 * tap), x8 = v128.load(at + 8 * tap);
      let largest = f32x4.splat(-f32.MAX_VALUE), smallest = f32x4.splat(f32.MAX_VALUE);
      let winner = i32x4.splat(0), loser = winner;
      let w = weights;
      for (let kernel = 0; kernel < kernels; kernel++) {
        let sum = f32x4.mul(v128.load32_splat(w), x0);
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 4), x1));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 8), x2));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 12), x3));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 16), x4));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 20), x5));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 24), x6));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 28), x7));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w, 32), x8));
        const place = i32x4.splat(kernel), isLarger = f32x4.gt(sum, largest), isSmaller = f32x4.lt(sum, smallest);
        largest = v128.bitselect(sum, largest, isLarger);
        winner = v128.bitselect(place, winner, isLarger);
        smallest = v128.bitselect(sum, smallest, isSmaller);
        loser = v128.bitselect(place, loser, isSmaller);
        w += TAPS * 4;
      }
      const steps = length - t;
      count(wins, losses, i32x4.extract_lane(winner, 0), f32x4.extract_lane(largest, 0), i32x4.extract_lane(loser, 0));
      if (steps > 1) count(wins, losses, i32x4.extract_lane(winner, 1), f32x4.extract_lane(largest, 1), i32x4.extract_lane(loser, 1));
      if (steps > 2) count(wins, losses, i32x4.extract_lane(winner, 2), f32x4.extract_lane(largest, 2), i32x4.extract_lane(loser, 2));
      if (steps > 3) count(wins, losses, i32x4.extract_lane(winner, 3), f32x4.extract_lane(largest, 3), i32x4.extract_lane(loser, 3));
      at += 16;
    }
    x += rowBytes;
    weights += group * TAPS;
    wins += group;
    losses += group;
  }
}

@inline
function count(wins: usize, losses: usize, winner: i32, by: f32, loser: i32): void {
  const win = wins + ((<usize>winner) << 2), loss = losses + ((<usize>loser) << 2);
  store<f32>(win, load<f32>(win) + by);
  store<f32>(loss, load<f32>(loss) + 1);
}
