/**
 * A recurrent layer over time, both directions at once, as the kernels of LSTM, GRU and RNN. A workgroup takes a few series in one direction
 * through all steps: what passes from step to step stays in workgroup memory and registers. Input products come ready in `gates`, which
 * hold the activated gates after the way there and the gradients of their products after the way back. What a step computes is in `cells.ts`.
 *
 * Layouts: gates (D, T, B, columns · H), kept values (D, T, B, H), y and dy (T, B, D·H); weights in the parameters, (products · H, H).
 */
import { defineKernel, type Kernel, LIMITS } from "../kernel.ts";
import type { CellSource } from "./cells.ts";
import { range, TERMS } from "./product.ts";

/** Up to here a thread's row of the hidden weights fits into registers. */
export const MOST_IN_REGISTERS = 64;

/** Wider layers do not fit into the workgroup memory that every device has. */
export const WIDEST = Math.floor(LIMITS.sharedBytes / 4 / 5 / 4) * 4;

export interface RecurrentOptions {
  readonly cell: CellSource;
  readonly hidden: number;
  /** Series of a workgroup. */
  readonly tile: number;
  /** Whether threads keep their rows of the hidden weights in registers; else they are read from memory at every step. */
  readonly inRegisters: boolean;
  /** Whether series end before the last step, as `lengths` (B) says: from there on y, the states and their gradients are zero. */
  readonly uneven: boolean;
  readonly limits: WorkgroupLimits;
}

/** What a workgroup of a device may have. */
export interface WorkgroupLimits {
  readonly threads: number;
  readonly sharedBytes: number;
}

/** Series that fit into a workgroup, of those that are wanted, where each takes `floats` of workgroup memory. */
function fitting(wanted: number, floats: number, { sharedBytes }: WorkgroupLimits): number {
  return Math.max(1, Math.min(wanted, Math.floor(sharedBytes / 4 / floats)));
}

export const forwardTile = (hidden: number, wanted: number, limits: WorkgroupLimits): number =>
  fitting(wanted, 5 * padded(hidden), limits);

/** On the way back the sums of each block of products lie beside their gradients. */
export const backwardTile = (cell: CellSource, hidden: number, wanted: number, limits: WorkgroupLimits): number => {
  const products = cell.products.length;
  return fitting(wanted, (products + Math.max(1, Math.ceil((products * hidden) / TERMS))) * padded(hidden), limits);
};

/** Terms whose weights are read ahead of their products: their latency is that of one. */
const READ_AHEAD = 16;

const padded = (hidden: number) => Math.ceil(hidden / 4) * 4;
const PARTS = ["x", "y", "z", "w"] as const;

/** Multiply-adds of four terms or fewer: `weights` has the weight of each. */
function chain(sum: string, vector: string, weights: readonly string[]): string {
  return weights.map((weight, part) => `${sum} = madd(${vector}.${PARTS[part]}, ${weight}, ${sum});`).join(" ");
}

/** Cells that a thread owns: at `lane + i · threads` of tile · hidden. */
function cellsOf(threads: number, { hidden, tile }: RecurrentOptions) {
  return range(Math.ceil((tile * hidden) / threads)).map((i) => ({
    i,
    declare: `  let cell${i} = lane + ${i * threads}u;
  let row${i} = cell${i} / ${hidden}u;
  let unit${i} = cell${i} % ${hidden}u;
  let isCell${i} = cell${i} < ${tile * hidden}u;
  let isLive${i} = isCell${i} && tileRow + row${i} < sizes.rows;
  let series${i} = min(tileRow + row${i}, sizes.rows - 1u);`,
  }));
}

/** Index of a step of a series in the direction of the workgroup. */
const place = (time: string, series: string) => `((direction * sizes.time + ${time}) * sizes.rows + ${series})`;

export interface ForwardOptions extends RecurrentOptions {
  /** Whether gates and kept values are written for the way back. */
  readonly keep: boolean;
  /** Blocks of more than 256 inputs: their products are in `extra` (blocks, as gates) and are added after the first. */
  readonly extraBlocks: number;
  readonly bias: boolean;
}

/** @returns a kernel for a grid (tiles, directions). `weights` are the parameters or, without registers, transposed: (D, H, products · H) */
export function recurrentForward(options: ForwardOptions): Kernel {
  const { cell, hidden: h, tile, inRegisters, uneven, keep, extraBlocks, bias, limits } = options;
  const n = cell.products.length * h;
  const stride = cell.columns * h;
  const threads = Math.min(limits.threads, Math.ceil(n / 32) * 32);
  const width = padded(h);
  const vectors = width / 4;
  const rows = range(tile);
  const gates = range(Math.ceil(n / threads));
  const cells = cellsOf(threads, options);
  // GRU's third product is the fourth column.
  const isShifted = cell.apart !== undefined;
  const column = (g: number) => (isShifted ? `(gate${g} + select(0u, ${h}u, product${g} == 2u))` : `gate${g}`);
  const gateAt = (time: string, g: number, b: number) =>
    `gates[${place(time, `series_${b}`)} * ${stride}u + ${column(g)}]`;
  /** What the product starts from, before the input's product is known to be its own. */
  const first = (time: string, g: number, b: number) => {
    if (!isShifted) return gateAt(time, g, b);
    const own = bias ? `bias[sizes.hiddenBias + direction * sizes.weightDirection + gate${g} % ${h}u]` : "nothing()";
    return `select(gates[${place(time, `series_${b}`)} * ${stride}u + gate${g}], ${own}, product${g} == 2u)`;
  };
  const each = (write: (g: number, b: number) => string) =>
    gates.flatMap((g) => rows.map((b) => write(g, b))).join("\n");

  /** Weights of a thread's only gate row, in registers. */
  const registers = range(vectors).map((m) => {
    const parts = range(4).map((part) => (4 * m + part < h ? `weights[weight + ${4 * m + part}u]` : "0.0"));
    return `  let w${m} = vec4f(${parts.join(", ")});`;
  });
  const fromRegisters = range(vectors)
    .flatMap((m) => {
      const parts = range(Math.min(4, h - 4 * m)).map((part) => `w${m}.${PARTS[part]}`);
      return rows.map((b) => `    { let v = state[${b * vectors + m}u]; ${chain(`a0_${b}`, "v", parts)} }`);
    })
    .join("\n");
  /** The terms of one block, from memory: four at a time, then those that are left. */
  const blockFromMemory = (block: number, sum: (g: number, b: number) => string) => {
    const [from, last] = [block * TERMS, Math.min(h, (block + 1) * TERMS)];
    const whole = from + Math.floor((last - from) / 4) * 4;
    const terms = (vector: string, at: string, count: number) =>
      `${gates
        .flatMap((g) =>
          range(count).map(
            (k) => `      let w${g}_${k} = weights[(direction * ${h}u + ${at} + ${k}u) * ${n}u + gate${g}];`,
          ),
        )
        .join("\n")}
${range(Math.ceil(count / 4))
  .flatMap((m) =>
    rows.map(
      (b) => `      { let v = state[${b * vectors}u + ${vector} + ${m}u];
${gates
  .map((g) => {
    const weights = range(Math.min(4, count - 4 * m)).map((k) => `w${g}_${4 * m + k}`);
    return `        ${chain(sum(g, b), "v", weights)}`;
  })
  .join("\n")} }`,
    ),
  )
  .join("\n")}`;
    const ahead = from + Math.floor((last - from) / READ_AHEAD) * READ_AHEAD;
    return `    for (var k = ${from}u; k < ${ahead}u; k += ${READ_AHEAD}u) {
${terms("k / 4u", "k", READ_AHEAD)}
    }
    for (var k = ${ahead}u; k < ${whole}u; k += 4u) {
${terms("k / 4u", "k", 4)}
    }
${last > whole ? `    {\n${terms(`${whole / 4}u`, `${whole}u`, last - whole)}\n    }` : ""}`;
  };
  const laterBlocks = range(Math.ceil(h / TERMS) - 1).map(
    (index) => `    {
${each((g, b) => `      var s${g}_${b} = nothing();`)}
${blockFromMemory(index + 1, (g, b) => `s${g}_${b}`)}
${each((g, b) => `      a${g}_${b} += s${g}_${b};`)}
    }`,
  );
  // GRU's candidate takes no part in it: its input product is whole in `gates`.
  const extra = range(extraBlocks).map((block) =>
    each((g, b) => {
      const value = `extra[${block}u * sizes.extraBlock + ${place("time", `series_${b}`)} * ${stride}u + gate${g}]`;
      return isShifted ? `    if (product${g} != 2u) { a${g}_${b} += ${value}; }` : `    a${g}_${b} += ${value};`;
    }),
  );
  const inputPart = (i: number) => {
    const at = `${place("time", `series${i}`)} * ${stride}u + ${2 * h}u + unit${i}`;
    const more = range(extraBlocks).map((block) => ` + extra[${block}u * sizes.extraBlock + ${at}]`);
    return `${"(".repeat(extraBlocks)}gates[${at}]${more.map((one) => `${one})`).join("")}`;
  };
  return defineKernel({
    name: `${cell.kind} forward ${h} ${tile} ${threads} ${keep} ${extraBlocks} ${bias} ${uneven}`,
    arrays: {
      ...{ weights: "in", gates: "out", y: "out" },
      ...(isShifted && bias && { bias: "in" }),
      ...(keep && Object.fromEntries(cell.kept.map((name) => [name, "out"]))),
      ...(extraBlocks > 0 && { extra: "in" }),
      ...(uneven && { lengths: "in u32" }),
    },
    sizes: {
      ...{ time: "u32", rows: "u32", width: "u32", weight: "u32", weightDirection: "u32" },
      ...{ hiddenBias: "u32", extraBlock: "u32" },
    },
    threads,
    mostThreads: limits.threads,
    declarations: `var<workgroup> state: array<vec4f, ${tile * vectors}>;
var<workgroup> activated: array<f32, ${tile * n}>;`,
    body: `  let direction = group.y;
  let tileRow = group.x * ${tile}u;
${rows.map((b) => `  let series_${b} = min(tileRow + ${b}u, sizes.rows - 1u);`).join("\n")}
${gates
  .map(
    (g) => `  let isGate${g} = lane + ${g * threads}u < ${n}u;
  let gate${g} = min(lane + ${g * threads}u, ${n - 1}u);
  let product${g} = gate${g} / ${h}u;`,
  )
  .join("\n")}
${cells.map(({ declare, i }) => (cell.hasCell ? `${declare}\n  var c${i} = nothing();` : declare)).join("\n")}
${
  inRegisters
    ? `  let weight = sizes.weight + direction * sizes.weightDirection + gate0 * ${h}u;\n${registers.join("\n")}`
    : ""
}
  for (var i = lane; i < ${tile * vectors}u; i += ${threads}u) { state[i] = vec4f(0.0); }
  let start = select(0u, sizes.time - 1u, direction == 1u);
${each((g, b) => `  var x${g}_${b} = ${first("start", g, b)};`)}
  workgroupBarrier();
  for (var step = 0u; step < sizes.time; step++) {
    let time = select(step, sizes.time - 1u - step, direction == 1u);
    let after = min(step + 1u, sizes.time - 1u);
    let next = select(after, sizes.time - 1u - after, direction == 1u);
${each((g, b) => `    var a${g}_${b} = x${g}_${b};`)}
${each((g, b) => `    x${g}_${b} = ${first("next", g, b)};`)}
${inRegisters ? fromRegisters : blockFromMemory(0, (g, b) => `a${g}_${b}`)}
${extra.join("\n")}
${laterBlocks.join("\n")}
${each(
  (g, b) => `    if (isGate${g}) {
      var v: f32;
      ${cell.activate(`a${g}_${b}`, `product${g}`, h)}
      activated[${b * n}u + gate${g}] = v;
${keep ? `      if (tileRow + ${b}u < sizes.rows) { ${gateAt("time", g, b)} = v; }` : ""}
    }`,
)}
    workgroupBarrier();
${cells
  .map(({ i }) => {
    const own = (text: string) => text.replaceAll("@", String(i));
    return `    if (isCell${i}) {
      let at = row${i} * ${n}u + unit${i};
${isShifted ? `      let input_part = ${inputPart(i)};` : ""}
      ${own(cell.forward(h, width)).replace("let out =", "var out =")}
${uneven ? `      if (time >= lengths[series${i}]) { out = 0.0; ${cell.hasCell ? `c${i} = 0.0; cells_value = 0.0;` : ""} }` : ""}
      state[row${i} * ${vectors}u + unit${i} / 4u][unit${i} % 4u] = out;
      if (isLive${i}) {
        y[(time * sizes.rows + series${i}) * sizes.width + direction * ${h}u + unit${i}] = out;
${keep && isShifted ? `        gates[${place("time", `series${i}`)} * ${stride}u + ${2 * h}u + unit${i}] = candidate;` : ""}
${
  keep && cell.kept.length > 0
    ? `        let to = ${place("time", `series${i}`)} * ${h}u + unit${i};
${cell.kept.map((name) => `        ${name}[to] = ${name}_value;`).join("\n")}`
    : ""
}
      }
    }`;
  })
  .join("\n")}
    workgroupBarrier();
  }`,
  });
}

export interface BackwardOptions extends RecurrentOptions {
  /** Whether the gradients of the hidden states are written to `dStates` (D, T, B, H). */
  readonly probe: boolean;
}

/** @returns a kernel for a grid (tiles, directions): gates become the gradients of their products */
export function recurrentBackward(options: BackwardOptions): Kernel {
  const { cell, hidden: h, tile, inRegisters, uneven, probe, limits } = options;
  const count = cell.products.length;
  const n = count * h;
  const stride = cell.columns * h;
  const width = padded(h);
  const vectors = width / 4;
  // The sums of GRU begin with what goes straight into the state before.
  const carries = cell.kind === "gru";
  const segments = segmentsOf(cell, h);
  const isPlain = segments.every(({ isLater }, index) => isLater === index > 0);
  // Blocks are added up side by side where their sums fit beside the gradients.
  const parts =
    !inRegisters && !carries && isPlain && (count * h + segments.length * h) * tile * 4 <= limits.sharedBytes
      ? segments.length
      : 1;
  const wanted = Math.max(LIMITS.threads, Math.ceil((parts * h) / 32) * 32);
  const threads = inRegisters ? n : Math.min(limits.threads, wanted);
  const cells = cellsOf(threads, options);
  const loaded = (i: number) =>
    cell.load({
      gate: (k) => `gates[${place("time", `series${i}`)} * ${stride}u + ${k * h}u + unit${i}]`,
      kept: (array) => `${array}[${place("time", `series${i}`)} * ${h}u + unit${i}]`,
      before: (array) => {
        const value =
          array === "y"
            ? `y[(earlier * sizes.rows + series${i}) * sizes.width + direction * ${h}u + unit${i}]`
            : `${array}[${place("earlier", `series${i}`)} * ${h}u + unit${i}]`;
        return `select(${value}, 0.0, isFirst)`;
      },
    });
  const names = Object.keys(loaded(0));
  const load = (i: number) => `if (isCell${i}) {
${Object.entries(loaded(i))
  .map(([name, value]) => `      ${name}${i} = ${value};`)
  .join("\n")}
      dy${i} = dy[(time * sizes.rows + series${i}) * sizes.width + direction * ${h}u + unit${i}];
    }`;
  const times = (step: string) => `    time = select(sizes.time - 1u - ${step}, ${step}, direction == 1u);
    isFirst = ${step} == sizes.time - 1u;
    earlier = select(max(time, 1u) - 1u, min(time + 1u, sizes.time - 1u), direction == 1u);`;
  const dh = (i: number) =>
    range(parts - 1).reduce((sum, part) => `(${sum} + sums[${(part + 1) * tile * h}u + cell${i}])`, `sums[cell${i}]`);
  /** Gradients of a row's products in workgroup memory: in groups of `width` for the registers, else one after another. */
  const groupWidth = inRegisters ? width : h;
  const rowVectors = Math.ceil((count * groupWidth) / 4);
  const put = (i: number, product: number, value: string) => {
    const at = `(row${i} * ${4 * rowVectors}u + ${product * groupWidth}u + unit${i})`;
    return `      gradients[${at} / 4u][${at} % 4u] = ${value};`;
  };

  const registers = range(vectors).map((m) => {
    const values = range(4).map((part) => (4 * m + part < h ? `parameters[weight + ${(4 * m + part) * h}u]` : "0.0"));
    return `  let w${m} = vec4f(${values.join(", ")});`;
  });
  // The sum over all products is one chain: each of their groups of threads adds the terms of its own, and hands the sum on.
  const handedOn = `    for (var turn = 0u; turn < ${tile + count - 1}u; turn++) {
      let b = turn - product;
      if (b < ${tile}u) {
        var s = nothing();
        if (${carries ? "true" : "product != 0u"}) { s = sums[b * ${h}u + unit]; }
        let base = b * ${rowVectors}u + product * ${vectors}u;
${range(vectors)
  .map((m) => {
    const weights = range(Math.min(4, h - 4 * m)).map((part) => `w${m}.${PARTS[part]}`);
    return `        { let v = gradients[base + ${m}u]; ${chain("s", "v", weights)} }`;
  })
  .join("\n")}
        sums[b * ${h}u + unit] = s;
      }
      workgroupBarrier();
    }`;
  const rows = range(tile);
  const value = (b: number, j: string) => `gradients[${b * rowVectors}u + (${j}) / 4u][(${j}) % 4u]`;
  const terms = (from: string, to: string, unit: string) => `      for (var j = ${from}; j < ${to}; j++) {
        let w = parameters[weight + j * ${h}u + ${unit}];
${rows.map((b) => `        s${b} = madd(${value(b, "j")}, w, s${b});`).join("\n")}
      }`;
  const termsAhead = (
    from: string,
    to: string,
    unit: string,
    at: number,
  ) => `      for (var j = ${from}; j < ${to}; j += ${at}u) {
${range(at)
  .map((k) => `        let w${k} = parameters[weight + (j + ${k}u) * ${h}u + ${unit}];`)
  .join("\n")}
${range(at / 4)
  .flatMap((m) => {
    const weights = range(4).map((k) => `w${4 * m + k}`);
    return rows.map(
      (b) => `        { let v = gradients[${b * rowVectors}u + j / 4u + ${m}u]; ${chain(`s${b}`, "v", weights)} }`,
    );
  })
  .join("\n")}
      }`;
  /** The terms from … to, as many at a time as divide both ends. */
  const summed = (from: string, to: string, unit: string, ends: readonly number[]) => {
    const at = [READ_AHEAD, 4].find((size) => ends.every((end) => end % size === 0));
    return at === undefined ? terms(from, to, unit) : termsAhead(from, to, unit, at);
  };
  const sideBySide = `    for (var item = lane; item < ${parts * h}u; item += ${threads}u) {
      let unit = item % ${h}u;
      let block = item / ${h}u;
${rows.map((b) => `      var s${b} = nothing();`).join("\n")}
${summed(`block * ${TERMS}u`, `min(${n}u, (block + 1u) * ${TERMS}u)`, "unit", [n])}
${rows.map((b) => `      sums[(block * ${tile}u + ${b}u) * ${h}u + unit] = s${b};`).join("\n")}
    }
    workgroupBarrier();`;
  const oneByOne = `    for (var unit = lane; unit < ${h}u; unit += ${threads}u) {
${rows.map((b) => `      var total${b} = ${carries ? `sums[${b * h}u + unit]` : "nothing()"};`).join("\n")}
${segments
  .map(
    ({ from, to, isLater }) => `      {
${rows.map((b) => `      var s${b} = ${isLater ? "nothing()" : `total${b}`};`).join("\n")}
${summed(`${from}u`, `${to}u`, "unit", [from, to])}
${rows.map((b) => `      total${b} = ${isLater ? `total${b} + s${b}` : `s${b}`};`).join("\n")}
      }`,
  )
  .join("\n")}
${rows.map((b) => `      sums[${b * h}u + unit] = total${b};`).join("\n")}
    }
    workgroupBarrier();`;

  return defineKernel({
    name: `${cell.kind} backward ${h} ${tile} ${threads} ${probe} ${uneven}`,
    arrays: {
      ...{ parameters: "in", dy: "in", gates: "out" },
      ...Object.fromEntries(cell.kept.map((name) => [name, "in"])),
      ...(carries && { y: "in" }),
      ...(probe && { dStates: "out" }),
      ...(uneven && { lengths: "in u32" }),
    },
    sizes: { time: "u32", rows: "u32", width: "u32", weight: "u32", weightDirection: "u32" },
    threads,
    mostThreads: limits.threads,
    declarations: `var<workgroup> gradients: array<vec4f, ${tile * rowVectors}>;
var<workgroup> sums: array<f32, ${parts * tile * h}>;`,
    body: `  let direction = group.y;
  let tileRow = group.x * ${tile}u;
${cells
  .map(({ declare, i }) => {
    const memory = cell.hasCell ? `\n  var dc${i} = nothing();` : "";
    return `${declare}${memory}\n  var dy${i} = 0.0;\n${names.map((name) => `  var ${name}${i} = 0.0;`).join("\n")}`;
  })
  .join("\n")}
${
  inRegisters
    ? `  let product = lane / ${h}u;
  let unit = lane % ${h}u;
  let weight = sizes.weight + direction * sizes.weightDirection + product * ${h * h}u + unit;
${registers.join("\n")}`
    : "  let weight = sizes.weight + direction * sizes.weightDirection;"
}
  for (var i = lane; i < ${parts * tile * h}u; i += ${threads}u) { sums[i] = nothing(); }
  var time: u32;
  var isFirst: bool;
  var earlier: u32;
${times("0u")}
${cells.map(({ i }) => `    ${load(i)}`).join("\n")}
  workgroupBarrier();
  for (var step = 0u; step < sizes.time; step++) {
    let now = time;
    let after = min(step + 1u, sizes.time - 1u);
${times("after")}
${cells
  .map(
    ({ i }) => `    if (isCell${i}) {
      var dh${i} = ${dh(i)};
${uneven ? `      if (now >= lengths[series${i}]) { dh${i} = 0.0; ${cell.hasCell ? `dc${i} = 0.0;` : ""} }` : ""}
      let d = dy${i} + dh${i};
      ${cell.backward.replaceAll("@", String(i))}
${cell.products.map((column, product) => put(i, product, `d${column}`)).join("\n")}
${carries ? `      sums[cell${i}] = carry;` : ""}
      if (isLive${i}) {
        let to = ${place("now", `series${i}`)} * ${stride}u + unit${i};
${range(cell.columns)
  .map((k) => `        gates[to + ${k * h}u] = d${k};`)
  .join("\n")}
${probe ? `        dStates[${place("now", `series${i}`)} * ${h}u + unit${i}] = d;` : ""}
      }
    }
    if (step + 1u < sizes.time) {
      ${load(i)}
    }`,
  )
  .join("\n")}
    workgroupBarrier();
${inRegisters ? handedOn : parts > 1 || (segments.length === 1 && !carries) ? sideBySide : oneByOne}
  }`,
  });
}

/** Terms of a state's gradient in the order of `gemm2`: the first block of each product of matrices shares an accumulator, the rest follow. */
function segmentsOf({ kind }: CellSource, h: number): { from: number; to: number; isLater: boolean }[] {
  // GRU has two: of r and z together, and of the candidate's hidden part.
  const matrices = {
    lstm: [[0, 4 * h]],
    gru: [
      [0, 2 * h],
      [2 * h, 3 * h],
    ],
    rnn: [[0, h]],
  }[kind];
  const first = matrices.map(([from = 0, to = 0]) => ({ from, to: Math.min(to, from + TERMS), isLater: false }));
  const later = matrices.flatMap(([from = 0, to = 0]) =>
    range(Math.max(0, Math.ceil((to - from) / TERMS) - 1)).map((block) => {
      const start = from + (block + 1) * TERMS;
      return { from: start, to: Math.min(to, start + TERMS), isLater: true };
    }),
  );
  return [...first, ...later];
}

/** transposed (D, H, n) of the hidden weights (n, H) of each direction, so that a step's reads lie side by side. */
export const transposeWeights = (hidden: number, n: number): Kernel =>
  defineKernel({
    name: `transpose ${hidden} ${n}`,
    arrays: { parameters: "in", transposed: "out" },
    sizes: { weight: "u32", weightDirection: "u32" },
    threads: 64,
    body: `  let at = group.x * 64u + lane;
  if (at >= ${n * hidden}u) { return; }
  let k = at / ${n}u;
  let gate = at % ${n}u;
  transposed[group.y * ${n * hidden}u + at] =
    parameters[sizes.weight + group.y * sizes.weightDirection + gate * ${hidden}u + k];`,
  });
