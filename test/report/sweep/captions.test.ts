/** Captions, names and numbers that readers could mistake: none twice, none cut, none of one seed where it is said of all. */
import { describe, expect, it } from "vitest";
import { measureArms } from "../../../src/report/sweep/arms.ts";
import { textsIn } from "../../../src/report/sweep/context.ts";
import { describeArms } from "../../../src/report/sweep/groups.ts";
import { type SweepReportInput, sweepReportHtml, sweepReportMarkdown } from "../../../src/report/sweep/index.ts";
import { nameArms } from "../../../src/report/sweep/names.ts";
import type { SweepResult } from "../../../src/sweep/result.ts";
import { makeLog } from "../../figures/cases.ts";
import { makeRecord, makeSweep } from "./records.ts";

const LANGUAGES = ["en", "zh-CN"] as const;
const english = textsIn("en").sweep;

const markdown = (input: SweepReportInput, lang: (typeof LANGUAGES)[number] = "en") => {
  return sweepReportMarkdown(input, lang, "x").text.replaceAll("\\", "").replaceAll("\u00a0", " ");
};

/** As many arms as there are rates, with two seeds each. */
function makeRates(rates: readonly number[]): SweepResult {
  return {
    name: "rates",
    axes: [{ path: "training.lr", values: [...rates] }],
    seeds: [1, 2],
    arms: rates.map((lr) => ({
      id: `lr-${lr}`,
      settings: { "training.lr": lr },
      runs: [1, 2].map((seed) => makeRecord({ seed, spec: { training: { lr } } })),
      failures: [],
    })),
  };
}

const many = Array.from({ length: 24 }, (_, i) => 0.001 * (i + 1));

describe("captions", () => {
  it("are never those of another figure or table, in parts nor for two seeds of an arm", () => {
    const gradients = [1, 2].map((seed) => ({ armId: "lr-0.001", seed, log: makeLog(9, 0, 1) }));
    for (const lang of LANGUAGES) {
      const html = sweepReportHtml({ result: makeRates(many), gradients }, lang);
      const captions = [...html.matchAll(/<(?:figcaption|p class="caption"[^>]*)><b>[^<]*<\/b> ([^<]*)</g)].map(
        ([, title]) => title,
      );
      expect(captions.length).toBeGreaterThan(12);
      expect([...captions].sort()).toEqual([...new Set(captions)].sort());
      expect(captions.join("\n")).toContain(lang === "en" ? "(part 1 of " : "（第 1 幅，共 ");
    }
  });

  it("of tables are outside what scrolls on a phone, and name their tables", () => {
    const html = sweepReportHtml({ result: makeRates(many) }, "en");
    const tables = [...html.matchAll(/<table aria-labelledby="([^"]+)">/g)].map(([, id]) => id);
    expect(tables.length).toBeGreaterThan(4);
    expect(new Set(tables).size).toBe(tables.length);
    for (const id of tables) {
      expect(html).toMatch(new RegExp(`<p class="caption" id="${id}"><b>[^\n]*</p>\n<div class="wide">\n<table`));
    }
    expect(html).not.toContain("<caption");
  });
});

describe("numbers that are not those of every run", () => {
  it("gives what values are divided by as a range where it differs between seeds", () => {
    const result = makeRates([0.1, 0.01]);
    const one = markdown({ result });
    expect(one).toContain("| Values divided by | 1.500 |");
    for (const { runs } of result.arms) {
      const [, second] = runs;
      if (second) runs[1] = { ...second, data: { ...second.data, scale: 1.75 } };
    }
    expect(markdown({ result })).toContain("| Values divided by | 1.500 – 1.750 |");
    expect(markdown({ result }, "zh-CN")).toContain("| 数值除以 | 1.500 – 1.750 |");
  });

  it("says how long the series are, not what transforms leave of them", () => {
    const result = makeRates([0.1, 0.01]);
    for (const { runs } of result.arms) {
      runs.forEach((run, i) => {
        runs[i] = { ...run, data: { ...run.data, length: 10 } };
      });
    }
    const text = markdown({ result });
    expect(text).toContain("apart in time series of 20 steps");
  });

  it("prints whole epochs of a single run as they are", () => {
    const result = makeRates([0.1, 0.01]);
    const single = { ...result, seeds: [1], arms: result.arms.map((arm) => ({ ...arm, runs: arm.runs.slice(0, 1) })) };
    expect(markdown({ result: single })).toMatch(/\| learning rate 0\.1 \| 2 \| [\d.]+ \| 2 \|/);
  });

  it("does not say of an arm without runs that none of them diverged", () => {
    const result = makeRates([0.1, 0.01]);
    const [first, second] = result.arms;
    const begun = { ...result, arms: [first, second && { ...second, runs: [] }].flatMap((arm) => arm ?? []) };
    expect(markdown({ result: begun })).toContain("| learning rate 0.01 | – | – | – | – |");
  });

  it("warns that peaks between recorded steps are missing from the figures of gradients", () => {
    const of = (every: number) =>
      markdown({
        result: makeRates([0.1]),
        gradients: [{ armId: "lr-0.1", seed: 1, log: makeLog(9, 0, 1, 20, every) }],
      });
    expect(of(20)).toContain("recorded at one step in 20");
    expect(of(1)).not.toContain("recorded at one step");
  });
});

describe("one arm at chance", () => {
  it("is not said to differ from others", () => {
    const result = makeSweep({ gru: [30, 31, 29] });
    expect(markdown({ result })).toContain("The one arm is no better than chance (50.0%): its model learned nothing.");
    expect(markdown({ result })).not.toContain("differences between the arms");
    expect(markdown({ result }, "zh-CN")).toContain("唯一的实验组准确率与随机猜测（50.0%）无异");
    expect(markdown({ result }, "zh-CN")).not.toContain("各组之间的差别");
  });
});

describe("names", () => {
  it("begin a sentence with a capital, but for what is an id", () => {
    const result = makeRates([0.1, 0.01]);
    const text = markdown({ result });
    expect(text).not.toMatch(/^- learning/m);
    expect(text).toMatch(/^- .*learning rate 0\.1/m);
    const ids = makeSweep({ lstm: [54, 54], gru: [30, 31] });
    const odd = { ...ids, axes: [{ path: "choice", values: ["a_1", "b_2"] }] };
    const renamed = odd.arms.map((arm, i) => ({
      ...arm,
      id: ["a_1", "b_2"][i] ?? "",
      settings: { choice: ["a_1", "b_2"][i] },
    }));
    expect(markdown({ result: { ...odd, arms: renamed } })).not.toMatch(/\b[AB]_[12]\b/);
  });

  it("of several arms with nothing in common say which they are", () => {
    const result = makeRates(many);
    const arms = measureArms(result, nameArms(result, english));
    const some = arms.filter((_, i) => i % 4 === 0);
    // Together they are just the arms with these rates; without an axis they share nothing.
    expect(describeArms(some, arms, [], english)).toBe(english.list(some.map(({ name }) => name)));
    const most = arms.filter((_, i) => i % 2 === 0);
    expect(describeArms(most, arms, [], english)).toBe(
      "12 of 24 arms (learning rate 0.001, learning rate 0.003 and learning rate 0.005 among them)",
    );
  });
});
