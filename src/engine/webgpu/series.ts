/** Series on their way to a device: plain arrays, no GPU. */
import type { SeriesBlock } from "../device.ts";

export interface FilledSeries {
  /** (T, R, C), zeros behind series that end early */
  readonly input: Float32Array;
  /** (R) steps of each */
  readonly lengths: Uint32Array;
  /** (R) classes */
  readonly labels: Int32Array;
}

/** Series (T, C) of a block as time-major input. */
export function fillSeries(block: SeriesBlock, indices: Int32Array): FilledSeries {
  const { length, channels, values } = block;
  const rows = indices.length;
  const input = new Float32Array(length * rows * channels);
  const lengths = new Uint32Array(rows);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const series = indices[row]!;
    const end = block.lengths?.[series] ?? length;
    labels[row] = block.labels[series]!;
    lengths[row] = end;
    let at = series * length * channels;
    for (let t = 0; t < end; t++) {
      const to = (t * rows + row) * channels;
      for (let c = 0; c < channels; c++) input[to + c] = values[at++]!;
    }
  }
  return { input, lengths, labels };
}
