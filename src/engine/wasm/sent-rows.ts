/**
 * Rows of series on their way to a worker. The series themselves are in memory once, whatever the number of threads: a worker
 * is sent the rows of its shards, through memory that both threads see or, where the host has none, as copies that it drops.
 */
import type { SeriesBlock } from "../device.ts";
import { SHARD_ROWS } from "./shards.ts";

/** Bytes of series that a lane evaluates in one turn: enough to be worth a message, little beside the series. */
const TURN_BYTES = 2 ** 22;

/** Rows in memory of their own; `transfer` moves there with the message that they go with. */
export interface SentRows {
  readonly block: SeriesBlock;
  readonly transfer: ArrayBuffer[];
}

/** Makes `SentRows`, and uses memory again that came free. */
export class RowSender {
  readonly #free: SharedArrayBuffer[] = [];

  /** Copies of the rows `indices` of a block, in that order. */
  pack(block: SeriesBlock, indices: Int32Array): SentRows {
    const size = block.length * block.channels;
    const rows = indices.length;
    const words = rows * (size + 2);
    const memory = this.#memory(words * 4);
    const values = new Float32Array(memory, 0, rows * size);
    const labels = new Int32Array(memory, rows * size * 4, rows);
    const lengths = block.lengths && new Int32Array(memory, rows * (size + 1) * 4, rows);
    for (let row = 0; row < rows; row++) {
      const from = indices[row]!;
      values.set(block.values.subarray(from * size, (from + 1) * size), row * size);
      labels[row] = block.labels[from]!;
      if (lengths) lengths[row] = block.lengths![from]!;
    }
    const { length, channels } = block;
    return {
      block: { values, labels, length, channels, ...(lengths && { lengths }) },
      transfer: memory instanceof ArrayBuffer ? [memory] : [],
    };
  }

  /** Gives back the memory of rows that their receiver has done with. */
  release({ block }: SentRows): void {
    const { buffer } = block.values;
    if (!(buffer instanceof ArrayBuffer)) this.#free.push(buffer);
  }

  #memory(bytes: number): ArrayBuffer | SharedArrayBuffer {
    // A page that is not cross-origin isolated has none.
    if (typeof SharedArrayBuffer === "undefined") return new ArrayBuffer(bytes);
    // What is too small now is dropped: series of one run are mostly of one size.
    for (let free = this.#free.pop(); free; free = this.#free.pop()) if (free.byteLength >= bytes) return free;
    return new SharedArrayBuffer(bytes);
  }
}

/** Rows `from` … `to` in runs of whole shards, a turn each. */
export function cutTurns(block: SeriesBlock, from: number, to: number): (readonly [number, number])[] {
  const shardBytes = block.length * block.channels * 4 * SHARD_ROWS;
  const rows = Math.max(1, Math.floor(TURN_BYTES / shardBytes)) * SHARD_ROWS;
  const turns: (readonly [number, number])[] = [];
  for (let start = from; start < to; start += rows) turns.push([start, Math.min(start + rows, to)]);
  return turns;
}

/** The indices `from` … `to`. */
export function consecutive(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, index) => from + index);
}
