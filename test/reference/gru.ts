/** Float64 twin of one GRU step of one series, forward and backward. Time, directions and layers: `recurrent.ts`. */
import { sigmoid } from "./activations.ts";
import { product, productBackward } from "./linear.ts";
import type { Cell } from "./recurrent.ts";
import { Tensor } from "./tensor.ts";

/**
 * n = tanh(W x + b + r (U h + b')),  h' = (1 - z) n + z h: the reset gate acts after the product, as in PyTorch.
 * Rows of the weights in PyTorch's order r z n. `c` is not used.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html
 */
export const gruCell: Cell = (x, { h, c }, weights) => {
  const size = h.size(0);
  const ofX = product(weights.ih, x, weights.biasIh);
  const ofH = product(weights.hh, h, weights.biasHh);
  const [r, z, n, next] = [new Tensor([size]), new Tensor([size]), new Tensor([size]), new Tensor([size])];
  for (let j = 0; j < size; j++) {
    r.set(sigmoid(ofX.at(j) + ofH.at(j)), j);
    z.set(sigmoid(ofX.at(size + j) + ofH.at(size + j)), j);
    n.set(Math.tanh(ofX.at(2 * size + j) + r.at(j) * ofH.at(2 * size + j)), j);
    next.set((1 - z.at(j)) * n.at(j) + z.at(j) * h.at(j), j);
  }
  return {
    next: { h: next, c },
    backward(dNext, grads) {
      const dOfX = new Tensor([3 * size]);
      const dOfH = new Tensor([3 * size]);
      for (let j = 0; j < size; j++) {
        const d = dNext.h.at(j);
        const dN = d * (1 - z.at(j)) * (1 - n.at(j) ** 2);
        const dR = dN * ofH.at(2 * size + j) * r.at(j) * (1 - r.at(j));
        const dZ = d * (h.at(j) - n.at(j)) * z.at(j) * (1 - z.at(j));
        for (const [gate, value] of [dR, dZ, dN].entries()) dOfX.set(value, gate * size + j);
        for (const [gate, value] of [dR, dZ, dN * r.at(j)].entries()) dOfH.set(value, gate * size + j);
      }
      const dx = productBackward(weights.ih, x, dOfX, grads.ih, grads.biasIh);
      const dh = productBackward(weights.hh, h, dOfH, grads.hh, grads.biasHh);
      for (let j = 0; j < size; j++) dh.add(dNext.h.at(j) * z.at(j), j);
      return { dx, dState: { h: dh, c: dNext.c } };
    },
  };
};
