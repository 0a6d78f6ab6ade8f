/** The whole report of a sweep: every section, both languages, both forms; sound with few runs, many arms, odd names. */
import { describe, expect, it } from "vitest";
import { loadData } from "../../../src/data/load.ts";
import { sweepMessages as english } from "../../../src/report/messages/sweep.en.ts";
import { sweepMessages as chinese } from "../../../src/report/messages/sweep.zh-CN.ts";
import { type SweepReportInput, sweepReportHtml, sweepReportMarkdown } from "../../../src/report/sweep/index.ts";
import type { RunFailure, SweepResult } from "../../../src/sweep/result.ts";
import { makeRecord, makeSweep } from "./records.ts";

const result = makeSweep({ lstm: [42, 41, 43, 42, 40], gru: [50, 49, 52, 55, 50], cnn: [55, 53, 57, 54, 54] });
const [first] = result.arms[0]?.runs ?? [];
if (first === undefined) throw new Error("a run");
const full: SweepReportInput = {
  result,
  pictures: [{ dataset: (await loadData(first.spec)).all, armId: "lstm" }],
  misclassified: {
    armId: "lstm",
    seed: 1,
    wrong: 18,
    tested: 60,
    series: [
      {
        values: new Float32Array(20).fill(0.5),
        channels: 1,
        weights: new Float32Array(20).fill(0.05),
        trueClass: 0,
        predictedClass: 1,
        probability: 0.8,
      },
    ],
  },
  folderOf: (armId, seed) => `runs/made/${armId}/seed-${seed}`,
};

/** Names of elements that are opened and never closed, or closed out of order. */
function findUnbalanced(html: string): string[] {
  const open: string[] = [];
  for (const [, end, name = "", , self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*?)?)(\/?)>/gi)) {
    if (self || /^(meta|br|hr)$/.test(name)) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

const headings = (html: string) => [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text);

describe("sweepReportHtml", () => {
  it("says how arms were chosen, where that is known", () => {
    const searchText = (search: SweepResult["search"], lang: "en" | "zh-CN" = "en") =>
      sweepReportMarkdown({ result: { ...result, ...(search && { search }) } }, lang, "x").text;
    const base = { seed: 5, monitor: "valLoss" } as const;
    expect(searchText({ ...base, kind: "grid" })).toContain(english.chosenAll);
    expect(searchText({ ...base, kind: "random" })).toContain("The 3 arms are combinations drawn at random (seed 5)");
    const tpe = { ...base, kind: "tpe", startup: 10, round: 4 } as const;
    expect(searchText(tpe)).toMatch(/3 drawn at random, then 4 at a time where .* a low validation loss likely/);
    expect(searchText({ ...tpe, monitor: "valAccuracy" })).toContain("a high validation accuracy likely");
    expect(searchText(tpe)).toContain(english.chosenCaution);
    expect(searchText(tpe, "zh-CN")).toContain(chinese.chosenCaution);
    expect(searchText(undefined)).not.toMatch(/drawn at random|all combinations/);
  });

  it("is one document that loads nothing and runs nothing", () => {
    for (const lang of ["en", "zh-CN"] as const) {
      const html = sweepReportHtml(full, lang);
      expect(html.startsWith(`<!doctype html>\n<html lang="${lang}">`)).toBe(true);
      expect(html).not.toMatch(/<script|<link|<img|<iframe|javascript:|@import|url\(/i);
      expect(html).not.toMatch(/\s(?:src|href|on\w+)=/i);
      expect(findUnbalanced(html)).toEqual([]);
      expect(html.replace(/<pre>.*?<\/pre>/gs, "")).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });

  it("has all sections, numbered, in both languages", () => {
    for (const [lang, texts] of [["en", english] as const, ["zh-CN", chinese] as const]) {
      const wanted = [
        texts.aim,
        texts.findings,
        texts.data,
        texts.models,
        texts.varied,
        texts.curves,
        texts.results,
        texts.comparisons,
        texts.confusion,
        texts.errors,
        texts.gradients,
        texts.kinds,
        texts.ownConclusion.replace(/[:：]$/, ""),
        texts.appendix,
      ];
      expect(headings(sweepReportHtml(full, lang))).toEqual(wanted.map((text, i) => `${i + 1} ${text}`));
    }
  });

  it("leaves the student's name and words empty, and marks the place", () => {
    const html = sweepReportHtml(full, "zh-CN");
    for (const label of [chinese.name, chinese.studentNumber, chinese.class, chinese.date]) {
      expect(html).toContain(`role="textbox" aria-label="${label}"></span>`);
    }
    for (const label of [chinese.ownExpectation, chinese.ownExplanation, chinese.ownConclusion]) {
      expect(html).toMatch(new RegExp(`aria-multiline="true" aria-label="${label}"></div>`));
    }
  });

  it("has a place for expectations before it says what was found", () => {
    const html = sweepReportHtml(full, "en");
    expect(html.indexOf(english.ownExpectation.slice(0, 20))).toBeLessThan(html.indexOf(`2 ${english.findings}`));
  });

  it("names one command that verifies all runs, and the hash of each", () => {
    const html = sweepReportHtml(full, "en");
    const [line = "", ...more] = html.match(/tidelab verify runs\/made\/[^<]*/g) ?? [];
    expect(more).toEqual([]);
    expect(line.match(/runs\/made\//g)).toHaveLength(15);
    expect(sweepReportHtml({ ...full, folder: "sweeps/cells" }, "en")).toContain(">tidelab verify sweeps/cells<");
    for (const { weightsSha256 } of result.arms.flatMap(({ runs }) => runs)) {
      expect(html).toContain(weightsSha256.slice(0, 16));
    }
    const unknown = sweepReportHtml({ result }, "en");
    expect(unknown).toContain("tidelab verify &lt;run folder&gt;");
  });

  it("says which runs have no result, and what to do about divergence", () => {
    const [arm, ...others] = result.arms;
    if (arm === undefined) throw new Error("an arm");
    const failures = [
      { seed: 5, reason: "diverged" as const, message: "training diverged in epoch 2, step 20", epoch: 2 },
    ];
    const failed: SweepResult = { ...result, arms: [{ ...arm, runs: arm.runs.slice(0, 4), failures }, ...others] };
    const html = sweepReportHtml({ result: failed }, "en");
    expect(html).toContain("1 of 15 runs did not finish");
    expect(html).toContain("LSTM, seed 5: training diverged in epoch 2, step 20");
    expect(html).toContain("Runs of LSTM diverged. Try a lower learning rate or clipping the gradient norm at 1.");
    expect(html).toContain("1 of 15 runs diverged: LSTM.");
  });

  it("goes by the code of a failure, not by its words", () => {
    const [arm, ...others] = result.arms;
    if (arm === undefined) throw new Error("an arm");
    const withFailure = (failure: RunFailure): SweepResult => {
      return { ...result, arms: [{ ...arm, runs: arm.runs.slice(0, 4), failures: [failure] }, ...others] };
    };
    const failed = { seed: 5, reason: "failed", message: "the file diverged.csv is gone" } as const;
    expect(sweepReportHtml({ result: withFailure(failed) }, "en")).not.toContain("Runs of LSTM diverged");
    const coded = { seed: 5, reason: "diverged", message: "训练发散" } as const;
    expect(sweepReportHtml({ result: withFailure(coded) }, "en")).toContain("Runs of LSTM diverged");
  });

  it("is whole without runs, with one, and with names of any kind", () => {
    const odd = "<b>&\u0000 | `x`";
    const alone = makeRecord({ seed: 3 });
    const empty: SweepResult = {
      name: odd,
      axes: [{ path: odd, values: [odd, null] }],
      seeds: [3],
      arms: [
        { id: "a", settings: { [odd]: odd }, runs: [alone], failures: [] },
        { id: "b", settings: { [odd]: null }, runs: [], failures: [{ seed: 3, reason: "failed", message: odd }] },
      ],
    };
    for (const result of [empty, { ...empty, arms: [] }, { name: "x", axes: [], arms: [], seeds: [] }]) {
      for (const lang of ["en", "zh-CN"] as const) {
        const html = sweepReportHtml({ result }, lang);
        expect(findUnbalanced(html)).toEqual([]);
        expect(html).not.toContain("<b>&\u0000");
        expect(html).not.toMatch(/>[^<]*(undefined|NaN|Infinity)[^<]*</);
        expect(sweepReportMarkdown({ result }, lang, "figures").text).not.toMatch(/undefined|NaN/);
      }
    }
  });

  it("stays readable with forty arms", () => {
    const rates = Array.from({ length: 40 }, (_, i) => (i + 1) / 1000);
    const many: SweepResult = {
      name: "rates",
      axes: [{ path: "training.lr", values: rates }],
      seeds: [1, 2],
      arms: rates.map((lr, i) => ({
        id: `lr-${lr}`,
        settings: { "training.lr": lr },
        runs: [1, 2].map((seed) =>
          makeRecord({ seed, correct: 40 + ((i * 7 + seed) % 15), spec: { training: { lr } } }),
        ),
        failures: [],
      })),
    };
    const html = sweepReportHtml({ result: many }, "en");
    expect(html.match(/<svg [^>]*>\n<title>Learning curves of all arms/g)).toHaveLength(5);
    expect(html).toContain("There are too many arms to compare all pairs");
    expect(html).toContain("learning rate 0.04");
    expect(html.match(/<h3>Spec of/g)).toHaveLength(1);
    expect(html.length).toBeLessThan(700_000);
  });

  it("is the same every time", () => {
    expect(sweepReportHtml(full, "en")).toBe(sweepReportHtml(full, "en"));
  });
});

describe("sweepReportMarkdown", () => {
  it("links the figures that it returns, and has no HTML", () => {
    const { text, figures } = sweepReportMarkdown(full, "en", "made-figures");
    const linked = [...text.matchAll(/!\[[^\]]*\]\((.*?)\)/g)].map(([, link]) => link);
    expect(linked).toEqual(figures.map(({ name }) => `made-figures/${name}.svg`));
    expect(new Set(linked).size).toBe(linked.length);
    expect(text).not.toMatch(/^\s*<\w/m);
    expect(text).toContain("## 2 What was found");
    expect(text).toMatch(/\*\*Name\*\* (\\_)+/);
  });
});

describe("the texts", () => {
  it("are all translated", () => {
    const same = Object.entries(english).filter(([key, text]) => {
      return typeof text === "string" && text === chinese[key as keyof typeof chinese];
    });
    expect(same.map(([key]) => key)).toEqual(["joint", "n"]);
    expect(Object.keys(chinese.settingNames)).toEqual(Object.keys(english.settingNames));
  });
});
