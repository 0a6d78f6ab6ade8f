/**
 * Cells of recurrent layers, in WGSL: what a step makes of its products there and back, as kernels/lstm.ts, gru.ts and rnn.ts. How they are
 * carried through time is in `recurrent.ts`.
 */

/** Values of a cell in the way back, by the names that its statements use. */
type Load = (place: {
  /** Gate k of the unit. */
  readonly gate: (k: number) => string;
  /** A kept value of the unit at this step: tanh of the cell, or the output. */
  readonly kept: (array: string) => string;
  /** A kept value of the step before, zero at the first. */
  readonly before: (array: string) => string;
}) => Readonly<Record<string, string>>;

export interface CellSource {
  readonly kind: "lstm" | "gru" | "rnn";
  /** Columns of H in the buffer of gates. */
  readonly columns: number;
  /** Columns that are products of the state, in the order of their weights' rows. */
  readonly products: readonly number[];
  /** Columns of gradients that are products of the input, from the first on. */
  readonly inputColumns: number;
  /** Column of a product that starts from a hidden bias of its own instead of the input's product; GRU's last. */
  readonly apart?: number;
  /** Kept values of the way there, (D, T, B, H) each, beside gates and output. */
  readonly kept: readonly string[];
  /** Whether the state has a memory cell beside the output. */
  readonly hasCell: boolean;
  /** Expression of a product's activation. @param gate  index of the product, a value in WGSL that is uniform or not */
  activate(value: string, product: string, hidden: number): string;
  /** Statements that set `out` (and `c`), from `activated[at + column · H]` and `state_before`; `@` is the cell's number. */
  forward(hidden: number, width: number): string;
  readonly load: Load;
  /** Statements that set the gradients `d0` … of the columns from `d` (of the state) and what was loaded; `carry` goes to the state before. */
  readonly backward: string;
}

export const lstmCell: CellSource = {
  kind: "lstm",
  columns: 4,
  products: [0, 1, 2, 3],
  inputColumns: 4,
  kept: ["cells", "tanhCells"],
  hasCell: true,
  activate: (value, product) => `if (${product} == 2u) { v = tanh_of(${value}); } else { v = sigmoid_of(${value}); }`,
  forward: (h) => `let written = opaque(activated[at] * activated[at + ${2 * h}u]);
      c@ = madd(activated[at + ${h}u], c@, written);
      let tanhCells_value = tanh_of(c@);
      var cells_value = c@;
      let out = activated[at + ${3 * h}u] * tanhCells_value;`,
  load: ({ gate, kept, before }) => ({
    ...{ i: gate(0), f: gate(1), g: gate(2), o: gate(3) },
    t: kept("tanhCells"),
    before: before("cells"),
  }),
  backward: `let d3 = (d * t@) * (o@ * (1.0 - o@));
      let e = madd(d * o@, 1.0 - opaque(t@ * t@), dc@);
      dc@ = opaque(e * f@);
      let d1 = (e * before@) * (f@ * (1.0 - f@));
      let d0 = (e * g@) * (i@ * (1.0 - i@));
      let d2 = (e * i@) * (1.0 - opaque(g@ * g@));
      let carry = nothing();`,
};

/** The reset gate acts after the product: the last column is the hidden part of the candidate before it. */
export const gruCell: CellSource = {
  kind: "gru",
  columns: 4,
  products: [0, 1, 3],
  inputColumns: 3,
  apart: 3,
  kept: [],
  hasCell: false,
  activate: (value, product) => `if (${product} == 2u) { v = ${value}; } else { v = sigmoid_of(${value}); }`,
  forward: (h, width) => `let candidate = tanh_of(madd(activated[at], activated[at + ${2 * h}u], input_part));
      let held = state[row@ * ${width / 4}u + unit@ / 4u][unit@ % 4u];
      let out = madd(activated[at + ${h}u], held - candidate, candidate);`,
  load: ({ gate, before }) => ({
    ...{ r: gate(0), z: gate(1), c: gate(2), hidden: gate(3) },
    before: before("y"),
  }),
  backward: `let carry = opaque(d * z@);
      let d1 = (d * (before@ - c@)) * (z@ * (1.0 - z@));
      let d2 = (d * (1.0 - z@)) * (1.0 - opaque(c@ * c@));
      let d0 = (d2 * hidden@) * (r@ * (1.0 - r@));
      let d3 = d2 * r@;`,
};

export const rnnCell = (nonlinearity: "tanh" | "relu"): CellSource => ({
  kind: "rnn",
  columns: 1,
  products: [0],
  inputColumns: 1,
  kept: [],
  hasCell: false,
  activate: (value) =>
    nonlinearity === "tanh" ? `v = tanh_of(${value});` : `v = select(${value}, 0.0, ${value} < 0.0);`,
  forward: () => "let out = activated[at];",
  load: ({ gate }) => ({ v: gate(0) }),
  backward: `let d0 = ${nonlinearity === "tanh" ? "d * (1.0 - opaque(v@ * v@))" : "select(0.0, d, v@ > 0.0)"};
      let carry = nothing();`,
});
