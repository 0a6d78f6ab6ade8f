/**
 * The WebAssembly module of MiniRocket, MultiRocket and Hydra, with a memory of its own: `kernels/rocket/`. Not the engine that trains
 * networks, which this neither needs nor loads.
 */
import { TidelabError } from "../errors/errors.ts";
import { type RocketKernels, rocketBinary } from "./rocket-binary.ts";

const PAGE_BYTES = 65_536;
/** Behind every block, so that a vector may be read that begins within it; and what keeps blocks aligned. */
const MARGIN_BYTES = 16;

export interface RocketModule {
  readonly kernels: RocketKernels;
  /** Forgets every block: what follows begins at the start of the memory. */
  clear(): void;
  /** The address of a copy of these numbers. */
  put(numbers: Float32Array | Int32Array): number;
  /**
   * The address of so many float32, all zero.
   * @throws TidelabError `memory.exhausted`
   */
  reserve(count: number): number;
  /** The block at an address, as it is until the next `put` or `reserve`. */
  floats(address: number, count: number): Float32Array;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** A module with an empty memory. Compiled once, then cheap. */
export async function createRocketModule(): Promise<RocketModule> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(rocketBinary), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  let end = MARGIN_BYTES;

  function reserveBytes(bytes: number): number {
    const address = end;
    const next = Math.ceil((end + bytes + MARGIN_BYTES) / MARGIN_BYTES) * MARGIN_BYTES;
    const missing = Math.ceil(next / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
    if (missing > 0) {
      try {
        memory.grow(missing);
      } catch (error) {
        throw new TidelabError("memory.exhausted", { megabytes: Math.ceil(next / 2 ** 20) }, undefined, {
          cause: error,
        });
      }
    }
    end = next;
    new Uint8Array(memory.buffer, address, next - address).fill(0);
    return address;
  }

  return {
    kernels: exports as unknown as RocketKernels,
    clear() {
      end = MARGIN_BYTES;
    },
    put(numbers) {
      const address = reserveBytes(numbers.byteLength);
      new Uint8Array(memory.buffer, address).set(
        new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
      );
      return address;
    },
    reserve: (count) => reserveBytes(count * 4),
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
  };
}
