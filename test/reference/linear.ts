/** Float64 twin of Linear, and of the matrix-vector product under the recurrent cells. Reference only: no speed intended. */
import { type Pass, Tensor } from "./tensor.ts";

/**
 * y = x Wᵀ + b on every row.
 * @param tensors  x (…, I), weight (O, I), bias (O) or none
 */
export function linear(tensors: { x: Tensor; weight: Tensor; bias?: Tensor | undefined }): Pass {
  const { x, weight, bias } = tensors;
  const rows = x.rows();
  const [n, outs, ins] = [rows.size(0), weight.size(0), weight.size(1)];
  const output = new Tensor([...x.shape.slice(0, -1), outs]);
  const y = output.rows();
  for (let row = 0; row < n; row++) {
    for (let o = 0; o < outs; o++) {
      y.add(bias?.at(o) ?? 0, row, o);
      for (let i = 0; i < ins; i++) y.add(weight.at(o, i) * rows.at(row, i), row, o);
    }
  }
  return {
    outputs: { output },
    backward(dOutput) {
      const dy = dOutput.rows();
      const dx = new Tensor(x.shape);
      const dxRows = dx.rows();
      const dWeight = new Tensor(weight.shape);
      const dBias = new Tensor([outs]);
      for (let row = 0; row < n; row++) {
        for (let o = 0; o < outs; o++) {
          dBias.add(dy.at(row, o), o);
          for (let i = 0; i < ins; i++) {
            dWeight.add(dy.at(row, o) * rows.at(row, i), o, i);
            dxRows.add(dy.at(row, o) * weight.at(o, i), row, i);
          }
        }
      }
      return { x: dx, weight: dWeight, ...(bias && { bias: dBias }) };
    },
  };
}

/** W v + b of one vector. */
export function product(weight: Tensor, v: Tensor, bias: Tensor | undefined): Tensor {
  const out = new Tensor([weight.size(0)]);
  for (let o = 0; o < weight.size(0); o++) {
    let sum = bias?.at(o) ?? 0;
    for (let i = 0; i < weight.size(1); i++) sum += weight.at(o, i) * v.at(i);
    out.set(sum, o);
  }
  return out;
}

/** The way back of `product`: adds to the gradients of W and b, returns that of v. */
export function productBackward(
  weight: Tensor,
  v: Tensor,
  dOut: Tensor,
  dWeight: Tensor,
  dBias: Tensor | undefined,
): Tensor {
  const dv = new Tensor(v.shape);
  for (let o = 0; o < weight.size(0); o++) {
    dBias?.add(dOut.at(o), o);
    for (let i = 0; i < weight.size(1); i++) {
      dWeight.add(dOut.at(o) * v.at(i), o, i);
      dv.add(dOut.at(o) * weight.at(o, i), i);
    }
  }
  return dv;
}
