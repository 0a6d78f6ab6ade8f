/** Makes the programs of a model's shards: the layers' calls forward, the loss, and the calls back. */
import type { DeviceModel } from "../../device.ts";
import { elements, type LayerNode } from "../../layer-node.ts";
import { INPUT, storageAfter } from "../../storage-order.ts";
import { wayBack } from "../../way-back.ts";
import { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";
import type { ProgramSource } from "../program-source.ts";
import { loweringOf } from "./index.ts";
import type { Emitted } from "./lowering.ts";

const CLASS_WEIGHTS = "class weights";

/** A model as lanes run it. */
export function programSource(model: DeviceModel): ProgramSource {
  const { parameters, states, loss } = model;
  const constants = new Map<string, Float32Array>();
  if (loss.classWeights) constants.set(CLASS_WEIGHTS, Float32Array.from(loss.classWeights));
  return {
    parameters,
    states,
    constants,
    emit(key, { persistent, kernels }) {
      const { rows, length, training } = key;
      const graph = model.layers(length);
      const carryStates = key.carryStates ?? false;
      const taps = key.taps ?? false;
      const gradients = training || key.inputGradient === true;
      const e = new Emitter({
        rows,
        training,
        // Activations are kept for the way back, or to be looked at.
        gradients: gradients || taps,
        taps,
        batchRows: model.batchSize,
        carryStates,
        probe: key.probe ?? false,
        persistent,
        kernels,
      });
      const input = e.pinned("input", rows * elements(graph.input));
      const lengths = key.masked ? e.pinned("lengths", rows) : undefined;
      e.lengths = lengths;
      const labels = e.pinned("labels", rows);
      const losses = e.pinned("losses", rows * 2);
      const { output: logits, backward } = emitChain(e, graph.nodes, input);
      const io = { time: length, input, lengths, labels, logits, losses };
      logits.pinned = true;
      e.layer = "loss";
      const gradient = gradients ? e.buffer("d logits", rows * graph.classes) : undefined;
      const weights = loss.classWeights ? persistent.shared(CLASS_WEIGHTS, graph.classes * 4) : 0;
      const inverse = { dynamic: "inverseWeight", times: 1 } as const;
      e.call(
        "cross_entropy",
        ...([logits, labels, weights, loss.labelSmoothing, rows, graph.classes, inverse] as const),
        ...([gradient ?? 0, losses, 0] as const),
      );
      if (!gradient) return e.finish({ ...io, inputGradient: undefined });
      const inputGradient = backward(gradient, key.inputGradient ?? false);
      if (inputGradient) inputGradient.pinned = true;
      return e.finish({ ...io, inputGradient });
    },
  };
}

/** Layers one after another; going back visits them in reverse. */
export function emitChain(e: Emitter, nodes: readonly LayerNode[], x: Buffer, from = INPUT): Emitted {
  const done: { node: LayerNode; emitted: Emitted }[] = [];
  let value = x;
  let storage = from;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    const lowering = loweringOf(node.spec.layer);
    e.layer = node.name;
    e.maskOrder = storage.order;
    const before = storage;
    storage = storageAfter(node, before, e.lengths !== undefined); // a ReLU joined to it keeps the order
    const joined = nodes[index + 1]?.spec.layer === "relu" ? lowering.emitWithRelu?.(e, node, value) : undefined;
    const emitted = joined ?? lowering.emit(e, node, value, (inner, to) => emitChain(e, inner, to, before));
    done.push({ node, emitted });
    value = emitted.output;
    e.layer = node.name;
    e.tap("output", value, (node.output.time ?? 1) * e.rows, node.output.features);
    if (joined) index++;
  }
  const enter = (node: LayerNode) => {
    e.layer = node.name;
  };
  return { output: value, backward: wayBack(done, enter) };
}
