/** Layers that are computed in TypeScript (`ComputedLayer`), between kernel calls: for kinds without a lowering of their own. */
import type { LayerKind } from "../../../spec/layers.ts";
import { type ComputedArrays, countValues, elements } from "../../layer-node.ts";
import type { Argument } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

type Tensors = Readonly<Record<string, Float32Array>>;

export const computed: Lowering<LayerKind> = {
  emit(e, { spec, input, output, parameters: tensors, computed: layer }, x) {
    const { rows, lengths } = e;
    const kind = spec.layer;
    if (layer === undefined) throw new Error(`no device has kernels for ${kind}, and its layer type computes nothing`);
    if (input.time !== output.time) throw new Error(`${kind} is computed in TypeScript and changes the time axis`);
    const [inputs, outputs] = [rows * elements(input), rows * elements(output)];
    const weights: Argument[] = tensors.map(({ name }) => e.parameter(name));
    /** Calls `work` with views on values of these sizes, and on the layer's tensors by name; `args` has the addresses of all. */
    const call = (
      name: string,
      sizes: readonly number[],
      args: readonly Argument[],
      work: (values: readonly Float32Array[], call: Omit<ComputedArrays, "x" | "y">, gradients: Tensors) => void,
    ) => {
      const run = (memory: WebAssembly.Memory, ...addresses: number[]) => {
        let next = 0;
        const steps = lengths && { lengths: new Int32Array(memory.buffer, addresses[next++], rows) };
        const view = (size: number) => new Float32Array(memory.buffer, addresses[next++], size);
        const byName = () => {
          return Object.fromEntries(tensors.map(({ name, shape }) => [name, view(countValues(shape))]));
        };
        const values = sizes.map((size) => view(size));
        const parameters = byName();
        work(values, { rows, ...steps, parameters }, next < addresses.length ? byName() : {});
      };
      e.call({ name, run }, ...(lengths ? [lengths] : []), ...args);
    };
    const y = e.buffer("y", outputs);
    call(kind, [inputs, outputs], [x, y, ...weights], ([x, y], call) => {
      layer.forward({ ...call, x: x!, y: y! });
    });
    fillPastEnd(e, y, output, lengths);
    return {
      output: y,
      backward(dy) {
        const dx = e.buffer("dx", inputs);
        const args = [x, y, dy, dx, ...weights, ...tensors.map(({ name }) => e.gradient(name))];
        call(`${kind}_backward`, [inputs, outputs, outputs, inputs], args, ([x, y, dy, dx], call, gradients) => {
          layer.backward({ ...call, x: x!, y: y!, dy: dy!, dx: dx!, gradients });
        });
        fillPastEnd(e, dx, input, lengths);
        return dx;
      },
    };
  },
};
