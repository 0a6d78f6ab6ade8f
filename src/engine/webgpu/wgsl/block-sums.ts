/**
 * Sums in blocks, as all long sums of the engine: each block from zero, the blocks then added up in order. A workgroup takes 16 elements of
 * one shard and 16 blocks at a time; the blocks are computed side by side, and the first lane of an element adds them up.
 */
import { SHARD_ROWS as SHARD } from "../../wasm/shards.ts";
import { defineKernel, type Groups, type Kernel, type KernelOptions } from "../kernel.ts";

const ELEMENTS = 16;
const BLOCKS = 16;

export interface BlockSumOptions extends Pick<KernelOptions, "name" | "arrays" | "sizes" | "declarations"> {
  /** Statements before the loop: they declare `count`, the number of blocks, from `element`, `shard` and `rows` (the shard's series). */
  readonly place: string;
  /** Statements that add block `index` of the element to `sum`, which is zero before. */
  readonly block: string;
  /** Statements that store `total`. */
  readonly store: string;
  /** Type of the sums, zero and addition; float32 unless given. */
  readonly number?: { readonly type: string; readonly zero: string; add(a: string, b: string): string };
}

const FLOAT = { type: "f32", zero: "nothing()", add: (a: string, b: string) => `${a} + ${b}` };

/** A kernel over `sizes.elements` elements of each shard; the last dimension of its grid is the shard. */
export function blockSums(options: BlockSumOptions): Kernel {
  const { number = FLOAT, sizes, place, block, store, declarations = "" } = options;
  const { type, zero, add } = number;
  return defineKernel({
    ...options,
    sizes: { elements: "u32", series: "u32", ...sizes },
    threads: ELEMENTS * BLOCKS,
    declarations: `var<workgroup> sums: array<${type}, ${ELEMENTS * BLOCKS}>;
${declarations}`,
    body: `  let shard = group.z;
  let rows = min(${SHARD}u, sizes.series - shard * ${SHARD}u);
  let element = (group.y * groups.x + group.x) * ${ELEMENTS}u + lane % ${ELEMENTS}u;
  let own = lane / ${ELEMENTS}u;
  let isElement = element < sizes.elements;
${place}
  var total = ${zero};
  for (var done = 0u; done < count; done += ${BLOCKS}u) {
    var sum = ${zero};
    if (isElement && done + own < count) {
      let index = done + own;
${block}
    }
    workgroupBarrier();
    sums[lane] = sum;
    workgroupBarrier();
    if (own == 0u) {
      for (var q = 0u; q < min(${BLOCKS}u, count - done); q++) { total = ${add("total", `sums[q * ${ELEMENTS}u + lane]`)}; }
    }
  }
  if (isElement && own == 0u) {
${store}
  }`,
  });
}

/** The grid of such a kernel. */
export function blockSumGroups(elements: number, shards: number): Groups {
  const groups = Math.ceil(elements / ELEMENTS);
  const x = Math.min(groups, 4096);
  return [x, Math.ceil(groups / x), shards];
}
