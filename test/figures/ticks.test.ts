import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Axis,
  countAxis,
  decadeAxis,
  extentOf,
  niceAxis,
  padDomain,
  safeDomain,
  tightAxis,
} from "../../src/figures/ticks.ts";

const words = (axis: Axis) =>
  axis.ticks.map((tick) => tick.label + (tick.exponent === undefined ? "" : `^${tick.exponent}`));

/** What a reader takes a label for. */
function read(label: string): number {
  const [, mantissa = "1", power = "0"] = /^(?:(.*)×)?10\^(.*)$/.exec(label) ?? [undefined, label, "0"];
  return Number(`${mantissa.replace("−", "-")}e${power.replace("−", "-")}`);
}

describe("labels", () => {
  it("have the decimals they need, a real minus, and powers of ten where plain digits would be long", () => {
    expect(words(niceAxis([-1, 1], 4))).toEqual(["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    expect(words(niceAxis([0, 0.7], 6))).toEqual(["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
    expect(words(tightAxis([0, 0.003], 3))).toEqual(["0.000", "0.001", "0.002", "0.003"]);
    expect(words(tightAxis([0, 20_000], 4))).toEqual(["0", "5000", "10000", "15000", "20000"]);
    expect(words(tightAxis([0, 2e6], 4))).toEqual(["0", "0.5×10^6", "1.0×10^6", "1.5×10^6", "2.0×10^6"]);
    expect(words(tightAxis([0, 3e-9], 3))).toEqual(["0", "1×10^−9", "2×10^−9", "3×10^−9"]);
    expect(words(decadeAxis([6e-7, 0.7], 7))).toEqual([
      "10^−7",
      "10^−6",
      "10^−5",
      "10^−4",
      "10^−3",
      "10^−2",
      "10^−1",
      "10^0",
    ]);
  });

  const anyDomain = fc.tuple(fc.double(), fc.double()).map(([a, b]) => safeDomain(extentOf([a, b])));

  it("say what the ticks are, each another, for any data", () => {
    fc.assert(
      fc.property(anyDomain, fc.integer({ min: 1, max: 8 }), fc.boolean(), (domain, count, nice) => {
        const axis = nice ? niceAxis(domain, count) : tightAxis(padDomain(domain), count);
        const labels = words(axis);
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels.length).toBeLessThanOrEqual(2 * count + 3);
        const step = Math.abs((axis.ticks[1]?.value ?? 0) - (axis.ticks[0]?.value ?? 0));
        for (const [i, tick] of axis.ticks.entries()) {
          expect(tick.value).toBeGreaterThanOrEqual(axis.domain[0]);
          expect(tick.value).toBeLessThanOrEqual(axis.domain[1]);
          if (labels.length > 1) expect(Math.abs(read(labels[i] ?? "") - tick.value)).toBeLessThanOrEqual(step * 0.01);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("domains", () => {
  it("are never empty and leave the data inside", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        const extent = extentOf(values);
        const [low, high] = safeDomain(extent);
        expect(high).toBeGreaterThan(low);
        if (extent !== undefined) expect(extent[0] >= low && extent[1] <= high).toBe(true);
      }),
    );
    expect(safeDomain([5, 5])).toEqual([4.5, 5.5]);
    expect(safeDomain([0, 0])).toEqual([-1, 1]);
    expect(extentOf([Number.NaN, Number.POSITIVE_INFINITY, 1e308])).toBeUndefined();
  });

  it("of decades hold the extent", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-299, max: 1e300, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (low, ratio) => {
          const high = Math.min(low * ratio, 1e300);
          const { domain, ticks } = decadeAxis([low, high], 7);
          expect(domain[0] > 0 && domain[0] <= low * (1 + 1e-12) && domain[1] >= high * (1 - 1e-12)).toBe(true);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});

describe("countAxis", () => {
  it("has whole numbers only, and the first where there is room", () => {
    expect(words(countAxis([1, 20], 1, 5))).toEqual(["1", "5", "10", "15", "20"]);
    expect(words(countAxis([1, 1000], 1, 5))).toEqual(["1", "200", "400", "600", "800", "1000"]);
    expect(words(countAxis([1, 2], 1, 5))).toEqual(["1", "2"]);
    expect(words(countAxis([1, 13], 1, 5))).toEqual(["2", "4", "6", "8", "10", "12"]);
    expect(words(countAxis([-0.5, 0.5], 0, 5))).toEqual(["0"]);
  });
});
