/**
 * How a batch is cut into shards. The cut depends on the batch alone, never on threads: gradients of shards are added up in
 * shard order, so the number of threads cannot change a bit.
 */

/** Series in a shard: enough rows to keep the products busy, few enough that a batch of 32 feeds four threads. */
export const SHARD_ROWS = 8;

/** Consecutive series of a batch. */
export interface Shard {
  readonly index: number;
  /** First row in the batch. */
  readonly start: number;
  readonly rows: number;
}

export function countShards(batchRows: number): number {
  return Math.ceil(batchRows / SHARD_ROWS);
}

export function cutShards(batchRows: number): Shard[] {
  const shards: Shard[] = [];
  for (let start = 0; start < batchRows; start += SHARD_ROWS) {
    shards.push({ index: shards.length, start, rows: Math.min(SHARD_ROWS, batchRows - start) });
  }
  return shards;
}

/** Assigns consecutive runs of items to `lanes` lanes; where they do not divide evenly, the first lanes get one more. */
export function assignShards<Item>(items: readonly Item[], lanes: number): Item[][] {
  const share = Math.floor(items.length / lanes);
  const more = items.length % lanes;
  const assigned: Item[][] = [];
  let from = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const to = from + share + (lane < more ? 1 : 0);
    assigned.push(items.slice(from, to));
    from = to;
  }
  return assigned;
}
