/**
 * Convolution with fewer products, as kernels/winograd.ts: a tile of 8 inputs and a part of the taps are evaluated at 8 points, multiplied
 * there and summed over channels and parts, and the sums give m = 9 − taps outputs. One kernel does all of it: its threads keep the sums at
 * the points of their own tiles and channels. Points lie in pairs of vec4f.
 */
import { defineFlat, defineKernel, type Groups, type Kernel, type SizeType } from "../kernel.ts";
import { DOUBLE, double } from "./double.ts";
import { range, TERMS } from "./product.ts";

export const POINTS = 8;
/** Threads along a side of a workgroup. */
export const SIDE = 16;

/** Channels that a convolution by this way needs on both sides, as `tiled` of kernels/conv1d.ts. */
export function isTiled(c: number, n: number, spec: { kernelSize: number; stride: number; dilation: number }): boolean {
  const { kernelSize, stride, dilation } = spec;
  return stride === 1 && dilation === 1 && kernelSize >= 3 && c >= 16 && n >= 16 && c % 8 === 0 && n % 8 === 0;
}

/** Taps of one part. */
export function tapsOf(kernel: number): number {
  if (kernel <= 7) return kernel;
  return Math.ceil(kernel / 5) * 5 <= Math.ceil(kernel / 4) * 4 ? 5 : 4;
}

/** The values of a tile of inputs `x0` … `x7` at the points, as two vec4f. Also for other kernels. */
export const INPUT_POINTS = `  let even1 = madd(-4.25, x4, x2 + x6);
  let rest1 = madd(-4.25, x3, x1 + x5);
  let even2 = madd(-1.25, x4, madd(0.25, x2, x6));
  let rest2 = madd(2.0, x5, madd(-2.5, x3, 0.5 * x1));
  let even3 = madd(-5.0, x4, madd(4.0, x2, x6));
  let rest3 = madd(0.5, x5, madd(-2.5, x3, 2.0 * x1));
  let low = vec4f(madd(5.25, x2 - x4, x6 - x0), even1 + rest1, even1 - rest1, even2 + rest2);
  let high = vec4f(even2 - rest2, even3 + rest3, even3 - rest3, madd(5.25, x3 - x5, x7 - x1));`;

/** Loads steps `first` … `first + 7` of an array (T, ·), zeros outside; `at` is an element of step 0, steps `step` apart. */
export function loadTile(array: string, names: string, limit: string, first: string, at: string, step: string): string {
  return range(POINTS)
    .map(
      (i) =>
        `  var ${names}${i} = 0.0;
  if (${first} + ${i} >= 0 && ${first} + ${i} < ${limit}) { ${names}${i} = ${array}[u32(${first} + ${i}) * ${step} + ${at}]; }`,
    )
    .join("\n");
}

/** Eight points of `each` × `each` products of one thread: what is at `k` in both tiles times each other, onto the sums. */
export function stepProducts(each: 1 | 2): string {
  const tile = SIDE * each;
  const own = range(each);
  const left = own.map(
    (i) => `        let a${i}l = left[2u * (k * ${tile}u + ty * ${each}u + ${i}u)];
        let a${i}h = left[2u * (k * ${tile}u + ty * ${each}u + ${i}u) + 1u];`,
  );
  const right = own.map(
    (j) => `        let b${j}l = right[2u * (k * ${tile}u + tx + ${j * SIDE}u)];
        let b${j}h = right[2u * (k * ${tile}u + tx + ${j * SIDE}u) + 1u];`,
  );
  const sums = own.flatMap((i) =>
    own.map(
      (j) => `        s${i}_${j}l = madd4(a${i}l, b${j}l, s${i}_${j}l);
        s${i}_${j}h = madd4(a${i}h, b${j}h, s${i}_${j}h);`,
    ),
  );
  return [...left, ...right, ...sums].join("\n");
}

/** Weights at the points: (parts, c, n, 8), in float64, rounded once. Weight (output, input, tap) lies `…Step` apart from `start` on. */
export const winogradWeights: Kernel = defineFlat({
  name: "winograd weights",
  arrays: { weights: "in", points: "out" },
  sizes: {
    ...{ c: "u32", n: "u32", kernel: "u32", taps: "u32", parts: "u32" },
    ...{ start: "i32", groupStep: "i32", outputStep: "i32", inputStep: "i32", tapStep: "i32" },
  },
  declarations: `${DOUBLE}
fn d_scaled(a: vec2u, power: i32) -> vec2u {
  return select(vec2u(a.x, u32(i32(a.y) + power * 0x100000)), a, (a.y & 0x7ff00000u) == 0u);
}`,
  body: `  let output = index % sizes.n;
  let input = (index / sizes.n) % sizes.c;
  let part = (index / (sizes.n * sizes.c)) % sizes.parts;
  let weights_of = index / (sizes.n * sizes.c * sizes.parts);
  let first = part * sizes.taps;
  let there = min(sizes.taps, sizes.kernel - first);
  let at = sizes.start + i32(weights_of) * sizes.groupStep + i32(output) * sizes.outputStep + i32(input) * sizes.inputStep
    + i32(first) * sizes.tapStep;
  var even1 = d_none();
  var even2 = d_none();
  var even3 = d_none();
  var odd1 = d_none();
  var odd2 = d_none();
  var odd3 = d_none();
  var last = 0.0;
  for (var tap = 0; tap < i32(there); tap++) {
    last = weights[at + tap * sizes.tapStep];
    let v = d_of(last);
    if ((tap & 1) == 1) {
      odd1 = d_add(odd1, v);
      odd2 = d_add(odd2, d_scaled(v, tap));
      odd3 = d_add(odd3, d_scaled(v, -tap));
    } else {
      even1 = d_add(even1, v);
      even2 = d_add(even2, d_scaled(v, tap));
      even3 = d_add(even3, d_scaled(v, -tap));
    }
  }
  let to = index * ${POINTS}u;
  points[to] = -weights[at];
  points[to + 1u] = d_single(d_multiply(d_add(even1, odd1), ${double(-2 / 9)}));
  points[to + 2u] = d_single(d_multiply(d_add(even1, d_negated(odd1)), ${double(-2 / 9)}));
  points[to + 3u] = d_single(d_divide(d_add(even2, odd2), ${double(90)}));
  points[to + 4u] = d_single(d_divide(d_add(even2, d_negated(odd2)), ${double(90)}));
  points[to + 5u] = d_single(d_multiply(d_add(even3, odd3), ${double(32 / 45)}));
  points[to + 6u] = d_single(d_multiply(d_add(even3, d_negated(odd3)), ${double(32 / 45)}));
  points[to + 7u] = select(0.0, last, there == sizes.taps);`,
});

export interface WinogradOptions {
  /** Tiles and outputs of a thread along each side. */
  readonly each: 1 | 2;
  readonly taps: number;
  readonly bias: boolean;
  /** Whether there are more channels than one accumulator adds up. */
  readonly isLong: boolean;
}

const SHAPE: Record<string, SizeType> = {
  ...{ time: "u32", rows: "u32", steps: "u32", features: "u32", outputs: "u32", c: "u32", n: "u32", parts: "u32" },
  left: "i32",
};

/** Sums at the points into the outputs of a tile: statements that set `v0` … from `low` and `high`. */
function outputsOf(taps: number, level: string): string {
  const m = 9 - taps;
  const factors = ["", "0.5, o3, madd(2.0, o2, o1)", "0.25, e3, madd(4.0, e2, e1)", "0.125, o3, madd(8.0, o2, o1)"];
  factors.push("0.0625, e3, madd(16.0, e2, e1)", "0.03125, o3, madd(32.0, o2, o1)");
  const values = range(m).map((k) => {
    if (k === 0) return `let v0 = ${level} + ((low.x + e1) + (e2 + e3));`;
    const v = `madd(${factors[k]})`;
    return `let v${k} = ${level} + ${k === m - 1 ? `(${v} + high.w)` : v};`;
  });
  return `let e1 = low.y + low.z;
    let o1 = low.y - low.z;
    let e2 = low.w + high.x;
    let o2 = low.w - high.x;
    let e3 = high.y + high.z;
    let o3 = high.y - high.z;
    ${values.join("\n    ")}`;
}

/** y (steps, R, outputs) from x (time, R, features); groups of channels in the third dimension of the grid. */
export function winograd({ each, taps, bias, isLong }: WinogradOptions): Kernel {
  const tile = SIDE * each;
  const depth = 8;
  const m = 9 - taps;
  const own = range(each);
  const pairs = own.flatMap((i) => own.map((j) => [i, j] as const));
  const sums = (prefix: string) => pairs.map(([i, j]) => `${prefix}${i}_${j}`);
  const loadX = `      if (lane < ${tile * depth}u) {
        let channel = from_channel + lane % ${depth}u;
        let tile_index = min(firstTile + lane / ${depth}u, tiles - 1u);
        let first = i32((tile_index / sizes.rows) * ${m}u + part * ${taps}u) - sizes.left;
        let at = (tile_index % sizes.rows) * sizes.features + group.z * sizes.c + min(channel, sizes.c - 1u);
${loadTile("x", "x", "i32(sizes.time)", "first", "at", "step")}
${INPUT_POINTS}
        left[2u * ((lane % ${depth}u) * ${tile}u + lane / ${depth}u)] = low;
        left[2u * ((lane % ${depth}u) * ${tile}u + lane / ${depth}u) + 1u] = high;
      }`;
  const vectors = 2 * tile * depth;
  const loadWeights = range(Math.ceil(vectors / (SIDE * SIDE))).map(
    (load) => `      {
        let at = lane + ${load * SIDE * SIDE}u;
        let channel = min(from_channel + at / ${2 * tile}u, sizes.c - 1u);
        let output = min(firstOutput + (at / 2u) % ${tile}u, sizes.n - 1u);
        right[at] = weights[2u * (((group.z * sizes.parts + part) * sizes.c + channel) * sizes.n + output) + at % 2u];
      }`,
  );
  return defineKernel({
    name: `winograd ${each} ${taps} ${bias} ${isLong}`,
    arrays: { x: "in", weights: "in vec4f", ...(bias && { parameters: "in" }), y: "out" },
    sizes: { ...SHAPE, bias: "u32" },
    threads: SIDE * SIDE,
    declarations: `var<workgroup> left: array<vec4f, ${vectors}>;
var<workgroup> right: array<vec4f, ${vectors}>;`,
    body: `  let tiles = ((sizes.steps + ${m - 1}u) / ${m}u) * sizes.rows;
  let step = sizes.rows * sizes.features;
  let firstTile = group.x * ${tile}u;
  let firstOutput = group.y * ${tile}u;
  let tx = lane % ${SIDE}u;
  let ty = lane / ${SIDE}u;
${sums("s")
  .map((s) => `  var ${s}l = vec4f(nothing());\n  var ${s}h = vec4f(nothing());`)
  .join("\n")}
${
  isLong
    ? sums("t")
        .map((t) => `  var ${t}l = vec4f(nothing());\n  var ${t}h = vec4f(nothing());`)
        .join("\n")
    : ""
}
  for (var part = 0u; part < sizes.parts; part++) {
    for (var block = 0u; block < sizes.c; block += ${TERMS}u) {
${
  isLong
    ? sums("")
        .map(
          (s) =>
            `      s${s}l = select(t${s}l, vec4f(0.0), block > 0u);\n      s${s}h = select(t${s}h, vec4f(0.0), block > 0u);`,
        )
        .join("\n")
    : ""
}
      let end = min(block + ${TERMS}u, sizes.c);
      for (var from_channel = block; from_channel < end; from_channel += ${depth}u) {
      workgroupBarrier();
${loadX}
${loadWeights.join("\n")}
      workgroupBarrier();
      for (var k = 0u; k < min(${depth}u, end - from_channel); k++) {
${stepProducts(each)}
      }
      }
${
  isLong
    ? sums("")
        .map(
          (s) =>
            `      t${s}l = select(s${s}l, t${s}l + s${s}l, block > 0u);\n      t${s}h = select(s${s}h, t${s}h + s${s}h, block > 0u);`,
        )
        .join("\n")
    : ""
}
    }
  }
${pairs
  .map(
    ([i, j]) => `  if (firstTile + ty * ${each}u + ${i}u < tiles && firstOutput + tx + ${j * SIDE}u < sizes.n) {
    let tile_index = firstTile + ty * ${each}u + ${i}u;
    let output = group.z * sizes.n + firstOutput + tx + ${j * SIDE}u;
    let low = ${isLong ? "t" : "s"}${i}_${j}l;
    let high = ${isLong ? "t" : "s"}${i}_${j}h;
    let level = ${bias ? "parameters[sizes.bias + output]" : "nothing()"};
    ${outputsOf(taps, "level")}
    let first = (tile_index / sizes.rows) * ${m}u;
    let at = (tile_index % sizes.rows) * sizes.outputs + output;
${range(m)
  .map((k) => `    if (first + ${k}u < sizes.steps) { y[(first + ${k}u) * sizes.rows * sizes.outputs + at] = v${k}; }`)
  .join("\n")}
  }`,
  )
  .join("\n")}`,
  });
}

/** The grid for `tiles` tiles of all series. */
export function winogradGroups(each: 1 | 2, tiles: number, n: number, groups: number): Groups {
  return [Math.ceil(tiles / (SIDE * each)), Math.ceil(n / (SIDE * each)), groups];
}
