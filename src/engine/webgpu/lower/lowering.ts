/** How a layer becomes dispatches. One file a layer beside this one. */
import type { LayerKind } from "../../../spec/layers.ts";
import type { LayerNode } from "../../layer-node.ts";
import type { EmittedLayer } from "../../way-back.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";

/** What emitting a layer gives: its output, and how to go back through it. */
export interface Emitted extends EmittedLayer<Value> {
  /**
   * Emits the dispatches that turn the output's gradient into the input's, and write the gradients of the parameters for every shard. Must
   * not change `dy`.
   * @param needed  whether anything asks for the input's gradient
   * @returns the input's gradient, or undefined where it was not needed
   */
  backward(dy: Value, needed: boolean): Value | undefined;
}

/** Emits a chain of layers: composite layers use it for their branches. */
export type EmitChain = (nodes: readonly LayerNode[], x: Value) => Emitted;

export interface Lowering<K extends LayerKind> {
  emit(e: Emitter, node: LayerNode<K>, x: Value, chain: EmitChain): Emitted;
  /** Emits the layer and the ReLU that follows it as one, to the same bits. */
  emitWithRelu?(e: Emitter, node: LayerNode<K>, x: Value): Emitted;
  /** Why this device cannot compute the layer, as the key of a text; undefined where it can. */
  refuses?(node: LayerNode<K>): "wide" | undefined;
}
