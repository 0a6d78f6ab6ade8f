/** How a model becomes programs: what the engine asks of whoever knows the layers. */
import type { Persistent } from "./emitter.ts";
import type { Program } from "./program.ts";
import type { Kernels } from "./wasm/kernels.ts";

/** A tensor in a block of model memory; offset and size in floats. */
export interface BlockTensor {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** What a lane runs: the blocks of a model and a way to make its programs. */
export interface ProgramSource {
  readonly parameters: readonly BlockTensor[];
  readonly states: readonly BlockTensor[];
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
}
