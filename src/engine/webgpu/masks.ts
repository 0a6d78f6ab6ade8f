/**
 * Dropout masks of whole batches, drawn on the GPU from PyTorch's stream: bit for bit those that the CPU would draw, and the generator goes on
 * behind them. The stream's words are made in pieces, so that batches of any size need one buffer of limited size.
 */
import { jumpPolynomials } from "../../random/mt19937-jump.ts";
import { bernoulliThreshold, type TorchGenerator } from "../../random/torch.ts";
import type { Gpu } from "./gpu.ts";
import { createOperation, type Operation } from "./operation.ts";
import type { DropoutSite } from "./program.ts";
import {
  copyState,
  JUMP_WORDS,
  jumpSeeds,
  LONG_RUN,
  maskBits,
  RUN,
  runWords,
  SEED_WORDS,
  STATE_WORDS,
  streamWords,
} from "./wgsl/random.ts";

/** Words of a piece are whole states and whole words of a mask. */
const PIECE_STEP = 2496;
/** Runs of the largest piece, which has 8 MB of words or, in a large batch, 33 MB. */
const MOST_RUNS = 32;

interface Piece {
  readonly words: number;
  /** Makes the words: all at once, or those from which the states of runs follow. */
  readonly stream: Operation;
  /** Where there is more than one run: their states, and all words. */
  readonly jump: Operation | undefined;
  readonly runs: Operation | undefined;
  readonly bits: Operation;
}

/** What draws the mask of one site for batches of one size. */
interface Drawing {
  readonly site: DropoutSite;
  readonly elements: number;
  /** Words of a run. */
  readonly run: number;
  readonly pieces: readonly Piece[];
  readonly keepState: Operation;
}

export class Masks {
  readonly #gpu: Gpu;
  /** The words of the generator's state, updated by every mask. */
  readonly #state: GPUBuffer;
  readonly #words = new Map<number, GPUBuffer>();
  readonly #seedBuffers = new Map<number, GPUBuffer>();
  readonly #drawings = new Map<string, readonly Drawing[]>();
  readonly #most: number | undefined;

  /** Polynomials of the jumps to all runs of the largest piece, by the words of a run. */
  readonly #polynomials = new Map<number, GPUBuffer>();

  /** @param most  words of the largest piece; those that suit a batch unless given */
  constructor(gpu: Gpu, most?: number) {
    this.#gpu = gpu;
    this.#state = gpu.storage("state of the generator", STATE_WORDS * 4);
    this.#most = most;
  }

  /**
   * Draws a mask for each site.
   * @param find  the buffer of a mask
   * @returns what gives the generator its new state, from the words that `state` is read as after the work
   */
  async draw(
    sites: readonly DropoutSite[],
    rows: number,
    generator: TorchGenerator,
    find: (site: DropoutSite) => GPUBuffer,
  ): Promise<(state: Float32Array) => void> {
    const drawings = await this.#drawingsOf(sites, rows, find);
    const before = generator.saveState();
    let position = before[STATE_WORDS]!;
    this.#gpu.write(this.#state, before.subarray(0, STATE_WORDS));
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { site, elements, run, pieces, keepState } of drawings) {
      const threshold = bernoulliThreshold(site.keepProbability);
      let done = 0;
      for (const [index, { words, stream, jump, runs, bits }] of pieces.entries()) {
        // What a piece continues are the last words of the one before, behind the words that it makes itself.
        stream.encode(pass, { end: words, count: jump ? JUMP_WORDS : words, continues: index > 0 ? 1 : 0 });
        jump?.encode(pass, {});
        runs?.encode(pass, { count: words, run });
        const own = Math.min(words / 2, elements - done);
        bits.encode(pass, { first: position, word: done / 32, elements: own, ...threshold });
        done += own;
      }
      // The state that holds the last word that was used; a position at its end asks for the next one.
      const beforeLast = pieces.slice(0, -1).reduce((sum, { words }) => sum + words, 0);
      const end = position + 2 * elements - beforeLast;
      const first = Math.floor((end - 1) / STATE_WORDS) * STATE_WORDS;
      keepState.encode(pass, { first });
      position = end - first;
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    return (state) => {
      const after = new Uint32Array(STATE_WORDS + 1);
      after.set(new Uint32Array(state.buffer, state.byteOffset, STATE_WORDS));
      after[STATE_WORDS] = position;
      generator.restoreState(after);
    };
  }

  /** Where the state is after that work. */
  get state(): { readonly buffer: GPUBuffer; readonly bytes: number } {
    return { buffer: this.#state, bytes: STATE_WORDS * 4 };
  }

  async #drawingsOf(
    sites: readonly DropoutSite[],
    rows: number,
    find: (site: DropoutSite) => GPUBuffer,
  ): Promise<readonly Drawing[]> {
    const key = sites.map(({ elementsPerRow, mask }) => `${mask.label} ${mask.floats} ${elementsPerRow * rows}`).join();
    let drawings = this.#drawings.get(key);
    if (drawings === undefined) {
      drawings = await Promise.all(sites.map((site) => this.#createDrawing(site, rows, find(site))));
      this.#drawings.set(key, drawings);
    }
    return drawings;
  }

  async #createDrawing(site: DropoutSite, rows: number, mask: GPUBuffer): Promise<Drawing> {
    const gpu = this.#gpu;
    const elements = site.elementsPerRow * rows;
    const needed = Math.ceil((2 * elements) / PIECE_STEP) * PIECE_STEP;
    const run = needed > 2 * MOST_RUNS * RUN ? LONG_RUN : RUN;
    const size = Math.min(needed, this.#most ?? MOST_RUNS * run);
    const words = this.#words.get(size) ?? gpu.storage("words", (size + STATE_WORDS) * 4);
    this.#words.set(size, words);
    const runs = Math.ceil(size / run);
    const seeds = runs > 1 ? this.#seeds(runs) : undefined;
    const pieces: Piece[] = [];
    // Every piece is of one size: the next continues at the end of its words.
    for (let from = 0; from < 2 * elements; from += size) {
      const own = Math.min(size / 2, elements - from / 2);
      pieces.push({
        words: size,
        stream: await createOperation(gpu, streamWords, [this.#state, words], 1, [1, 1, 1]),
        jump:
          seeds &&
          (await createOperation(gpu, jumpSeeds, [words, this.#jumps(run), seeds], 1, [
            runs - 1,
            SEED_WORDS / STATE_WORDS,
            1,
          ])),
        runs: seeds && (await createOperation(gpu, runWords, [seeds, words], 1, [runs, 1, 1])),
        bits: await createOperation(gpu, maskBits, [words, mask], Math.ceil(own / 32)),
      });
    }
    const keepState = await createOperation(gpu, copyState, [words, this.#state], STATE_WORDS);
    return { site, elements, run, pieces, keepState };
  }

  /** States of `runs` runs, in parts; pieces take turns with them. */
  #seeds(runs: number): GPUBuffer {
    const buffer = this.#seedBuffers.get(runs) ?? this.#gpu.storage("states of runs", (runs - 1) * SEED_WORDS * 4);
    this.#seedBuffers.set(runs, buffer);
    return buffer;
  }

  #jumps(run: number): GPUBuffer {
    let buffer = this.#polynomials.get(run);
    if (buffer === undefined) {
      const polynomials = jumpPolynomials(run, MOST_RUNS - 1);
      const all = new Uint32Array(polynomials.length * STATE_WORDS);
      for (const [index, polynomial] of polynomials.entries()) all.set(polynomial, index * STATE_WORDS);
      buffer = this.#gpu.storage("jumps", all.byteLength);
      this.#gpu.write(buffer, all);
      this.#polynomials.set(run, buffer);
    }
    return buffer;
  }

  destroy(): void {
    this.#state.destroy();
    const buffers = [this.#words, this.#seedBuffers, this.#polynomials].flatMap((map) => [...map.values()]);
    for (const buffer of buffers) buffer.destroy();
    for (const { pieces, keepState } of [...this.#drawings.values()].flat()) {
      const ofPieces = pieces.flatMap(({ stream, jump, runs, bits }) => [stream, jump, runs, bits]);
      for (const operation of [...ofPieces, keepState]) operation?.destroy();
    }
  }
}
