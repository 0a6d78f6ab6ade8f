import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learningCurvesFigure } from "../../src/figures/learning-curves.ts";
import type { EpochRecord } from "../../src/runs/record.ts";
import { labHistory, makeEpoch, makeHistory } from "./cases.ts";
import { checkFigure, checkLegible, checkNoNaN } from "./check.ts";
import { descendants, pathPoints, textBoxes } from "./marks.ts";

const train = "#0072b2";

/** Points of the curves of one colour, a panel each; the keys of the legend come first and are left out. */
function curves(svg: string, stroke: string) {
  const paths = descendants(checkFigure(svg)).filter((n) => n.name === "path" && n.attributes.stroke === stroke);
  return paths.slice(1).map((node) => pathPoints(node.attributes.d ?? ""));
}

const titles = (svg: string) =>
  descendants(checkLegible(svg)).flatMap((n) => (n.attributes["font-size"] === "14" ? [n.text] : []));

describe("learningCurvesFigure", () => {
  it("places losses in proportion, linear and logarithmic", () => {
    const losses = [1, 0.1, 0.001];
    const svg = learningCurvesFigure({ history: losses.map((loss, i) => makeEpoch(i + 1, [loss, loss], [0.5, 0.5])) });
    const [linear = [], log = []] = curves(svg, train).map((points) => points.map(([, y]) => y));
    const share = (ys: number[], i: number) => ((ys[i] ?? 0) - (ys[0] ?? 0)) / ((ys[2] ?? 0) - (ys[0] ?? 0));
    expect(share(linear, 1)).toBeCloseTo(0.9 / 0.999, 3);
    expect(share(log, 1)).toBeCloseTo(1 / 3, 3);
  });

  it("adds the log panel only when losses span more than two decades", () => {
    expect(titles(learningCurvesFigure({ history: labHistory }))).toEqual(["Loss", "Loss (log scale)", "Accuracy"]);
    expect(titles(learningCurvesFigure({ history: makeHistory(20) }))).toEqual(["Loss", "Accuracy"]);
    expect(titles(learningCurvesFigure({ history: labHistory, lang: "zh-CN" }))[1]).toBe("损失（对数刻度）");
  });

  it("draws a loss of 0 on the linear scale and leaves it out on the log scale", () => {
    const history = [1, 0.01, 0, 1e-5].map((loss, i) => makeEpoch(i + 1, [loss, loss], [1, 1]));
    const [linear, log] = curves(learningCurvesFigure({ history }), train);
    expect([linear?.length, log?.length]).toEqual([4, 3]);
    expect(
      textBoxes(checkLegible(learningCurvesFigure({ history })))
        .map((box) => box.text)
        .join(),
    ).not.toContain("Not drawn");
  });

  it("leaves a gap for what is not finite, and says how many", () => {
    const history = makeHistory(9).map((record) =>
      record.epoch === 5 ? { ...record, trainLoss: Number.NaN } : record,
    );
    const svg = learningCurvesFigure({ history });
    const [loss] = descendants(checkLegible(svg)).filter(
      (n) => n.attributes.stroke === train && n.attributes.d?.includes("L"),
    );
    expect(loss?.attributes.d?.match(/M/g)).toHaveLength(2);
    expect(svg).toContain(">Not drawn: 1 value that is not finite<");
    checkNoNaN(svg);
  });

  it("keeps shares of one within 0 and 1", () => {
    const texts = textBoxes(checkLegible(learningCurvesFigure({ history: labHistory }))).map((box) => box.text);
    expect(texts).toContain("1.0");
    expect(texts).not.toContain("1.1");
  });

  it("marks single epochs while they are few", () => {
    const circles = (epochs: number) =>
      descendants(checkLegible(learningCurvesFigure({ history: makeHistory(epochs) }))).filter(
        (n) => n.name === "circle",
      ).length;
    expect([1, 2, 20, 41, 1000].map(circles)).toEqual([3, 5, 41, 0, 0]);
  });

  it("is legible for any number of epochs, and small", () => {
    for (let epochs = 0; epochs < 130; epochs++) checkLegible(learningCurvesFigure({ history: makeHistory(epochs) }));
    expect(learningCurvesFigure({ history: makeHistory(100_000) }).length).toBeLessThan(80_000);
    for (const first of [1, 17, 123, 99_999, 1_000_003]) {
      const texts = textBoxes(checkLegible(learningCurvesFigure({ history: [makeEpoch(first, [1, 1], [1, 1])] })));
      expect(texts.some((box) => box.text === String(first))).toBe(true);
    }
  });

  it("does not depend on the order of the epochs, and does not change its input", () => {
    const history = makeHistory(12);
    const turned = Object.freeze([...history].reverse()) as readonly EpochRecord[];
    expect(learningCurvesFigure({ history: turned })).toBe(learningCurvesFigure({ history }));
  });

  it("keeps long labels of epochs within the figure", () => {
    for (const last of [999_999_999, 1.4e197]) {
      checkLegible(learningCurvesFigure({ history: [makeEpoch(0, [1, 1], [1, 1]), makeEpoch(last, [1, 1], [1, 1])] }));
    }
  });

  it("is sound for any numbers", () => {
    const any = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 5e-324, 1e308, -1e308, 1e-300, Number.NaN, Number.POSITIVE_INFINITY),
    );
    const record = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 50 }), any), any, any, any, any);
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), fc.boolean(), (records, constant) => {
        const history = records.map(([epoch, a, b, c, d]) => makeEpoch(epoch, constant ? [1, 1] : [a, b], [c, d]));
        const svg = learningCurvesFigure({ history });
        checkFigure(svg);
        checkNoNaN(svg);
      }),
      { numRuns: 400 },
    );
  });
});
