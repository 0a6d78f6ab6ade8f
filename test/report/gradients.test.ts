/** What a report says of gradients and of the strategy: sentences that follow from the numbers. */

import { describe, expect, it } from "vitest";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { reportMessages as english } from "../../src/report/messages/run.en.ts";
import { reportMessages as chinese } from "../../src/report/messages/run.zh-CN.ts";
import { gradientSection } from "../../src/report/run/gradients.ts";
import { makeFigures } from "../../src/report/run/run-figures.ts";
import { formatGradients, parseGradients } from "../../src/runs/gradients.ts";
import type { GradientLog } from "../../src/train/records.ts";
import { makeLog } from "../figures/cases.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const texts = (log: GradientLog | undefined, messages = english) =>
  gradientSection(log, () => [], messages)
    .flatMap((block) => (block.kind === "paragraph" ? block.content : []))
    .join("\n");

/** A log of one step whose states are as given, for a layer forward and, if there are two, backward. */
const withStates = (...states: number[][]): GradientLog => ({
  ...makeLog(1, 0, 1, 3),
  states: states.map((_, index) => ({ layer: "gru", level: 0, reverse: index === 1, steps: 3 })),
  records: makeLog(1, 0, 1, 3).records.map((record) => ({ ...record, states })),
});

describe("gradients in a report", () => {
  it("vanish or explode from the step read last to the one read first, or say that they do neither", () => {
    expect(texts(withStates([1e-5, 1e-3, 1]))).toContain(
      "changes by a factor of 1e-5 (geometric mean over the records). It vanishes (below 1/1,000) in gru layer 1 forward.".replace(
        "1.0e-5",
        "1e-5",
      ),
    );
    expect(texts(withStates([1, 1, 1], [1, 50, 5000]))).toContain("It explodes (above 1,000) in gru layer 1 backward.");
    expect(texts(withStates([0.2, 1, 1], [1, 1, 0.1]))).toContain(
      "a factor of 0.1000 (gru layer 1 backward) to 0.2000 (gru layer 1 forward), geometric means over the records. By the rule of a factor of 1,000, it neither vanishes nor explodes.",
    );
    expect(texts(withStates([1e-5, 1e-3, 1]), chinese)).toContain("gru 第 1 层正向中梯度消失");
    // A gradient of nothing says nothing.
    expect(texts(withStates([0, 0, 0]))).not.toContain("factor");
  });

  it("mention clipping only where it was", () => {
    expect(texts(makeLog(54, 1, 2))).toMatch(
      /At the 54 recorded steps \(one in 10\), .* Clipping shortened 1\d of them\./,
    );
    expect(texts(makeLog(9, 99, 1))).toContain("None of them was clipped.");
    expect(texts(makeLog(9, 0, 1))).toContain("Nothing was clipped.");
  });

  it("are left out where nothing was recorded", () => {
    expect(texts(undefined)).toBe("");
    expect(texts(makeLog(0, 1, 1))).toBe("");
  });
});

describe("the strategy in a report", () => {
  it("names its settings and the epoch that was chosen", async () => {
    const training = {
      epochs: 30,
      batchSize: 16,
      lr: 0.3,
      accumulate: 2,
      schedule: { kind: "exponential", gamma: 0.99 },
      earlyStopping: { patience: 2 },
      restoreBest: true,
    } as const;
    const run = await finish(tinySpec({ training }));
    const { selection } = run.record;
    const markdown = reportMarkdown(run.record, makeFigures(run), "en", run.gradients);
    expect(markdown).toContain("| Schedule of the learning rate | Exponential: factor 0.99 |");
    expect(markdown).toContain("| Batches per step | 2 |");
    expect(markdown).toContain("| Early stopping | after 2 epochs without a better one |");
    expect(markdown).toContain(`The best epoch by validation loss is ${selection?.bestEpoch} (`);
    expect(markdown).toContain(
      `the last one ${selection?.lastEpoch}; the test set is never used for selection. Early stopping ended`,
    );
    expect(markdown).toContain("The saved weights are those of the best epoch.");
    expect(reportMarkdown(run.record, [], "zh-CN")).toContain("训练因此早停。所存权重为最佳轮次的权重。");
  });
});

describe("gradients.json", () => {
  it("is read back as it was", async () => {
    const { gradients } = await finish(tinySpec());
    for (const log of [gradients!, makeLog(3, 1, 2), makeLog(0, 0, 0)]) {
      expect(parseGradients(formatGradients(log), "gradients.json")).toEqual(log);
    }
    expect(
      formatGradients(makeLog(3, 1, 1))
        .split("\n")
        .filter((line) => line.includes('"step"')),
    ).toHaveLength(3);
  });

  it("is refused where it is something else", () => {
    const text = formatGradients(makeLog(3, 1, 1));
    for (const [changed, at] of [
      [text.replace('"version": 1', '"version": 2'), "version"],
      [text.replace('"norm":', '"nrom":'), "records[0]"],
      ["[]", "expected"],
      [text.replace(/"norm":[^,]+/, '"norm":1e999'), "records[0].norm"],
      [text.replace(/"step":[^,]+/, '"step":1e999'), "records[0].step"],
    ] as const) {
      expect(() => parseGradients(changed, "gradients.json")).toThrow(at);
    }
    expect(() => parseGradients("{", "gradients.json")).toThrow(/^gradients\.json:1:2/);
  });
});
