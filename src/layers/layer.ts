/**
 * What a kind of layer is: the shapes it takes and gives, its parameters, and the equations in the header of its file. How a
 * device computes it is with the device (`engine/wasm/lower/`).
 */
import type { ComputedLayer, Shape, TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerKind, LayerSpecOf } from "../spec/layers.ts";

export interface LayerType<K extends LayerKind> {
  /** @throws TidelabError when the input does not fit; `path` says where the layer is in the spec */
  outputShape(spec: LayerSpecOf<K>, input: Shape, path: string): Shape;
  /** Trained tensors, in the order in which PyTorch initialises them. */
  parameters(spec: LayerSpecOf<K>, input: Shape): TensorSpec[];
  /** Tensors that training changes without a gradient: running statistics. */
  states?(spec: LayerSpecOf<K>, input: Shape): TensorSpec[];
  /** Whether its features depend on the number of time steps, so that a model with it takes series of one length only. */
  readonly needsFixedLength?: boolean;
  /** For a kind that devices have no kernels for. */
  computed?(spec: LayerSpecOf<K>, input: Shape): ComputedLayer;
}

/** Time steps of a layer's input. @throws TidelabError `shape.needsTime` for one without a time axis */
export function stepsOf({ time }: Shape, layer: LayerKind, path: string): number {
  if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
  return time;
}

/** A shape as errors and summaries show it: `(200, 128)`, or `(128)` without a time axis. */
export function formatShape(shape: Shape): string {
  return shape.time === undefined ? `(${shape.features})` : `(${shape.time}, ${shape.features})`;
}
