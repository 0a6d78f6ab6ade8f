import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionMatrixFigure } from "../../src/figures/confusion-matrix.ts";
import { checkFigure, checkLegible, checkNoNaN } from "./check.ts";
import { descendants, type Node } from "./marks.ts";

/** Fill and text of the K × K cells, in the order they are drawn. */
function cells(root: Node, size: number): { fill: string; text: string; x: number; y: number }[] {
  const nodes = descendants(root);
  const squares = nodes.filter((n) => n.name === "rect" && n.attributes.stroke === "#ffffff");
  expect(squares).toHaveLength(size * size);
  return squares.map((square) => ({
    fill: square.attributes.fill ?? "",
    text: nodes[nodes.indexOf(square) + 1]?.text ?? "",
    x: Number(square.attributes.x),
    y: Number(square.attributes.y),
  }));
}

describe("confusionMatrixFigure", () => {
  it("has true classes as rows, predicted ones as columns, and the greatest count darkest", () => {
    const root = checkLegible(
      confusionMatrixFigure({
        classNames: ["a", "b"],
        confusionMatrix: [
          [8, 1],
          [0, 4],
        ],
      }),
    );
    const [aa, ab, ba, bb] = cells(root, 2);
    expect([aa?.text, ab?.text, ba?.text, bb?.text]).toEqual(["8", "1", "0", "4"]);
    expect([aa?.fill, ba?.fill, bb?.fill]).toEqual(["#00441b", "#f7fcf5", "#74c476"]);
    expect((ab?.x ?? 0) > (aa?.x ?? 0) && ab?.y === aa?.y && (ba?.y ?? 0) > (aa?.y ?? 0)).toBe(true);
    const texts = descendants(root).map((node) => node.text);
    for (const text of ["True", "Predicted", "12 of 13 correct (92.3%)"]) expect(texts).toContain(text);
  });

  it("gives a screen reader every count", () => {
    const svg = confusionMatrixFigure({
      classNames: ["a", "b"],
      confusionMatrix: [
        [8, 1],
        [0, 0],
      ],
    });
    expect(svg).toContain("True a: predicted a 8, predicted b 1. True b: 0.");
  });

  it("is legible with 1 to 20 classes, long names and large counts, in both languages", () => {
    for (let size = 1; size <= 20; size++) {
      const names = Array.from(
        { length: size },
        (_, i) => `${i % 2 ? "a rather long name of a class" : "类别名称"} ${i}`,
      );
      const short = names.map((_, i) => `c${i}`);
      const matrix = names.map((_, i) => names.map((_, j) => (i === j ? 10 ** (size % 9) : i * j)));
      checkLegible(confusionMatrixFigure({ classNames: names, confusionMatrix: matrix }));
      checkLegible(confusionMatrixFigure({ classNames: short, confusionMatrix: matrix, lang: "zh-CN" }));
    }
  });

  it("takes a matrix without any count, and a normalised one", () => {
    const none = checkLegible(
      confusionMatrixFigure({
        classNames: ["a", "b"],
        confusionMatrix: [
          [0, 0],
          [0, 0],
        ],
      }),
    );
    expect(cells(none, 2).map((cell) => cell.fill)).toEqual(Array(4).fill("#f7fcf5"));
    const shares = checkLegible(
      confusionMatrixFigure({
        classNames: ["a", "b"],
        confusionMatrix: [
          [0.5, 0.25],
          [0, 1],
        ],
      }),
    );
    expect(cells(shares, 2).map((cell) => cell.text)).toEqual(["0.50", "0.25", "0", "1"]);
  });

  it("refuses a matrix of another shape", () => {
    expect(() => confusionMatrixFigure({ classNames: ["a", "b"], confusionMatrix: [[1, 2]] })).toThrow(RangeError);
    expect(() => confusionMatrixFigure({ classNames: ["a"], confusionMatrix: [[1, 2]] })).toThrow(RangeError);
  });

  it("is sound for any numbers and names", () => {
    const any = fc.oneof(fc.nat(), fc.double(), fc.constantFrom(1e308, Number.NaN, Number.POSITIVE_INFINITY, -1));
    const input = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 5 }).chain((classNames) => {
      const row = fc.array(any, { minLength: classNames.length, maxLength: classNames.length });
      return fc.record({
        classNames: fc.constant(classNames),
        confusionMatrix: fc.array(row, { minLength: classNames.length, maxLength: classNames.length }),
      });
    });
    fc.assert(
      fc.property(input, ({ classNames, confusionMatrix }) => {
        checkFigure(confusionMatrixFigure({ classNames, confusionMatrix }));
        checkNoNaN(confusionMatrixFigure({ classNames: classNames.map((_, i) => `c${i}`), confusionMatrix }));
      }),
      { numRuns: 300 },
    );
  });
});
