/**
 * In which order PyTorch would hold a value (B, T, C) in memory: its dropout draws masks in that order, so ours must too.
 * Decision 034 has the rules and how they were found. Nothing here says how this engine holds values; that is (T, B, C).
 */

import type { LayerSpecOf } from "../spec/layers.ts";
import { convGroups } from "./conv-groups.ts";
import { convPaddings } from "./conv-padding.ts";
import type { LayerNode } from "./layer-node.ts";

/** Axes from the slowest to the fastest; the numbers are those of the kernel `dropout`. */
export const TIME_MAJOR = 0; // (T, B, C)
const BATCH_MAJOR = 1; // (B, T, C)
const CHANNEL_MAJOR = 2; // (B, C, T)
type Order = typeof TIME_MAJOR | typeof BATCH_MAJOR | typeof CHANNEL_MAJOR;

export interface Storage {
  readonly order: Order;
  /** Whether PyTorch would compute a gradient of it; its max pool takes another way where not. */
  readonly needsGradient: boolean;
}

/** A data loader yields series as (B, T, C). */
export const INPUT: Storage = { order: BATCH_MAJOR, needsGradient: false };

/** How a layer's output is held. @param masked  whether each series has its own length */
export function storageAfter(node: LayerNode, from: Storage, masked: boolean): Storage {
  const ends = node.branches.map((nodes) => nodes.reduce((value, inner) => storageAfter(inner, value, masked), from));
  const needsGradient = from.needsGradient || node.parameters.length > 0 || ends.some((end) => end.needsGradient);
  return { order: orderAfter(node, from, ends, masked), needsGradient };
}

function orderAfter(node: LayerNode, from: Storage, ends: readonly Storage[], masked: boolean): Order {
  const { spec, input, output } = node;
  // A vector (B, C) has one order only.
  if (output.time === undefined) return BATCH_MAJOR;
  const kept = from.order === BATCH_MAJOR ? BATCH_MAJOR : CHANNEL_MAJOR;
  switch (spec.layer) {
    case "lstm":
    case "gru":
    case "rnn":
      // Of packed sequences `pad_packed_sequence` puts the series back into their order, which copies them.
      return masked ? BATCH_MAJOR : TIME_MAJOR;
    case "selfAttention":
      // nn.MultiheadAttention computes (T, B, E) and returns it transposed. What it cannot do is written with (B, T, E).
      return isMultiheadAttention(spec) ? TIME_MAJOR : BATCH_MAJOR;
    case "linear":
    case "layerNorm":
    case "concat":
      return BATCH_MAJOR;
    case "batchNorm":
    case "trendFilters":
      return CHANNEL_MAJOR;
    case "conv1d": {
      // (B, 1, T) seen through a transposition passes for "channels last", which the convolution then keeps.
      const [left, right] = convPaddings(spec);
      const even = left === right;
      if (convGroups(spec, input.features).isShared) return CHANNEL_MAJOR;
      return even && (input.features === 1) !== (input.time === 1) ? kept : CHANNEL_MAJOR;
    }
    case "maxPool":
      return from.needsGradient ? kept : CHANNEL_MAJOR;
    case "avgPool":
      return kept;
    case "transpose":
      // A view: what was (B, T, C) is (B, C, T) with the axes' names exchanged. Of (T, B, C) no number here has the view.
      return from.order === CHANNEL_MAJOR ? BATCH_MAJOR : CHANNEL_MAJOR;
    case "residual":
      // x + layers(x): a sum is held as its first operand is.
      return (ends[1] ?? from).order;
    default:
      return from.order; // layers of one value each
  }
}

function isMultiheadAttention({ outProjection, scaleBy, relative }: LayerSpecOf<"selfAttention">): boolean {
  return outProjection !== false && scaleBy !== "model" && relative === undefined;
}
