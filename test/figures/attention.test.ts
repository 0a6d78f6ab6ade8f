import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttendedSeries, attentionFigure } from "../../src/figures/attention.ts";
import { checkFigure, checkLegible, checkNoNaN } from "./check.ts";
import { descendants, type Node, pathPoints } from "./marks.ts";

const classNames = ["sine", "square"];

function attended(weights: readonly number[], more: Partial<AttendedSeries> = {}): AttendedSeries {
  const values = Float32Array.from(weights, (_, t) => Math.sin(t));
  const right = { trueClass: 0, predictedClass: 0, probability: 0.9 };
  return { values, channels: 1, weights: Float32Array.from(weights), ...right, ...more };
}

/** Outline of the areas of weights, one a series. */
const areas = (root: Node) =>
  descendants(root)
    .filter((node) => node.attributes.fill === "#e69f00")
    .map((node) => pathPoints(node.attributes.d ?? ""));

/** Left edge and colour of each run of the band; the keys of the legend are less than 20 px high. */
const band = (root: Node) =>
  descendants(root)
    .filter((n) => n.name === "rect" && n.attributes.stroke === undefined && Number(n.attributes.height) > 20)
    .slice(1)
    .map((n) => ({ x: Number(n.attributes.x), fill: n.attributes.fill }));

describe("attentionFigure", () => {
  it("draws weights as high and as dark as they are, each as wide as its step", () => {
    const root = checkLegible(attentionFigure({ series: [attended([0, 0.4, 0.2, 0, 0.4])], classNames }));
    const [points = []] = areas(root);
    const [left, foot] = points[0] ?? [0, 0];
    const width = ((points.at(-1)?.[0] ?? 0) - left) / 5;
    const heightAt = (step: number) => {
      // The outline goes up, then along the step.
      const at = points.findIndex(([x], i) => i > 0 && Math.abs(x - (left + (step + 1) * width)) < 0.05);
      return foot - (points[at]?.[1] ?? 0);
    };
    expect(heightAt(0)).toBe(0);
    expect(heightAt(1) / heightAt(2)).toBeCloseTo(2, 1);
    const runs = band(root).map(({ x, fill }) => [Math.round((x - left) / width), fill]);
    expect(runs).toEqual([
      [1, "#f3c25c"],
      [2, "#fbe6ba"],
      [3, "#ffffff"],
      [4, "#f3c25c"],
    ]);
  });

  it("names classes and probability, and distinguishes right from wrong by shape and in words", () => {
    const wrong = attended([0.5, 0.5], { predictedClass: 1, probability: 0.973 });
    const svg = attentionFigure({ series: [attended([0.5, 0.5]), wrong], classNames });
    const root = checkLegible(svg);
    const texts = descendants(root).map((node) => node.text);
    expect(texts).toContain("True: sine, predicted: sine (90.0%)");
    expect(texts).toContain("True: sine, predicted: square (97.3%)");
    expect(root.children[1]?.text).toContain("predicted: square (97.3%): wrong.");
    const signs = descendants(root).filter(
      (n) => n.attributes["stroke-width"] === "2" && n.attributes.d?.includes("l"),
    );
    expect(signs.map((sign) => pathPoints(sign.attributes.d ?? "").length)).toEqual([3, 4]);
  });

  it("draws the line of equal weights at 1/T", () => {
    const root = checkLegible(attentionFigure({ series: [attended([0.25, 0.25, 0.25, 0.25])], classNames }));
    const [points = []] = areas(root);
    const dashes = descendants(root).filter((n) => n.attributes["stroke-dasharray"] === "3 3");
    expect(pathPoints(dashes.at(-1)?.attributes.d ?? "")[0]?.[1]).toBe(points[1]?.[1]);
  });

  it("keeps a spike of one step among thousands", () => {
    const weights = Array.from({ length: 20_000 }, (_, t) => (t === 12_345 ? 0.5 : 0.5 / 19_999));
    const svg = attentionFigure({ series: [attended(weights)], classNames });
    const [points = []] = areas(checkLegible(svg));
    const heights = points.map(([, y]) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(35);
    expect(svg.length).toBeLessThan(80_000);
  });

  it("shares one scale of weights among series", () => {
    const root = checkLegible(attentionFigure({ series: [attended([1, 0]), attended([0.5, 0.5])], classNames }));
    const [high = 0, low = 0] = areas(root).map((points) => {
      const heights = points.map(([, y]) => y);
      return Math.max(...heights) - Math.min(...heights);
    });
    expect(high / low).toBeCloseTo(2, 1);
  });

  it("is legible with 0 to 9 series of any lengths, many channels and long names, in both languages", () => {
    for (let count = 0; count < 10; count++) {
      const series = Array.from({ length: count }, (_, i) => {
        const length = count % 2 ? 50 : 3 ** i;
        const channels = 1 + (count % 4) * 6;
        const values = Float32Array.from({ length: length * channels }, (_, t) => Math.cos(t));
        return attended(Array(length).fill(1 / length), { values, channels, predictedClass: i % 2 });
      });
      checkLegible(attentionFigure({ series, classNames }));
      checkLegible(attentionFigure({ series, classNames: ["很长的类别名称".repeat(9), "b"], lang: "zh-CN" }));
    }
  });

  it("refuses values that do not fit the weights", () => {
    expect(() => attentionFigure({ series: [attended([1], { channels: 2 })], classNames })).toThrow(RangeError);
  });

  it("is sound for any numbers", () => {
    const any = fc.oneof(fc.float(), fc.constantFrom(0, 3.4e38, -3.4e38, 1e-45, Number.NaN, Number.POSITIVE_INFINITY));
    const series = fc
      .tuple(fc.array(fc.tuple(any, any), { maxLength: 12 }), fc.double(), fc.integer({ min: -1, max: 3 }))
      .map(([steps, probability, predictedClass]) => {
        const values = Float32Array.from(steps, ([value]) => value);
        return attended(
          steps.map(([, weight]) => weight),
          { values, probability, predictedClass },
        );
      });
    fc.assert(
      fc.property(fc.array(series, { maxLength: 5 }), (all) => {
        const svg = attentionFigure({ series: all, classNames });
        checkFigure(svg);
        checkNoNaN(svg);
      }),
      { numRuns: 300 },
    );
  });
});
