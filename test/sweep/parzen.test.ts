/** The estimator beside Optuna's (`test/fixtures/tpe.py`): groups, kernels, weights, log densities. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { logNormalMass } from "../../src/statistics/distributions.ts";
import { type Dimension, fitParzen, logDensity, type Parzen, samplePoint } from "../../src/sweep/parzen.ts";
import { splitArms } from "../../src/sweep/tpe.ts";

interface Estimate {
  weights: number[];
  /** Of choices, the first two rows and the last. */
  kernels: { mus?: number[]; sigmas?: number[]; probabilities?: number[][] }[];
  logDensities: number[];
}

interface Fixture {
  cases: {
    name: string;
    dimensions: Dimension[];
    history: { point: number[]; value: number; prunedAfter: number | null }[];
    good: number[];
    points: number[][];
    l: Estimate;
    g: Estimate;
  }[];
  mass: { a: number; b: number; log: number }[];
}

const path = new URL("../fixtures/tpe.json", import.meta.url);
const fixture = JSON.parse(readFileSync(path, "utf8")) as Fixture;

function expectClose(received: readonly number[] | undefined, expected: readonly number[] | undefined): void {
  expect(received).toHaveLength(expected?.length ?? -1);
  for (const [i, value] of (expected ?? []).entries()) {
    const off = Math.abs((received?.[i] ?? Number.NaN) - value);
    expect(off, `${received?.[i]} beside ${value}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  }
}

function expectSame(found: Parzen, dimensions: readonly Dimension[], points: readonly number[][], said: Estimate) {
  expectClose(found.weights, said.weights);
  for (const [axis, kernels] of found.kernels.entries()) {
    const expected = said.kernels[axis];
    if ("mus" in kernels) {
      expectClose(kernels.mus, expected?.mus);
      expectClose(kernels.sigmas, expected?.sigmas);
    } else {
      const rows = [...kernels.probabilities.slice(0, 2), kernels.probabilities.at(-1) ?? []];
      expectClose(rows.flat(), expected?.probabilities?.flat());
    }
  }
  expectClose(
    points.map((point) => logDensity(found, dimensions, point)),
    said.logDensities,
  );
}

describe("beside Optuna", () => {
  it.each(fixture.cases)("$name", ({ dimensions, history, good, points, l, g }) => {
    const scores = history.map(({ value, prunedAfter }) => {
      return { class: prunedAfter === null ? "finished" : "pruned", loss: value, epochs: prunedAfter ?? 9 } as const;
    });
    const split = splitArms(scores);
    expect(split.good).toEqual(good);
    const of = (places: readonly number[]) => places.map((place) => history[place]?.point ?? []);
    expectSame(fitParzen(dimensions, of(split.good)), dimensions, points, l);
    expectSame(fitParzen(dimensions, of(split.bad)), dimensions, points, g);
  });

  it("the mass of an interval under the normal distribution, far into its tails", () => {
    expectClose(
      fixture.mass.map(({ a, b }) => logNormalMass(a, b)),
      fixture.mass.map(({ log }) => log),
    );
  });

  it("the mass of narrow intervals, where a difference of tails has no digits left", () => {
    for (const [a, b] of [
      [0.5, 0.5 + 0.99e-5],
      [-0.3e-5, 0.3e-5],
      [7, 7 + 0.99e-5],
    ] as const) {
      // Ten times as wide, over ten: the density hardly changes on the way.
      const wide = logNormalMass(a - 4.5 * (b - a), b + 4.5 * (b - a)) - Math.log(10);
      expect(Math.abs(logNormalMass(a, b) - wide)).toBeLessThan(1e-7);
    }
  });
});

describe("an estimator", () => {
  const MIXED: Dimension[] = [
    { kind: "range", min: 1e-4, max: 0.3, isLog: true, isInteger: false },
    { kind: "choice", count: 3 },
  ];
  const history = [
    [0.01, 0],
    [0.012, 2],
    [2e-4, 2],
  ];

  it("has a density that sums to 1", () => {
    const points = 400;
    const [low, high] = [Math.log(1e-4), Math.log(0.3)];
    const step = (high - low) / points;
    for (const observed of [[], history]) {
      const found = fitParzen(MIXED, observed);
      let sum = 0;
      for (let i = 0; i < points; i++) {
        for (let choice = 0; choice < 3; choice++) {
          sum += step * Math.exp(logDensity(found, MIXED, [Math.exp(low + (i + 0.5) * step), choice]));
        }
      }
      expect(sum).toBeCloseTo(1, 5);
    }
    const integers: Dimension[] = [{ kind: "range", min: 3, max: 40, isLog: true, isInteger: true }];
    const found = fitParzen(integers, [[3], [40], [9]]);
    const whole = Array.from({ length: 38 }, (_, i) => Math.exp(logDensity(found, integers, [3 + i])));
    expect(whole.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it("draws points as its density says", () => {
    const found = fitParzen(MIXED, history);
    const random = new NumpyRandom(3);
    const counts = new Map<string, number>();
    const draws = 4000;
    const [low, high] = [Math.log(1e-4), Math.log(0.3)];
    for (let i = 0; i < draws; i++) {
      const [rate = 0, choice = 0] = samplePoint(found, MIXED, random);
      expect(rate).toBeGreaterThanOrEqual(1e-4 * (1 - 1e-12));
      expect(rate).toBeLessThanOrEqual(0.3 * (1 + 1e-12));
      const key = `${Math.min(3, Math.floor((4 * (Math.log(rate) - low)) / (high - low)))} ${choice}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (let quarter = 0; quarter < 4; quarter++) {
      for (let choice = 0; choice < 3; choice++) {
        let expected = 0;
        const step = (high - low) / 400;
        for (let i = 0; i < 100; i++) {
          const rate = Math.exp(low + (100 * quarter + i + 0.5) * step);
          expected += step * Math.exp(logDensity(found, MIXED, [rate, choice]));
        }
        const share = (counts.get(`${quarter} ${choice}`) ?? 0) / draws;
        // Four standard errors.
        expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt(expected / draws) + 1e-3);
      }
    }
  });
});
