/** Float64 twin of one step of the plain RNN of one series. Time, directions and layers: `recurrent.ts`. */
import { product, productBackward } from "./linear.ts";
import type { Cell } from "./recurrent.ts";
import { map } from "./tensor.ts";

/**
 * h' = tanh(W x + b + U h + b'), or relu of the same. `c` is not used.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html
 */
export function rnnCell(nonlinearity: "tanh" | "relu"): Cell {
  const value = nonlinearity === "tanh" ? Math.tanh : (z: number) => Math.max(z, 0);
  const slopeAtOutput = nonlinearity === "tanh" ? (y: number) => 1 - y * y : (y: number) => (y > 0 ? 1 : 0);
  return (x, { h, c }, weights) => {
    const ofX = product(weights.ih, x, weights.biasIh);
    const ofH = product(weights.hh, h, weights.biasHh);
    const next = map((a, b) => value(a + b), ofX, ofH);
    return {
      next: { h: next, c },
      backward(dNext, grads) {
        const dz = map((d, y) => d * slopeAtOutput(y), dNext.h, next);
        const dx = productBackward(weights.ih, x, dz, grads.ih, grads.biasIh);
        const dh = productBackward(weights.hh, h, dz, grads.hh, grads.biasHh);
        return { dx, dState: { h: dh, c: dNext.c } };
      },
    };
  };
}
