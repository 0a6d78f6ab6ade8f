// Vectors: V2 of the specification of the random streams (NumPy 2.3.5); others carry the snippet that made them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { float64Hex, take } from "./bits.ts";

describe("NumpyRandom after np.random.seed(7)", () => {
  it("random", () => {
    const random = new NumpyRandom(7);
    expect(float64Hex(take(8, () => random.random()))).toBe(
      "3fb388f0a7465c98 3fe8f5184146a0a7 3fdc0ee597d36686 3fe726a071d284d9 3fef4bb0a93b67b2 3fe13b5bb10e3428 3fe0092dc858d345 3fb271f16d6b7f40",
    );
  });

  it("normal, and what it costs", () => {
    const random = new NumpyRandom(7);
    const consumed: number[] = [];
    const values = take(8, () => {
      const value = random.normal();
      consumed.push(random.saveState().engine[624] ?? Number.NaN); // the position in the first block
      return value;
    });
    expect(float64Hex(values)).toBe(
      "3ffb0c64ae2deb29 bfddd1eafa1d414d 3fa0cdcdf34c3aed 3fda14bf2d03adc9 bfe93edb81e0483f 3f60ebd202837d2f bf4d2d1912005d29 bffc1359cb53ff75",
    );
    expect(consumed.slice(0, 5)).toEqual([8, 8, 12, 12, 16]);
  });

  it("normal with a standard deviation, and with a mean", () => {
    const random = new NumpyRandom(7);
    expect(float64Hex(take(8, () => random.normal(0, 0.15)))).toBe(
      "3fd03aa2cee859e5 bfb1e459c944c0c8 3f742a2a572846b6 3faf4c189c6ad08a bfbe4b6dcf0d237e 3f344e2f36376305 bf21817571336b18 bfd0d8691398cc79",
    );
    const shifted = new NumpyRandom(7);
    const standard = new NumpyRandom(7);
    expect(shifted.normal(3, 0.5)).toBe(3 + 0.5 * standard.gauss());
  });

  it("uniform", () => {
    const random = new NumpyRandom(7);
    expect(float64Hex(take(8, () => random.uniform(-2, 3)))).toBe(
      "bff9e534cbba0310 3ffe64bca33091a2 3fc894f7ee420140 3ff9e0911c8e4c1e 40071e9cd38a419e 3fe628ca754704c8 3fe02de4e9bc2058 bffa3c648dce683c",
    );
  });

  it("randint", () => {
    const random = new NumpyRandom(7);
    expect(take(8, () => random.randint(0, 100))).toEqual([47, 68, 25, 67, 83, 23, 92, 57]);
  });

  it("randint of ranges up to 2^53: one value costs no word, more than 2^32 cost two", () => {
    // [np.random.randint(a, b) for a, b in pairs]; np.random.get_state()[2]
    const pairs = [
      [5, 6],
      [-10, 10],
      [0, 2 ** 32],
      [0, 2 ** 32 + 1],
      [-(2 ** 40), 2 ** 40],
      [0, 2 ** 53 - 1],
      [0, 3],
    ] as const;
    const random = new NumpyRandom(7);
    const drawn = pairs.map(([low, high]) => random.randint(low, high));
    expect(drawn).toEqual([5, 5, 976413892, 1322904761, 611018672663, 2654530679656793, 2]);
    expect(random.saveState().engine[624]).toBe(15);
  });

  it("permutation", () => {
    expect([...new NumpyRandom(7).permutation(10)]).toEqual([8, 5, 0, 2, 1, 9, 7, 3, 6, 4]);
    expect([...new NumpyRandom(7).permutation(1200).slice(0, 12)]).toEqual([
      459, 457, 1022, 141, 668, 1011, 151, 830, 750, 46, 1132, 128,
    ]);
  });
});

describe("NumpyRandom", () => {
  it("shuffles any array in place, and nothing costs nothing", () => {
    const letters = [..."abcdefghij"];
    new NumpyRandom(7).shuffle(letters);
    expect(letters.join("")).toBe("ifacbjhdge"); // the permutation above, as letters
    const random = new NumpyRandom(7);
    random.shuffle([]);
    random.shuffle(["a"]);
    expect(random.saveState().engine).toEqual(new NumpyRandom(7).saveState().engine);
  });

  it("permutations hold every number once", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(0xffffffff), (count, seed) => {
        const sorted = [...new NumpyRandom(seed).permutation(count)].sort((a, b) => a - b);
        expect(sorted).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
      { numRuns: 50 },
    );
  });

  it("randint stays within its bounds", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 53 - 1 }), (low, range) => {
        const high = low + range;
        fc.pre(Number.isSafeInteger(high));
        const value = new NumpyRandom(7).randint(low, high);
        expect(value >= low && value < high && Number.isSafeInteger(value)).toBe(true);
      }),
    );
    expect(() => new NumpyRandom(7).randint(3, 3)).toThrow(RangeError);
    expect(() => new NumpyRandom(7).randint(0, 1.5)).toThrow(RangeError);
    expect(() => new NumpyRandom(7).randint(-(2 ** 52), 2 ** 52 - 1)).not.toThrow();
    expect(() => new NumpyRandom(7).randint(-(2 ** 53) + 1, 2 ** 53 - 1)).toThrow(RangeError);
  });

  it("seeds by an array, which is not the seed of the same number", () => {
    // np.random.seed([7, 8, 9]) has the words 354782652, 3826582653, …; random() takes 27 and 26 bits of the first two
    const expected = ((354782652 >>> 5) * 67108864 + (3826582653 >>> 6)) / 2 ** 53;
    expect(new NumpyRandom([7, 8, 9]).random()).toBe(expected);
    expect(new NumpyRandom([7]).random()).not.toBe(new NumpyRandom(7).random());
  });

  it.each([-1, 2 ** 32, 0.5, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => new NumpyRandom(seed)).toThrow(RangeError);
    expect(() => new NumpyRandom([1, seed])).toThrow(RangeError);
  });

  it("resumes between the two normals of a pair; seeding forgets the second", () => {
    const random = new NumpyRandom(7);
    random.gauss();
    const saved = random.saveState();
    const following = take(5, () => random.gauss());
    const resumed = new NumpyRandom(1);
    resumed.restoreState(saved);
    expect(take(5, () => resumed.gauss())).toEqual(following);
    resumed.gauss(); // six more than saved: odd, so one is waiting
    resumed.seed(7);
    expect(resumed.gauss()).toBe(new NumpyRandom(7).gauss());
  });
});
