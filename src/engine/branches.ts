/**
 * Layers made of branches, which are the same on every device: what is added, multiplied and copied, and in which order. The
 * operations are the device's (`lower/branches.ts`).
 */
import { elements, type LayerNode, type Shape } from "./layer-node.ts";
import type { EmittedLayer } from "./way-back.ts";

/** What a device does for layers with branches. Counts are in floats. */
export interface BranchOperations<Value> {
  readonly emitter: {
    readonly rows: number;
    lengths: Value | undefined;
    layer: string;
  };
  value(name: string, count: number): Value;
  /** y = a + b */
  add(a: Value, b: Value, y: Value, count: number): void;
  /** y = a · b, value by value. */
  multiply(a: Value, b: Value, y: Value, count: number): void;
  /** (T, width) · (width): each step times the same factors. */
  multiplySteps(x: Value, factors: Value, y: Value, time: number, width: number): void;
  /** The sums of a · b over time, (width). */
  productSums(a: Value, b: Value, sums: Value, time: number, width: number): void;
  /** Rows of `width` floats into the columns from `column` on of rows of `columns`. */
  putColumns(part: Value, y: Value, rows: number, width: number, columns: number, column: number): void;
  /** The way back of `putColumns`. */
  takeColumns(y: Value, part: Value, rows: number, width: number, columns: number, column: number): void;
}

type Chain<Value> = (nodes: readonly LayerNode[], x: Value) => EmittedLayer<Value>;

/** `layers/concat.ts`: branches are copied side by side, and their gradients added up in order. */
export function emitConcat<Value>(
  on: BranchOperations<Value>,
  node: LayerNode<"concat">,
  x: Value,
  chain: Chain<Value>,
): EmittedLayer<Value> {
  const { emitter } = on;
  const { features } = node.output;
  const rows = (node.output.time ?? 1) * emitter.rows;
  const inputs = emitter.rows * elements(node.input);
  const { lengths } = emitter;
  let column = 0;
  const branches = node.branches.map((nodes) => {
    emitter.lengths = lengths;
    const width = widthOf(nodes, node.input);
    const start = column;
    column += width;
    return { emitted: chain(nodes, x), width, start };
  });
  emitter.layer = node.name;
  const y = on.value("y", rows * features);
  for (const { emitted, width, start } of branches) on.putColumns(emitted.output, y, rows, width, features, start);
  return {
    output: y,
    backward(dy, needed) {
      let dx: Value | undefined;
      for (const { emitted, width, start } of branches) {
        emitter.layer = node.name;
        const part = on.value("d branch", rows * width);
        on.takeColumns(dy, part, rows, width, features, start);
        const gradient = emitted.backward(part, needed);
        if (!needed || gradient === undefined) continue;
        emitter.layer = node.name;
        if (dx !== undefined) {
          const sum = on.value("dx", inputs);
          on.add(dx, gradient, sum, inputs);
          dx = sum;
        } else dx = gradient;
      }
      return dx;
    },
  };
}

/** `layers/residual.ts`: both sides from the same input, the shortcut first. */
export function emitResidual<Value>(
  on: BranchOperations<Value>,
  node: LayerNode<"residual">,
  x: Value,
  chain: Chain<Value>,
): EmittedLayer<Value> {
  const { emitter } = on;
  const [layers = [], shortcut = []] = node.branches;
  const count = emitter.rows * elements(node.output);
  const { lengths } = emitter;
  // As PyTorch evaluates `shortcut(x) + layers(x)`: the left side's masks are drawn first.
  const b = chain(shortcut, x);
  emitter.lengths = lengths;
  const a = chain(layers, x);
  emitter.layer = node.name;
  const y = on.value("sum", count);
  on.add(b.output, a.output, y, count);
  return {
    output: y,
    backward(dy, needed) {
      const [da, db] = [a.backward(dy, needed), b.backward(dy, needed)];
      if (!needed || da === undefined || db === undefined) return undefined;
      emitter.layer = node.name;
      const inputs = emitter.rows * elements(node.input);
      const dx = on.value("dx", inputs);
      on.add(db, da, dx, inputs);
      return dx;
    },
  };
}

/** `layers/multiply.ts`. Both sides are zero past a series' end, and so is their product. */
export function emitMultiply<Value>(
  on: BranchOperations<Value>,
  node: LayerNode<"multiply">,
  x: Value,
  chain: Chain<Value>,
): EmittedLayer<Value> {
  const { emitter } = on;
  const [layers = []] = node.branches;
  const { time = 1 } = node.input;
  const count = emitter.rows * elements(node.input);
  const width = emitter.rows * node.input.features;
  const { lengths } = emitter;
  const branch = chain(layers, x);
  const hasTime = (layers.at(-1)?.output ?? node.input).time !== undefined || node.input.time === undefined;
  emitter.lengths = lengths;
  emitter.layer = node.name;
  const timesFactors = (value: Value, product: Value) => {
    if (hasTime) on.multiply(value, branch.output, product, count);
    else on.multiplySteps(value, branch.output, product, time, width);
  };
  const y = on.value("product", count);
  timesFactors(x, y);
  return {
    output: y,
    backward(dy, needed) {
      const dFactors = on.value("d factors", hasTime ? count : width);
      if (hasTime) on.multiply(x, dy, dFactors, count);
      else on.productSums(x, dy, dFactors, time, width);
      const through = branch.backward(dFactors, needed);
      if (!needed || through === undefined) return undefined;
      emitter.layer = node.name;
      const direct = on.value("d direct", count);
      timesFactors(dy, direct);
      const dx = on.value("dx", count);
      on.add(direct, through, dx, count);
      return dx;
    },
  };
}

function widthOf(nodes: readonly { output: Shape }[], input: Shape): number {
  return (nodes.at(-1)?.output ?? input).features;
}
