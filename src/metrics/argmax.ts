/** Index of the largest of `count` values; the first of equals, and the first NaN, as torch.argmax. */
export function argmax(values: Float32Array, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) {
    const [value, top] = [values[from + k]!, values[from + best]!];
    if (value > top || (Number.isNaN(value) && !Number.isNaN(top))) best = k;
  }
  return best;
}
