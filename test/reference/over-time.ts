/** Float64 twins of what turns (B, T, H) into (B, H): softmax attention, last step, mean and maximum. Reference only. */
import { type Pass, Tensor } from "./tensor.ts";

/**
 * The notebook's attention: one score a step, softmax over time, the weighted sum of the steps.
 * @param tensors  x (B, T, H), weight (1, H), bias (1)
 * @returns        output (B, H), weights (B, T)
 */
export function attention({ x, weight, bias }: { x: Tensor; weight: Tensor; bias: Tensor }): Pass {
  const [batch, time, size] = [x.size(0), x.size(1), x.size(2)];
  const output = new Tensor([batch, size]);
  const weights = new Tensor([batch, time]);
  for (let b = 0; b < batch; b++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < time; t++) {
      let score = bias.at(0);
      for (let h = 0; h < size; h++) score += weight.at(0, h) * x.at(b, t, h);
      weights.set(score, b, t);
      largest = Math.max(largest, score);
    }
    let sum = 0;
    for (let t = 0; t < time; t++) sum += Math.exp(weights.at(b, t) - largest);
    for (let t = 0; t < time; t++) {
      weights.set(Math.exp(weights.at(b, t) - largest) / sum, b, t);
      for (let h = 0; h < size; h++) output.add(weights.at(b, t) * x.at(b, t, h), b, h);
    }
  }
  return {
    outputs: { output, weights },
    backward(dOutput) {
      const [dx, dWeight, dBias] = [new Tensor(x.shape), new Tensor(weight.shape), new Tensor([1])];
      for (let b = 0; b < batch; b++) {
        let mean = 0; // of the steps' gradients, weighted: dOutput · output
        for (let h = 0; h < size; h++) mean += dOutput.at(b, h) * output.at(b, h);
        for (let t = 0; t < time; t++) {
          let dWeightOfStep = 0;
          for (let h = 0; h < size; h++) dWeightOfStep += dOutput.at(b, h) * x.at(b, t, h);
          const dScore = weights.at(b, t) * (dWeightOfStep - mean);
          dBias.add(dScore, 0);
          for (let h = 0; h < size; h++) {
            dWeight.add(dScore * x.at(b, t, h), 0, h);
            dx.add(weights.at(b, t) * dOutput.at(b, h) + dScore * weight.at(0, h), b, t, h);
          }
        }
      }
      return { x: dx, weight: dWeight, bias: dBias };
    },
  };
}

/** x (B, T, H) to its last step (B, H). */
export const last = ({ x }: { x: Tensor }): Pass => pick(x, () => x.size(1) - 1);

/** x (B, T, H) to its largest step of each channel (B, H), the first of equals. (torch.amax shares the gradient among equals.) */
export function max({ x }: { x: Tensor }): Pass {
  return pick(x, (b, h) => {
    let best = 0;
    for (let t = 1; t < x.size(1); t++) if (x.at(b, t, h) > x.at(b, best, h)) best = t;
    return best;
  });
}

/** x (B, T, H) to its mean over time (B, H). */
export function mean({ x }: { x: Tensor }): Pass {
  const [batch, time, size] = [x.size(0), x.size(1), x.size(2)];
  const output = new Tensor([batch, size]);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < size; h++) {
      for (let t = 0; t < time; t++) output.add(x.at(b, t, h) / time, b, h);
    }
  }
  return {
    outputs: { output },
    backward(dOutput) {
      const dx = new Tensor(x.shape);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < size; h++) {
          for (let t = 0; t < time; t++) dx.set(dOutput.at(b, h) / time, b, t, h);
        }
      }
      return { x: dx };
    },
  };
}

/** Of every series and channel the step that `stepOf` names. */
function pick(x: Tensor, stepOf: (b: number, h: number) => number): Pass {
  const [batch, size] = [x.size(0), x.size(2)];
  const output = new Tensor([batch, size]);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < size; h++) output.set(x.at(b, stepOf(b, h), h), b, h);
  }
  return {
    outputs: { output },
    backward(dOutput) {
      const dx = new Tensor(x.shape);
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < size; h++) dx.set(dOutput.at(b, h), b, stepOf(b, h), h);
      }
      return { x: dx };
    },
  };
}
