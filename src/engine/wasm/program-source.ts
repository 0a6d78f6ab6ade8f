/** What a lane is given: the tensors of a model, and a way to make its programs. */
import type { PlacedTensor } from "../device.ts";
import type { Persistent } from "./emitter.ts";
import type { Kernels } from "./kernels.ts";
import type { Program } from "./program.ts";

/** What a lane runs: the blocks of a model and a way to make its programs. */
export interface ProgramSource {
  readonly parameters: readonly PlacedTensor[];
  readonly states: readonly PlacedTensor[];
  /** Values that programs find as shared buffers of these names. */
  readonly constants: ReadonlyMap<string, Float32Array>;
  emit(key: ProgramKey, host: { persistent: Persistent; kernels: Kernels }): Program;
}

/** What a program is made for; programs are kept by these. */
export interface ProgramKey {
  rows: number;
  length: number;
  training: boolean;
  /** Whether series may end before `length`. */
  masked?: boolean;
  carryStates?: boolean;
  inputGradient?: boolean;
  /** Whether it also measures the gradients of hidden states. */
  probe?: boolean;
  /** Whether what layers compute stays readable: activations are kept as for a way back. */
  taps?: boolean;
}
