/**
 * PyTorch's CPU generator (`torch.manual_seed`): the stream of initial parameters, sample orders and dropout masks.
 * Only the draws that training and Hydra make; normal numbers are in `torch-normal.ts`. `kernels/random.ts` draws the same masks some twenty times faster.
 * @see https://docs.pytorch.org/docs/stable/generated/torch.Generator.html
 */
import { Mt19937 } from "./mt19937.ts";

/** From this count on PyTorch permutes by another algorithm. */
const RANDPERM_LIMIT = 214748364;

export class TorchGenerator {
  readonly #engine = new Mt19937(0);

  /** @param seed  as for `manualSeed` */
  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /**
   * Starts again, as `torch.manual_seed(seed)`.
   * @param seed  any safe integer; negative ones count as two's complement, and only the low 32 bits matter
   */
  manualSeed(seed: number): void {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`expected a seed that is an integer between -2^53 and 2^53, received ${seed}`);
    }
    this.#engine.seed(seed);
  }

  /** Uniform float32 in [0, 1) with 24 bits, as an element of `torch.rand`; one word. */
  randFloat32(): number {
    return (this.#engine.next() & 0xffffff) * 2 ** -24;
  }

  /**
   * Fills `out` as `tensor.uniform_(low, high)` does in PyTorch's AVX2 and AVX-512 builds: uniform in [low, high), scaled by
   * a multiply-add with a single rounding; one word an element.
   */
  uniform(low: number, high: number, out: Float32Array): void {
    const from = Math.fround(low);
    const to = Math.fround(high);
    const range = Math.fround(to - from);
    for (let i = 0; i < out.length; i++) {
      const value = fusedMultiplyAdd(this.randFloat32(), range, from);
      out[i] = value === to ? from : value;
    }
  }

  /** An element of `torch.randint(0, below, …)`, for `below` < 2^28; one word. */
  randint(below: number): number {
    return this.#engine.next() % below;
  }

  /**
   * The low 32 bits of an element of `tensor(int64).random_()`; two words, of which the second is returned.
   * A data loader draws it when iteration starts, and once more as the seed of its shuffling.
   */
  randomInt64Low32(): number {
    this.#engine.next();
    return this.#engine.next();
  }

  /**
   * The numbers 0 … count - 1 in random order, as `torch.randperm(count)`; count - 1 words.
   * @throws RangeError for 214748364 or more, where PyTorch changes its algorithm
   */
  randperm(count: number): Int32Array {
    if (!Number.isInteger(count) || count < 0 || count >= RANDPERM_LIMIT) {
      throw new RangeError(`expected a count 0 … ${RANDPERM_LIMIT - 1}, received ${count}`);
    }
    const order = new Int32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    for (let i = 0; i < count - 1; i++) {
      const j = i + (this.#engine.next() % (count - i));
      const moved = order[i]!; // i <= j < count
      order[i] = order[j]!;
      order[j] = moved;
    }
    return order;
  }

  /**
   * `count` elements of `tensor.bernoulli_(keepProbability)`, two words each, whatever the probability.
   * @param keepProbability  0 … 1
   * @param out  at least ceil(count / 8) bytes: element 8k + j becomes bit j of byte k, unused bits 0
   */
  bernoulliBits(keepProbability: number, count: number, out: Uint8Array): void {
    const bytes = Math.ceil(count / 8);
    if (out.length < bytes) throw new RangeError(`expected room for ${bytes} bytes, received ${out.length}`);
    const threshold = bernoulliThreshold(keepProbability);
    out.fill(0, 0, bytes);
    for (let i = 0; i < count; i++) {
      const high = this.#engine.next() & 0x1fffff;
      const low = this.#engine.next();
      const keep = high < threshold.high || (high === threshold.high && low < threshold.low);
      if (keep) out[i >>> 3]! |= 1 << (i & 7);
    }
  }

  /** Passes over `count` words. */
  skip(count: number): void {
    this.#engine.skip(count);
  }

  /** @returns  (625) a copy: 624 words, then the position, as the kernel `bernoulli_bits` reads and leaves it */
  saveState(): Uint32Array {
    return this.#engine.saveState();
  }

  /**
   * @param state  (625) from `saveState`, or as the kernel left it
   * @throws RangeError when it is not the state of a generator
   */
  restoreState(state: Uint32Array): void {
    this.#engine.restoreState(state);
  }
}

/**
 * What 53 random bits are compared with so that they lie below it with probability `keepProbability`, cut into
 * the upper bits (up to 2^21) and the lower 32: the kernel's `thresholdHigh` and `thresholdLow`.
 */
export function bernoulliThreshold(keepProbability: number): { high: number; low: number } {
  if (!(keepProbability >= 0 && keepProbability <= 1)) {
    throw new RangeError(`expected a probability 0 … 1, received ${keepProbability}`);
  }
  const threshold = Math.ceil(keepProbability * 2 ** 53);
  return { high: Math.floor(threshold / 2 ** 32), low: threshold % 2 ** 32 };
}

/**
 * The float32 that dropout multiplies kept elements by: 1 / (1 - p), both operations rounded to float32.
 * @param p  probability of dropping, 0 <= p < 1 (with p = 1 PyTorch draws no mask and gives zeros)
 */
export function dropoutScale(p: number): number {
  if (!(p >= 0 && p < 1)) throw new RangeError(`expected a dropout probability 0 <= p < 1, received ${p}`);
  return Math.fround(1 / Math.fround(1 - p));
}

/** a·b + c of three float32, rounded once to float32. */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b; // exact: 48 bits
  const sum = product + c;
  const nearest = Math.fround(sum);
  const offset = sum - nearest;
  const other = nearest + 2 * offset;
  // Rounding `sum` again errs only if it seems to lie halfway between two float32 and in truth does not.
  if (offset === 0 || Math.fround(other) !== other) return nearest;
  const shifted = sum - product;
  const lost = product - (sum - shifted) + (c - shifted);
  return Math.sign(lost) === Math.sign(offset) ? other : nearest;
}
