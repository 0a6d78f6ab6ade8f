/**
 * An LSTM layer over time, both directions at once, as kernels/lstm.ts. A workgroup takes a few series in one direction through all steps:
 * what passes from step to step stays in workgroup memory and registers. Input products come ready in `gates`, which hold the activated
 * gates after the way there and the gradients of their products after the way back.
 *
 * Layouts: gates (D, T, B, 4H), cells and tanh cells (D, T, B, H), y and dy (T, B, D·H); weights in the parameters.
 */
import { defineKernel, type Kernel, LIMITS } from "../kernel.ts";
import { range, TERMS } from "./product.ts";

/** Up to here a thread keeps its row of the hidden weights in registers; wider layers read theirs from memory at every step. */
export const MOST_IN_REGISTERS = 64;

/** Wider layers do not fit into the workgroup memory that every device has. */
export const WIDEST = Math.floor(LIMITS.sharedBytes / 4 / 5 / 4) * 4;

export interface LstmOptions {
  readonly hidden: number;
  /** Series of a workgroup. */
  readonly tile: number;
}

/** Series that fit into a workgroup, of those that are wanted. */
export function tileThatFits(hidden: number, wanted: number): number {
  const most = Math.floor(LIMITS.sharedBytes / 4 / (5 * padded(hidden)));
  return Math.max(1, Math.min(wanted, most));
}

const padded = (hidden: number) => Math.ceil(hidden / 4) * 4;
const PARTS = ["x", "y", "z", "w"] as const;

/** Multiply-adds of four terms or fewer: `terms` gives the weight of each. */
function chain(sum: string, vector: string, weights: readonly string[]): string {
  return weights.map((weight, part) => `${sum} = madd(${vector}.${PARTS[part]}, ${weight}, ${sum});`).join(" ");
}

/** Cells that a thread owns: `own` of them, at `lane + i · threads` of tile · hidden. */
function cellsOf(threads: number, { hidden, tile }: LstmOptions) {
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

export interface LstmForwardOptions extends LstmOptions {
  /** Whether gates and cells are kept for the way back. */
  readonly keep: boolean;
  /** Blocks of more than 256 inputs: their products are in `extra` (blocks, D, T, B, 4H) and are added after the first. */
  readonly extraBlocks: number;
}

/** @returns a kernel for a grid (tiles, directions). `weights` are the parameters or, past MOST_IN_REGISTERS, transposed: (D, H, 4H) */
export function lstmForward({ hidden: h, tile, keep, extraBlocks }: LstmForwardOptions): Kernel {
  const inRegisters = h <= MOST_IN_REGISTERS;
  const n = 4 * h;
  const threads = Math.min(LIMITS.threads, Math.ceil(n / 32) * 32);
  const vectors = padded(h) / 4;
  const rows = range(tile);
  const gates = range(Math.ceil(n / threads));
  const cells = cellsOf(threads, { hidden: h, tile });
  const place = (time: string, series: string) => `((direction * sizes.time + ${time}) * sizes.rows + ${series})`;
  const gateAt = (time: string, g: number, b: number) => `gates[${place(time, `series_${b}`)} * ${n}u + gate${g}]`;
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
    const [first, last] = [block * TERMS, Math.min(h, (block + 1) * TERMS)];
    const whole = first + Math.floor((last - first) / 4) * 4;
    const terms = (vector: string, from: string, count: number) =>
      `${gates
        .flatMap((g) =>
          range(count).map(
            (k) => `      let w${g}_${k} = weights[(direction * ${h}u + ${from} + ${k}u) * ${n}u + gate${g}];`,
          ),
        )
        .join("\n")}
${rows
  .map(
    (b) => `      { let v = state[${b * vectors}u + ${vector}];
${gates
  .map(
    (g) =>
      `        ${chain(
        sum(g, b),
        "v",
        range(count).map((k) => `w${g}_${k}`),
      )}`,
  )
  .join("\n")} }`,
  )
  .join("\n")}`;
    return `    for (var k = ${first}u; k < ${whole}u; k += 4u) {
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
  const extra = range(extraBlocks).map((block) =>
    each(
      (g, b) =>
        `    a${g}_${b} += extra[${block}u * sizes.extraBlock + ${place("time", `series_${b}`)} * ${n}u + gate${g}];`,
    ),
  );
  return defineKernel({
    name: `lstm forward ${h} ${tile} ${keep} ${extraBlocks}`,
    arrays: {
      ...{ weights: "in", gates: "out", y: "out" },
      ...(keep && { cells: "out", tanhCells: "out" }),
      ...(extraBlocks > 0 && { extra: "in" }),
    },
    sizes: { time: "u32", rows: "u32", width: "u32", weight: "u32", weightDirection: "u32", extraBlock: "u32" },
    threads,
    declarations: `var<workgroup> state: array<vec4f, ${tile * vectors}>;
var<workgroup> activated: array<f32, ${tile * n}>;`,
    body: `  let direction = group.y;
  let tileRow = group.x * ${tile}u;
${rows.map((b) => `  let series_${b} = min(tileRow + ${b}u, sizes.rows - 1u);`).join("\n")}
${gates
  .map(
    (g) => `  let isGate${g} = lane + ${g * threads}u < ${n}u;
  let gate${g} = min(lane + ${g * threads}u, ${n - 1}u);
  let isTanh${g} = gate${g} / ${h}u == 2u;`,
  )
  .join("\n")}
${cells.map(({ declare, i }) => `${declare}\n  var c${i} = nothing();`).join("\n")}
${
  inRegisters
    ? `  let weight = sizes.weight + direction * sizes.weightDirection + gate0 * ${h}u;\n${registers.join("\n")}`
    : ""
}
  for (var i = lane; i < ${tile * vectors}u; i += ${threads}u) { state[i] = vec4f(0.0); }
  let start = select(0u, sizes.time - 1u, direction == 1u);
${each((g, b) => `  var x${g}_${b} = ${gateAt("start", g, b)};`)}
  workgroupBarrier();
  for (var step = 0u; step < sizes.time; step++) {
    let time = select(step, sizes.time - 1u - step, direction == 1u);
    let after = min(step + 1u, sizes.time - 1u);
    let next = select(after, sizes.time - 1u - after, direction == 1u);
${each((g, b) => `    var a${g}_${b} = x${g}_${b};`)}
${each((g, b) => `    x${g}_${b} = ${gateAt("next", g, b)};`)}
${inRegisters ? fromRegisters : blockFromMemory(0, (g, b) => `a${g}_${b}`)}
${extra.join("\n")}
${laterBlocks.join("\n")}
${each(
  (g, b) => `    if (isGate${g}) {
      var v: f32;
      if (isTanh${g}) { v = tanh_of(a${g}_${b}); } else { v = sigmoid_of(a${g}_${b}); }
      activated[${b * n}u + gate${g}] = v;
${keep ? `      if (tileRow + ${b}u < sizes.rows) { ${gateAt("time", g, b)} = v; }` : ""}
    }`,
)}
    workgroupBarrier();
${cells
  .map(
    ({ i }) => `    if (isCell${i}) {
      let at = row${i} * ${n}u + unit${i};
      let written = opaque(activated[at] * activated[at + ${2 * h}u]);
      c${i} = madd(activated[at + ${h}u], c${i}, written);
      let t = tanh_of(c${i});
      let out = activated[at + ${3 * h}u] * t;
      state[row${i} * ${vectors}u + unit${i} / 4u][unit${i} % 4u] = out;
      if (isLive${i}) {
        y[(time * sizes.rows + series${i}) * sizes.width + direction * ${h}u + unit${i}] = out;
${
  keep
    ? `        let to = ${place("time", `series${i}`)} * ${h}u + unit${i};
        cells[to] = c${i};
        tanhCells[to] = t;`
    : ""
}
      }
    }`,
  )
  .join("\n")}
    workgroupBarrier();
  }`,
  });
}

export interface LstmBackwardOptions extends LstmOptions {
  /** Whether the gradients of the hidden states are written to `dStates` (D, T, B, H). */
  readonly probe: boolean;
}

/** @returns a kernel for a grid (tiles, directions): gates become the gradients of their products */
export function lstmBackward({ hidden: h, tile, probe }: LstmBackwardOptions): Kernel {
  const inRegisters = h <= MOST_IN_REGISTERS;
  const n = 4 * h;
  const threads = inRegisters ? n : LIMITS.threads;
  const cells = cellsOf(threads, { hidden: h, tile });
  const width = padded(h);
  const blocks = Math.ceil(n / TERMS);
  // Blocks are added up side by side where their sums fit beside the gradients.
  const parts = !inRegisters && (n + blocks * h) * tile * 4 <= LIMITS.sharedBytes ? blocks : 1;
  const names = ["i", "f", "g", "o", "t", "before", "d"] as const;
  const load = (i: number) => {
    const row = `((direction * sizes.time + time) * sizes.rows + series${i})`;
    const gate = (k: number) => `gates[${row} * ${n}u + ${k * h}u + unit${i}]`;
    const values = {
      ...{ i: gate(0), f: gate(1), g: gate(2), o: gate(3) },
      t: `tanhCells[${row} * ${h}u + unit${i}]`,
      before: `select(cells[((direction * sizes.time + earlier) * sizes.rows + series${i}) * ${h}u + unit${i}], 0.0, isFirst)`,
      d: `dy[(time * sizes.rows + series${i}) * sizes.width + direction * ${h}u + unit${i}]`,
    };
    return `if (isCell${i}) {
${names.map((name) => `      ${name}${i} = ${values[name]};`).join("\n")}
    }`;
  };
  const times = (step: string) => `    time = select(sizes.time - 1u - ${step}, ${step}, direction == 1u);
    isFirst = ${step} == sizes.time - 1u;
    earlier = select(max(time, 1u) - 1u, min(time + 1u, sizes.time - 1u), direction == 1u);`;
  const dh = (i: number) =>
    range(parts - 1).reduce((sum, part) => `(${sum} + sums[${(part + 1) * tile * h}u + cell${i}])`, `sums[cell${i}]`);
  /** Gradients of a row's gates in workgroup memory: in groups of `width` for the registers, else one after another. */
  const groupWidth = inRegisters ? width : h;
  const put = (i: number, k: number, value: string) => {
    const at = `(row${i} * ${4 * groupWidth}u + ${k * groupWidth}u + unit${i})`;
    return `      gradients[${at} / 4u][${at} % 4u] = ${value};`;
  };

  const registers = range(width / 4).map((m) => {
    const values = range(4).map((part) => (4 * m + part < h ? `parameters[weight + ${(4 * m + part) * h}u]` : "0.0"));
    return `  let w${m} = vec4f(${values.join(", ")});`;
  });
  // The sum over all gates is one chain: each of four groups of threads adds the terms of its gate, and hands the sum on.
  const handedOn = `    for (var turn = 0u; turn < ${tile + 3}u; turn++) {
      let b = turn - quarter;
      if (b < ${tile}u) {
        var s = nothing();
        if (quarter != 0u) { s = sums[b * ${h}u + unit]; }
        let base = b * ${width}u + quarter * ${width / 4}u;
${range(width / 4)
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
  const blockLoop = (first: string, last: string, unit: string) => `      for (var j = ${first}; j < ${last}; j += 4u) {
${range(4)
  .map((k) => `        let w${k} = parameters[weight + (j + ${k}u) * ${h}u + ${unit}];`)
  .join("\n")}
${rows
  .map((b) => `        { let v = gradients[${b * h}u + j / 4u]; ${chain(`s${b}`, "v", ["w0", "w1", "w2", "w3"])} }`)
  .join("\n")}
      }`;
  const sideBySide = `    for (var item = lane; item < ${parts * h}u; item += ${threads}u) {
      let unit = item % ${h}u;
      let block = item / ${h}u;
${rows.map((b) => `      var s${b} = nothing();`).join("\n")}
${blockLoop(`block * ${TERMS}u`, `min(${n}u, (block + 1u) * ${TERMS}u)`, "unit")}
${rows.map((b) => `      sums[(block * ${tile}u + ${b}u) * ${h}u + unit] = s${b};`).join("\n")}
    }
    workgroupBarrier();`;
  const oneByOne = `    for (var unit = lane; unit < ${h}u; unit += ${threads}u) {
${rows.map((b) => `      var total${b} = nothing();`).join("\n")}
      for (var block = 0u; block < ${blocks}u; block++) {
${rows.map((b) => `      var s${b} = nothing();`).join("\n")}
${blockLoop(`block * ${TERMS}u`, `min(${n}u, (block + 1u) * ${TERMS}u)`, "unit")}
${rows.map((b) => `      total${b} = select(total${b} + s${b}, s${b}, block == 0u);`).join("\n")}
      }
${rows.map((b) => `      sums[${b * h}u + unit] = total${b};`).join("\n")}
    }
    workgroupBarrier();`;

  return defineKernel({
    name: `lstm backward ${h} ${tile} ${probe}`,
    arrays: {
      ...{ parameters: "in", dy: "in", gates: "out", cells: "in", tanhCells: "in" },
      ...(probe && { dStates: "out" }),
    },
    sizes: { time: "u32", rows: "u32", width: "u32", weight: "u32", weightDirection: "u32" },
    threads,
    declarations: `var<workgroup> gradients: array<vec4f, ${tile * groupWidth}>;
var<workgroup> sums: array<f32, ${parts * tile * h}>;`,
    body: `  let direction = group.y;
  let tileRow = group.x * ${tile}u;
${cells.map(({ declare, i }) => `${declare}\n  var dc${i} = nothing();\n${names.map((name) => `  var ${name}${i} = 0.0;`).join("\n")}`).join("\n")}
${
  inRegisters
    ? `  let quarter = lane / ${h}u;
  let unit = lane % ${h}u;
  let weight = sizes.weight + direction * sizes.weightDirection + quarter * ${h * h}u + unit;
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
      let d = d${i} + ${dh(i)};
      let dO = (d * t${i}) * (o${i} * (1.0 - o${i}));
      let e = madd(d * o${i}, 1.0 - opaque(t${i} * t${i}), dc${i});
      dc${i} = opaque(e * f${i});
      let dF = (e * before${i}) * (f${i} * (1.0 - f${i}));
      let dI = (e * g${i}) * (i${i} * (1.0 - i${i}));
      let dG = (e * i${i}) * (1.0 - opaque(g${i} * g${i}));
${[put(i, 0, "dI"), put(i, 1, "dF"), put(i, 2, "dG"), put(i, 3, "dO")].join("\n")}
      if (isLive${i}) {
        let to = ((direction * sizes.time + now) * sizes.rows + series${i}) * ${n}u + unit${i};
        gates[to] = dI;
        gates[to + ${h}u] = dF;
        gates[to + ${2 * h}u] = dG;
        gates[to + ${3 * h}u] = dO;
${probe ? `        dStates[((direction * sizes.time + now) * sizes.rows + series${i}) * ${h}u + unit${i}] = d;` : ""}
      }
    }
    if (step + 1u < sizes.time) {
      ${load(i)}
    }`,
  )
  .join("\n")}
    workgroupBarrier();
${inRegisters ? handedOn : parts > 1 || blocks === 1 ? sideBySide : oneByOne}
  }`,
  });
}

/** transposed (D, H, 4H) of W_hh (4H, H) of each direction, so that a step's reads lie side by side. */
export const transposeWeights = (hidden: number): Kernel =>
  defineKernel({
    name: `transpose ${hidden}`,
    arrays: { parameters: "in", transposed: "out" },
    sizes: { weight: "u32", weightDirection: "u32" },
    threads: 64,
    body: `  let at = group.x * 64u + lane;
  if (at >= ${4 * hidden * hidden}u) { return; }
  let k = at / ${4 * hidden}u;
  let gate = at % ${4 * hidden}u;
  transposed[group.y * ${4 * hidden * hidden}u + at] =
    parameters[sizes.weight + group.y * sizes.weightDirection + gate * ${hidden}u + k];`,
  });
