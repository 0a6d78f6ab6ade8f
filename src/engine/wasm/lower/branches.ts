/** Kernel calls of `layers/concat.ts`, `layers/residual.ts` and `layers/multiply.ts`; what they compute is in `engine/branches.ts`. */
import { type BranchOperations, emitConcat, emitMultiply, emitResidual } from "../../branches.ts";
import type { Emitter } from "../emitter.ts";
import { type Buffer, offset } from "../program.ts";
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

const operations = (e: Emitter): BranchOperations<Buffer> => ({
  emitter: e,
  value: (name, count) => e.buffer(name, count),
  add: (a, b, y, count) => e.call("add", a, b, y, count),
  multiply: (a, b, y, count) => e.call("multiply", a, b, y, count),
  multiplySteps: (x, factors, y, time, width) => e.call("multiply_steps", x, factors, y, time, width),
  productSums: (a, b, sums, time, width) => e.call("product_sums", a, b, sums, time, width),
  putColumns: (part, y, rows, width, columns, column) =>
    e.call("copy_rows", part, width, offset(y, column), columns, rows, width),
  takeColumns: (y, part, rows, width, columns, column) =>
    e.call("copy_rows", offset(y, column), columns, part, width, rows, width),
});
