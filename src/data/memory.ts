/**
 * What a run's series will take in memory, before any of them is made, and what the host has. The parts that a model adds
 * are `model/memory.ts`'s.
 */
import { TidelabError } from "../errors/errors.ts";
import { platform } from "../platform.ts";
import type { TransformSpec } from "../spec/transforms.ts";
import type { SeriesEstimate } from "./kinds/kind.ts";

/** What is known of the series before they are made. */
export interface SeriesShape {
  /** Series, or windows of them. */
  readonly count: number;
  readonly length: number;
}

/** An object for each series and for each piece of one, while transforms are applied. */
const HEAP_PER_SERIES = 300;

/**
 * What the transforms leave of the series, and the bytes that all of them take while they are made and split; `path` is of
 * what takes the most.
 * Where lengths vary it is the longest that counts.
 */
export function estimateData(
  { count, length, channels }: Pick<SeriesEstimate, "count" | "length" | "channels">,
  transforms: readonly TransformSpec[] = [],
): SeriesShape & { channels: number; bytes: number; heap: number; path: string } {
  const bytesOf = (of: SeriesShape) => of.count * of.length * channels * 4;
  let shape: SeriesShape = { count, length };
  const raw = bytesOf(shape);
  let most = 0;
  let path = "data";
  for (const [k, spec] of transforms.entries()) {
    const before = shape;
    shape = transformed(shape, spec);
    const both = bytesOf(before) + bytesOf(shape);
    if (both > Math.max(most, 2 * raw)) path = `transforms[${k}]`;
    most = Math.max(most, both);
  }
  const last = bytesOf(shape);
  // All series as they were made, the three sets, and the largest step on the way from one to the other.
  return {
    ...shape,
    channels,
    path,
    bytes: raw + Math.max(raw + last, most) + shape.count * 16,
    heap: transforms.length === 0 ? 0 : (count + shape.count) * HEAP_PER_SERIES,
  };
}

function transformed({ count, length }: SeriesShape, spec: TransformSpec): SeriesShape {
  switch (spec.transform) {
    case "truncate":
      return { count, length: Math.min(length, spec.length) };
    case "pad":
    case "resample":
      return { count, length: spec.length };
    case "windows": {
      const each = Math.max(0, Math.floor((length - spec.length) / (spec.stride ?? spec.length)) + 1);
      return { count: count * each, length: spec.length };
    }
    case "difference":
      return { count, length: Math.max(1, length - spec.order) };
    default:
      return { count, length };
  }
}

/**
 * @param path  what takes the most of it
 * @throws TidelabError `memory.estimate`
 */
export function checkMemory(bytes: number, heap: number, path: string): void {
  const { memory } = platform;
  const [needed, available] = heap > memory.heap ? [heap, memory.heap] : [bytes, memory.total];
  if (needed > available) throw new TidelabError("memory.estimate", { needed, available }, path);
}
