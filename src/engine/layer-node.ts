/** A layer placed in a model, as plain data: what `layers/` makes of a spec and what a device runs. */
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

/**
 * How a parameter starts: drawn from U(−bound, bound) in the model's stream; filled, without a draw or in place of values that PyTorch
 * draws and drops; or the norms of the rows of another tensor of the layer that comes before it.
 */
export type Initial =
  | { readonly uniform: number }
  | { readonly constant: number; readonly insteadOfDraw?: true }
  | { readonly rowNormsOf: string };

/** A tensor of the layer, named as in PyTorch's `state_dict`, relative to the layer. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** Float32 arrays of one call of a computed layer. Values with a time axis are time-major: (T, R, C), R series of C features. */
export interface ComputedArrays {
  /** R, the series in this call. */
  readonly rows: number;
  /** (R) steps of each series at this layer; absent where all have T, and behind a layer that has no time axis. */
  readonly lengths?: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Trained tensors, by the names in `parameters`. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/**
 * A layer computed in TypeScript: how a new kind begins, before a device has kernels for it. Slower than kernels, and with the same
 * bits everywhere if it uses +, −, ×, ÷, `Math.sqrt` and `Math.fround` only (hosts differ in `Math.exp` and the like). What is past a
 * series' end is zero on entry and set to zero afterwards; the time axis must stay as it is.
 */
export interface ComputedLayer {
  /** Writes all of `y`. */
  forward(arrays: ComputedArrays): void;
  /**
   * `y` is what `forward` wrote.
   * @param dy         gradient of y
   * @param dx         gradient of x: write all of it
   * @param gradients  of the trained tensors, by name: add to them
   */
  backward(
    arrays: ComputedArrays & {
      readonly dy: Float32Array;
      readonly dx: Float32Array;
      readonly gradients: Readonly<Record<string, Float32Array>>;
    },
  ): void;
}

/** A layer placed in a model: its path, its options, and what goes in and out. */
export interface LayerNode<K extends LayerKind = LayerKind> {
  /** Its place in the spec, for errors: `model.layers[2]`. */
  readonly path: string;
  /** Prefix of its parameters' names: `lstm`, `classifier.0`. */
  readonly name: string;
  readonly spec: LayerSpecOf<K>;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly TensorSpec[];
  readonly states: readonly TensorSpec[];
  /** How it is computed where the device has no kernels for its kind. */
  readonly computed?: ComputedLayer | undefined;
  /** Branches of `residual`, `multiply` and `concat`. */
  readonly branches: readonly (readonly LayerNode[])[];
}

/** Values of a tensor. */
export function countValues(sides: readonly number[]): number {
  return sides.reduce((product, side) => product * side, 1);
}

/** The sides of a tensor as errors show them: `[16, 1]`. */
export function formatSides(sides: readonly number[]): string {
  return `[${sides.join(", ")}]`;
}

/** Values of a shape that one series takes. */
export function elements(shape: Shape): number {
  return (shape.time ?? 1) * shape.features;
}

/** Time steps of an input that is known to have a time axis. */
export function timeOf(shape: Shape): number {
  if (shape.time === undefined) throw new Error("a value without a time axis reached a layer over time");
  return shape.time;
}

/** Ends of the parameters' names of one layer of a recurrent stack: `l0`, and `l0_reverse` where it has two directions. */
export function directionSuffixes(layer: number, bidirectional: boolean): string[] {
  return bidirectional ? [`l${layer}`, `l${layer}_reverse`] : [`l${layer}`];
}
