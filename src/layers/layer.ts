/** What every kind of layer can do: shapes, parameters, and kernel calls. One layer a file; the engine runs the calls. */
import type { Emitter } from "../engine/emitter.ts";
import type { Buffer } from "../engine/program.ts";
import type { LayerKind, LayerSpecOf } from "../spec/layers.ts";

/** Shape of a value per series: (T, C), or (C) when `time` is undefined. */
export interface Shape {
  readonly time: number | undefined;
  readonly features: number;
  /**
   * Of a recurrent layer's output, also behind layers that leave each feature in its place: with 2, the second half of the
   * features was read in reverse.
   */
  readonly directions?: 1 | 2;
}

/** How a parameter starts: drawn from U(−bound, bound) in the model's stream, or filled without a draw. */
export type Initial = { readonly uniform: number } | { readonly constant: number };

/** A tensor of the layer, named as in PyTorch's `state_dict`, relative to the layer. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** A layer placed in a model: its path, its options, and what goes in and out. */
export interface LayerNode<K extends LayerKind = LayerKind> {
  /** Where it stands in the spec, for errors: `model.layers[2]`. */
  readonly path: string;
  /** Prefix of its parameters' names: `lstm`, `classifier.0`. */
  readonly name: string;
  readonly spec: LayerSpecOf<K>;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly TensorSpec[];
  readonly states: readonly TensorSpec[];
  /** Branches of `residual` and `concat`. */
  readonly branches: readonly (readonly LayerNode[])[];
}

/** What emitting a layer gives: its output, and how to go back through it. */
export interface Emitted {
  readonly output: Buffer;
  /**
   * Emits the calls that turn the output's gradient into the input's and add to the parameters'. Must not change `dy`.
   * @param needed  whether anything asks for the input's gradient
   * @returns the input's gradient, or undefined where it was not needed
   */
  backward(dy: Buffer, needed: boolean): Buffer | undefined;
}

/** Emits a chain of layers: composite layers use it for their branches. */
export type EmitChain = (nodes: readonly LayerNode[], x: Buffer) => Emitted;

export interface LayerType<K extends LayerKind> {
  /** @throws TidelabError when the input does not fit; `path` says where the layer stands */
  outputShape(spec: LayerSpecOf<K>, input: Shape, path: string): Shape;
  /** Trained tensors, in the order in which PyTorch initialises them. */
  parameters(spec: LayerSpecOf<K>, input: Shape): TensorSpec[];
  /** Tensors that training changes without a gradient: running statistics. */
  states?(spec: LayerSpecOf<K>, input: Shape): TensorSpec[];
  emit(e: Emitter, node: LayerNode<K>, x: Buffer, chain: EmitChain): Emitted;
  /** Emits the layer and the ReLU that follows it as one, to the same bits; undefined where it does not. */
  emitWithRelu?(e: Emitter, node: LayerNode<K>, x: Buffer): Emitted | undefined;
}

/** Values of a shape that one series takes. */
export function elements(shape: Shape): number {
  return (shape.time ?? 1) * shape.features;
}

/** A shape as errors and summaries show it: `(200, 128)`, or `(128)` without a time axis. */
export function formatShape(shape: Shape): string {
  return shape.time === undefined ? `(${shape.features})` : `(${shape.time}, ${shape.features})`;
}
