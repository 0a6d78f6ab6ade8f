/** Float64 twins of max and average pooling over windows of a channels-last series. Reference only. */
import { type Pass, Tensor } from "./tensor.ts";

export interface Pool1dOptions {
  kernelSize: number;
  stride: number;
  padding: number;
}

/** x (B, T, C) to (B, T', C): the largest of each window, the first of equals; padding never wins. */
export function maxPool({ kernelSize, stride, padding }: Pool1dOptions, { x }: { x: Tensor }): Pass {
  const output = new Tensor(pooledShape(x, { kernelSize, stride, padding }));
  const winners = new Tensor(output.shape); // times
  each(output, (b, to, c) => {
    let best = -1;
    for (let k = 0; k < kernelSize; k++) {
      const t = to * stride - padding + k;
      if (t >= 0 && t < x.size(1) && (best < 0 || x.at(b, t, c) > x.at(b, best, c))) best = t;
    }
    winners.set(best, b, to, c);
    output.set(x.at(b, best, c), b, to, c);
  });
  return {
    outputs: { output },
    backward(dOutput) {
      const dx = new Tensor(x.shape);
      each(output, (b, to, c) => dx.add(dOutput.at(b, to, c), b, winners.at(b, to, c), c));
      return { x: dx };
    },
  };
}

/** x (B, T, C) to (B, T', C): the mean of each window, where padding counts as zeros (count_include_pad). */
export function avgPool({ kernelSize, stride, padding }: Pool1dOptions, { x }: { x: Tensor }): Pass {
  const output = new Tensor(pooledShape(x, { kernelSize, stride, padding }));
  function visit(f: (b: number, to: number, c: number, t: number) => void) {
    each(output, (b, to, c) => {
      for (let k = 0; k < kernelSize; k++) {
        const t = to * stride - padding + k;
        if (t >= 0 && t < x.size(1)) f(b, to, c, t);
      }
    });
  }
  visit((b, to, c, t) => output.add(x.at(b, t, c) / kernelSize, b, to, c));
  return {
    outputs: { output },
    backward(dOutput) {
      const dx = new Tensor(x.shape);
      visit((b, to, c, t) => dx.add(dOutput.at(b, to, c) / kernelSize, b, t, c));
      return { x: dx };
    },
  };
}

function pooledShape(x: Tensor, { kernelSize, stride, padding }: Pool1dOptions): number[] {
  return [x.size(0), Math.floor((x.size(1) + 2 * padding - kernelSize) / stride) + 1, x.size(2)];
}

function each(t: Tensor, f: (i: number, j: number, k: number) => void) {
  for (let i = 0; i < t.size(0); i++) {
    for (let j = 0; j < t.size(1); j++) for (let k = 0; k < t.size(2); k++) f(i, j, k);
  }
}
