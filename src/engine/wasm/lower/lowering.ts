/** How a layer becomes kernel calls. One file a layer beside this one; packing, scratch memory and tiles are decided there. */

import type { LayerKind } from "../../../spec/layers.ts";
import type { LayerNode } from "../../layer-node.ts";
import type { EmittedLayer } from "../../way-back.ts";
import type { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";

/** What emitting a layer gives: its output, and how to go back through it. */
export interface Emitted extends EmittedLayer<Buffer> {
  /**
   * Emits the calls that turn the output's gradient into the input's and add to the parameters'. Must not change `dy`.
   * @param needed  whether anything asks for the input's gradient
   * @returns the input's gradient, or undefined where it was not needed
   */
  backward(dy: Buffer, needed: boolean): Buffer | undefined;
}

/** Emits a chain of layers: composite layers use it for their branches. */
export type EmitChain = (nodes: readonly LayerNode[], x: Buffer) => Emitted;

export interface Lowering<K extends LayerKind> {
  emit(e: Emitter, node: LayerNode<K>, x: Buffer, chain: EmitChain): Emitted;
  /** Emits the layer and the ReLU that follows it as one, to the same bits; undefined where it does not. */
  emitWithRelu?(e: Emitter, node: LayerNode<K>, x: Buffer): Emitted | undefined;
}
