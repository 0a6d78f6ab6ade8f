/** Weights and series in files of raw float32 with a JSON index; `predict_inputs.py` reads them too. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const bytesOf = (/** @type {Float32Array} */ values) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/**
 * @param {string} folder
 * @param {Map<string, { shape: readonly number[], data: Float32Array }>} weights  by PyTorch's names
 * @param {{ values: Float32Array, count: number, length: number, channels: number }} series
 */
export function writePredictFiles(folder, weights, series) {
  const tensors = [];
  const flat = [];
  for (const [name, { shape, data }] of weights) {
    tensors.push({ name, shape, offset: flat.length });
    flat.push(...data);
  }
  const { count, length, channels } = series;
  writeFileSync(join(folder, "weights.f32"), bytesOf(Float32Array.from(flat)));
  writeFileSync(join(folder, "series.f32"), bytesOf(series.values));
  writeFileSync(join(folder, "index.json"), JSON.stringify({ tensors, series: [count, length, channels] }));
}

/** @param {string} folder */
export function readSeries(folder) {
  const [count = 0, length = 0, channels = 0] = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")).series;
  const bytes = readFileSync(join(folder, "series.f32"));
  return { count, length, channels, values: new Float32Array(new Uint8Array(bytes).buffer) };
}

/** Logits of a few series, for the caller to compare; their sum, so that none is computed for nothing. */
export function shownLogits(/** @type {Float32Array} */ logits, /** @type {number} */ classes) {
  const rows = Math.min(8, logits.length / classes);
  const shown = Array.from({ length: rows }, (_, row) => [...logits.slice(row * classes, (row + 1) * classes)]);
  return { logits: shown, sum: logits.reduce((sum, value) => sum + value, 0) };
}
