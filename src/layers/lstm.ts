/**
 * LSTM, gate order i f g o as in PyTorch. Per step and direction, x (I), h and c (H):
 *
 *   i = σ(W_ii x + b_ii + W_hi h + b_hi)      input gate
 *   f = σ(W_if x + b_if + W_hf h + b_hf)      forget gate
 *   g = tanh(W_ig x + b_ig + W_hg h + b_hg)   candidate
 *   o = σ(W_io x + b_io + W_ho h + b_ho)      output gate
 *   c ← f ⊙ c + i ⊙ g
 *   h ← o ⊙ tanh(c)
 *
 * weight_ih (4H, I) and weight_hh (4H, H) hold the four one under the other. First states are zero.
 * @see Hochreiter & Schmidhuber 1997; torch.nn.LSTM
 */
import { recurrent } from "./recurrent.ts";

export const lstm = recurrent<"lstm">(4);
