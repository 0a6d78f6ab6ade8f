/**
 * How many series of a batch run at once: as many as fit into buffers of the size that every device has. A chunk is whole shards, and the
 * gradients of shards are added up in order, so where a batch is cut changes no bit.
 */

import { SHARD_ROWS } from "../wasm/shards.ts";
import { LIMITS } from "./kernel.ts";
import type { Program } from "./program.ts";

/** The most series that a chunk may have. @param one  the program of a single shard */
export function chunkRows(one: Program): number {
  const all = [...one.forward, ...one.backward].flatMap(({ arrays }) => arrays);
  const perShard = all.map(({ region, floats }) =>
    region === "work" || region === "pinned" || region === "partials" ? floats : 0,
  );
  const largest = Math.max(1, ...perShard);
  const shards = Math.max(1, Math.floor(LIMITS.bindingBytes / 4 / largest));
  return shards * SHARD_ROWS;
}
