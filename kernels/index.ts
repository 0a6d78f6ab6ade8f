export { write_constants } from "./constants";
export {
  column_sums, gemm, gemm2, gemm_tn, gemm_tn_scratch, linear_gradient, linear_gradient_scratch, pack, packed_size,
} from "./gemm";
export * from "./lstm";
export * from "./gru";
export * from "./rnn";
export * from "./attention";
export * from "./elementwise";
export * from "./dropout";
export * from "./random";
export * from "./loss";
export * from "./optimizers";
export * from "./probe";
export * from "./norm";
export * from "./pool1d";
export * from "./conv1d";
export * from "./gelu";
export * from "./activations";
export * from "./lengths";
export * from "./transpose";
export * from "./weight-norm";
export * from "./self-attention";
export * from "./product";
