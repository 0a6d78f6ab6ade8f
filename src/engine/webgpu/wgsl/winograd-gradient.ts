/**
 * Gradient of a convolution's weights by way of the points, as kernels/winograd-gradient.ts: products at the points are summed over the tiles of
 * a shard, 256 at a time and then back to taps, for each part of the taps.
 */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import { defineKernel, type Groups, type Kernel } from "../kernel.ts";
import { blockSums } from "./block-sums.ts";
import { range } from "./product.ts";
import { type Cut, INPUT_POINTS, loadGradients, loadInputs, productsOf, SIDE, stepProducts } from "./winograd.ts";

/** Tiles after which the sums at the points go into the gradient. */
const SUMMED = 256;

/** Tiles whose steps one accumulator of a bias adds up. */
const BIAS_TILES = 64;

/** Steps of dy `d0` … at the points, as two vec4f. */
function gradientPoints(m: number): string {
  const lines = ["let e1_1 = d0;", "let o1_1 = d1;"];
  const e = ["d0", "d0", "d0"];
  const o = ["d1", "2.0 * d1", "0.5 * d1"];
  const powers = [0, 0, [4, 0.25], [8, 0.125], [16, 0.0625], [32, 0.03125]];
  for (let k = 2; k < m; k++) {
    const [up, down] = powers[k] as [number, number];
    const side = k % 2 === 0 ? e : o;
    side[0] = `(${side[0]} + d${k})`;
    side[1] = `madd(${up}.0, d${k}, ${side[1]})`;
    side[2] = `madd(${down}, d${k}, ${side[2]})`;
  }
  lines.length = 0;
  for (const [index, value] of e.entries()) lines.push(`  let e${index + 1} = ${value};`);
  for (const [index, value] of o.entries()) lines.push(`  let o${index + 1} = ${value};`);
  return `${lines.join("\n")}
  let low = vec4f(d0, e1 + o1, e1 - o1, e2 + o2);
  let high = vec4f(e2 - o2, e3 + o3, e3 - o3, d${m - 1});`;
}

/** Sums at the points back to taps, added to the gradient. */
function addTaps(taps: number, inPhases: boolean, low: string, high: string): string {
  const single = (value: number) => `bitcast<f32>(${floatBits(value)}u)`;
  const lines = [
    `let e1 = opaque(${single(-2 / 9)} * (${low}.y + ${low}.z));`,
    `let o1 = opaque(${single(-2 / 9)} * (${low}.y - ${low}.z));`,
    `let e2 = opaque(${single(1 / 90)} * (${low}.w + ${high}.x));`,
    `let o2 = 2.0 * opaque(${single(1 / 90)} * (${low}.w - ${high}.x));`,
    `let e3 = opaque(${single(32 / 45)} * (${high}.y + ${high}.z));`,
    `let o3 = 0.5 * opaque(${single(32 / 45)} * (${high}.y - ${high}.z));`,
  ];
  const add = (where: string, place: number, v: string) =>
    `if (${where}) { target_of[at + ${place}u] = select(target_of[at + ${place}u], nothing(), isFirst) + ${v}; }`;
  for (const tap of range(taps)) {
    const side = tap % 2 === 1 ? "o" : "e";
    const turn = Math.floor(tap / 2);
    const [up, down] = [4 ** turn, 0.25 ** turn];
    let v = `(${side}1 + (${up}.0 * ${side}2 + ${down === 1 ? "1.0" : down} * ${side}3))`;
    if (tap === 0) v = `(${v} - ${low}.x)`;
    if (tap === taps - 1) v = `(${v} + ${high}.w)`;
    lines.push(`let v${tap} = ${v};`);
    if (inPhases) {
      lines.push(add(`product != 1u && ${tap} < evenThere`, 2 * tap, `v${tap}`));
      lines.push(add(`product != 2u && ${tap} < oddThere`, 2 * tap + 1, `select(v${tap}, -v${tap}, product == 1u)`));
    } else lines.push(add(`${tap} < evenThere`, tap, `v${tap}`));
  }
  return lines.join("\n      ");
}

function floatBits(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0);
}

/**
 * Gradients (outputs, c, kernel) of each shard. The grid: tiles of inputs and outputs, and in the third dimension shard, group of channels and
 * part, the last fastest.
 */
export function winogradGradient(each: 1 | 2, { taps, inPhases }: Pick<Cut, "taps" | "inPhases">): Kernel {
  const tile = SIDE * each;
  const depth = 8;
  const m = 9 - taps;
  const phases = inPhases ? 2 : 1;
  const own = range(each);
  const pairs = own.flatMap((i) => own.map((j) => [i, j] as const));
  const vectors = 2 * tile * depth;
  const perTile = `let tile_index = from_tile + lane / ${tile}u;
        let row = shard * ${SHARD_ROWS}u + tile_index % rows;
        let first = i32((tile_index / rows) * ${m * phases}u);`;
  const ofX = { array: "x", limit: "i32(sizes.time)", first: "from_step", at: "at", step: "step" };
  const ofDy = { array: "dy", limit: "i32(sizes.steps)", first: "first", at: "at", step: "step" };
  const add = (product: number) => `    {
    const product = ${product}u;
${pairs.map(([i, j]) => `    var s${i}_${j}l = vec4f(nothing());\n    var s${i}_${j}h = vec4f(nothing());`).join("\n")}
    for (var from_tile = block; from_tile < end; from_tile += ${depth}u) {
      workgroupBarrier();
      if (lane < ${tile * depth}u && from_tile + lane / ${tile}u < end) {
        ${perTile}
        let channel = in_group * sizes.c + min(firstInput + lane % ${tile}u, sizes.c - 1u);
        let from_step = first + i32(part * ${taps * phases}u) - sizes.left;
        let at = row * sizes.features + channel;
        let step = sizes.series * sizes.features;
${loadInputs(inPhases, ofX)}
${INPUT_POINTS}
        left[2u * lane] = low;
        left[2u * lane + 1u] = high;
      }
      if (lane < ${tile * depth}u && from_tile + lane / ${tile}u < end) {
        ${perTile}
        let output = in_group * sizes.n + min(firstOutput + lane % ${tile}u, sizes.n - 1u);
        let at = row * sizes.outputs + output;
        let step = sizes.series * sizes.outputs;
${loadGradients(inPhases, m, ofDy)}
${gradientPoints(m)}
        right[2u * lane] = low;
        right[2u * lane + 1u] = high;
      }
      workgroupBarrier();
      for (var k = 0u; k < min(${depth}u, end - from_tile); k++) {
${stepProducts(each)}
      }
    }
${pairs
  .map(
    ([i, j]) => `      if (firstInput + ty * ${each}u + ${i}u < sizes.c && firstOutput + tx + ${j * SIDE}u < sizes.n) {
      let output = in_group * sizes.n + firstOutput + tx + ${j * SIDE}u;
      let at = sizes.start + shard * sizes.shardSize + (output * sizes.c + firstInput + ty * ${each}u + ${i}u) * sizes.kernel
        + part * ${taps * phases}u;
      ${addTaps(taps, inPhases, `s${i}_${j}l`, `s${i}_${j}h`)}
      }`,
  )
  .join("\n")}
    isFirst = false;
    }`;
  return defineKernel({
    name: `winograd gradient ${each} ${taps} ${inPhases}`,
    arrays: { x: "in", dy: "in", target_of: "out" },
    sizes: {
      ...{
        time: "u32",
        series: "u32",
        steps: "u32",
        features: "u32",
        outputs: "u32",
        c: "u32",
        n: "u32",
        parts: "u32",
      },
      ...{ kernel: "u32", groupCount: "u32", left: "i32", start: "u32", shardSize: "u32" },
    },
    threads: SIDE * SIDE,
    declarations: `var<workgroup> left: array<vec4f, ${vectors}>;
var<workgroup> right: array<vec4f, ${vectors}>;`,
    body: `  let part = group.z % sizes.parts;
  let in_group = (group.z / sizes.parts) % sizes.groupCount;
  let shard = group.z / (sizes.parts * sizes.groupCount);
  let rows = min(${SHARD_ROWS}u, sizes.series - shard * ${SHARD_ROWS}u);
  let tiles = ((sizes.steps + ${m * phases - 1}u) / ${m * phases}u) * rows;
  let firstInput = group.x * ${tile}u;
  let firstOutput = group.y * ${tile}u;
  let tx = lane % ${SIDE}u;
  let ty = lane / ${SIDE}u;
  let evenThere = i32((sizes.kernel + ${phases - 1}u) / ${phases}u) - i32(part * ${taps}u);
  let oddThere = i32(sizes.kernel / 2u) - i32(part * ${taps}u);
  var isFirst = true;
  for (var block = 0u; block < tiles; block += ${SUMMED}u) {
    let end = min(block + ${SUMMED}u, tiles);
${range(productsOf(inPhases)).map(add).join("\n")}
  }`,
  });
}

export function winogradGradientGroups(each: 1 | 2, c: number, n: number, others: number): Groups {
  return [Math.ceil(c / (SIDE * each)), Math.ceil(n / (SIDE * each)), others];
}

/** Gradients of the biases (outputs) of each shard: sums over blocks of tiles of `outputs` steps, a tile's steps in order. */
export const winogradBiasGradient = (outputs: number): Kernel =>
  blockSums({
    name: `winograd bias gradient ${outputs}`,
    arrays: { dy: "in", target_of: "out" },
    sizes: { steps: "u32", outputs: "u32", start: "u32", shardSize: "u32" },
    place: `  let tiles = ((sizes.steps + ${outputs - 1}u) / ${outputs}u) * rows;
  let count = (tiles + ${BIAS_TILES - 1}u) / ${BIAS_TILES}u;`,
    block: `      for (var tile = index * ${BIAS_TILES}u; tile < min(tiles, (index + 1u) * ${BIAS_TILES}u); tile++) {
        let row = shard * ${SHARD_ROWS}u + tile % rows;
        let first = (tile / rows) * ${outputs}u;
        for (var step = first; step < min(first + ${outputs}u, sizes.steps); step++) {
          sum += dy[(step * sizes.series + row) * sizes.outputs + element];
        }
      }`,
    store: "    target_of[sizes.start + shard * sizes.shardSize + element] = total;",
  });
