/** Programs of a model, made of its layers: input, layers, and with a way back the gradients of logits and parameters. */
import { TidelabError } from "../../../errors/errors.ts";
import type { DeviceModel } from "../../device.ts";
import { elements, type LayerNode } from "../../layer-node.ts";
import { INPUT, storageAfter } from "../../storage-order.ts";
import { wayBack } from "../../way-back.ts";
import { Emitter } from "../emitter.ts";
import type { Program, Value } from "../program.ts";
import type { WorkgroupLimits } from "../wgsl/recurrent.ts";
import { foldShards } from "../wgsl/shards.ts";
import { loweringOf } from "./index.ts";
import type { Emitted } from "./lowering.ts";

/** What a program is made for. */
export interface ProgramKey {
  /** Series of a chunk. */
  readonly rows: number;
  readonly length: number;
  readonly training: boolean;
  /** Whether series may end before `length`. */
  readonly uneven?: boolean;
  /** Whether it also measures the gradients of hidden states. */
  readonly probe?: boolean;
}

export interface ProgramHost {
  /** Series in the largest batch. */
  readonly batchRows: number;
  readonly largeTiles: boolean;
  readonly mostInRegisters?: number | undefined;
  readonly limits?: WorkgroupLimits | undefined;
  /** Whether dispatches that do not depend on each other are joined; they are unless it is false. */
  readonly joins?: boolean | undefined;
  /** The most series of a chunk, a multiple of a shard's, where fewer are wanted than fit. */
  readonly mostRows?: number | undefined;
}

export function makeProgram(
  model: DeviceModel,
  { rows, length, training, uneven = false, probe = false }: ProgramKey,
  host: ProgramHost,
): Program {
  const graph = model.layers(length);
  const { parameters, states } = model;
  const parameterCount = parameters.reduce((sum, { size }) => sum + size, 0);
  const e = new Emitter({ ...host, rows, training, probe, parameters, parameterCount, states });
  const input = e.pinned("input", rows * elements(graph.input));
  const lengths = uneven ? e.pinned("lengths", rows) : undefined;
  e.lengths = lengths;
  const { output, backward } = emitChain(e, graph.nodes, input);
  const logits: Value = { ...output, region: "pinned", label: "logits" };
  const program = { time: length, input, lengths, logits };
  if (!training) return pinOutput(e.finish({ ...program, dLogits: undefined }), output, logits);
  const dLogits = e.pinned("d logits", rows * graph.classes);
  e.turnBack();
  backward(dLogits, false);
  const gradients: Value = { region: "gradients", label: "gradients", floats: parameterCount };
  const isFirst = { dynamic: "isFirst" } as const;
  e.map(foldShards, [e.partials, gradients], parameterCount, { shards: e.shards, isFirst });
  return pinOutput(e.finish({ ...program, dLogits }), output, logits);
}

/** Makes the dispatches that name the last layer's output name the logits instead. */
function pinOutput(program: Program, output: Value, logits: Value): Program {
  const pinned = (dispatches: Program["forward"]) =>
    dispatches.map((dispatch) => {
      return { ...dispatch, arrays: dispatch.arrays.map((value) => (value === output ? logits : value)) };
    });
  return { ...program, forward: pinned(program.forward), backward: pinned(program.backward) };
}

/** Layers one after another; going back visits them in reverse. */
function emitChain(e: Emitter, nodes: readonly LayerNode[], x: Value, from = INPUT): Emitted {
  const done: { node: LayerNode; emitted: Emitted }[] = [];
  let value = x;
  let storage = from;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!; // within its bounds
    e.layer = node.name;
    e.maskOrder = storage.order;
    const before = storage;
    storage = storageAfter(node, before, e.lengths !== undefined);
    const lowering = loweringOf(node.spec.layer);
    if (lowering === undefined) {
      throw new TidelabError("device.unsupported", { layer: node.spec.layer, reason: "layer" }, node.path);
    }
    const joined = nodes[index + 1]?.spec.layer === "relu" ? lowering.emitWithRelu?.(e, node, value) : undefined;
    const emitted = joined ?? lowering.emit(e, node, value, (inner, to) => emitChain(e, inner, to, before));
    done.push({ node, emitted });
    value = emitted.output;
    if (joined) index++; // a ReLU joined to it keeps the order
  }
  const enter = (node: LayerNode) => {
    e.layer = node.name;
  };
  return { output: value, backward: wayBack(done, enter) };
}
