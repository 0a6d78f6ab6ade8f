/**
 * Runs a chain of layers forward and backward on the engine, as training does, with a gradient of the output given from
 * outside. Series-major (B, T, C) in and out, as PyTorch's fixtures.
 */

import type { Numerics } from "../../src/engine/numerics.ts";
import { createMaskDrawing } from "../../src/engine/wasm/masks.ts";
import "../../src/node/platform.ts";
import { elements, type Shape } from "../../src/engine/layer-node.ts";
import { Emitter } from "../../src/engine/wasm/emitter.ts";
import { kernelModule } from "../../src/engine/wasm/kernels.ts";
import { Lane } from "../../src/engine/wasm/lane.ts";
import { emitChain } from "../../src/engine/wasm/lower/program.ts";
import type { Buffer } from "../../src/engine/wasm/program.ts";
import type { ProgramSource } from "../../src/engine/wasm/program-source.ts";
import { layTensors, placeChain } from "../../src/model/graph.ts";
import { TorchGenerator } from "../../src/random/torch.ts";
import type { LayerSpec } from "../../src/spec/layers.ts";

export interface LayerRun {
  layers: readonly LayerSpec[];
  /** (B, T, C) or (B, C) */
  inputShape: readonly number[];
  training: boolean;
  numerics: Numerics;
  /** By full name, e.g. `0.weight`. Those that are not given keep zeros. */
  tensors: ReadonlyMap<string, Float32Array>;
  x: Float32Array;
  outputGradient: Float32Array;
  /** First states of a recurrent layer, by state name (h, c): (numLayers · directions, B, H). */
  firstStates?: ReadonlyMap<string, Float32Array> | undefined;
  /** (B) steps of each series, where they are not all equal. */
  lengths?: Int32Array | undefined;
  /** Seed of the dropout masks. */
  maskSeed?: number;
}

export interface LayerResult {
  output: Float32Array;
  /** By name: `x`, tensors' full names, and `h0`, `c0`. */
  gradients: Map<string, Float32Array>;
  lastStates: Map<string, Float32Array>;
  /** Running statistics afterwards. */
  states: Map<string, Float32Array>;
  exposed: Map<string, Float32Array>;
  memoryBytes: number;
}

export async function runLayers(run: LayerRun): Promise<LayerResult> {
  const [rows = 1] = run.inputShape;
  const shape: Shape =
    run.inputShape.length === 3
      ? { time: run.inputShape[1], features: run.inputShape[2]! }
      : { time: undefined, features: run.inputShape[1]! };
  const nodes = placeChain(run.layers, shape, "layers", "");
  const { parameters, states } = layTensors(nodes);
  const outputShape = nodes.at(-1)?.output ?? shape;
  let dyBuffer: Buffer | undefined;
  const source: ProgramSource = {
    parameters,
    states,
    constants: new Map(),
    emit(_key, { persistent, kernels }) {
      const carryStates = run.firstStates !== undefined;
      const e = new Emitter({
        rows,
        training: run.training,
        gradients: true,
        batchRows: rows,
        carryStates,
        persistent,
        kernels,
      });
      const input = e.pinned("input", rows * elements(shape));
      const lengths = run.lengths && e.pinned("lengths", rows);
      e.lengths = lengths;
      const dy = e.pinned("dy", rows * elements(outputShape));
      dyBuffer = dy;
      const { output, backward } = emitChain(e, nodes, input);
      output.pinned = true;
      const inputGradient = backward(dy, true);
      if (inputGradient) inputGradient.pinned = true;
      const none = e.pinned("none", 2);
      const io = { time: shape.time ?? 1, input, lengths, labels: none, logits: output, losses: none };
      return e.finish({ ...io, inputGradient });
    },
  };
  const lane = new Lane(source, await kernelModule(run.numerics));
  for (const [block, tensors] of [[() => lane.parameters, parameters] as const, [() => lane.states, states] as const]) {
    for (const { name, offset } of tensors) {
      const values = run.tensors.get(name);
      if (values) block().set(values, offset);
    }
  }
  lane.prepare();
  const bound = lane.program({ rows, length: shape.time ?? 1, training: run.training });
  const { program } = bound;
  // The planner places only what calls name: an output nobody writes would be a mistake of the layer.
  const put = (buffer: Buffer, values: Float32Array) => lane.floats(bound.address(buffer), values.length).set(values);
  const get = (buffer: Buffer, count = buffer.bytes / 4) => lane.floats(bound.address(buffer), count).slice();
  put(program.input, toTimeMajor(run.x, rows, shape));
  if (program.lengths) new Int32Array(lane.memory.buffer, bound.address(program.lengths), rows).set(run.lengths!);
  put(dyBuffer!, toTimeMajor(run.outputGradient, rows, outputShape));
  for (const [name, { first }] of program.states) {
    const values = run.firstStates?.get(name.slice(name.lastIndexOf(".") + 1));
    if (values) put(first, values);
  }
  if (program.sites.length > 0) {
    const generator = new TorchGenerator(run.maskSeed ?? 0);
    const draw = await createMaskDrawing();
    for (const site of program.sites) {
      const bits = draw(generator, site.keepProbability, site.elementsPerRow * rows);
      new Uint8Array(lane.memory.buffer, bound.address(site.mask), bits.length).set(bits);
    }
  }
  const values = { batchRows: rows, rowOffset: 0, inverseWeight: 1 };
  lane.kernels.fill_zero(lane.gradientAddress(), lane.parameterCount);
  for (const [index, phase] of program.phases.entries()) {
    lane.runPhase(bound, index, values);
    if (!phase.reduction) continue;
    const { sums, total } = phase.reduction;
    new Uint8Array(lane.memory.buffer, bound.address(total), sums.bytes).set(
      new Uint8Array(lane.memory.buffer, bound.address(sums), sums.bytes),
    );
    lane.runOnce(bound, index, values);
  }
  const gradients = new Map<string, Float32Array>();
  if (program.inputGradient) gradients.set("x", toSeriesMajor(get(program.inputGradient), rows, shape));
  for (const { name, offset, size } of parameters) {
    gradients.set(name, lane.floats(lane.gradientAddress() + offset * 4, size).slice());
  }
  const lastStates = new Map<string, Float32Array>();
  for (const [name, { last, dFirst }] of program.states) {
    const state = name.slice(name.lastIndexOf(".") + 1);
    lastStates.set(`${state}n`, get(last));
    if (dFirst) gradients.set(`${state}0`, get(dFirst));
  }
  return {
    output: toSeriesMajor(get(program.logits, rows * elements(outputShape)), rows, outputShape),
    gradients,
    lastStates,
    states: new Map(states.map(({ name, offset, size }) => [name, lane.states.slice(offset, offset + size)])),
    exposed: new Map(
      [...program.exposed].map(([name, buffer]) => [
        name,
        toSeriesMajor(get(buffer), rows, { time: buffer.bytes / 4 / rows, features: 1 }),
      ]),
    ),
    memoryBytes: lane.memory.buffer.byteLength,
  };
}

/** (B, T, C) → (T, B, C) */
function toTimeMajor(values: Float32Array, rows: number, shape: Shape): Float32Array {
  const { time = 1, features } = shape;
  const out = new Float32Array(values.length);
  for (let b = 0; b < rows; b++) {
    for (let t = 0; t < time; t++) {
      out.set(values.subarray((b * time + t) * features, (b * time + t + 1) * features), (t * rows + b) * features);
    }
  }
  return out;
}

/** (T, B, C) → (B, T, C) */
function toSeriesMajor(values: Float32Array, rows: number, shape: Shape): Float32Array {
  const { time = 1, features } = shape;
  const out = new Float32Array(values.length);
  for (let b = 0; b < rows; b++) {
    for (let t = 0; t < time; t++) {
      out.set(values.subarray((t * rows + b) * features, (t * rows + b + 1) * features), (b * time + t) * features);
    }
  }
  return out;
}
