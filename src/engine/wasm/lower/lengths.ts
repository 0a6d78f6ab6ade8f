/**
 * Series of unequal lengths, for layers over time: what is past a series' end is zero in every value and every gradient that
 * goes from layer to layer. A layer that keeps this by itself does nothing; one that does not writes the zeros again.
 */
import { elements, type Shape } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";

/** Puts `value` past the ends of series in x (T, R, C); nothing where all are equal or have no time axis any more. */
export function fillPastEnd(e: Emitter, x: Buffer, shape: Shape, lengths: Buffer | undefined, value = 0): void {
  if (lengths === undefined || shape.time === undefined) return;
  e.call("fill_past_end", x, lengths, shape.time, e.rows, shape.features, value);
}

/** x (T, R, C) with −∞ past the ends of series, for a maximum; x itself where all are equal. */
export function lowPastEnd(e: Emitter, x: Buffer, shape: Shape): Buffer {
  if (e.lengths === undefined) return x;
  const count = e.rows * elements(shape);
  const low = e.buffer("low past end", count);
  e.call("copy_rows", x, count, low, count, 1, count);
  fillPastEnd(e, low, shape, e.lengths, Number.NEGATIVE_INFINITY);
  return low;
}

/** The lengths that are left after windows over time, by PyTorch's formula for each series alone. */
export function lengthsAfter(
  e: Emitter,
  lengths: Buffer | undefined,
  { padding, span, stride }: { padding: number; span: number; stride: number },
): Buffer | undefined {
  if (lengths === undefined) return undefined;
  const after = e.buffer("lengths", e.rows);
  e.call("lengths_after", lengths, after, e.rows, padding, span, stride);
  return after;
}
