/**
 * Places a spec's layers in order, checks that their shapes fit, and names their parameters. Plain data: no memory, no
 * kernels, no weights.
 */
import { countValues, type LayerNode, type Shape, type TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { joinConcat } from "../layers/concat.ts";
import { layerTypes } from "../layers/index.ts";
import { formatShape, type LayerType } from "../layers/layer.ts";
import { joinMultiply } from "../layers/multiply.ts";
import { joinResidual } from "../layers/residual.ts";
import type { LayerKind, LayerSpec } from "../spec/layers.ts";
import type { ModelSpec } from "../spec/spec.ts";

/** A tensor with its full name and its place in the model's block of such tensors. */
export interface ModelTensor extends TensorSpec {
  readonly offset: number;
  readonly size: number;
}

/** A model's layers for series of one length. The parameters do not depend on the length. */
export interface Graph {
  readonly nodes: readonly LayerNode[];
  readonly input: Shape;
  readonly classes: number;
  /** Trained tensors in PyTorch's order. */
  readonly parameters: readonly ModelTensor[];
  /** Running statistics. */
  readonly states: readonly ModelTensor[];
  readonly parameterCount: number;
  readonly stateCount: number;
}

/**
 * @param input    (T, C) of the series
 * @param classes  width that the last layer must have; 0 accepts any output
 * @throws TidelabError with the path of the layer that does not fit
 */
export function buildGraph(model: ModelSpec, input: { length: number; channels: number }, classes: number): Graph {
  const start: Shape = { time: input.length, features: input.channels };
  const nodes = placeChain(model.layers, start, "model.layers", "");
  const output = nodes.at(-1)?.output ?? start;
  if (classes > 0 && (output.time !== undefined || output.features !== classes)) {
    const path = `model.layers[${nodes.length - 1}]`;
    throw new TidelabError("shape.output", { classes, received: formatShape(output) }, path);
  }
  const { parameters, states } = layTensors(nodes);
  const total = (tensors: readonly ModelTensor[]) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
  return {
    nodes,
    input: start,
    classes: output.features,
    parameters,
    states,
    parameterCount: total(parameters),
    stateCount: total(states),
  };
}

/** Nodes with those inside composite layers, in order of parameters. */
export function flatten(nodes: readonly LayerNode[]): LayerNode[] {
  return nodes.flatMap((node) => [node, ...node.branches.flatMap(flatten)]);
}

/** Layers one after another: each one's output is the next one's input. */
export function placeChain(layers: readonly LayerSpec[], input: Shape, path: string, prefix: string): LayerNode[] {
  const nodes: LayerNode[] = [];
  const names = new Set<string>();
  let shape = input;
  for (const [index, spec] of layers.entries()) {
    const node = place(spec, shape, `${path}[${index}]`, `${prefix}${spec.name ?? index}`);
    if (names.has(node.name)) throw new TidelabError("model.duplicateName", { name: node.name }, node.path);
    names.add(node.name);
    nodes.push(node);
    shape = node.output;
  }
  return nodes;
}

function place(spec: LayerSpec, input: Shape, path: string, name: string): LayerNode {
  const base = { path, name, spec, input };
  if (spec.layer === "residual") {
    const layers = placeChain(spec.layers, input, `${path}.layers`, `${name}.layers.`);
    const shortcut = placeChain(spec.shortcut ?? [], input, `${path}.shortcut`, `${name}.shortcut.`);
    const output = joinResidual(outputOf(layers, input), outputOf(shortcut, input), path);
    return { ...base, output, parameters: [], states: [], branches: [layers, shortcut] };
  }
  if (spec.layer === "multiply") {
    const layers = placeChain(spec.layers, input, `${path}.layers`, `${name}.layers.`);
    const output = joinMultiply(input, outputOf(layers, input), path);
    return { ...base, output, parameters: [], states: [], branches: [layers] };
  }
  if (spec.layer === "concat") {
    const branches = spec.branches.map((layers, index) =>
      placeChain(layers, input, `${path}.branches[${index}]`, `${name}.branches.${index}.`),
    );
    const output = joinConcat(
      branches.map((nodes) => outputOf(nodes, input)),
      path,
    );
    return { ...base, output, parameters: [], states: [], branches };
  }
  const type = layerTypeOf(spec.layer);
  return {
    ...base,
    output: type.outputShape(spec, input, path),
    parameters: type.parameters(spec, input),
    states: type.states?.(spec, input) ?? [],
    computed: type.computed?.(spec, input),
    branches: [],
  };
}

function outputOf(nodes: readonly LayerNode[], input: Shape): Shape {
  return nodes.at(-1)?.output ?? input;
}

/**
 * The type of a layer whose kind is not known statically. `layerTypes` pairs each kind with its own spec, which the type
 * system cannot follow through a union.
 */
export function layerTypeOf(kind: LayerKind): LayerType<LayerKind> {
  return layerTypes[kind] as unknown as LayerType<LayerKind>;
}

/** Gives every tensor of the nodes its full name and its place. */
export function layTensors(nodes: readonly LayerNode[]): { parameters: ModelTensor[]; states: ModelTensor[] } {
  const all = flatten(nodes);
  return { parameters: layOut(all, (node) => node.parameters), states: layOut(all, (node) => node.states) };
}

function layOut(nodes: readonly LayerNode[], of: (node: LayerNode) => readonly TensorSpec[]): ModelTensor[] {
  const tensors: ModelTensor[] = [];
  let offset = 0;
  for (const node of nodes) {
    for (const tensor of of(node)) {
      const size = countValues(tensor.shape);
      tensors.push({ ...tensor, name: `${node.name}.${tensor.name}`, offset, size });
      offset += size;
    }
  }
  return tensors;
}
