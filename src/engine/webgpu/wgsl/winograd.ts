/**
 * Convolution with fewer products, as kernels/winograd.ts: a tile of 8 inputs and a part of the taps are evaluated at 8 points, multiplied
 * there and summed over channels and parts, and the sums give m = 9 − taps outputs. Longer kernels are three such products for twice as many
 * outputs. One kernel does all of it: its threads keep the sums at the points of their own tiles and channels. Points lie in pairs of vec4f.
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

/** How a kernel's taps are cut, as kernels/winograd-points.ts: in two phases of steps or none, and in parts. */
export interface Cut {
  readonly inPhases: boolean;
  /** Taps of a part. */
  readonly taps: number;
  readonly parts: number;
  /** Outputs of a tile. */
  readonly outputs: number;
}

export function cutOf(kernel: number): Cut {
  const inPhases = kernel > 5;
  const all = inPhases ? Math.ceil(kernel / 2) : kernel;
  const taps = all <= 6 ? all : Math.ceil(all / 5) * 5 <= Math.ceil(all / 4) * 4 ? 5 : 4;
  return { inPhases, taps, parts: Math.ceil(all / taps), outputs: (9 - taps) * (inPhases ? 2 : 1) };
}

/**
 * Products of a convolution; kernels/winograd.ts says what they are. In phases they are both, odd and even, in this order: `product` is 0, 1
 * and 2 in the kernels.
 */
export function productsOf(inPhases: boolean): number {
  return inPhases ? 3 : 1;
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

/** Where a tile lies in an array (T, ·): `at` is an element of step 0, steps are `step` apart, and those from `limit` on are zeros. */
export interface TilePlace {
  readonly array: string;
  readonly limit: string;
  readonly first: string;
  readonly at: string;
  readonly step: string;
}

function loadStep(name: string, { array, limit, first, at, step }: TilePlace, i: string, where = "true"): string {
  return `  var ${name} = 0.0;
  if (${where} && ${first} + ${i} >= 0 && ${first} + ${i} < ${limit}) { ${name} = ${array}[u32(${first} + ${i}) * ${step} + ${at}]; }`;
}

/** Loads what `product` takes of a tile of inputs, as `x0` … `x7`. */
export function loadInputs(inPhases: boolean, place: TilePlace): string {
  if (!inPhases)
    return range(POINTS)
      .map((i) => loadStep(`x${i}`, place, `${i}`))
      .join("\n");
  const loads = range(POINTS).map(
    (i) => `${loadStep(`from${i}`, place, `${2 * i} + later`)}
${loadStep(`less${i}`, place, `${2 * i + 1} + later`, "product > 0u")}
  let x${i} = from${i} - less${i};`,
  );
  return `  let later = select(1, 0, product == 2u);\n${loads.join("\n")}`;
}

/** Loads what `product` takes of the `m` steps of a gradient's tile, or of m pairs of them, as `d0` …. */
export function loadGradients(inPhases: boolean, m: number, place: TilePlace): string {
  if (!inPhases)
    return range(m)
      .map((k) => loadStep(`d${k}`, place, `${k}`))
      .join("\n");
  return range(m)
    .map(
      (k) => `${loadStep(`even${k}`, place, `${2 * k}`, "product != 1u")}
${loadStep(`odd${k}`, place, `${2 * k + 1}`, "product != 2u")}
  let d${k} = even${k} + odd${k};`,
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

/**
 * Weights at the points: (products, parts, c, n, 8), in float64, rounded once. Weight (output, input, tap) lies `…Step` apart from `start` on.
 * Of the taps there are `even` of the first phase, or in all, and `odd` of the second.
 */
export const winogradWeights: Kernel = defineFlat({
  name: "winograd weights",
  arrays: { weights: "in", points: "out" },
  sizes: {
    ...{ c: "u32", n: "u32", taps: "i32", parts: "u32", products: "u32", even: "i32", odd: "i32" },
    ...{ start: "i32", groupStep: "i32", outputStep: "i32", inputStep: "i32", tapStep: "i32" },
  },
  declarations: `${DOUBLE}
fn d_scaled(a: vec2u, power: i32) -> vec2u {
  return select(vec2u(a.x, u32(i32(a.y) + power * 0x100000)), a, (a.y & 0x7ff00000u) == 0u);
}`,
  body: `  let output = index % sizes.n;
  let input = (index / sizes.n) % sizes.c;
  let part = (index / (sizes.n * sizes.c)) % sizes.parts;
  let product = (index / (sizes.n * sizes.c * sizes.parts)) % sizes.products;
  let weights_of = index / (sizes.n * sizes.c * sizes.parts * sizes.products);
  let isBoth = sizes.products == 3u && product == 0u;
  let isOdd = product == 1u;
  let step = select(1, 2, sizes.products == 3u) * sizes.tapStep;
  let first = i32(part) * sizes.taps;
  let at = sizes.start + i32(weights_of) * sizes.groupStep + i32(output) * sizes.outputStep + i32(input) * sizes.inputStep
    + first * step;
  var even1 = d_none();
  var even2 = d_none();
  var even3 = d_none();
  var odd1 = d_none();
  var odd2 = d_none();
  var odd3 = d_none();
  var zeroth = d_none();
  var last = d_none();
  for (var tap = 0; tap < sizes.taps; tap++) {
    var v = d_none();
    if (!isOdd && first + tap < sizes.even) { v = d_of(weights[at + tap * step]); }
    if (isBoth && first + tap < sizes.odd) { v = d_add(v, d_of(weights[at + tap * step + sizes.tapStep])); }
    if (isOdd && first + tap < sizes.odd) { v = d_negated(d_of(weights[at + tap * step + sizes.tapStep])); }
    last = v;
    if (tap == 0) { zeroth = v; }
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
  points[to] = d_single(d_negated(zeroth));
  points[to + 1u] = d_single(d_multiply(d_add(even1, odd1), ${double(-2 / 9)}));
  points[to + 2u] = d_single(d_multiply(d_add(even1, d_negated(odd1)), ${double(-2 / 9)}));
  points[to + 3u] = d_single(d_divide(d_add(even2, odd2), ${double(90)}));
  points[to + 4u] = d_single(d_divide(d_add(even2, d_negated(odd2)), ${double(90)}));
  points[to + 5u] = d_single(d_multiply(d_add(even3, odd3), ${double(32 / 45)}));
  points[to + 6u] = d_single(d_multiply(d_add(even3, d_negated(odd3)), ${double(32 / 45)}));
  points[to + 7u] = d_single(last);`,
});

export interface WinogradOptions {
  /** Tiles and outputs of a thread along each side. */
  readonly each: 1 | 2;
  readonly taps: number;
  readonly inPhases: boolean;
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
export function winograd({ each, taps, inPhases, bias, isLong }: WinogradOptions): Kernel {
  const tile = SIDE * each;
  const depth = 8;
  const m = 9 - taps;
  const phases = inPhases ? 2 : 1;
  const own = range(each);
  const pairs = own.flatMap((i) => own.map((j) => [i, j] as const));
  const halves = pairs.flatMap(([i, j]) => [`${i}_${j}l`, `${i}_${j}h`]);
  /** A line for each half of a thread's sums at the points. */
  const forAll = (line: (half: string) => string) => halves.map((half) => `      ${line(half)}`).join("\n");
  /** What is summed up so far: blocks of a long sum start from zero and are added to it. */
  const sum = isLong ? "t" : "s";
  const place = { array: "x", limit: "i32(sizes.time)", first: "first", at: "at", step: "step" };
  const loadX = `      if (lane < ${tile * depth}u) {
        let channel = from_channel + lane % ${depth}u;
        let tile_index = min(firstTile + lane / ${depth}u, tiles - 1u);
        let first = i32((tile_index / sizes.rows) * ${m * phases}u + part * ${taps * phases}u) - sizes.left;
        let at = (tile_index % sizes.rows) * sizes.features + group.z * sizes.c + min(channel, sizes.c - 1u);
${loadInputs(inPhases, place)}
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
        let part_of = (group.z * ${productsOf(inPhases)}u + product) * sizes.parts + part;
        right[at] = weights[2u * ((part_of * sizes.c + channel) * sizes.n + output) + at % 2u];
      }`,
  );
  // The sums of odd outputs start from those of both, and then those of even ones: what is kept is first both, then odd.
  const keep = forAll(
    (half) => `let now${half} = ${sum}${half};
      if (product == 1u) { ${sum}${half} = kept${half}; }
      if (product < 2u) { kept${half} = now${half}; }`,
  );
  // One after the other and not in a loop: a compiler in software takes several times as long for that.
  const add = (product: number) => `  {
  const product = ${product}u;
  for (var part = 0u; part < sizes.parts; part++) {
    for (var block = 0u; block < sizes.c; block += ${TERMS}u) {
${isLong ? forAll((half) => `s${half} = select(t${half}, vec4f(0.0), block > 0u);`) : ""}
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
${isLong ? forAll((half) => `t${half} = select(s${half}, t${half} + s${half}, block > 0u);`) : ""}
    }
  }
${inPhases ? keep : ""}
  }`;
  const store = (i: number, j: number, phase: number) => `    {
    let low = ${phase ? "kept" : sum}${i}_${j}l;
    let high = ${phase ? "kept" : sum}${i}_${j}h;
    ${outputsOf(taps, "level")}
${range(m)
  .map((k) => phase + k * phases)
  .map(
    (step, k) =>
      `    if (first + ${step}u < sizes.steps) { y[(first + ${step}u) * sizes.rows * sizes.outputs + at] = v${k}; }`,
  )
  .join("\n")}
    }`;
  return defineKernel({
    name: `winograd ${each} ${taps} ${inPhases} ${bias} ${isLong}`,
    arrays: { x: "in", weights: "in vec4f", ...(bias && { parameters: "in" }), y: "out" },
    sizes: { ...SHAPE, bias: "u32" },
    threads: SIDE * SIDE,
    declarations: `var<workgroup> left: array<vec4f, ${vectors}>;
var<workgroup> right: array<vec4f, ${vectors}>;`,
    body: `  let tiles = ((sizes.steps + ${m * phases - 1}u) / ${m * phases}u) * sizes.rows;
  let step = sizes.rows * sizes.features;
  let firstTile = group.x * ${tile}u;
  let firstOutput = group.y * ${tile}u;
  let tx = lane % ${SIDE}u;
  let ty = lane / ${SIDE}u;
${forAll((half) => `var s${half} = vec4f(nothing());`)}
${isLong ? forAll((half) => `var t${half} = vec4f(nothing());`) : ""}
${inPhases ? forAll((half) => `var kept${half} = vec4f(nothing());`) : ""}
${range(productsOf(inPhases)).map(add).join("\n")}
${pairs
  .map(
    ([i, j]) => `  if (firstTile + ty * ${each}u + ${i}u < tiles && firstOutput + tx + ${j * SIDE}u < sizes.n) {
    let tile_index = firstTile + ty * ${each}u + ${i}u;
    let output = group.z * sizes.n + firstOutput + tx + ${j * SIDE}u;
    let level = ${bias ? "parameters[sizes.bias + output]" : "nothing()"};
    let first = (tile_index / sizes.rows) * ${m * phases}u;
    let at = (tile_index % sizes.rows) * sizes.outputs + output;
${range(phases)
  .map((phase) => store(i, j, phase))
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
