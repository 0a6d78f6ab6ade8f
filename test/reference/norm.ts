/** Float64 twins of BatchNorm1d (train and eval) and LayerNorm on channels-last tensors. Reference only. */
import { type Pass, Tensor } from "./tensor.ts";

/**
 * Each channel to mean 0 and variance 1, over all rows (train) or by the running statistics (eval).
 * @param tensors  x (…, C), running_mean and running_var (C), weight and bias (C) or none
 * @returns        output (…, C); running_mean and running_var as they are afterwards (the variance with N - 1)
 */
export function batchNorm(
  options: { eps: number; momentum: number; train: boolean },
  tensors: {
    x: Tensor;
    running_mean: Tensor;
    running_var: Tensor;
    weight?: Tensor | undefined;
    bias?: Tensor | undefined;
  },
): Pass {
  const { x, weight, bias } = tensors;
  const rows = x.rows();
  const [n, channels] = [rows.size(0), rows.size(1)];
  const output = new Tensor(x.shape);
  const y = output.rows();
  const [mean, variance] = [new Tensor([channels]), new Tensor([channels])];
  const [runningMean, runningVar] = [new Tensor([channels]), new Tensor([channels])];
  for (let c = 0; c < channels; c++) {
    if (options.train) {
      for (let row = 0; row < n; row++) mean.add(rows.at(row, c) / n, c);
      for (let row = 0; row < n; row++) variance.add((rows.at(row, c) - mean.at(c)) ** 2 / n, c);
    } else {
      mean.set(tensors.running_mean.at(c), c);
      variance.set(tensors.running_var.at(c), c);
    }
    const share = options.train ? options.momentum : 0;
    const unbiased = options.train ? (variance.at(c) * n) / (n - 1) : 0;
    runningMean.set((1 - share) * tensors.running_mean.at(c) + share * mean.at(c), c);
    runningVar.set((1 - share) * tensors.running_var.at(c) + share * unbiased, c);
  }
  const scale = (c: number) => 1 / Math.sqrt(variance.at(c) + options.eps);
  const normal = (row: number, c: number) => (rows.at(row, c) - mean.at(c)) * scale(c);
  for (let row = 0; row < n; row++) {
    for (let c = 0; c < channels; c++) y.set(normal(row, c) * (weight?.at(c) ?? 1) + (bias?.at(c) ?? 0), row, c);
  }
  return {
    outputs: { output, running_mean: runningMean, running_var: runningVar },
    backward(dOutput) {
      const dy = dOutput.rows();
      const dx = new Tensor(x.shape);
      const [dWeight, dBias] = [new Tensor([channels]), new Tensor([channels])];
      for (let c = 0; c < channels; c++) {
        for (let row = 0; row < n; row++) {
          dBias.add(dy.at(row, c), c);
          dWeight.add(dy.at(row, c) * normal(row, c), c);
        }
        for (let row = 0; row < n; row++) {
          // in training, mean and variance are functions of x too
          const through = options.train ? (dBias.at(c) + normal(row, c) * dWeight.at(c)) / n : 0;
          dx.rows().set((weight?.at(c) ?? 1) * scale(c) * (dy.at(row, c) - through), row, c);
        }
      }
      return { x: dx, ...(weight && { weight: dWeight }), ...(bias && { bias: dBias }) };
    },
  };
}

/**
 * Each row to mean 0 and variance 1 over its channels.
 * @param tensors  x (…, C), weight and bias (C)
 */
export function layerNorm({ eps }: { eps: number }, tensors: { x: Tensor; weight: Tensor; bias: Tensor }): Pass {
  const { x, weight, bias } = tensors;
  const rows = x.rows();
  const [n, channels] = [rows.size(0), rows.size(1)];
  const output = new Tensor(x.shape);
  const y = output.rows();
  const normal = new Tensor([n, channels]);
  const scales = new Tensor([n]);
  for (let row = 0; row < n; row++) {
    let mean = 0;
    for (let c = 0; c < channels; c++) mean += rows.at(row, c) / channels;
    let variance = 0;
    for (let c = 0; c < channels; c++) variance += (rows.at(row, c) - mean) ** 2 / channels;
    scales.set(1 / Math.sqrt(variance + eps), row);
    for (let c = 0; c < channels; c++) {
      normal.set((rows.at(row, c) - mean) * scales.at(row), row, c);
      y.set(normal.at(row, c) * weight.at(c) + bias.at(c), row, c);
    }
  }
  return {
    outputs: { output },
    backward(dOutput) {
      const dy = dOutput.rows();
      const dx = new Tensor(x.shape);
      const [dWeight, dBias] = [new Tensor([channels]), new Tensor([channels])];
      for (let row = 0; row < n; row++) {
        let sum = 0;
        let sumTimesNormal = 0;
        for (let c = 0; c < channels; c++) {
          dBias.add(dy.at(row, c), c);
          dWeight.add(dy.at(row, c) * normal.at(row, c), c);
          sum += dy.at(row, c) * weight.at(c);
          sumTimesNormal += dy.at(row, c) * weight.at(c) * normal.at(row, c);
        }
        for (let c = 0; c < channels; c++) {
          const through = (sum + normal.at(row, c) * sumTimesNormal) / channels;
          dx.rows().set(scales.at(row) * (dy.at(row, c) * weight.at(c) - through), row, c);
        }
      }
      return { x: dx, weight: dWeight, bias: dBias };
    },
  };
}
