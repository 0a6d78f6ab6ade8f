/** Turns a model into the programs of its shards: the layers' calls forward, the loss, and the calls back. */

import type { DeviceModel } from "../engine/device.ts";
import { Emitter } from "../engine/emitter.ts";
import type { Buffer } from "../engine/program.ts";
import type { ProgramSource } from "../engine/program-source.ts";
import { type Emitted, elements, type LayerNode } from "../layers/layer.ts";
import { INPUT, storageAfter } from "../layers/storage-order.ts";
import type { ModelSpec } from "../spec/spec.ts";
import { buildGraph, layerTypeOf } from "./graph.ts";

/** How the loss weighs classes and softens labels, as torch.nn.CrossEntropyLoss. */
export interface LossOptions {
  readonly classWeights: readonly number[] | undefined;
  readonly labelSmoothing: number;
}

/** What makes a model's programs: plain data, so that a worker can be sent it. */
export interface SourceOptions {
  model: ModelSpec;
  /** Of the series that will be met first; programs for others may be asked for. */
  length: number;
  channels: number;
  /** Outputs of the last layer; 0 accepts any. */
  classes: number;
  loss: LossOptions;
  /** Series in the largest training batch. */
  batchSize: number;
}

const CLASS_WEIGHTS = "class weights";

/** A model as a device sees it. @throws TidelabError where shapes do not fit */
export function deviceModel(options: SourceOptions): DeviceModel {
  return { description: options, classes: options.classes, programs: programSource(options) };
}

/** What a worker makes of a description that it was sent. */
export function programsOf(description: unknown): ProgramSource {
  return programSource(description as SourceOptions);
}

function programSource(options: SourceOptions): ProgramSource {
  const { model, channels, classes, loss } = options;
  const { parameters, states } = buildGraph(model, options, classes);
  const constants = new Map<string, Float32Array>();
  if (loss.classWeights) constants.set(CLASS_WEIGHTS, Float32Array.from(loss.classWeights));
  return {
    parameters,
    states,
    constants,
    emit(key, { persistent, kernels }) {
      const { rows, length, training } = key;
      const graph = buildGraph(model, { length, channels }, classes);
      const carryStates = key.carryStates ?? false;
      const gradients = training || key.inputGradient === true;
      const e = new Emitter({
        rows,
        training,
        gradients,
        batchRows: options.batchSize,
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
    const type = layerTypeOf(node.spec.layer);
    e.layer = node.name;
    e.maskOrder = storage.order;
    const before = storage;
    storage = storageAfter(node, before, e.lengths !== undefined); // a ReLU joined to it keeps the order
    const joined = nodes[index + 1]?.spec.layer === "relu" ? type.emitWithRelu?.(e, node, value) : undefined;
    const emitted = joined ?? type.emit(e, node, value, (inner, to) => emitChain(e, inner, to, before));
    done.push({ node, emitted });
    value = emitted.output;
    if (joined) index++;
  }
  // Layers before the first with parameters need no gradient of their own.
  const firstTrained = done.findIndex(({ node }) => isTrained(node));
  const trainedBefore = (index: number) => firstTrained >= 0 && firstTrained < index;
  return {
    output: value,
    backward(dy, needed) {
      let gradient: Buffer | undefined = dy;
      for (let index = done.length - 1; index >= 0 && gradient; index--) {
        const { node, emitted } = done[index]!;
        e.layer = node.name;
        gradient = emitted.backward(gradient, needed || trainedBefore(index));
      }
      return gradient;
    },
  };
}

function isTrained(node: LayerNode): boolean {
  return node.parameters.length > 0 || node.branches.some((branch) => branch.some(isTrained));
}
