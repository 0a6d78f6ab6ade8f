// Vectors: V1 of the specification of the random streams, whose equality with NumPy and PyTorch was asserted there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mt19937 } from "../../src/random/mt19937.ts";
import { take } from "./bits.ts";

describe("Mt19937", () => {
  it("seeds its words as init_genrand", () => {
    const state = new Mt19937(7).saveState();
    const hex = [0, 1, 2, 3, 622, 623].map((i) => state[i]?.toString(16).padStart(8, "0"));
    expect(hex).toEqual(["00000007", "f434c1c4", "d4f4f285", "441764e1", "76d4fd07", "509a0bcd"]);
    expect(state[624]).toBe(624);
  });

  it("draws the reference words, over two twists and on", () => {
    const generator = new Mt19937(7);
    const words = take(1300, () => generator.next());
    expect(words.slice(0, 8)).toEqual([
      327741615, 976413892, 3349725721, 1369975286, 1882953283, 4201435347, 3107259287, 1956722279,
    ]);
    expect(words.slice(622, 626)).toEqual([3584058812, 3222554838, 3732577367, 469411292]);
    expect(words.slice(1247, 1251)).toEqual([1201781567, 2879337408, 661120021, 1094874879]);
    expect(words.reduce((sum, word) => sum + word, 0)).toBe(2797827627607);
    expect(words.reduce((all, word) => (all ^ word) >>> 0, 0)).toBe(818865525);
  });

  it("takes the largest seed, and the low 32 bits of any other", () => {
    const generator = new Mt19937(4294967295);
    expect(take(4, () => generator.next())).toEqual([419326371, 479346978, 3918654476, 2416749639]);
    expect(new Mt19937(-1).saveState()).toEqual(new Mt19937(4294967295).saveState());
    expect(new Mt19937(2 ** 40 + 7).saveState()).toEqual(new Mt19937(7).saveState());
  });

  it.each([
    [[7], [1390851128, 4071050724, 647892279, 1695753998]],
    [
      [7, 8, 9],
      [354782652, 3826582653, 1107204567, 3831702535],
    ],
  ])("seeds by the array %j", (key, words) => {
    const generator = new Mt19937(0);
    generator.seedByArray(key);
    expect(take(4, () => generator.next())).toEqual(words);
  });

  it("seeds by arrays longer than its state, and not by empty ones", () => {
    // np.random.seed(list(range(700))); np.random.randint(0, 2**32, 3)
    const generator = new Mt19937(0);
    generator.seedByArray(Array.from({ length: 700 }, (_, i) => i));
    expect(take(3, () => generator.next())).toEqual([3727595200, 1914792892, 3929396303]);
    expect(() => generator.seedByArray([])).toThrow(RangeError);
  });

  it("skips as if it had drawn, from any position", () => {
    fc.assert(
      fc.property(fc.nat(1300), fc.nat(3000), (before, count) => {
        const drawn = new Mt19937(7);
        take(before, () => drawn.next());
        const skipped = new Mt19937(7);
        skipped.skip(before);
        take(count, () => drawn.next());
        skipped.skip(count);
        expect(skipped.saveState()).toEqual(drawn.saveState());
      }),
      {
        numRuns: 60,
        examples: [
          [0, 624],
          [624, 624],
          [0, 0],
          [623, 1],
          [1, 623],
        ],
      },
    );
    expect(() => new Mt19937(7).skip(-1)).toThrow(RangeError);
    expect(() => new Mt19937(7).skip(0.5)).toThrow(RangeError);
  });

  it("continues from a saved state, which later draws leave alone", () => {
    const generator = new Mt19937(7);
    generator.skip(1000);
    const saved = generator.saveState();
    const words = take(700, () => generator.next());
    const resumed = new Mt19937(1);
    resumed.restoreState(saved);
    expect(take(700, () => resumed.next())).toEqual(words);
  });

  it("refuses what is not a state", () => {
    const generator = new Mt19937(7);
    expect(() => generator.restoreState(new Uint32Array(624))).toThrow(RangeError);
    expect(() => generator.restoreState(new Uint32Array(625).fill(625))).toThrow(/position 0\.\.624/);
    expect(generator.next()).toBe(327741615);
  });
});
