/** Results of evaluated series, put together from parts: arrays only, the same for every device. */
import type { EvaluatedSeries } from "./device.ts";

/** (T, R) → (R, T) */
export function seriesMajor(values: Float32Array, rows: number): Float32Array {
  const steps = values.length / rows;
  const out = new Float32Array(values.length);
  for (let t = 0; t < steps; t++) for (let row = 0; row < rows; row++) out[row * steps + t] = values[t * rows + row]!;
  return out;
}

/** Joins consecutive evaluated series. */
export function joinEvaluated(pieces: readonly EvaluatedSeries[]): EvaluatedSeries {
  const join = (parts: readonly Float32Array[]) => {
    const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  };
  const exposed = new Map<string, Float32Array>();
  for (const name of pieces[0]?.exposed.keys() ?? []) {
    exposed.set(name, join(pieces.map((piece) => piece.exposed.get(name)!)));
  }
  return {
    logits: join(pieces.map((piece) => piece.logits)),
    losses: Float64Array.from(pieces.flatMap((piece) => [...piece.losses])),
    exposed,
  };
}
