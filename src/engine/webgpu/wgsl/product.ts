/**
 * Matrix products, as kernels/gemm.ts: an element adds its terms in order, in one accumulator for each block of 256. The first block
 * starts from the element's initial value, each later one from zero and is then added.
 */
import { defineKernel, type Groups, type Kernel } from "../kernel.ts";

/** Terms that one accumulator adds up. */
export const TERMS = 256;

/** Threads along either side of a workgroup's tile, and terms that are in workgroup memory at a time. */
const SIDE = 16;
const DEPTH = 16;

export interface ProductOptions {
  /** Elements that a thread computes along either side: 4 for large products, 1 compiles quickly and wastes less on small ones. */
  readonly each: 1 | 4;
  /** What an element starts from: zero, a bias, or the sum of two. */
  readonly initial: "zero" | "bias" | "two biases";
  /** Which index of B lies close together in memory. */
  readonly along: "terms" | "columns";
}

/**
 * C (m, n) = initial + Σ_s Σ_k A_s (m, k) · B_s (k, n): `segments` products one after another, each of the terms `first` … `last`. Element
 * (row, k) of A_s is at `aStart + s · aSegment + row · aStride + k`, (k, column) of B_s in the parameters at `bStart + s · bSegment +
 * k · bTerm + column · bColumn`. The third dimension of the grid makes as many products, `aGroup`, `bGroup` and `cGroup` apart.
 */
export function product({ each, initial, along }: ProductOptions): Kernel {
  const tile = SIDE * each;
  const own = range(each);
  const load = (DEPTH * tile) / (SIDE * SIDE);
  const accumulators = own.flatMap((i) => own.map((j) => `s${i}_${j}`));
  const starts = {
    zero: () => "nothing()",
    bias: (column: string) => `b[sizes.bias + group.z * sizes.biasGroup + ${column}]`,
    "two biases": (column: string) =>
      `b[sizes.bias + group.z * sizes.biasGroup + ${column}] + b[sizes.bias2 + group.z * sizes.biasGroup + ${column}]`,
  };
  /** Place of the value that a thread loads: terms lie together in A, and terms or columns in B. */
  const placed = (index: string, together: "terms" | "columns") =>
    together === "terms"
      ? { term: `(${index} % ${DEPTH}u)`, other: `(${index} / ${DEPTH}u)` }
      : { term: `(${index} / ${tile}u)`, other: `(${index} % ${tile}u)` };
  const reads = range(load).map((i) => {
    const at = `(lane + ${i * SIDE * SIDE}u)`;
    const [pa, pb] = [placed(at, "terms"), placed(at, along)];
    return {
      read: (term: string) => `        {
          let row = min(tileRow + ${pa.other}, sizes.m - 1u);
          let ka = min(${term} + ${pa.term}, sizes.last - 1u);
          a${i} = a[aBase + row * sizes.aStride + ka];
          let column = min(tileColumn + ${pb.other}, sizes.n - 1u);
          let kb = min(${term} + ${pb.term}, sizes.last - 1u);
          b${i} = b[bBase + kb * sizes.bTerm + column * sizes.bColumn];
        }`,
      write: `        ${put("left", pa.term, pa.other, `a${i}`)}
        ${put("right", pb.term, pb.other, `b${i}`)}`,
    };
  });
  function put(array: string, term: string, place: string, value: string): string {
    return each === 1
      ? `${array}[${term} * ${tile}u + ${place}] = ${value};`
      : `${array}[${term} * ${tile / 4}u + ${place} / 4u][${place} % 4u] = ${value};`;
  }
  const [left, right] = each === 1 ? ["x", "y"] : ["x[I]", "y[J]"];
  const step = accumulators.map((name) => {
    const [i = "", j = ""] = name.slice(1).split("_");
    return `        ${name} = madd(${left!.replace("I", i)}, ${right!.replace("J", j)}, ${name});`;
  });
  const vector = each === 1 ? "f32" : "vec4f";
  return defineKernel({
    name: `product ${each} ${initial} ${along}`,
    arrays: { a: "in", b: "in", c: "out" },
    sizes: {
      ...{ m: "u32", n: "u32", first: "u32", last: "u32", segments: "u32" },
      ...{ aStart: "u32", aStride: "u32", aSegment: "u32", aGroup: "u32" },
      ...{ bStart: "u32", bTerm: "u32", bColumn: "u32", bSegment: "u32", bGroup: "u32" },
      ...{ bias: "u32", bias2: "u32", biasGroup: "u32", cStart: "u32", cStride: "u32", cGroup: "u32" },
    },
    threads: SIDE * SIDE,
    declarations: `var<workgroup> left: array<${vector}, ${(DEPTH * tile) / each}>;
var<workgroup> right: array<${vector}, ${(DEPTH * tile) / each}>;`,
    body: `  let tileRow = group.x * ${tile}u;
  let tileColumn = group.y * ${tile}u;
  let tx = lane % ${SIDE}u;
  let ty = lane / ${SIDE}u;
${own
  .map(
    (j) => `  let column${j} = tileColumn + tx * ${each}u + ${j}u;
  let start${j} = ${starts[initial](`min(column${j}, sizes.n - 1u)`)};`,
  )
  .join("\n")}
${own.flatMap((i) => own.map((j) => `  var total${i}_${j} = start${j};`)).join("\n")}
  for (var segment = 0u; segment < sizes.segments; segment++) {
    let aBase = sizes.aStart + segment * sizes.aSegment + group.z * sizes.aGroup;
    let bBase = sizes.bStart + segment * sizes.bSegment + group.z * sizes.bGroup;
    for (var block = sizes.first; block < sizes.last; block += ${TERMS}u) {
      let isLater = block > sizes.first;
      let end = min(block + ${TERMS}u, sizes.last);
${accumulators.map((s) => `      var ${s} = select(${s.replace("s", "total")}, nothing(), isLater);`).join("\n")}
${reads.map((_, i) => `      var a${i}: f32;\n      var b${i}: f32;`).join("\n")}
${reads.map(({ read }) => read("block")).join("\n")}
      for (var from_term = block; from_term < end; from_term += ${DEPTH}u) {
        workgroupBarrier();
${reads.map(({ write }) => write).join("\n")}
        workgroupBarrier();
        // The next terms are on their way while these are added up.
        let next = min(from_term + ${DEPTH}u, end - 1u);
${reads.map(({ read }) => read("next")).join("\n")}
        let depth = min(${DEPTH}u, end - from_term);
        for (var k = 0u; k < depth; k++) {
        let x = left[k * ${SIDE}u + ty];
        let y = right[k * ${SIDE}u + tx];
${step.join("\n")}
        }
      }
${accumulators.map((s) => `      ${s.replace("s", "total")} = select(${s}, ${s.replace("s", "total")} + ${s}, isLater);`).join("\n")}
    }
  }
${own
  .map(
    (i) => `  let row${i} = tileRow + ty * ${each}u + ${i}u;
  if (row${i} < sizes.m) {
    let to = sizes.cStart + group.z * sizes.cGroup + row${i} * sizes.cStride;
${own.map((j) => `    if (column${j} < sizes.n) { c[to + column${j}] = total${i}_${j}; }`).join("\n")}
  }`,
  )
  .join("\n")}`,
  });
}

/** The grid of `count` products (m, n). */
export function productGroups(each: 1 | 4, m: number, n: number, count = 1): Groups {
  const tile = SIDE * each;
  return [Math.ceil(m / tile), Math.ceil(n / tile), count];
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
