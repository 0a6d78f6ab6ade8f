/** A stratified split draws what scikit-learn draws, and leaves no class out. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { stratifiedIndices } from "../../src/data/stratified-split.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { parseSpec } from "../../src/spec/parse.ts";

interface Case {
  seed: number;
  labels: number[];
  train: number[];
  val: number[];
  test: number[];
  /** What the stream gives next. */
  next: number;
}
const cases = JSON.parse(readFileSync(new URL("../fixtures/stratified.json", import.meta.url), "utf8")) as Case[];

describe("a stratified split", () => {
  it.each(cases)("of seed $seed is scikit-learn's", ({ seed, labels, train, val, test, next }) => {
    const random = new NumpyRandom(seed);
    const sizes = [train.length, val.length, test.length] as const;
    const sets = stratifiedIndices(Int32Array.from(labels), sizes, random);
    expect([...sets.train]).toEqual(train);
    expect([...sets.val]).toEqual(val);
    expect([...sets.test]).toEqual(test);
    expect(random.randint(0, 1_000_000)).toBe(next);
  });

  it("has each series once, and each class within one of its share", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 120 }),
        fc.nat(),
        (drawn, seed) => {
          const labels = Int32Array.from([...drawn, ...[0, 1, 2].flatMap((k) => new Array(12).fill(k))]);
          const n = labels.length;
          const sizes = [Math.floor(n / 2), Math.floor(n / 4), n - Math.floor(n / 2) - Math.floor(n / 4)] as const;
          const { train, val, test } = stratifiedIndices(labels, sizes, new NumpyRandom(seed % 2 ** 32));
          expect([...train, ...val, ...test].sort((a, b) => a - b)).toEqual([...labels.keys()]);
          for (const label of [0, 1, 2]) {
            const share = labels.filter((other) => other === label).length / n;
            const own = train.filter((index) => labels[index] === label).length;
            expect(Math.abs(own - share * train.length)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  const spec = (split: object, samples = 15, seed = 0) =>
    parseSpec({
      seed,
      data: { kind: "waves", samples, length: 10, kinds: ["sine", "square", "triangle", "sawtooth", "chirp"] },
      split: { train: 0.5, val: 0.2, ...split },
      model: { layers: [{ layer: "last" }] },
    });

  it("has every class in every set, where the plain one leaves some out", async () => {
    const classesOf = (labels: Int32Array) => new Set(labels).size;
    const plain = await loadData(spec({}, 40));
    expect(await loadData(spec({ stratify: false }, 40))).toEqual(plain);
    expect(classesOf((await loadData(spec({}))).train.labels)).toBeLessThan(5);
    for (const seed of [0, 1, 2, 3]) {
      const { train, val, test } = await loadData(spec({ stratify: true }, 40, seed));
      expect([train, val, test].map(({ count }) => count)).toEqual([20, 8, 12]);
      expect([train, val, test].map(({ labels }) => classesOf(labels))).toEqual([5, 5, 5]);
    }
  });

  it("is refused where a set has no room for every class", async () => {
    await expect(loadData(spec({ stratify: true }))).rejects.toThrow(
      expect.objectContaining({ code: "data.stratify", path: "split.stratify" }),
    );
  });
});
