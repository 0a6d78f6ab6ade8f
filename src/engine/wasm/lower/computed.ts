/** Layers that are computed in TypeScript (`ComputedLayer`), between kernel calls: for kinds that have no lowering. */
import type { LayerKind } from "../../../spec/layers.ts";
import { elements } from "../../layer-node.ts";
import type { Argument, HostCall } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const computed: Lowering<LayerKind> = {
  emit(e, node, x) {
    const { rows } = e;
    const layer = node.computed;
    if (layer === undefined)
      throw new Error(`no device has kernels for ${node.spec.layer}, and its layer type computes nothing`);
    if (node.input.time !== node.output.time)
      throw new Error(`${node.spec.layer} is computed and changes the time axis`);
    const [inputs, outputs] = [rows * elements(node.input), rows * elements(node.output)];
    const y = e.buffer("y", outputs);
    const tensors = node.parameters.map(({ name, shape }) => {
      return { name, size: shape.reduce((product, side) => product * side, 1) };
    });
    const weights: Argument[] = tensors.map(({ name }) => e.parameter(name));
    /** Views on the tensors whose addresses are given, by name. */
    const views = (memory: WebAssembly.Memory, addresses: readonly number[]) =>
      Object.fromEntries(
        tensors.map(({ name, size }, i) => [name, new Float32Array(memory.buffer, addresses[i], size)]),
      );
    const forward: HostCall = {
      name: node.spec.layer,
      run(memory, from, to, ...parameters) {
        layer.forward({
          rows,
          x: new Float32Array(memory.buffer, from, inputs),
          y: new Float32Array(memory.buffer, to, outputs),
          parameters: views(memory, parameters),
        });
      },
    };
    e.call(forward, x, y, ...weights);
    const { lengths } = e;
    fillPastEnd(e, y, node.output, lengths);
    return {
      output: y,
      backward(dy) {
        const dx = e.buffer("dx", inputs);
        const gradients: Argument[] = tensors.map(({ name }) => e.gradient(name));
        const backward: HostCall = {
          name: `${node.spec.layer}_backward`,
          run(memory, from, to, dTo, dFrom, ...places) {
            layer.backward({
              rows,
              x: new Float32Array(memory.buffer, from, inputs),
              y: new Float32Array(memory.buffer, to, outputs),
              dy: new Float32Array(memory.buffer, dTo, outputs),
              dx: new Float32Array(memory.buffer, dFrom, inputs),
              parameters: views(memory, places.slice(0, tensors.length)),
              gradients: views(memory, places.slice(tensors.length)),
            });
          },
        };
        e.call(backward, x, y, dy, dx, ...weights, ...gradients);
        fillPastEnd(e, dx, node.input, lengths);
        return dx;
      },
    };
  },
};
