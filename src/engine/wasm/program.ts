/**
 * A program: the flat list of kernel calls that one shard runs, over buffers whose places a plan fixes.
 * It knows kernels and memory, not layers or models. `Emitter` is what layers write it with.
 */
import type { Kernels } from "./kernels.ts";

export type KernelName = keyof Kernels;

/**
 * Where a buffer lives. `work`: the shard's own, placed by lifetime; `shared`: one a lane, kept between calls (packed
 * weights, statistics, masks); `parameter`, `gradient`, `state`: the lane's blocks of model memory.
 */
export type Region = "work" | "shared" | "parameter" | "gradient" | "state";

export interface Buffer {
  readonly region: Region;
  readonly label: string;
  readonly bytes: number;
  /** Byte offset in its region; `work` buffers get theirs from the plan. */
  offset: number;
  /** Set on work buffers that outlive the calls that name them: read or written from outside. */
  pinned: boolean;
}

/** A value known only when a batch runs: rows of the batch, first row of the shard, 1 / sum of the batch's weights. */
export interface Dynamic {
  readonly dynamic: "batchRows" | "rowOffset" | "inverseWeight";
  /** The value is multiplied by this. */
  readonly times: number;
}

/** A place inside a buffer. */
export interface Place {
  readonly buffer: Buffer;
  readonly byteOffset: number;
}

export type Argument = number | Buffer | Dynamic | Place;

/** Work in TypeScript between kernel calls; it is given the lane's memory and the addresses of its arguments. */
export interface HostCall {
  readonly name: string;
  run(memory: WebAssembly.Memory, ...addresses: number[]): void;
}

export interface Call {
  readonly kernel: KernelName | HostCall;
  readonly args: readonly Argument[];
  /** Path of the layer that asked for it, for the printed program. */
  readonly layer: string;
}

/** Shards' float64 partial sums that are added up, in shard order, before any shard goes on. */
export interface Reduction {
  readonly sums: Buffer;
  /** Calls made once a lane after the sums are known; they read `total`. */
  readonly total: Buffer;
  readonly after: readonly Call[];
}

/** Calls up to a point where shards are reduced; the last phase has no reduction. */
export interface Phase {
  readonly calls: readonly Call[];
  readonly reduction: Reduction | undefined;
}

/** One place where a mask is drawn, in the order of drawing. */
export interface DropoutSite {
  readonly elementsPerRow: number;
  readonly keepProbability: number;
  readonly mask: Buffer;
}

/** Values that a layer computed on the way there: rows of `width` floats, `stride` apart. */
export interface Tap {
  readonly layer: string;
  readonly name: string;
  readonly place: Place;
  readonly rows: number;
  readonly width: number;
  readonly stride: number;
}

export interface Program {
  readonly rows: number;
  readonly time: number;
  readonly training: boolean;
  readonly phases: readonly Phase[];
  readonly sites: readonly DropoutSite[];
  /** (T, R, C) the shard's series; written before a run. */
  readonly input: Buffer;
  /** (R) int32 steps of each series, written before a run; undefined in a program for series of one length. */
  readonly lengths: Buffer | undefined;
  /** (R) int32 classes. */
  readonly labels: Buffer;
  /** (R, K) */
  readonly logits: Buffer;
  /** (R) float64, each row's weighted loss before division by the batch's weight. */
  readonly losses: Buffer;
  /** Attention weights (T, R) and the like, by layer path. */
  readonly exposed: ReadonlyMap<string, Buffer>;
  /** (T) float64 sums of squares of ∂L/∂h_t, by layer path and suffix; empty unless the program is a probing one. */
  readonly probes: ReadonlyMap<string, Buffer>;
  /** What layers computed; none unless the program taps. */
  readonly taps: readonly Tap[];
  /** States carried from outside, by layer path: first states in, last states out. */
  readonly states: ReadonlyMap<string, { first: Buffer; last: Buffer; dFirst: Buffer | undefined }>;
  /** Gradient of the input, where it was asked for. */
  readonly inputGradient: Buffer | undefined;
  /** Bytes of one shard's work memory. */
  readonly workBytes: number;
}

const ALIGN = 64;

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

/** An argument `floats` float32 values further on. */
export function offset(base: Buffer | Place, floats: number): Place {
  return "buffer" in base
    ? { buffer: base.buffer, byteOffset: base.byteOffset + floats * 4 }
    : { buffer: base, byteOffset: floats * 4 };
}

function bufferOf(argument: Argument): Buffer | undefined {
  if (typeof argument === "number" || "dynamic" in argument) return undefined;
  return "buffer" in argument ? argument.buffer : argument;
}

const FOREVER = { from: -1, to: Number.POSITIVE_INFINITY };

/**
 * Places work buffers so that those alive at the same time do not overlap: first fit in order of first use.
 * @param pinned  buffers to place even where no call names them
 * @returns the bytes that a shard's work memory takes
 */
export function planWork(phases: readonly Phase[], pinned: readonly Buffer[]): number {
  const lives = new Map<Buffer, { from: number; to: number }>();
  for (const buffer of pinned) lives.set(buffer, { ...FOREVER });
  let time = 0;
  for (const phase of phases) {
    for (const call of phase.calls) {
      for (const argument of call.args) {
        const buffer = bufferOf(argument);
        if (buffer?.region !== "work") continue;
        const life = lives.get(buffer);
        if (life) life.to = Math.max(life.to, time);
        else lives.set(buffer, buffer.pinned ? { ...FOREVER } : { from: time, to: time });
      }
      time++;
    }
  }
  const placed: { buffer: Buffer; from: number; to: number }[] = [];
  let total = 0;
  const order = [...lives].sort(([, a], [, b]) => a.from - b.from);
  for (const [buffer, life] of order) {
    const clashes = placed
      .filter((other) => other.from <= life.to && life.from <= other.to)
      .sort((a, b) => a.buffer.offset - b.buffer.offset);
    const size = align(buffer.bytes);
    let offset = 0;
    for (const { buffer: other } of clashes) {
      if (offset + size <= other.offset) break;
      offset = Math.max(offset, other.offset + align(other.bytes));
    }
    buffer.offset = offset;
    placed.push({ buffer, ...life });
    total = Math.max(total, offset + size);
  }
  return total;
}
