/** Draws dropout masks of whole batches from a PyTorch generator, by the kernel. Applying them is the layers' business. */

import { bernoulliThreshold, type TorchGenerator } from "../../random/torch.ts";
import { createMemory, growMemory, instantiate, kernelModule } from "./kernels.ts";

/** Draws a mask of `count` elements. @returns bits, element 8k + j at bit j of byte k; valid until the next call */
export type DrawMask = (generator: TorchGenerator, keepProbability: number, count: number) => Uint8Array;

const STATE = 1024;
const STATE_BYTES = 625 * 4;
const OUT = 4096;

export async function createMaskDrawing(): Promise<DrawMask> {
  const memory = createMemory(OUT);
  // Integer arithmetic only: either build gives the same bits.
  const kernels = instantiate(await kernelModule("portable"), memory);
  return (generator, keepProbability, count) => {
    const bytes = Math.ceil(count / 8);
    growMemory(memory, OUT + bytes);
    const state = new Uint32Array(memory.buffer, STATE, STATE_BYTES / 4);
    state.set(generator.saveState());
    const { high, low } = bernoulliThreshold(keepProbability);
    kernels.bernoulli_bits(STATE, OUT, count, high, low);
    generator.restoreState(state);
    return new Uint8Array(memory.buffer, OUT, bytes).slice();
  };
}
