/**
 * Plain (Elman) RNN. Per step and direction, x (I), h (H), φ = tanh or relu (`nonlinearity`):
 *
 *   h ← φ(W_ih x + b_ih + W_hh h + b_hh)
 *
 * weight_ih (H, I), weight_hh (H, H). The first state is zero.
 * @see torch.nn.RNN
 */
import { recurrent } from "./recurrent.ts";

export const rnn = recurrent<"rnn">(1);
