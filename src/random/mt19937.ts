/**
 * The Mersenne Twister MT19937: the 32-bit engine under NumPy's legacy generator and PyTorch's CPU generator.
 * Only the engine: what becomes of a word (a float, a normal, a mask) is `numpy.ts` and `torch.ts`.
 * @see Matsumoto & Nishimura 1998, https://doi.org/10.1145/272991.272995
 */

const WORDS = 624;
const MIDDLE = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const MATRIX = 0x9908b0df;

export class Mt19937 {
  /** 624 words, then the position of the next one (624: twist first). `kernels/random.ts` reads the same layout. */
  readonly #state = new Uint32Array(WORDS + 1);

  /** @param seed  any integer; its low 32 bits count */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts again from the low 32 bits of `seed` (`init_genrand` of the reference implementation). */
  seed(seed: number): void {
    const mt = this.#state;
    let word = seed >>> 0;
    mt[0] = word;
    for (let j = 1; j < WORDS; j++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + j) >>> 0;
      mt[j] = word;
    }
    mt[WORDS] = WORDS;
  }

  /** Starts again from a sequence of words (`init_by_array`). `[7]` is another stream than the seed 7. */
  seedByArray(key: ArrayLike<number>): void {
    if (key.length === 0) throw new RangeError("expected a seed of at least one number, received an empty array");
    this.seed(19650218);
    const mt = this.#state;
    const mixed = (i: number, factor: number) => {
      const previous = mt[i - 1]!; // i runs over 1..623
      return mt[i]! ^ Math.imul(previous ^ (previous >>> 30), factor);
    };
    let i = 1;
    const advance = () => {
      i++;
      if (i === WORDS) {
        mt[0] = mt[WORDS - 1]!;
        i = 1;
      }
    };
    for (let step = 0, j = 0; step < Math.max(WORDS, key.length); step++) {
      mt[i] = mixed(i, 1664525) + (key[j]! >>> 0) + j;
      advance();
      j = (j + 1) % key.length;
    }
    for (let step = 0; step < WORDS - 1; step++) {
      mt[i] = mixed(i, 1566083941) - i;
      advance();
    }
    mt[0] = UPPER;
    mt[WORDS] = WORDS;
  }

  /** The next word, 0 … 2^32 - 1. */
  next(): number {
    const mt = this.#state;
    let position = mt[WORDS]!;
    if (position === WORDS) {
      twist(mt);
      position = 0;
    }
    mt[WORDS] = position + 1;
    let y = mt[position]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Passes over `count` words, some 2 ns each: what follows is what `count` calls of `next` would have left. */
  skip(count: number): void {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`expected a count of words >= 0, received ${count}`);
    }
    const mt = this.#state;
    let position = mt[WORDS]! + count;
    for (; position > WORDS; position -= WORDS) twist(mt);
    mt[WORDS] = position;
  }

  /** @returns  (625) a copy: 624 words, then the position 0 … 624 */
  saveState(): Uint32Array {
    return this.#state.slice();
  }

  /** @param state  (625) from `saveState`, or from the kernel's memory */
  restoreState(state: Uint32Array): void {
    if (state.length !== WORDS + 1 || state[WORDS]! > WORDS) {
      throw new RangeError(
        `expected the state of a generator, 624 words and a position 0..624, received ${state.length} words and the position ${state[WORDS]}`,
      );
    }
    this.#state.set(state);
  }
}

/** Replaces the 624 words by the next 624, in place. */
function twist(mt: Uint32Array): void {
  // Indices stay within 0..623 by construction.
  for (let k = 0; k < WORDS - MIDDLE; k++) mt[k] = mt[k + MIDDLE]! ^ joined(mt[k]!, mt[k + 1]!);
  for (let k = WORDS - MIDDLE; k < WORDS - 1; k++) mt[k] = mt[k + MIDDLE - WORDS]! ^ joined(mt[k]!, mt[k + 1]!);
  mt[WORDS - 1] = mt[MIDDLE - 1]! ^ joined(mt[WORDS - 1]!, mt[0]!);
}

function joined(word: number, following: number): number {
  return (((word & UPPER) | (following & LOWER)) >>> 1) ^ (-(following & 1) & MATRIX);
}
