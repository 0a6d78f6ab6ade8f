/** Lengths of series behind windows over time. */
import { elements, type Shape } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { copy } from "../wgsl/elementwise.ts";
import * as wgsl from "../wgsl/lengths.ts";

/** The lengths that are left after windows over time, by PyTorch's formula for each series alone. */
export function lengthsAfter(
  e: Emitter,
  lengths: Value | undefined,
  { padding, span, stride }: { padding: number; span: number; stride: number },
): Value | undefined {
  if (lengths === undefined) return undefined;
  if (stride === 1 && padding === span - 1) return lengths; // every series keeps its steps
  const after = e.value("lengths", e.rows);
  e.map(wgsl.lengthsAfter, [lengths, after], e.rows, { padding, span, stride });
  return after;
}

/** x (T, R, C) with the lowest number past the ends of series, for a maximum; x itself where all are equal. */
export function lowPastEnd(e: Emitter, x: Value, shape: Shape): Value {
  if (e.lengths === undefined) return x;
  const count = e.rows * elements(shape);
  const low = e.value("low past end", count);
  e.map(copy, [x, low], count);
  e.fillPastEnd(low, shape, e.lengths, Number.NEGATIVE_INFINITY);
  return low;
}
