/**
 * Sums over the rows of a shard, for the gradients of weights and biases: every shard writes its own, which `foldShards` adds up. A row is
 * a series at a time step; a shard's rows go in order of time, then series, in blocks whose sums start from zero and are added up.
 */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import { defineFlat, defineKernel, type Groups, type Kernel, type KernelOptions } from "../kernel.ts";
import { range, TERMS } from "./product.ts";

/** Rows of the recurrent kernels' blocks, before they are rounded down to whole time steps. */
const RECURRENT_ROWS = 128;

export interface RowSumOptions {
  /**
   * `rows`: blocks of 256 from the first row on; `steps`: of whole time steps, from the end at which the way back through time begins; `uneven
   * steps`: these, but in the forward direction blocks end at multiples from the first step on, so that padding moves no boundary; `series`: one series after another, each in blocks of 256 steps from the first on.
   */
  readonly order: "rows" | "steps" | "uneven steps" | "series";
  /** Whether B's row is that of the step before, in the direction of the layer: the state that went in. */
  readonly previous?: boolean;
}

/** Blocks of a shard's rows: functions `blocks(rows) -> u32` and `block(index, …) -> vec2u`, the first row and the one past the last. */
function blockFunctions({ order, previous = false }: RowSumOptions): string {
  const edge = `  // The step that was processed first had no state before it.
  if (isReverse) { bounds.y = min(bounds.y, (sizes.time - 1u) * rows); } else { bounds.x = max(bounds.x, rows); }
`;
  const body = {
    rows: `fn blocks(rows: u32) -> u32 { return (sizes.time * rows + ${TERMS - 1}u) / ${TERMS}u; }
fn block(index: u32, rows: u32, isReverse: bool) -> vec2u {
  let first = index * ${TERMS}u;
  var bounds = vec2u(first, min(first + ${TERMS}u, sizes.time * rows));`,
    "uneven steps": `fn steps_of(rows: u32) -> u32 { return max(1u, ${RECURRENT_ROWS}u / rows); }
fn blocks(rows: u32) -> u32 {
  let steps = steps_of(rows);
  return (sizes.time + steps - 1u) / steps;
}
fn block(index: u32, rows: u32, isReverse: bool) -> vec2u {
  let first = select(blocks(rows) - 1u - index, index, isReverse) * steps_of(rows);
  var bounds = vec2u(first * rows, min(first + steps_of(rows), sizes.time) * rows);`,
    series: `fn blocks_each() -> u32 { return (sizes.time + ${TERMS - 1}u) / ${TERMS}u; }
fn blocks(rows: u32) -> u32 { return rows * blocks_each(); }
fn block(index: u32, rows: u32, isReverse: bool) -> vec2u {
  let first = (index % blocks_each()) * ${TERMS}u;
  let start = (index / blocks_each()) * sizes.time;
  var bounds = vec2u(start + first, start + min(first + ${TERMS}u, sizes.time));`,
    steps: `fn steps_of(rows: u32) -> u32 { return max(1u, ${RECURRENT_ROWS}u / rows); }
fn blocks(rows: u32) -> u32 {
  let steps = steps_of(rows);
  return (sizes.time + steps - 1u) / steps;
}
fn block(index: u32, rows: u32, isReverse: bool) -> vec2u {
  let done = index * steps_of(rows);
  let steps = min(steps_of(rows), sizes.time - done);
  let first = select(sizes.time - done - steps, done, isReverse);
  var bounds = vec2u(first * rows, (first + steps) * rows);`,
  };
  return `${body[order]}
${previous ? edge : ""}  return bounds;
}`;
}

const SIZES: KernelOptions["sizes"] = {
  ...{ time: "u32", rows: "u32", m: "u32", n: "u32", shardSize: "u32", directions: "u32" },
  ...{ aStart: "u32", aStride: "u32", aDirection: "u32", bStart: "u32", bStride: "u32", bDirection: "u32" },
  ...{ cStart: "u32", cDirection: "u32", twin: "u32" },
};

/** The shard and the direction of a workgroup, and where in the batch a row of the shard is. */
const placeOf = (z: string) => `  let shard = (${z}) / sizes.directions;
  let direction = (${z}) % sizes.directions;
  let isReverse = direction == 1u;
  let rows = min(${SHARD_ROWS}u, sizes.rows - shard * ${SHARD_ROWS}u);
  let aBase = sizes.aStart + direction * sizes.aDirection;
  let bBase = sizes.bStart + direction * sizes.bDirection;
  let count = blocks(rows);`;

/** Row of the batch of row k of the shard; `before` is that of the step before. */
const rowFunction = ({ order }: RowSumOptions) =>
  order === "series"
    ? `fn row_of(k: u32, rows: u32, shard: u32) -> u32 { return (k % sizes.time) * sizes.rows + shard * ${SHARD_ROWS}u + k / sizes.time; }`
    : `fn row_of(k: u32, rows: u32, shard: u32) -> u32 {
  // A division by a constant is a shift.
  if (rows == ${SHARD_ROWS}u) { return (k / ${SHARD_ROWS}u) * sizes.rows + shard * ${SHARD_ROWS}u + k % ${SHARD_ROWS}u; }
  return (k / rows) * sizes.rows + shard * ${SHARD_ROWS}u + k % rows;
}`;

const beforeOf = (previous: boolean | undefined, row: string) =>
  previous ? `select(${row} - sizes.rows, ${row} + sizes.rows, isReverse)` : row;

/** Threads along the columns and along the blocks of the narrow kernel. */
const LANES = 16;
const BLOCKS = 16;

/**
 * C (m, n) = Σ_rows A (row, m) · B (row, n), or Σ_rows A (row, m) without `product`: a thread for an element and a block. For small or few
 * elements; `twin` is where the same sums go a second time, or 0. A's rows are `aStride` apart.
 */
export function rowSums(options: RowSumOptions & { readonly product: boolean }): Kernel {
  const { order, previous, product } = options;
  return defineKernel({
    name: `row sums ${order} ${product} ${previous ?? false}`,
    arrays: { a: "in", ...(product && { b: "in" }), partials: "out" },
    sizes: SIZES,
    threads: LANES * BLOCKS,
    declarations: `var<workgroup> sums: array<f32, ${LANES * BLOCKS}>;
${blockFunctions(options)}
${rowFunction(options)}`,
    body: `${placeOf("group.z")}
  let element = (group.y * groups.x + group.x) * ${LANES}u + lane % ${LANES}u;
  let own = lane / ${LANES}u;
  let isElement = element < sizes.m * sizes.n;
  let i = element / sizes.n;
  let j = element % sizes.n;
  var total = nothing();
  for (var done = 0u; done < count; done += ${BLOCKS}u) {
    var sum = nothing();
    if (isElement && done + own < count) {
      let bounds = block(done + own, rows, isReverse);
      var row = row_of(bounds.x, rows, shard);
      ${order === "series" ? "" : "var in_step = bounds.x % rows;"}
      for (var k = bounds.x; k < bounds.y; k++) {
        let v = a[aBase + row * sizes.aStride + i];
        ${product ? `sum = madd(v, b[bBase + (${beforeOf(previous, "row")}) * sizes.bStride + j], sum);` : "sum += v;"}
${
  order === "series"
    ? "        row += sizes.rows;"
    : `        row += 1u;
        in_step += 1u;
        if (in_step == rows) {
          in_step = 0u;
          row += sizes.rows - rows;
        }`
}
      }
    }
    workgroupBarrier();
    sums[lane] = sum;
    workgroupBarrier();
    if (own == 0u) {
      for (var q = 0u; q < min(${BLOCKS}u, count - done); q++) { total += sums[q * ${LANES}u + lane]; }
    }
  }
  if (isElement && own == 0u) {
    let to = shard * sizes.shardSize + direction * sizes.cDirection + element;
    partials[to + sizes.cStart] = total;
    if (sizes.twin != 0u) { partials[to + sizes.twin] = total; }
  }`,
  });
}

/** The grid of `rowSums`. */
export function rowSumGroups(elements: number, shards: number): Groups {
  const groups = Math.ceil(elements / LANES);
  const x = Math.min(groups, 4096);
  return [x, Math.ceil(groups / x), shards];
}

/** Threads and elements of a thread along a side of a tile, and rows in workgroup memory at a time. */
const SIDE = 16;
const EACH = 4;
const TILE = SIDE * EACH;
const DEPTH = 16;

/** Products in tiles: whether each block has a workgroup of its own, where there are too few of them otherwise. */
export interface RowProductOptions extends RowSumOptions {
  readonly isSplit: boolean;
}

/** Blocks of the shard that has most: shards of fewer rows have no more. */
export function blockCount({ order }: RowSumOptions, time: number, rows: number): number {
  const own = Math.min(SHARD_ROWS, rows);
  if (order === "series") return own * Math.ceil(time / TERMS);
  if (order === "rows") return Math.ceil((time * own) / TERMS);
  return Math.ceil(time / Math.max(1, Math.floor(RECURRENT_ROWS / own)));
}

/**
 * The same product in tiles, for many elements. With `isSplit` the third dimension of the grid has a block of each shard and direction as well,
 * and `partials` take the sums of blocks, (shards, directions, blocks, m, n), which `foldBlocks` adds up.
 */
export function rowProducts(options: RowProductOptions): Kernel {
  const { isSplit } = options;
  const own = range(EACH);
  const names = own.flatMap((i) => own.map((j) => [i, j] as const));
  const reads = range((DEPTH * TILE) / (SIDE * SIDE)).map((load) => {
    const at = `(lane + ${load * SIDE * SIDE}u)`;
    const [place, part] = [`(${at} / ${TILE}u) * ${SIDE}u + (${at} % ${TILE}u) / 4u`, `${at} % 4u`];
    return {
      read: (first: string) => `        {
          let row = row_of(min(${first} + ${at} / ${TILE}u, bounds.y - 1u), rows, shard);
          a${load} = a[aBase + row * sizes.aStride + min(tileRow + ${at} % ${TILE}u, sizes.m - 1u)];
          b${load} = b[bBase + (${beforeOf(options.previous, "row")}) * sizes.bStride + min(tileColumn + ${at} % ${TILE}u, sizes.n - 1u)];
        }`,
      write: `      left[${place}][${part}] = a${load};
      right[${place}][${part}] = b${load};`,
    };
  });
  const sums = `    let bounds = block(index, rows, isReverse);
${names.map(([i, j]) => `    var s${i}_${j} = nothing();`).join("\n")}
${reads.map((_, load) => `    var a${load} = 0.0;\n    var b${load} = 0.0;`).join("\n")}
    if (bounds.x < bounds.y) {
${reads.map(({ read }) => read("bounds.x")).join("\n")}
    }
    for (var from_row = bounds.x; from_row < bounds.y; from_row += ${DEPTH}u) {
      workgroupBarrier();
${reads.map(({ write }) => write).join("\n")}
      workgroupBarrier();
      // The next rows are on their way while these are added up.
${reads.map(({ read }) => read(`min(from_row + ${DEPTH}u, bounds.y - 1u)`)).join("\n")}
      let depth = min(${DEPTH}u, bounds.y - from_row);
      for (var k = 0u; k < depth; k++) {
        let x = left[k * ${SIDE}u + ty];
        let y = right[k * ${SIDE}u + tx];
${names.map(([i, j]) => `        s${i}_${j} = madd(x[${i}], y[${j}], s${i}_${j});`).join("\n")}
      }
    }
${names.map(([i, j]) => `    total${i}_${j} ${isSplit ? "=" : "+="} s${i}_${j};`).join("\n")}`;
  return defineKernel({
    name: `row products ${options.order} ${options.previous ?? false} ${isSplit}`,
    arrays: { a: "in", b: "in", partials: "out" },
    sizes: { ...SIZES, ...(isSplit && ({ blocks: "u32" } as const)) },
    threads: SIDE * SIDE,
    declarations: `var<workgroup> left: array<vec4f, ${DEPTH * SIDE}>;
var<workgroup> right: array<vec4f, ${DEPTH * SIDE}>;
${blockFunctions(options)}
${rowFunction(options)}`,
    body: `${placeOf(isSplit ? "group.z / sizes.blocks" : "group.z")}
  let tileRow = group.x * ${TILE}u;
  let tileColumn = group.y * ${TILE}u;
  let tx = lane % ${SIDE}u;
  let ty = lane / ${SIDE}u;
${names.map(([i, j]) => `  var total${i}_${j} = nothing();`).join("\n")}
${
  isSplit
    ? `  let index = group.z % sizes.blocks;
  if (index < count) {
${sums}
  }
  let to = group.z * sizes.m * sizes.n;`
    : `  for (var index = 0u; index < count; index++) {
${sums}
  }
  let to = shard * sizes.shardSize + direction * sizes.cDirection + sizes.cStart;`
}
${own
  .map(
    (i) => `  let i${i} = tileRow + ty * ${EACH}u + ${i}u;
  if (i${i} < sizes.m) {
${own
  .map(
    (j) =>
      `    if (tileColumn + tx * ${EACH}u + ${j}u < sizes.n) { partials[to + i${i} * sizes.n + tileColumn + tx * ${EACH}u + ${j}u] = total${i}_${j}; }`,
  )
  .join("\n")}
  }`,
  )
  .join("\n")}`,
  });
}

/** The grid of `rowProducts`. */
export function rowProductGroups(m: number, n: number, shards: number): Groups {
  return [Math.ceil(m / TILE), Math.ceil(n / TILE), shards];
}

/** Adds up the blocks of split products, in order; `count` is shards · directions · m · n. Shards of fewer rows have fewer blocks. */
export const foldBlocks = (options: RowSumOptions): Kernel =>
  defineFlat({
    name: `fold blocks ${options.order} ${options.previous ?? false}`,
    arrays: { parts: "in", partials: "out" },
    sizes: { ...SIZES, blocks: "u32" },
    declarations: blockFunctions(options),
    body: `  let size = sizes.m * sizes.n;
  let element = index % size;
  let direction = (index / size) % sizes.directions;
  let shard = index / (size * sizes.directions);
  let rows = min(${SHARD_ROWS}u, sizes.rows - shard * ${SHARD_ROWS}u);
  var total = nothing();
  let first = (index / size) * sizes.blocks * size + element;
  for (var own = 0u; own < min(blocks(rows), sizes.blocks); own++) { total += parts[first + own * size]; }
  partials[shard * sizes.shardSize + direction * sizes.cDirection + sizes.cStart + element] = total;`,
  });
