// Oracle: NumPy, test/fixtures/transforms.py: series i of epoch e draws from np.random.seed([seed, 2, e, i]).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augmentDataset } from "../../../src/data/augment/apply.ts";
import { NumpyRandom } from "../../../src/random/numpy.ts";
import { power } from "../../../src/random/power.ts";
import { type AugmentSpec, augmentSchemas } from "../../../src/spec/transforms.ts";
import { sha256 } from "../../random/bits.ts";
import { datasetOf, fixture } from "../transforms/fixture.ts";

const dataset = datasetOf(fixture.augment.input);
const { cases } = fixture.augment;
const jitter: AugmentSpec = { augment: "jitter", sigma: 0.1, p: 1 };

describe("augmentDataset", () => {
  it.each(cases)("$specs in epoch $epoch as NumPy", ({ seed, epoch, specs, output }) => {
    const { values } = augmentDataset(dataset, specs, seed, epoch);
    for (const [i, value] of output.flat(2).entries()) expect(Math.abs(values[i]! - value)).toBeLessThan(2e-6);
  });

  it("has an oracle for every augmentation", () => {
    const tested = cases.flatMap(({ specs }) => specs.map(({ augment }) => augment));
    expect([...new Set(tested)].sort()).toEqual(Object.keys(augmentSchemas).sort());
  });

  it("is a function of seed, epoch and series alone", () => {
    const hash = (seed: number, epoch: number) => sha256(augmentDataset(dataset, [jitter], seed, epoch).values);
    expect(hash(7, 3)).toBe(hash(7, 3));
    expect(new Set([hash(7, 3), hash(7, 4), hash(8, 3), hash(-7, 3)]).size).toBe(4);
    const first = { ...dataset, count: 1, values: dataset.values.slice(0, 13 * 2), labels: dataset.labels.slice(0, 1) };
    const alone = augmentDataset(first, [jitter], 7, 3).values;
    expect(augmentDataset(dataset, [jitter], 7, 3).values.slice(0, 13 * 2)).toEqual(alone);
  });

  it("leaves the series, their classes and windows as they are", () => {
    const before = sha256(dataset.values);
    const windows = { series: Int32Array.of(0, 0, 1, 1), count: 2, answer: "votes" as const };
    const out = augmentDataset({ ...dataset, windows }, [jitter], 7, 1);
    expect(sha256(dataset.values)).toBe(before);
    expect(out).toEqual({ ...dataset, windows, values: out.values });
    expect(out.values).not.toEqual(dataset.values);
  });

  it("gives finite values within those of the series for what only moves time or mixes", () => {
    const p = 1;
    const specs = fc.oneof(
      fc.record({ augment: fc.constant("shift" as const), steps: fc.integer({ min: 1, max: 30 }), p: fc.constant(p) }),
      fc.record({
        augment: fc.constant("timeWarp" as const),
        knots: fc.integer({ min: 1, max: 30 }),
        strength: fc.constantFrom(0.01, 0.5, 0.99),
        p: fc.constant(p),
      }),
      fc.record({
        augment: fc.constant("windowSlice" as const),
        share: fc.constantFrom(0.01, 0.5, 0.99),
        p: fc.constant(p),
      }),
      fc.record({ augment: fc.constant("mixup" as const), alpha: fc.constantFrom(0.01, 0.2, 1, 5), p: fc.constant(p) }),
    );
    const steps = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 1 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(specs, steps, fc.integer({ min: 0, max: 99 }), (spec, series, epoch) => {
        const some = datasetOf([series, [...series].reverse()]);
        const { values } = augmentDataset(some, [spec], 7, epoch);
        const [least, most] = [Math.min(...some.values), Math.max(...some.values)];
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(least - 1e-5);
          expect(value).toBeLessThanOrEqual(most + 1e-5);
        }
      }),
    );
  });
});

describe("NumpyRandom.beta", () => {
  it("is np.random.beta to 12 digits", () => {
    const random = new NumpyRandom(7);
    for (const { a, b, values } of fixture.betas) {
      for (const value of values) {
        const found = random.beta(a, b);
        expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-12 * value);
      }
    }
  });

  it("has no method for a <= 1", () => {
    expect(() => new NumpyRandom(7).beta(1, 1)).toThrow(RangeError);
    expect(() => new NumpyRandom(7).beta(2, 0)).toThrow(RangeError);
  });
});

describe("power", () => {
  it("is Math.pow but for some last places", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 20, noNaN: true }),
        (x, y) => {
          const expected = x ** y;
          expect(Math.abs(power(x, y) - expected)).toBeLessThanOrEqual(2e-13 * expected);
        },
      ),
    );
    expect(power(0, 0.5)).toBe(0);
    expect(power(1e-10, 100)).toBe(0);
  });
});
