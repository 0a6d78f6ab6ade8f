/** What RESULTS.md says of figures: targets met or not, digits, tables, operation counts, the growth figure. */
import { describe, expect, it } from "vitest";
import { convolutionEpochFlops, recurrentEpochFlops } from "../../bench/harness/flops.mjs";
import { fitGrowth } from "../../bench/harness/stats.mjs";
import { parseOptions } from "../../bench/options.mjs";
import { growthFigure } from "../../bench/report/growth-figure.mjs";
import { digits, table, targetTable, verdictText, withSpread } from "../../bench/report/markdown.mjs";
import { formatTarget, isMet, TARGETS } from "../../bench/targets.mjs";

describe("targets", () => {
  it("are met from the bound on, on the right side of it", () => {
    expect(isMet("lstm-2", 2)).toBe(true);
    expect(isMet("lstm-2", 1.99)).toBe(false);
    expect(isMet("start-up", 0.6)).toBe(true);
    expect(isMet("start-up", 0.61)).toBe(false);
    expect(isMet("memory", Number.NaN)).toBe(false);
  });

  it("are written as in the issue", () => {
    expect(formatTarget("lstm-1")).toBe("≥ 1.40×");
    expect(formatTarget("tfjs")).toBe("≥ 60×");
    expect(formatTarget("memory")).toBe("≤ 250 MB");
    expect(verdictText({ key: "products", value: 80 })).toBe("≥ 75 %: met");
  });

  it("are all in the summary, measured or not", () => {
    const lines = targetTable([{ key: "gru-2", value: 2.5 }]).split("\n");
    expect(lines).toHaveLength(2 + Object.keys(TARGETS).length);
    expect(lines.filter((line) => line.endsWith("| not measured |"))).toHaveLength(Object.keys(TARGETS).length - 1);
    expect(lines.find((line) => line.includes("GRU, 2 threads"))).toMatch(/\| 2\.50× \| met \|$/);
  });
});

describe("numbers", () => {
  it("show three digits that count", () => {
    expect([0.001234, 0.5, 1, 12.345, 99.95, 1234.5].map(digits)).toEqual([
      "0.00123",
      "0.500",
      "1.00",
      "12.3",
      "100.0",
      "1235",
    ]);
    expect(withSpread({ median: 2, min: 1.5, max: 3, count: 3 })).toBe("2.00 (1.50–3.00)");
  });

  it("are in tables, columns of numbers to the right", () => {
    expect(table(["a", "b>"], [["x", "1"]])).toBe("| a | b |\n| --- | ---: |\n| x | 1 |");
  });
});

describe("operations", () => {
  it("of the lab's epoch are the 133 GFLOP of the design", () => {
    const lab = { cell: "lstm", hidden: 64, layers: 2, inputs: 1, length: 200, count: 840 } as const;
    expect(recurrentEpochFlops(lab)).toBe(3 * 2 * 2 * 256 * (65 + 192) * 200 * 840);
    expect(recurrentEpochFlops(lab) / 1e9).toBeCloseTo(132.6, 1);
    expect(recurrentEpochFlops({ ...lab, cell: "gru" })).toBe(0.75 * recurrentEpochFlops(lab));
  });

  it("of a convolution count every channel, tap and step", () => {
    const net = { channels: [64, 128, 64], kernels: [7, 5, 3], inputs: 1, length: 512, count: 64 };
    expect(convolutionEpochFlops(net)).toBe(6 * (7 * 64 + 5 * 64 * 128 + 3 * 128 * 64) * 512 * 64);
  });
});

describe("the figure of growth", () => {
  it("shows every point once, the fitted line and its exponent", () => {
    const points = [100, 200, 400, 800, 1600, 3200].map((x) => ({ x, y: x / 1000 }));
    const svg = growthFigure({ label: "length", points, fit: fitGrowth(points) });
    expect(svg.match(/<circle/g)).toHaveLength(points.length);
    expect(svg).toContain("stroke-dasharray");
    expect(svg).toContain("exponent 1.00 (r² 1.0000)");
  });

  it("can be drawn of times that hardly differ", () => {
    const points = [
      { x: 1, y: 0.5 },
      { x: 2, y: 0.5 },
    ];
    expect(growthFigure({ label: "threads", points, fit: fitGrowth(points) })).toContain("exponent 0.00");
  });
});

describe("options", () => {
  const names = ["lstm", "cnn"];

  it("are read from the command line", () => {
    expect(parseOptions(["--quick", "--only", "cnn,lstm"], names)).toMatchObject({
      quick: true,
      only: ["cnn", "lstm"],
    });
    expect(parseOptions([], names)).toMatchObject({ quick: false, only: undefined, out: undefined });
  });

  it("name what is not known", () => {
    expect(() => parseOptions(["--only", "rnn"], names)).toThrow("expected jobs of lstm, cnn, received rnn");
    expect(() => parseOptions(["--fast"], names)).toThrow("--fast");
  });
});
