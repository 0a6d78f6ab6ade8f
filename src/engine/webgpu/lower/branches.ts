/** Dispatches of `layers/concat.ts`, `layers/residual.ts` and `layers/multiply.ts`; what they compute is in `engine/branches.ts`. */
import { type BranchOperations, emitConcat, emitMultiply, emitResidual } from "../../branches.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { add, multiply as product } from "../wgsl/elementwise.ts";
import { copyColumns } from "../wgsl/move.ts";
import { multiplySteps, productSums } from "../wgsl/steps.ts";
import type { Lowering } from "./lowering.ts";

export const concat: Lowering<"concat"> = {
  emit: (e, node, x, chain) => emitConcat(operations(e), node, x, chain),
};

export const residual: Lowering<"residual"> = {
  emit: (e, node, x, chain) => emitResidual(operations(e), node, x, chain),
};

export const multiply: Lowering<"multiply"> = {
  emit: (e, node, x, chain) => emitMultiply(operations(e), node, x, chain),
};

const operations = (e: Emitter): BranchOperations<Value> => ({
  emitter: e,
  value: (name, count) => e.value(name, count),
  add: (a, b, y, count) => e.map(add, [a, b, y], count),
  multiply: (a, b, y, count) => e.map(product, [a, b, y], count),
  multiplySteps: (x, factors, y, time, width) => e.map(multiplySteps, [x, factors, y], time * width, { width }),
  productSums: (a, b, sums, time, width) => e.map(productSums, [a, b, sums], width, { time }),
  putColumns: (part, y, rows, width, columns, column) =>
    e.mapPart(copyColumns, [part, y], rows * width, {
      n: width,
      fromStride: width,
      fromStart: 0,
      toStride: columns,
      toStart: column,
    }),
  takeColumns: (y, part, rows, width, columns, column) =>
    e.map(copyColumns, [y, part], rows * width, {
      n: width,
      fromStride: columns,
      fromStart: column,
      toStride: width,
      toStart: 0,
    }),
});
