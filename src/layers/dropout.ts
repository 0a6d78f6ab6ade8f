/**
 * Dropout in training, the identity in evaluation.
 *
 *   y = m ⊙ x / (1 − p),  m = 1 with probability 1 − p
 *
 * The mask m is PyTorch's: drawn for the whole batch in the order in which PyTorch holds the input in memory
 * (`engine/storage-order.ts`).
 * @see Srivastava et al. 2014; torch.nn.Dropout
 */
import type { LayerType } from "./layer.ts";

export const dropout: LayerType<"dropout"> = {
  outputShape: (_spec, input) => input,
  parameters: () => [],
};
