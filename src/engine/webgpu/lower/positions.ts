/** Dispatches of `layers/positions.ts`: a table for all series, which the layer itself writes. */
import { elements } from "../../layer-node.ts";
import { addTable } from "../wgsl/steps.ts";
import type { Lowering } from "./lowering.ts";

export const positions: Lowering<"positions"> = {
  emit(e, node, x) {
    const { features } = node.input;
    const size = elements(node.input);
    const table = new Float32Array(size);
    // What it adds to a series of zeros is the table.
    node.computed?.forward({ rows: 1, x: new Float32Array(size), y: table, parameters: {} });
    const count = e.rows * size;
    const y = e.value("y", count);
    e.map(addTable, [x, e.constant("table", table), y], count, { rows: e.rows, features });
    e.zeroPastEnd(y, node.output);
    return { output: y, backward: (dy) => dy };
  },
};
