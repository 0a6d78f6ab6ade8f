import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { samplesFigure } from "../../src/figures/samples.ts";
import { makeDataset } from "./cases.ts";
import { checkFigure, checkLegible, checkNoNaN } from "./check.ts";
import { descendants, pathPoints, textBoxes } from "./marks.ts";

/** Paths of the series themselves; the grid's are grey. */
function lines(svg: string): string[] {
  const paths = descendants(checkFigure(svg)).filter((node) => node.attributes.stroke === "#0072b2");
  return paths.map((node) => node.attributes.d ?? "");
}

describe("samplesFigure", () => {
  it("draws the first series of each class, in columns, on shared axes", () => {
    // Classes in turn; series i is constant i, so its height shows which one it is.
    const dataset: TimeSeriesDataset = {
      values: Float32Array.from({ length: 10 * 4 }, (_, i) => Math.floor(i / 4)),
      labels: Int32Array.from([1, 1, 0, 1, 0, 1, 1, 0, 0, 0]),
      count: 10,
      length: 4,
      channels: 1,
      classNames: ["a", "b"],
    };
    const drawn = lines(samplesFigure({ dataset, perClass: 3 })).map(pathPoints);
    expect(drawn.map((points) => points.length)).toEqual([4, 4, 4, 4, 4, 4]);
    const heights = drawn.map((points) => points[0]?.[1] ?? 0);
    const lefts = drawn.map((points) => points[0]?.[0] ?? 0);
    expect(new Set(lefts).size).toBe(2);
    // Class a: series 2, 4, 7. Class b: 0, 1, 3. Rows are 156 px apart, and a unit of value has one height everywhere.
    const values = [2, 4, 7, 0, 1, 3];
    const rows = [0, 1, 2, 0, 1, 2];
    const unit = ((heights[0] ?? 0) - (heights[3] ?? 0)) / -2;
    for (const [i, height] of heights.entries()) {
      const expected = (heights[3] ?? 0) + 156 * (rows[i] ?? 0) - unit * (values[i] ?? 0);
      expect(Math.abs(height - expected)).toBeLessThan(0.05);
    }
  });

  it("draws a line a channel and names them", () => {
    const svg = samplesFigure({ dataset: makeDataset(["a", "b"], 1, 20, 4) });
    const root = checkLegible(svg);
    const texts = descendants(root).map((node) => node.text);
    for (const name of ["Channel 1", "Channel 4"]) expect(texts).toContain(name);
    const strokes = descendants(root).flatMap((n) => (n.attributes["stroke-linecap"] ? [n.attributes.stroke] : []));
    expect(new Set(strokes).size).toBe(4);
  });

  it("says so where a class has no series, and draws what there is of a class with few", () => {
    const dataset = { ...makeDataset(["a", "b", "c"], 1, 20), classNames: ["a", "b", "c", "never"] };
    const root = checkLegible(samplesFigure({ dataset }));
    expect(textBoxes(root).filter((box) => box.text === "no series")).toHaveLength(1);
    expect(lines(samplesFigure({ dataset }))).toHaveLength(3);
  });

  it("leaves gaps where values are not finite", () => {
    const dataset = makeDataset(["a"], 1, 8);
    dataset.values.set([Number.NaN, Number.POSITIVE_INFINITY], 3);
    const [d = ""] = lines(samplesFigure({ dataset }));
    expect(d.match(/M/g)).toHaveLength(2);
  });

  it("escapes names, and shows a cut one whole on hover", () => {
    const name = `<script>alert("1")</script> & ${"long ".repeat(40)}`;
    const root = checkLegible(samplesFigure({ dataset: makeDataset([name, "b"], 1, 10) }));
    const title = descendants(root).find((node) => node.name === "text" && node.text.startsWith("<script>"));
    expect(title?.text).toMatch(/…$/);
    expect(title?.children[0]?.text).toBe(name);
  });

  it("stays legible with 1 to 12 classes, one step, and names in Chinese", () => {
    for (let classes = 1; classes <= 12; classes++) {
      const names = Array.from({ length: classes }, (_, i) => `第${i + 1}个类别的名称`);
      checkLegible(samplesFigure({ dataset: makeDataset(names, 2, classes === 5 ? 1 : 30 * classes), lang: "zh-CN" }));
    }
    checkLegible(samplesFigure({ dataset: makeDataset([], 0, 10) }));
    checkLegible(samplesFigure({ dataset: makeDataset(["a", "b"], 1, 30, 64) }));
  });

  it("stays small with long series", () => {
    expect(samplesFigure({ dataset: makeDataset(["a", "b"], 3, 50_000) }).length).toBeLessThan(120_000);
  });

  it("refuses a number of series that is none", () => {
    expect(() => samplesFigure({ dataset: makeDataset(["a"], 1, 10), perClass: 0 })).toThrow(RangeError);
  });

  it("is sound for any values", () => {
    const value = fc.oneof(
      fc.float(),
      fc.constantFrom(0, 1e-45, -3.4e38, 3.4e38, Number.NaN, Number.POSITIVE_INFINITY),
    );
    const shape = fc.record({
      classes: fc.integer({ min: 0, max: 4 }),
      length: fc.integer({ min: 1, max: 6 }),
      channels: fc.integer({ min: 1, max: 3 }),
      pool: fc.array(value, { minLength: 1, maxLength: 24 }),
      constant: fc.boolean(),
    });
    fc.assert(
      fc.property(shape, ({ classes, length, channels, pool, constant }) => {
        const dataset = makeDataset(
          Array.from({ length: classes }, (_, i) => `c${i}`),
          2,
          length,
          channels,
        );
        for (const i of dataset.values.keys()) dataset.values[i] = pool[constant ? 0 : i % pool.length] ?? 0;
        const svg = samplesFigure({ dataset });
        checkFigure(svg);
        checkNoNaN(svg);
      }),
      { numRuns: 200 },
    );
  });
});
