/**
 * GRU, gate order r z n, reset after the product as in PyTorch. Per step and direction, x (I), h (H):
 *
 *   r = σ(W_ir x + b_ir + W_hr h + b_hr)            reset gate
 *   z = σ(W_iz x + b_iz + W_hz h + b_hz)            update gate
 *   n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))   candidate
 *   h ← (1 − z) ⊙ n + z ⊙ h
 *
 * weight_ih (3H, I) and weight_hh (3H, H) hold the three one under the other. The first state is zero.
 * @see Cho et al. 2014; torch.nn.GRU
 */
import { recurrent } from "./recurrent.ts";

export const gru = recurrent<"gru">(3);
