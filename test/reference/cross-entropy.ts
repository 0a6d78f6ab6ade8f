/** Float64 twin of PyTorch's CrossEntropyLoss with class weights and label smoothing, reduction "mean". Reference only. */
import { type Pass, Tensor } from "./tensor.ts";

/**
 * The target of a row is (1 - s) at its label plus s / K everywhere; each class counts by its weight, and the sum is
 * divided by the weights of the labels (not by those of the smoothed targets).
 * @param tensors  x (B, K) logits, labels (B), weight (K) or none
 * @returns        output (1): the loss
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export function crossEntropy(
  { labelSmoothing }: { labelSmoothing: number },
  { x, labels, weight }: { x: Tensor; labels: readonly number[]; weight?: readonly number[] | undefined },
): Pass {
  const [batch, classes] = [x.size(0), x.size(1)];
  const weightOf = (k: number) => weight?.[k] ?? 1;
  const divisor = labels.reduce((sum, label) => sum + weightOf(label), 0);
  const share = (b: number, k: number) =>
    (weightOf(k) * ((k === labels[b] ? 1 - labelSmoothing : 0) + labelSmoothing / classes)) / divisor;
  const logProbability = new Tensor(x.shape);
  const output = new Tensor([1]);
  for (let b = 0; b < batch; b++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, x.at(b, k));
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(x.at(b, k) - largest);
    for (let k = 0; k < classes; k++) {
      logProbability.set(x.at(b, k) - largest - Math.log(sum), b, k);
      output.add(-share(b, k) * logProbability.at(b, k), 0);
    }
  }
  return {
    outputs: { output },
    backward(dOutput) {
      const dx = new Tensor(x.shape);
      for (let b = 0; b < batch; b++) {
        let total = 0;
        for (let k = 0; k < classes; k++) total += share(b, k);
        for (let k = 0; k < classes; k++) {
          dx.set(dOutput.at(0) * (total * Math.exp(logProbability.at(b, k)) - share(b, k)), b, k);
        }
      }
      return { x: dx };
    },
  };
}
