/**
 * How many series of a batch run at once: as many as fit into the buffers and grids of the device. A chunk is whole shards,
 * and the gradients of shards are added up in order, so where a batch is cut changes no bit.
 */
import { SHARD_ROWS } from "../wasm/shards.ts";
import { LIMITS } from "./kernel.ts";
import type { Program } from "./program.ts";

/**
 * The most series that a chunk may have.
 * @param one    the program of a single shard
 * @param bytes  of the largest array that a kernel of this device may be given
 */
export function chunkRows(one: Program, bytes: number = LIMITS.bindingBytes): number {
  const dispatches = [...one.forward, ...one.backward];
  const floats = dispatches.flatMap(({ arrays }) => {
    return arrays.map(({ region, floats }) => (["work", "pinned", "partials"].includes(region) ? floats : 0));
  });
  // A flat kernel's grid has a second dimension to grow into.
  const groups = dispatches.flatMap(({ groups, sizes }) => ("count" in sizes ? [] : [groups[0], groups[2]]));
  const fitting = Math.floor(bytes / 4 / Math.max(1, ...floats));
  return Math.max(1, Math.min(fitting, Math.floor(LIMITS.groups / Math.max(1, ...groups)))) * SHARD_ROWS;
}
