/** Calls of `layers/positions.ts`: a table for all series, which the layer itself writes, added by a kernel. */
import { elements, timeOf } from "../../layer-node.ts";
import type { HostCall } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const positions: Lowering<"positions"> = {
  emit(e, node, x) {
    const size = elements(node.input);
    const values = new Float32Array(size);
    // What it adds to a series of zeros is the table.
    node.computed?.forward({ rows: 1, x: new Float32Array(size), y: values, parameters: {} });
    const put: HostCall = {
      name: "positions_table",
      run: (memory, address = 0) => new Float32Array(memory.buffer, address, size).set(values),
    };
    // In work memory: programs of many lengths would keep many tables.
    const table = e.buffer("table", size);
    const y = e.buffer("y", e.rows * size);
    e.call(put, table);
    e.call("add_steps", x, table, y, timeOf(node.input), e.rows, node.input.features);
    fillPastEnd(e, y, node.output, e.lengths);
    return { output: y, backward: (dy) => dy };
  },
};
