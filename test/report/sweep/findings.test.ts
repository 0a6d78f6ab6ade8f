/** What a report dares to say, and what it does not: every claim is checked against its numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advise } from "../../../src/report/sweep/advice.ts";
import { measureArms } from "../../../src/report/sweep/arms.ts";
import { axisEffects, compareAcrossData, compareArms } from "../../../src/report/sweep/comparisons.ts";
import { textsIn } from "../../../src/report/sweep/context.ts";
import { comparisonSentences, mainFindings, resolution, wilcoxonSentence } from "../../../src/report/sweep/findings.ts";
import { weigh } from "../../../src/report/sweep/rules.ts";
import type { SweepResult } from "../../../src/sweep/result.ts";
import { makeRecord, makeSweep, models } from "./records.ts";

const english = textsIn("en").sweep;
const chinese = textsIn("zh-CN").sweep;

function findingsOf(result: SweepResult, texts = english) {
  const arms = measureArms(result, ({ id }) => id.toUpperCase());
  const { comparisons, references } = compareArms(arms);
  const isComplete = result.arms.every(({ runs, failures }) => runs.length + failures.length === result.seeds.length);
  const effects = axisEffects(arms, result.axes, (_path, value) => String(value));
  return {
    arms,
    comparisons,
    references,
    main: mainFindings({ arms, comparisons, effects, axes: result.axes, isComplete }, texts),
    sentences: comparisonSentences(comparisons, texts),
    advice: advise({ arms, comparisons, axes: result.axes, isComplete }, texts),
  };
}

const plain = (texts: readonly string[]) => texts.join("\n").replaceAll("\u00a0", " ");

describe("a difference", () => {
  it("is claimed where it is plain, with all its numbers", () => {
    const { main } = findingsOf(makeSweep({ lstm: [42, 41, 43, 42, 40], cnn: [55, 53, 57, 54, 54] }));
    expect(plain(main)).toContain("CNN had a higher test accuracy than LSTM, by 21.7 percentage points on average");
    expect(plain(main)).toMatch(/95% interval 19\.6 to 23\.7, p < 0\.001 after Holm, n = 5/);
  });

  it("is not shown where the interval covers zero, and the sentence says so", () => {
    const { main, sentences } = findingsOf(makeSweep({ lstm: [50, 44, 55], cnn: [52, 50, 49] }));
    expect(plain(sentences)).toMatch(/^No difference is shown between LSTM and CNN: .* covers zero \(n = 3\)\.$/);
    expect(plain(main)).toContain("The paired comparison shows no difference.");
    expect(plain([...main, ...sentences])).not.toMatch(/had a higher test accuracy/);
  });

  it("is not shown where all are right about everything", () => {
    const result = makeSweep({ lstm: [60, 60, 60], gru: [60, 60, 60], cnn: [60, 60, 60] });
    const { main, advice } = findingsOf(result);
    expect(main).toHaveLength(1);
    expect(main[0]).toMatch(
      /^All 9 runs classified every test series correctly\. At 100% no difference between the arms is shown/,
    );
    expect(advice).toEqual([english.adviseHarder]);
    expect(plain(findingsOf(result, chinese).main)).toContain("准确率都是 100%，各组之间未显示出差异");
  });

  it("that does not outlive Holm's correction is taken back", () => {
    const result = makeSweep({ lstm: [50, 51, 49, 52, 50], gru: [52, 51, 51, 53, 53], cnn: [51, 50, 53, 50, 51] });
    const { comparisons, sentences } = findingsOf(result);
    const lone = compareArms(measureArms({ ...result, arms: result.arms.slice(0, 2) }, ({ id }) => id)).comparisons;
    expect(lone[0]?.verdict).toBe("second");
    expect(comparisons[0]?.verdict).toBe("none");
    expect(plain(sentences)).toMatch(/No difference is shown between LSTM and GRU: taken alone, the interval/);
  });

  it("of one seed is no finding", () => {
    const { main, sentences } = findingsOf(makeSweep({ lstm: [40], cnn: [60] }));
    expect(plain(sentences)).toMatch(/^Nothing can be said of LSTM and CNN/);
    expect(plain(main)).not.toMatch(/had a higher test accuracy|undefined|NaN/);
  });

  it("that is the same with every seed has no interval, and nothing is claimed", () => {
    const { sentences } = findingsOf(makeSweep({ lstm: [50, 48, 52], cnn: [53, 51, 55] }));
    expect(plain(sentences)).toContain("differ by −5.0 points with each of 3 seeds");
    expect(plain(sentences)).toContain("nothing is claimed");
  });

  it("is never claimed but where interval and corrected p allow, in either language", () => {
    const right = fc.integer({ min: 30, max: 60 });
    const seeds = fc.array(right, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(seeds, seeds, seeds, (lstm, gru, cnn) => {
        const result = makeSweep({ lstm, gru, cnn });
        for (const texts of [english, chinese]) {
          const { comparisons, main, sentences } = findingsOf(result, texts);
          const shown = comparisons.filter(({ interval, correctedP = 1 }) => {
            return interval !== undefined && interval[0] * interval[1] > 0 && correctedP < 0.05;
          });
          const claims = sentences.filter((sentence) =>
            /had a higher test accuracy than|测试准确率高于/.test(sentence),
          );
          expect(claims).toHaveLength(shown.length);
          expect(sentences).toHaveLength(comparisons.length);
          expect(plain([...main, ...sentences])).not.toMatch(/undefined|NaN|Infinity/);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("what is said around the comparisons", () => {
  it("how small a difference could have been shown", () => {
    const { comparisons } = findingsOf(makeSweep({ lstm: [50, 44, 55], cnn: [52, 50, 49] }));
    expect(plain(resolution(comparisons, english))).toMatch(
      /^The intervals reach [\d.]+ points to either side of the mean difference\./,
    );
  });

  it("why Wilcoxon's test is left out below six pairs, and what it says from six on", () => {
    const few = findingsOf(makeSweep({ lstm: [50, 44, 55], cnn: [52, 50, 49] })).comparisons;
    expect(plain(wilcoxonSentence(few, english))).toContain("with 3 pairs its exact p cannot fall below 0.250");
    const many = findingsOf(makeSweep({ lstm: [40, 41, 42, 43, 44, 45], cnn: [50, 52, 51, 54, 53, 56] })).comparisons;
    expect(plain(wilcoxonSentence(many, english))).toContain("the same verdict in 1 of 1 comparisons");
  });

  it("that seeds are too few, and how many it would take", () => {
    const { advice } = findingsOf(makeSweep({ lstm: [50, 44, 55], cnn: [54, 50, 55] }));
    expect(plain(advice)).toMatch(
      /largest difference that is not shown is 5\.6 points .* about \d+ seeds .* there are 3/,
    );
  });
});

describe("the arm that others are held against", () => {
  it("is chosen by validation, even where another does better on the test series", () => {
    const lengths = [10, 11, 12, 13, 14, 15];
    const result: SweepResult = {
      name: "made",
      axes: [{ path: "training.lr", values: lengths }],
      seeds: [1, 2],
      arms: lengths.map((lr, index) => ({
        id: `lr${lr}`,
        settings: { "training.lr": lr },
        // The first validates best and tests worst.
        runs: [1, 2].map((seed) => {
          const validation = [0.5, 0.95 - index / 50];
          return makeRecord({
            seed,
            correct: 40 + 3 * index + seed,
            validation,
            spec: { training: { lr: lr / 1000 } },
          });
        }),
        failures: [],
      })),
    };
    const { comparisons, references } = findingsOf(result);
    expect(references.map(({ id }) => id)).toEqual(["lr10"]);
    expect(comparisons).toHaveLength(5);
    expect(comparisons.every(({ first }) => first === "LR10")).toBe(true);
  });
});

describe("one setting at a time", () => {
  const cells = ["lstm", "gru"] as const;
  const rates = [0.001, 0.01];
  const arms = cells.flatMap((cell, i) =>
    rates.map((lr, j) => ({
      id: `${cell}-${lr}`,
      settings: { model: cell, "training.lr": lr },
      runs: [1, 2, 3].map((seed) => {
        const correct = 40 + j * (8 + seed) + 2 * i + ((seed * 7 + i) % 3);
        return makeRecord({ seed, correct, spec: { model: models[cell], training: { lr } } });
      }),
      failures: [],
    })),
  );
  const axes = [
    { path: "model", values: [...cells] },
    { path: "training.lr", values: rates },
  ];
  const nameOf = (_path: string, value: unknown) => String(value);

  it("has the mean over the others, seed by seed", () => {
    const measured = measureArms({ name: "made", axes, arms, seeds: [1, 2, 3] }, ({ id }) => id);
    const effects = axisEffects(measured, axes, nameOf);
    expect(effects.map(({ path }) => path)).toEqual(["model", "training.lr"]);
    expect(effects[1]?.comparisons[0]).toMatchObject({ first: "0.001", second: "0.01", n: 3 });
    expect(effects[1]?.comparisons[0]?.mean).toBeCloseTo(-10 / 60, 12);
  });

  it("is among the main findings where a difference is shown", () => {
    const { main } = findingsOf({ name: "made", axes, arms, seeds: [1, 2, 3] });
    expect(plain(main)).toContain(
      "Over all other settings together: 0.01 had a higher test accuracy than 0.001, by 16.7",
    );
  });

  it("is left out of a grid with holes, where the others would be part of it", () => {
    const measured = measureArms({ name: "made", axes, arms: arms.slice(1), seeds: [1, 2, 3] }, ({ id }) => id);
    expect(axisEffects(measured, axes, nameOf)).toEqual([]);
  });
});

describe("over several kinds of data", () => {
  it("ranks the models on each, and needs three of either", () => {
    const cells = ["lstm", "gru", "cnn"] as const;
    const noises = [0.5, 1, 1.5];
    const arms = noises.flatMap((noise, i) =>
      cells.map((cell, j) => ({
        id: `${cell}-${noise}`,
        settings: { model: cell, "data.noise": noise },
        runs: [1, 2].map((seed) =>
          makeRecord({
            seed,
            correct: 55 - 5 * i - 2 * j + seed,
            spec: { model: models[cell], data: { kind: "waves", noise } },
          }),
        ),
        failures: [],
      })),
    );
    const axes = [
      { path: "data.noise", values: noises },
      { path: "model", values: [...cells] },
    ];
    const measured = measureArms({ name: "made", axes, arms, seeds: [1, 2] }, ({ id }) => id);
    const across = compareAcrossData(measured, axes, (_path, value) => String(value));
    expect(across).toMatchObject({ methods: ["lstm", "gru", "cnn"], dataSets: 3, averageRanks: [1, 2, 3] });
    // Three data sets can show nothing.
    expect(across?.cliques).toEqual([[0, 1, 2]]);
    expect(compareAcrossData(measured.slice(0, 6), axes, String)).toBeUndefined();
    // Arms are compared where they saw the same series.
    expect(compareArms(measured).comparisons).toHaveLength(9);
  });
});

describe("RNN beside CNN", () => {
  it("has the strengths of the one as limits of the other", () => {
    const { arms, comparisons } = findingsOf(makeSweep({ lstm: [42, 41, 43, 42, 40], cnn: [55, 53, 57, 54, 54] }));
    const [lstm, cnn] = arms;
    if (lstm === undefined || cnn === undefined) throw new Error("two arms");
    const mine = weigh(lstm, cnn, comparisons[0], 0.9, english);
    const theirs = weigh(cnn, lstm, comparisons[0], 0.9, english);
    expect(mine.strengths).toHaveLength(theirs.limits.length);
    expect(mine.limits).toHaveLength(theirs.strengths.length);
    expect(theirs.strengths).toContain("More accurate on the test series, by 21.7 percentage points.");
    expect(theirs.strengths.join()).toContain("Fewer parameters");
    // Equal in every run: nothing is said of time.
    expect([...mine.limits, ...mine.strengths].join()).not.toContain("this machine");
  });

  it("says nothing of accuracies whose interval covers zero", () => {
    const { arms, comparisons } = findingsOf(makeSweep({ lstm: [50, 44, 55], cnn: [52, 50, 49] }));
    const [lstm, cnn] = arms;
    if (lstm === undefined || cnn === undefined) throw new Error("two arms");
    const { strengths, limits } = weigh(lstm, cnn, comparisons[0], 0.9, english);
    expect([...strengths, ...limits].join()).not.toContain("accurate");
  });
});
