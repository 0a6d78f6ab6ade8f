/** Float64 twin of one LSTM step of one series, forward and backward. Time, directions and layers: `recurrent.ts`. */
import { sigmoid } from "./activations.ts";
import { product, productBackward } from "./linear.ts";
import type { Cell } from "./recurrent.ts";
import { map, Tensor } from "./tensor.ts";

/**
 * c' = f c + i g,  h' = o tanh c';  rows of the weights in PyTorch's order i f g o.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 */
export const lstmCell: Cell = (x, { h, c }, weights) => {
  const size = h.size(0);
  const ofX = product(weights.ih, x, weights.biasIh);
  const ofH = product(weights.hh, h, weights.biasHh);
  const gates = map((a, b) => a + b, ofX, ofH);
  for (let j = 0; j < 4 * size; j++) {
    const isCandidate = Math.floor(j / size) === 2;
    gates.set(isCandidate ? Math.tanh(gates.at(j)) : sigmoid(gates.at(j)), j);
  }
  const i = (j: number) => gates.at(j);
  const f = (j: number) => gates.at(size + j);
  const g = (j: number) => gates.at(2 * size + j);
  const o = (j: number) => gates.at(3 * size + j);
  const next = { h: new Tensor([size]), c: new Tensor([size]) };
  for (let j = 0; j < size; j++) {
    next.c.set(f(j) * c.at(j) + i(j) * g(j), j);
    next.h.set(o(j) * Math.tanh(next.c.at(j)), j);
  }
  return {
    next,
    backward(dNext, grads) {
      const dGates = new Tensor([4 * size]);
      const dc = new Tensor([size]);
      for (let j = 0; j < size; j++) {
        const tanhC = Math.tanh(next.c.at(j));
        const dCell = dNext.c.at(j) + dNext.h.at(j) * o(j) * (1 - tanhC ** 2);
        dGates.set(dCell * g(j) * i(j) * (1 - i(j)), j);
        dGates.set(dCell * c.at(j) * f(j) * (1 - f(j)), size + j);
        dGates.set(dCell * i(j) * (1 - g(j) ** 2), 2 * size + j);
        dGates.set(dNext.h.at(j) * tanhC * o(j) * (1 - o(j)), 3 * size + j);
        dc.set(dCell * f(j), j);
      }
      const dx = productBackward(weights.ih, x, dGates, grads.ih, grads.biasIh);
      const dh = productBackward(weights.hh, h, dGates, grads.hh, grads.biasHh);
      return { dx, dState: { h: dh, c: dc } };
    },
  };
};
