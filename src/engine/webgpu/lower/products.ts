/** Products that several layers need: with weights, and sums over the rows of each shard for the weights' gradients. */
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { type ProductOptions, product, productGroups } from "../wgsl/product.ts";
import {
  blockCount,
  foldBlocks,
  type RowSumOptions,
  rowProductGroups,
  rowProducts,
  rowSumGroups,
  rowSums,
} from "../wgsl/row-sums.ts";

/** From here on a side is long enough for large tiles. */
const LARGE = 32;

/** Workgroups that keep a large device busy. */
const BUSY_WORKGROUPS = 264;

/** Everything that a product is given beyond its kernel; what is left out is 0, and `segments` and `count` are 1. */
export interface ProductPlace {
  readonly m: number;
  readonly n: number;
  /** Terms `first` … `last` of a segment. */
  readonly first?: number;
  readonly last: number;
  readonly segments?: number;
  /** Products in the grid. */
  readonly count?: number;
  readonly a: { start?: number; stride: number; segment?: number; group?: number };
  readonly b: { start: number; term: number; column: number; segment?: number; group?: number };
  readonly bias?: number;
  readonly bias2?: number;
  readonly biasGroup?: number;
  readonly c: { start?: number; stride: number; group?: number };
}

/** c = initial + a · b, with b in the parameters. */
export function emitProduct(
  e: Emitter,
  initial: ProductOptions["initial"],
  [a, c]: readonly [Value, Value],
  place: ProductPlace,
): void {
  const { m, n, a: left, b: right, c: out } = place;
  const each = e.largeTiles && m >= LARGE && n >= LARGE ? 4 : 1;
  const along = right.column === 1 ? "columns" : "terms";
  const sizes = {
    ...{ m, n, first: place.first ?? 0, last: place.last, segments: place.segments ?? 1 },
    ...{ aStart: left.start ?? 0, aStride: left.stride, aSegment: left.segment ?? 0, aGroup: left.group ?? 0 },
    ...{ bStart: right.start, bTerm: right.term, bColumn: right.column },
    ...{ bSegment: right.segment ?? 0, bGroup: right.group ?? 0 },
    ...{ bias: place.bias ?? 0, bias2: place.bias2 ?? 0, biasGroup: place.biasGroup ?? 0 },
    ...{ cStart: out.start ?? 0, cStride: out.stride, cGroup: out.group ?? 0 },
  };
  e.run(product({ each, initial, along }), [a, e.parameters, c], sizes, productGroups(each, m, n, place.count));
}

export interface RowSumPlace {
  /** Time steps, or 1. */
  readonly time: number;
  readonly m: number;
  readonly n: number;
  readonly directions?: number;
  readonly a: { start?: number; stride: number; direction?: number };
  readonly b?: { start?: number; stride: number; direction?: number };
  /** Offset in the gradients. */
  readonly start: number;
  readonly direction?: number;
  /** Offset of a second copy. */
  readonly twin?: number;
}

/** Gradients of parameters: for each shard Σ_rows a · b or, without b, Σ_rows a. */
export function emitRowSums(e: Emitter, options: RowSumOptions, arrays: readonly Value[], place: RowSumPlace): void {
  const { m, n, a, b, directions = 1 } = place;
  const sizes = {
    ...{ time: place.time, rows: e.rows, m, n, shardSize: e.parameterCount, directions },
    ...{ aStart: a.start ?? 0, aStride: a.stride, aDirection: a.direction ?? 0 },
    ...{ bStart: b?.start ?? 0, bStride: b?.stride ?? 0, bDirection: b?.direction ?? 0 },
    ...{ cStart: place.start, cDirection: place.direction ?? 0, twin: place.twin ?? 0 },
  };
  const shards = e.shards * directions;
  if (b && e.largeTiles && m >= LARGE && n >= LARGE) {
    const groups = rowProductGroups(m, n, shards);
    const blocks = blockCount(options, place.time, e.rows);
    // Few products are cut into their blocks, which are added up by another dispatch.
    const isSplit = blocks > 1 && groups[0] * groups[1] * groups[2] < BUSY_WORKGROUPS;
    if (!isSplit) {
      e.run(rowProducts({ ...options, isSplit }), [...arrays, e.partials], sizes, groups);
      return;
    }
    const parts = e.value("blocks", shards * blocks * m * n);
    const ofBlocks = { ...sizes, blocks };
    const grid = rowProductGroups(m, n, shards * blocks);
    e.run(rowProducts({ ...options, isSplit }), [...arrays, parts], ofBlocks, grid);
    e.map(foldBlocks(options), [parts, e.partials], shards * m * n, ofBlocks);
  } else {
    const kernel = rowSums({ ...options, product: b !== undefined });
    e.run(kernel, [...arrays, e.partials], sizes, rowSumGroups(m * n, shards));
  }
}
