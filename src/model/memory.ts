/**
 * What a run will take in memory, estimated from its spec alone: by formulas that need neither the engine nor a list as long as
 * the model is deep. Meant to be right within a factor of two, so that what no host can hold is refused before it starts.
 */

import { dataKindOf } from "../data/kinds/index.ts";
import type { SeriesEstimate } from "../data/kinds/kind.ts";
import { checkMemory, estimateData } from "../data/memory.ts";
import { countValues, elements, type Shape } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { joinConcat } from "../layers/concat.ts";
import { joinMultiply } from "../layers/multiply.ts";
import { joinResidual } from "../layers/residual.ts";
import type { LayerSpec } from "../spec/layers.ts";
import type { ModelSpec, Spec } from "../spec/spec.ts";
import { layerTypeOf } from "./graph.ts";

export interface MemoryEstimate {
  /** In all. */
  readonly bytes: number;
  /** Of them, of the main thread's WebAssembly memory. */
  readonly engine: number;
  /** Of all other objects. */
  readonly heap: number;
  /** Path of what takes the most: `data`, a transform or a layer. */
  readonly path: string;
}

/** All that WebAssembly can address. */
const MOST_ENGINE_BYTES = 2 ** 32;

/** Series that run at a time; `engine/wasm/shards.ts` cuts batches so. */
const SHARD_ROWS = 8;
/** Programs and tensors of a layer: its calls, forward and back, for every size of a shard. */
const HEAP_PER_LAYER = 50_000;

/** What a layer takes, in float32 values. */
interface LayerSize {
  readonly path: string;
  readonly parameters: number;
  /** Kept for the way back, of one series. */
  readonly activations: number;
  /** Used for a moment only, of one series: a gradient on its way back, an input with padding around it. */
  readonly passing: number;
  /** Elements under dropout, of one series. */
  readonly masked: number;
  readonly layers: number;
  /** Whether it needs statistics of the whole batch. */
  readonly isNorm: boolean;
}

const NO_LAYER: LayerSize = {
  path: "model.layers",
  parameters: 0,
  activations: 0,
  passing: 0,
  masked: 0,
  layers: 1,
  isNorm: false,
};

/** How a model is run. */
interface Use {
  readonly batch: number;
  /** Copies of the weights outside the engine. */
  readonly copies: number;
}

/**
 * Layers behind one that does not fit are not counted: what compiles the model says what is wrong with it.
 * @param spec   with defaults filled in, as `parseSpec` gives it
 * @param known  the series, where they are loaded already
 * @returns undefined where the size of the series is known only once they are loaded
 */
export function estimateMemory(
  spec: Pick<Spec, "data" | "transforms" | "model" | "training">,
  known?: Pick<SeriesEstimate, "count" | "length" | "channels">,
): MemoryEstimate | undefined {
  const { data, transforms, model, training } = spec;
  const estimate = known ?? dataKindOf(data).estimate(data);
  if (estimate === undefined) return undefined;
  const series = estimateData(estimate, transforms);
  const batch = Math.min(training.batchSize, series.count);
  // The model's own, the last good ones, the best; and a checkpoint with the optimizer's moments, twice while it is written.
  const use = { batch, copies: 2 + (training.restoreBest ? 1 : 0) + 6 };
  const own = estimateModel(model, series, use);
  const bytes = series.bytes + own.bytes;
  const path = series.bytes > own.bytes ? series.path : own.path;
  return { ...own, bytes, heap: series.heap + own.heap, path };
}

/** As far as the size of the series is known. @throws TidelabError `memory.estimate` for a spec that this host cannot run */
export function checkSpecMemory(...given: Parameters<typeof estimateMemory>): void {
  const estimate = estimateMemory(...given);
  if (estimate) check(estimate);
}

/**
 * For a model without a spec of its data: before its weights are drawn, or before it is trained.
 * @param batch  series in the largest batch
 * @throws TidelabError `memory.estimate`
 */
export function checkModelMemory(model: ModelSpec, input: { length: number; channels: number }, batch = 1): void {
  check(estimateModel(model, input, { batch, copies: 1 }));
}

function check({ bytes, engine, heap, path }: MemoryEstimate): void {
  if (engine > MOST_ENGINE_BYTES) {
    throw new TidelabError("memory.estimate", { needed: engine, available: MOST_ENGINE_BYTES }, path);
  }
  checkMemory(bytes, heap, path);
}

function estimateModel(
  model: ModelSpec,
  input: { length: number; channels: number },
  { batch, copies }: Use,
): MemoryEstimate {
  const sizes: LayerSize[] = [];
  const start = { time: input.length, features: input.channels };
  try {
    measure(model.layers, start, "model.layers", sizes);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
  }
  // With statistics of the whole batch all its shards run at once.
  const rows = Math.min(batch, SHARD_ROWS);
  const slots = sizes.some(({ isNorm }) => isNorm) ? Math.ceil(batch / SHARD_ROWS) : 1;
  const total = (of: (size: LayerSize) => number) => sizes.reduce((sum, size) => sum + of(size), 0);
  const widest = sizes.reduce((most, { passing }) => Math.max(most, passing), 0);
  // Weights, packed twice, summed gradients, moments; gradients and activations of each shard; gradients on their way back.
  const weights = 6 + slots;
  const engineOf = ({ parameters, activations, masked }: LayerSize) =>
    (parameters * weights + activations * rows * slots) * 4 + (masked * batch) / 8;
  const engine = total(engineOf) + widest * rows * 4 + elements(start) * rows * slots * 4;
  const parameters = total((size) => size.parameters);
  const largest = sizes.reduce((most, size) => (engineOf(size) > engineOf(most) ? size : most), NO_LAYER);
  return {
    bytes: engine + parameters * copies * 4,
    engine,
    heap: total(({ layers }) => layers) * HEAP_PER_LAYER,
    path: largest.path,
  };
}

/** Adds the sizes of layers one after another. @returns the shape that they leave */
function measure(layers: readonly LayerSpec[], input: Shape, path: string, sizes: LayerSize[]): Shape {
  return layers.reduce<Shape>((shape, layer, index) => measureLayer(layer, shape, `${path}[${index}]`, sizes), input);
}

function measureLayer(spec: LayerSpec, input: Shape, path: string, sizes: LayerSize[]): Shape {
  const add = (output: Shape, more: Partial<LayerSize>) => {
    const size = elements(output);
    const isNorm = spec.layer === "batchNorm";
    sizes.push({ ...NO_LAYER, path, activations: size, passing: 2 * size, isNorm, ...more });
    return output;
  };
  switch (spec.layer) {
    case "residual": {
      const sum = measure(spec.layers, input, `${path}.layers`, sizes);
      return add(joinResidual(sum, measure(spec.shortcut ?? [], input, `${path}.shortcut`, sizes), path), {});
    }
    case "multiply": {
      return add(joinMultiply(input, measure(spec.layers, input, `${path}.layers`, sizes), path), {});
    }
    case "concat": {
      const branches = spec.branches.map((layers, index) =>
        measure(layers, input, `${path}.branches[${index}]`, sizes),
      );
      return add(joinConcat(branches, path), {});
    }
    case "lstm":
    case "gru":
    case "rnn":
      return add(layerTypeOf(spec.layer).outputShape(spec, input, path), recurrentSize(spec, input));
    default: {
      const type = layerTypeOf(spec.layer);
      const output = type.outputShape(spec, input, path);
      const tensors = [...type.parameters(spec, input), ...(type.states?.(spec, input) ?? [])];
      const parameters = tensors.reduce((sum, { shape }) => sum + countValues(shape), 0);
      const masked = spec.layer === "dropout" ? elements(input) : 0;
      if (spec.layer === "selfAttention") {
        // Queries, keys and values, and the weights of each head, which the way back reads again.
        const kept = 5 * elements(output) + spec.heads * (input.time ?? 1) ** 2;
        return add(output, { parameters, activations: kept, passing: kept });
      }
      if (spec.layer !== "conv1d") return add(output, { parameters, masked });
      const around = spec.dilation * spec.kernelSize * input.features;
      return add(output, { parameters, passing: 2 * elements(output) + elements(input) + around });
    }
  }
}

/** Tensors as in `layers/recurrent.ts`: how many there are follows from the spec, and none is listed. */
function recurrentSize(spec: Extract<LayerSpec, { layer: "lstm" | "gru" | "rnn" }>, input: Shape): Partial<LayerSize> {
  const { hiddenSize: h, numLayers, bidirectional, bias, dropout } = spec;
  const gates = { lstm: 4, gru: 3, rnn: 1 }[spec.layer];
  const directions = bidirectional ? 2 : 1;
  const width = h * directions;
  const tensors = (inputs: number) => directions * gates * h * (inputs + h + (bias ? 2 : 0));
  // Outputs, gates, and an LSTM's cells before and behind their tanh.
  const kept = { lstm: 7, gru: 5, rnn: 2 }[spec.layer];
  const steps = input.time ?? 1;
  return {
    parameters: tensors(input.features) + (numLayers - 1) * tensors(width),
    activations: numLayers * steps * width * kept,
    masked: dropout > 0 ? (numLayers - 1) * steps * width : 0,
    layers: numLayers * directions,
  };
}
