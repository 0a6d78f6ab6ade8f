/**
 * A model: its layers, its weights, and the stream of random numbers that made them and goes on in training.
 * Plain arrays; the engine's memory is filled from them and written back.
 */
import { checkWhole } from "../data/check.ts";
import { TorchGenerator } from "../random/torch.ts";
import { parseModel } from "../spec/parse.ts";
import type { ModelInput, ModelSpec } from "../spec/spec.ts";
import { buildGraph, type Graph } from "./graph.ts";
import { checkModelMemory } from "./memory.ts";

/** A model with its weights and its stream of random numbers. Made by `compile`. */
export interface Model {
  readonly spec: ModelSpec;
  readonly graph: Graph;
  readonly channels: number;
  readonly classes: number;
  /** All trained tensors one after another; `graph.parameters` has the offset of each. */
  readonly parameters: Float32Array;
  /** Running statistics, at the offsets in `graph.states`. */
  readonly states: Float32Array;
  /** PyTorch's stream: initial weights came from it, sample orders and dropout masks follow. */
  readonly generator: TorchGenerator;
  /** What the stream began with; the streams of augmentation begin with it too. */
  readonly seed: number;
}

/** Shapes and seed of a model. */
export interface CompileOptions {
  /** Time steps of the series to train on. */
  length: number;
  channels?: number;
  classes: number;
  /** As torch.manual_seed. */
  seed?: number;
}

/**
 * Checks a model's shapes and draws its initial weights as PyTorch does.
 * @throws TidelabError for a key, a value or a shape that does not fit, or a model that the host cannot hold, with its path
 * @example
 * ```ts
 * import { compile } from "tidelab";
 *
 * const model = compile({ layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2, seed: 7 });
 * console.log(model.classes, model.channels); // 2 1
 * ```
 */
export function compile(model: ModelInput, options: CompileOptions): Model {
  // In JavaScript they may be forgotten: each is then named.
  const { length, channels = 1, classes, seed = 7 } = options ?? {};
  for (const [key, value] of Object.entries({ length, channels, classes })) checkWhole(value, 1, key);
  checkWhole(seed, Number.MIN_SAFE_INTEGER, "seed");
  const spec = parseModel(model);
  checkModelMemory(spec, { length, channels });
  const graph = buildGraph(spec, { length, channels }, classes);
  const generator = new TorchGenerator(seed);
  const parameters = new Float32Array(graph.parameterCount);
  const states = new Float32Array(graph.stateCount);
  for (const [block, tensors] of [[parameters, graph.parameters] as const, [states, graph.states] as const]) {
    for (const { name, offset, size, initial } of tensors) {
      const tensor = block.subarray(offset, offset + size);
      if ("uniform" in initial) generator.uniform(-initial.uniform, initial.uniform, tensor);
      else if ("rowNormsOf" in initial) {
        const rows = `${name.slice(0, name.lastIndexOf(".") + 1)}${initial.rowNormsOf}`;
        const other = tensors.find((one) => one.name === rows)!; // a layer's tensors have one prefix
        fillRowNorms(tensor, block.subarray(other.offset, other.offset + other.size));
      } else {
        if (initial.insteadOfDraw) generator.uniform(0, 1, tensor);
        tensor.fill(initial.constant);
      }
    }
  }
  return { spec, graph, channels, classes, parameters, states, generator, seed };
}

/** The norm of each row of `values`. */
function fillRowNorms(norms: Float32Array, values: Float32Array): void {
  const width = values.length / norms.length;
  for (const row of norms.keys()) {
    const squares = values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value * value, 0);
    norms[row] = Math.sqrt(squares);
  }
}

/**
 * A model's tensors by PyTorch's names, as views: parameters, then running statistics.
 * @example
 * ```ts
 * import { compile, stateDict } from "tidelab";
 *
 * const model = compile({ layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2, seed: 7 });
 * console.log([...stateDict(model).values()].length); // 6
 * ```
 */
export function stateDict(model: Model): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [block, list] of [
    [model.parameters, model.graph.parameters] as const,
    [model.states, model.graph.states] as const,
  ]) {
    for (const { name, shape, offset, size } of list) {
      tensors.set(name, { shape, data: block.subarray(offset, offset + size) });
    }
  }
  return tensors;
}
