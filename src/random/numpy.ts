/**
 * NumPy's legacy global generator (`np.random.seed`, `np.random.normal`, …): the stream of data sets and splits.
 * Not `np.random.default_rng`, which is another engine, and not PyTorch's stream (`torch.ts`).
 * @see https://numpy.org/doc/stable/reference/random/legacy.html
 */
import { log } from "./correctly-rounded.ts";
import { Mt19937 } from "./mt19937.ts";
import { power } from "./power.ts";

/** The state of a generator: the engine's 625 words, and the second normal of a pair if it has not been returned yet. */
export interface NumpyRandomState {
  readonly engine: Uint32Array;
  readonly cachedGauss: number | null;
}

export class NumpyRandom {
  readonly #engine = new Mt19937(0);
  #cachedGauss: number | null = null;

  /** @param seed  as for `seed` */
  constructor(seed: number | ArrayLike<number>) {
    this.seed(seed);
  }

  /**
   * Starts again, as `np.random.seed(seed)`. The array `[7]` gives another stream than the number 7.
   * @param seed  an integer 0 … 2^32 - 1, or an array of at least one of them
   * @throws RangeError for anything else, as NumPy does
   */
  seed(seed: number | ArrayLike<number>): void {
    if (typeof seed === "number") {
      this.#engine.seed(checkedSeed(seed));
    } else {
      this.#engine.seedByArray(Array.from(seed, checkedSeed));
    }
    this.#cachedGauss = null;
  }

  /** Uniform in [0, 1) with 53 bits; two words. */
  random(): number {
    const high = this.#engine.next() >>> 5;
    const low = this.#engine.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Standard normal by the polar method, which makes two at a time: the second one is kept for the next call. */
  gauss(): number {
    if (this.#cachedGauss !== null) {
      const cached = this.#cachedGauss;
      this.#cachedGauss = null;
      return cached;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.random() - 1;
      x2 = 2 * this.random() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const factor = Math.sqrt((-2 * log(r2)) / r2);
    this.#cachedGauss = factor * x1;
    return factor * x2;
  }

  normal(mean = 0, standardDeviation = 1): number {
    return mean + standardDeviation * this.gauss();
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.random();
  }

  /**
   * Beta distribution, as `np.random.beta(a, b)` to 12 digits.
   * @param a  > 1 (below, NumPy has another method)
   * @param b  > 0
   */
  beta(a: number, b: number): number {
    if (!(a > 1 && b > 0)) throw new RangeError(`expected a > 1 and b > 0, received ${a} and ${b}`);
    const first = this.#gamma(a);
    return first / (first + this.#gamma(b));
  }

  /**
   * Uniform integer in [low, high), as `np.random.randint(low, high)` of the default dtype int64.
   * @throws RangeError unless low < high are integers whose distance a number holds exactly
   */
  randint(low: number, high: number): number {
    const range = high - 1 - low;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || !Number.isSafeInteger(range) || range < 0) {
      throw new RangeError(`expected integers low < high, less than 2^53 apart, received ${low} and ${high}`);
    }
    return low + this.#interval(range);
  }

  /** Shuffles in place. */
  shuffle<T>(items: { readonly length: number; [index: number]: T }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#interval(i);
      // Both are below items.length.
      const moved = items[i]!;
      items[i] = items[j]!;
      items[j] = moved;
    }
  }

  /** The numbers 0 … count - 1, shuffled. */
  permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  saveState(): NumpyRandomState {
    return { engine: this.#engine.saveState(), cachedGauss: this.#cachedGauss };
  }

  /** @throws RangeError when the state is not that of a generator */
  restoreState(state: NumpyRandomState): void {
    this.#engine.restoreState(state.engine);
    this.#cachedGauss = state.cachedGauss;
  }

  #exponential(): number {
    return -log(1 - this.random());
  }

  /** Standard gamma: Marsaglia and Tsang's method, below 1 Ahrens and Dieter's, in NumPy's order of draws. */
  #gamma(shape: number): number {
    if (shape === 1) return this.#exponential();
    if (shape < 1) {
      for (;;) {
        const u = this.random();
        const v = this.#exponential();
        const y = u <= 1 - shape ? 0 : -log((1 - u) / shape);
        const x = power(u <= 1 - shape ? u : 1 - shape + shape * y, 1 / shape);
        if (x <= v + y) return x;
      }
    }
    const b = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * b);
    for (;;) {
      const x = this.gauss();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.random();
      if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
      if (log(u) < 0.5 * x * x + b * (1 - v + log(v))) return b * v;
    }
  }

  /** Uniform in [0, max]: words cut to as many bits as `max` has, until one is not above it. 0 costs no word. */
  #interval(max: number): number {
    if (max === 0) return 0;
    if (max <= 0xffffffff) {
      const mask = lowBits(max);
      for (;;) {
        const value = (this.#engine.next() & mask) >>> 0;
        if (value <= max) return value;
      }
    }
    const highMask = lowBits(Math.floor(max / 2 ** 32));
    for (;;) {
      const high = (this.#engine.next() & highMask) >>> 0;
      const value = high * 2 ** 32 + this.#engine.next();
      if (value <= max) return value;
    }
  }
}

/** The smallest 2^k - 1 that is not below `max`; `max` is 1 … 2^32 - 1. */
function lowBits(max: number): number {
  return 0xffffffff >>> Math.clz32(max);
}

function checkedSeed(seed: number): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`expected a seed that is an integer 0 … 4294967295, received ${seed}`);
  }
  return seed;
}
