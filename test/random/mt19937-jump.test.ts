/** Words that are found by jumps are those that the generator gives one after another. */
import { expect, it } from "vitest";
import { Mt19937 } from "../../src/random/mt19937.ts";
import { jumpPolynomials, POLYNOMIAL_WORDS } from "../../src/random/mt19937-jump.ts";

/** Words of the states of a generator, from the seed's own on. */
function wordsOf(seed: number, count: number): Uint32Array {
  const generator = new Mt19937(seed);
  const words = new Uint32Array(count);
  for (let at = 0; at < count; at += POLYNOMIAL_WORDS) {
    words.set(generator.saveState().subarray(0, Math.min(POLYNOMIAL_WORDS, count - at)), at);
    generator.skip(POLYNOMIAL_WORDS);
  }
  return words;
}

it.each([1, 623, 5000, 64_896])("jumps of %i words", (steps) => {
  const words = wordsOf(7, 3 * steps + 30_000);
  for (const [index, polynomial] of jumpPolynomials(steps, 3).entries()) {
    for (const at of [1, 2, 100, 624, 5000]) {
      let sum = 0;
      for (let i = 0; i < 32 * POLYNOMIAL_WORDS; i++) {
        if ((polynomial[i >> 5]! >>> (i & 31)) & 1) sum ^= words[at + i]!;
      }
      expect(sum >>> 0).toBe(words[at + (index + 1) * steps]);
    }
  }
});
