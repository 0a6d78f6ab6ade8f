/**
 * A program: the dispatches of one chunk of a batch, there and back, over values whose buffers a plan fixes. It knows kernels, not layers;
 * `Emitter` is what layers write it with, `bound-program.ts` puts it on a device.
 */
import type { Groups, Kernel } from "./kernel.ts";

/**
 * Where a value lives. `work`: in a buffer that others use before and after it; `pinned`: in one of its own, read or written from outside;
 * the rest are the session's, which outlive a program. `shared` values are found by their label.
 */
export type Region = "work" | "pinned" | "shared" | "parameters" | "partials" | "gradients" | "states";

export interface Value {
  readonly region: Region;
  readonly label: string;
  readonly floats: number;
}

/** A number known only when a batch runs: series in the whole batch, the first series of the chunk in it, 1 in a batch's first chunk. */
export type Dynamic = "batchRows" | "rowOffset" | "isFirst";

export interface Dispatch {
  readonly kernel: Kernel;
  /** In the order of the kernel's arrays. */
  readonly arrays: readonly Value[];
  readonly sizes: Readonly<Record<string, number | { readonly dynamic: Dynamic }>>;
  readonly groups: Groups;
  /** Whether what it writes are parts of values that no other such dispatch writes. */
  readonly isPart?: boolean;
  /** Prefix of the layer's parameters, for errors. */
  readonly layer: string;
}

export interface DropoutSite {
  readonly elementsPerRow: number;
  readonly keepProbability: number;
  readonly mask: Value;
}

/** Where the gradients of the hidden states of one layer in one direction are. */
export interface StateProbe {
  /** Path of the recurrent layer, and suffix of its layer and direction. */
  readonly name: string;
  readonly value: Value;
  /** First float of this direction. */
  readonly start: number;
  /** Steps of the layer, which need not be those of the series. */
  readonly time: number;
  readonly hidden: number;
}

/** A value whose contents never change. */
export interface Constant {
  readonly value: Value;
  readonly contents: Float32Array;
}

export interface Program {
  readonly rows: number;
  readonly time: number;
  /** Whether a chunk must be the whole batch, whose statistics its layers need. */
  readonly isWhole: boolean;
  /** Values of the session's that are written once. */
  readonly constants: readonly Constant[];
  /** Run whenever weights have changed since the last time. */
  readonly prepare: readonly Dispatch[];
  readonly forward: readonly Dispatch[];
  /** From the gradient of the logits to the gradients of each shard. */
  readonly backward: readonly Dispatch[];
  readonly sites: readonly DropoutSite[];
  /** (T, R, C) */
  readonly input: Value;
  /** (R) steps of each series, where they are not all equal. */
  readonly lengths: Value | undefined;
  /** (R, K) */
  readonly logits: Value;
  readonly dLogits: Value | undefined;
  /** Gradients of hidden states (T, R, H), by layer and direction; none unless the program is a probing one. */
  readonly probes: readonly StateProbe[];
  /** Attention weights (T, R), by layer. */
  readonly exposed: ReadonlyMap<string, Value>;
}

/** Buffers for work values: those that live at the same time never share one. */
export interface Plan {
  /** Floats of each buffer. */
  readonly buffers: readonly number[];
  /** The buffer of each value. */
  readonly places: ReadonlyMap<Value, number>;
}

/** First fit: a value takes the smallest free buffer that holds it, or makes the largest one larger where none is free but too small. */
export function planBuffers(dispatches: readonly Dispatch[]): Plan {
  const last = new Map<Value, number>();
  for (const [time, { arrays }] of dispatches.entries()) {
    for (const value of arrays) if (value.region === "work") last.set(value, time);
  }
  const buffers: number[] = [];
  const places = new Map<Value, number>();
  let free: number[] = [];
  for (const [time, { arrays }] of dispatches.entries()) {
    for (const value of arrays) {
      if (value.region !== "work" || places.has(value)) continue;
      const fitting = free.filter((buffer) => buffers[buffer]! >= value.floats);
      const [smallest] = fitting.sort((a, b) => buffers[a]! - buffers[b]!);
      // A buffer that is far too large is left for a value that needs it.
      const buffer =
        smallest !== undefined && buffers[smallest]! <= 2 * value.floats ? smallest : buffers.push(value.floats) - 1;
      free = free.filter((other) => other !== buffer);
      places.set(value, buffer);
    }
    for (const value of arrays) {
      if (last.get(value) !== time) continue;
      const buffer = places.get(value);
      if (buffer !== undefined && !free.includes(buffer)) free.push(buffer);
    }
  }
  return { buffers, places };
}
