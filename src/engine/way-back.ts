/** The way back through a chain of layers, which is the same on every device; how a layer is computed is the device's (`lower/`). */
import type { LayerNode } from "./layer-node.ts";

/** A layer that a device has emitted: what goes on to the next one, and how to go back through it. */
export interface EmittedLayer<Value> {
  readonly output: Value;
  backward(dy: Value, needed: boolean): Value | undefined;
}

/**
 * Goes back through layers in reverse. Those before the first with parameters are left out, unless the input's gradient is needed.
 * @param done   in the order of the way there
 * @param enter  called before each layer
 */
export function wayBack<Value>(
  done: readonly { readonly node: LayerNode; readonly emitted: EmittedLayer<Value> }[],
  enter: (node: LayerNode) => void,
): EmittedLayer<Value>["backward"] {
  const firstTrained = done.findIndex(({ node }) => isTrained(node));
  const trainedBefore = (index: number) => firstTrained >= 0 && firstTrained < index;
  return (dy, needed) => {
    let gradient: Value | undefined = dy;
    for (let index = done.length - 1; index >= 0 && gradient !== undefined; index--) {
      const { node, emitted } = done[index]!; // within its bounds
      enter(node);
      gradient = emitted.backward(gradient, needed || trainedBefore(index));
    }
    return gradient;
  };
}

function isTrained(node: LayerNode): boolean {
  return node.parameters.length > 0 || node.branches.some((branch) => branch.some(isTrained));
}
