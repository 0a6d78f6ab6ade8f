/** Series on their way to a device: plain arrays, no GPU. */
import type { SeriesBlock } from "../device.ts";

/** Series (T, C) of a block as time-major input (T, R, C), and their classes. */
export function fillSeries(block: SeriesBlock, indices: Int32Array): { input: Float32Array; labels: Int32Array } {
  const { length, channels, values } = block;
  const rows = indices.length;
  const input = new Float32Array(length * rows * channels);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const series = indices[row]!;
    labels[row] = block.labels[series]!;
    let at = series * length * channels;
    for (let t = 0; t < length; t++) {
      const to = (t * rows + row) * channels;
      for (let c = 0; c < channels; c++) input[to + c] = values[at++]!;
    }
  }
  return { input, labels };
}
