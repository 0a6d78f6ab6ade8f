/** What a report says while runs are missing, of runs that are there twice, and of names, numbers and numerals in both languages. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { holdsAll } from "../../../src/figures/fonts.ts";
import { textsIn } from "../../../src/report/sweep/context.ts";
import { sweepReportHtml, sweepReportMarkdown } from "../../../src/report/sweep/index.ts";
import { formatValue, nameArms, nameAxis, titleOf } from "../../../src/report/sweep/names.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { makeArms } from "../../../src/sweep/arms.ts";
import { parseSweep } from "../../../src/sweep/definition.ts";
import { EXERCISES } from "../../../src/sweep/exercises/index.ts";
import { groupRuns } from "../../../src/sweep/group-runs.ts";
import type { SweepResult } from "../../../src/sweep/result.ts";
import { messageFiles } from "../../project/message-files.ts";
import { makeRecord, makeSweep, models } from "./records.ts";

const english = textsIn("en").sweep;
const chinese = textsIn("zh-CN").sweep;
const markdown = (result: SweepResult, lang: "en" | "zh-CN" = "en") => {
  return sweepReportMarkdown({ result }, lang, "x").text.replaceAll("\\", "").replaceAll("\u00a0", " ");
};

/** Three rates of which only the first has runs, and only one of three. */
const partial: SweepResult = {
  name: "rates",
  axes: [{ path: "training.lr", values: [0.1, 0.01, 0.001] }],
  seeds: [1, 2, 3],
  arms: [0.1, 0.01, 0.001].map((lr, i) => ({
    id: `lr-${lr}`,
    settings: { "training.lr": lr },
    runs: i === 0 ? [makeRecord({ seed: 1, spec: { training: { lr } } })] : [],
    failures: [],
  })),
};

describe("a sweep of which one run is there", () => {
  it("says so first, names what has not been tried, and draws no conclusion", () => {
    const text = markdown(partial);
    expect(text).toContain(
      "8 of 9 runs (every arm with every seed) are missing. No run of learning rate 0.01 and learning rate 0.001 is here.",
    );
    expect(text).toContain(english.noBestYet);
    expect(text).not.toMatch(/highest mean validation accuracy is|had a higher test accuracy|Every arm was trained/);
    expect(markdown(partial, "zh-CN")).toContain("目前还缺 8 次。");
  });

  it("does not call shared what is varied", () => {
    const shared = (text: string) => text.slice(text.indexOf(english.fixedSoFar), text.indexOf("Learning curves"));
    const text = shared(markdown(partial));
    expect(text).toContain("| Optimizer | Adam |");
    expect(text).not.toContain("Learning rate");
    // An axis of options says by its paths what it sets.
    const options = {
      ...partial,
      axes: [{ path: "speed", values: ["fast", "slow"], sets: ["training.lr", "training.batchSize"] }],
    };
    expect(shared(markdown(options))).not.toMatch(/Learning rate|Batch size/);
    expect(shared(markdown(options))).toContain("| Optimizer | Adam |");
  });

  it("does not call a lone perfect run proof that nothing can be shown", () => {
    const perfect = {
      ...partial,
      arms: partial.arms.map((arm) => ({ ...arm, runs: arm.runs.map(() => makeRecord({ seed: 1, correct: 60 })) })),
    };
    const text = markdown(perfect);
    expect(text).toContain("The one run with a result classified every test series correctly.");
    expect(text).not.toMatch(/No difference is shown between any|none can be/);
  });

  it("is silent about all that once every run is there, successful or not", () => {
    const whole = {
      ...partial,
      seeds: [1],
      arms: partial.arms.map((arm) => ({ ...arm, runs: [makeRecord({ seed: 1 })] })),
    };
    expect(markdown(whole)).not.toContain(english.partialTitle);
    const failed = {
      ...whole,
      arms: whole.arms.map((arm, i) =>
        i === 0 ? { ...arm, runs: [], failures: [{ seed: 1, reason: "failed" as const, message: "x" }] } : arm,
      ),
    };
    expect(markdown(failed)).not.toContain(english.partialTitle);
  });
});

describe("the best arm", () => {
  it("is not named with one run an arm, however far apart they are", () => {
    const text = markdown(makeSweep({ lstm: [40], cnn: [60] }));
    expect(text).toContain(english.noBestOfOne);
    expect(text).not.toContain("highest mean validation accuracy is");
  });
});

describe("arms at chance and collapsed seeds", () => {
  it("are in the main findings, in both languages, and every seed is shown", () => {
    const result = makeSweep({ lstm: [50, 51, 28, 50], gru: [30, 31, 29, 30], cnn: [55, 54, 56, 55] });
    const html = sweepReportHtml({ result }, "en").replaceAll("&gt;", ">");
    expect(html).toContain(
      "LSTM failed with seed 3: 46.7%, no better than chance, where its other seeds reach 83.3% – 85.0%.",
    );
    expect(html).toContain("No better than chance (50.0%): GRU. In its runs the model learned nothing.");
    expect(html).toContain("<title>Test accuracy of every run</title>");
    for (const seed of [1, 2, 3, 4]) expect(html).toContain(`>Seed ${seed}</th>`);
    expect(sweepReportHtml({ result }, "zh-CN")).toContain("LSTM：种子 3 训练失败，准确率仅 46.7%，与随机猜测无异");
  });

  it("are one sentence an arm, however many seeds failed", () => {
    const text = markdown(makeSweep({ lstm: [50, 28, 51, 30, 52], cnn: [55, 54, 56, 55, 53] }));
    const sentence =
      "LSTM failed with seeds 2 and 4: 46.7% – 50.0%, no better than chance, where its other seeds reach 83.3% – 86.7%.";
    // In the findings, and beside the figure of every run.
    expect(text.split(sentence)).toHaveLength(3);
    expect(text).toContain(english.collapsedEffect);
  });

  it("leave nothing to compare where all arms are at chance", () => {
    const text = markdown(makeSweep({ lstm: [30, 31, 29], gru: [30, 28, 31] }));
    expect(text).toContain("No arm is better than chance (50.0%)");
    expect(text).not.toContain("highest mean validation accuracy is");
  });
});

describe("FLOPs", () => {
  const withoutFlops = (result: SweepResult) => ({ ...result, arms: result.arms.map(({ flops: _, ...arm }) => arm) });

  it("have a column where the models differ, and no column where the result has none", () => {
    const result = makeSweep({ lstm: [50, 51], cnn: [55, 54] });
    expect(markdown(result)).toMatch(/\| LSTM \| A bidirectional LSTM .*\| 587 \| 7\.7 k \|/);
    expect(markdown(withoutFlops(result))).not.toContain(english.flops);
    expect(markdown(withoutFlops(result))).toMatch(/\| LSTM \| A bidirectional LSTM .*\| 587 \|$/m);
  });

  it("are in a sentence where all arms train one model, which without them ends before it", () => {
    const runs = [1, 2].flatMap((seed) => [0.1, 0.2].map((lr) => makeRecord({ seed, spec: { training: { lr } } })));
    const result = groupRuns("rates", runs);
    for (const [lang, sentence] of [
      ["en", "FLOPs in matrix products"],
      ["zh-CN", "矩阵乘法和卷积共需"],
    ] as const) {
      expect(markdown(result, lang)).toContain(sentence);
      expect(markdown(withoutFlops(result), lang)).not.toContain(sentence);
    }
  });
});

describe("runs that are there twice", () => {
  it("are said, with whether their weights agree", () => {
    const [one, two] = [makeRecord({ seed: 1 }), makeRecord({ seed: 2 })];
    const other = { ...one, weightsSha256: "f".repeat(64) };
    const cnn = [1, 2].map((seed) => makeRecord({ seed, spec: { model: models.cnn } }));
    const reportOf = (...more: (typeof one)[]) => markdown(groupRuns("x", [one, two, ...cnn, ...more]));
    expect(reportOf(one)).toContain(
      "1 run has the settings and the seed of another one; only the first of each counts. Their weights are the same.",
    );
    expect(reportOf(one, other)).toContain(
      "2 runs have the settings and the seed of another one; only the first of each counts. 1 of their weights differ",
    );
    expect(reportOf()).not.toContain(english.repeatedTitle);
    expect(markdown(groupRuns("x", [one, two, ...cnn, one]), "zh-CN")).toContain(chinese.repeatedTitle);
  });
});

describe("names", () => {
  it.each(Object.keys(EXERCISES) as (keyof typeof EXERCISES)[])(
    "of %s's arms have no comma, no key, and no word in the wrong language",
    async (name) => {
      for (const quick of [true, false]) {
        const definition = await parseSweep(await EXERCISES[name]({ quick }), () =>
          Promise.reject(new Error("no file")),
        );
        const arms = makeArms(definition).map(({ id, settings }) => ({
          id,
          settings: { ...settings },
          runs: [],
          failures: [],
        }));
        const paths = Object.keys(arms[0]?.settings ?? {});
        const axes = paths.map((path) => ({ path, values: [...new Set(arms.map(({ settings }) => settings[path]))] }));
        const result = { name, axes, arms, seeds: [1] };
        const [inEnglish, inChinese] = [english, chinese].map((texts) => arms.map(nameArms(result, texts))) as [
          string[],
          string[],
        ];
        expect(new Set(inEnglish).size).toBe(arms.length);
        expect(new Set(inChinese).size).toBe(arms.length);
        for (const one of inEnglish) expect(one).not.toMatch(/[,，、]|[a-z][A-Z]|\w-half/);
        for (const one of inChinese) expect(one.replace(/LSTM|GRU|RNN|CNN/g, "")).not.toMatch(/[,，、]|[A-Za-z]/);
        for (const one of inChinese) expect(holdsAll(one)).toBe(true);
        expect(titleOf(result, english)).not.toBe(name);
        expect(titleOf(result, chinese)).toMatch(/[\u4e00-\u9fff]/);
        // A sweep that only has the name is none of ours.
        expect(titleOf({ ...result, axes: [{ path: "training.epochs", values: [1] }] }, english)).toBe(name);
      }
    },
  );

  it("are there for every setting of a spec, in Chinese without a Latin word but those of the field", () => {
    const spec = parseSpec({
      data: { kind: "waves", missing: { length: [1, 2] }, minLength: 20 },
      model: models.lstm,
      training: { schedule: { kind: "cosine", warmup: 2 }, earlyStopping: { patience: 3 }, classWeights: [1, 2] },
    });
    const paths: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) paths.push(path);
      else for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    };
    const { data, split, training } = spec;
    for (const [key, part] of Object.entries({ data, split, training })) walk(part, key);
    const skipped = [
      "data.kind",
      "training.record.gradientsEvery",
      "training.schedule.startFactor",
      "training.schedule.per",
    ];
    const wanted = paths.filter((path) => !skipped.includes(path));
    expect(wanted.filter((path) => nameAxis(path, english) === path)).toEqual([]);
    expect(wanted.filter((path) => !/[\u4e00-\u9fffβε]/.test(nameAxis(path, chinese)))).toEqual([]);
  });
});

describe("numbers of settings", () => {
  it("have as many digits as tell them apart, and no sixteen of them", () => {
    expect(formatValue("training.lr", 1 / 3, 0, english)).toBe("0.333");
    const rates = [0.0031622776601683794, 0.0031622776701683794, 0.1];
    const arms = rates.map((lr, i) => ({ id: `${i}`, settings: { "training.lr": lr }, runs: [], failures: [] }));
    const result = { name: "x", axes: [{ path: "training.lr", values: rates }], arms, seeds: [] };
    expect(new Set(arms.map(nameArms(result, english))).size).toBe(3);
    const apart = { ...result, arms: arms.slice(1), axes: [{ path: "training.lr", values: rates.slice(1) }] };
    expect(apart.arms.map(nameArms(apart, english))).toEqual(["learning rate 0.00316", "learning rate 0.1"]);
    expect(formatValue("split", { train: 1 / 3, val: 0.25 }, 0, chinese)).toContain("0.333");
  });
});

describe("one of a thing", () => {
  it("is never written as several", () => {
    const one: SweepResult = { ...makeSweep({ lstm: [50] }), axes: [] };
    expect(markdown(one)).toContain("There is one arm, lstm; its test accuracy is 83.3% (n = 1).");
    const two = makeSweep({ lstm: [50], cnn: [52] });
    for (const result of [one, two, partial]) {
      const texts = markdown(result).replace(/```[\s\S]*?```/g, "");
      expect(texts).not.toMatch(
        /(?<![\d.,])1 (runs|arms|seeds|series|epochs|comparisons|pairs|layers|convolutions|classes|steps|points|kinds|machines|units)\b/,
      );
    }
  });
});

describe("durations", () => {
  it("are in the report's language", () => {
    const result = makeSweep({ lstm: [50, 51], cnn: [52, 53] });
    expect(markdown(result)).toMatch(/\d s \|/);
    expect(markdown(result, "zh-CN")).toMatch(/\d 秒 \|/);
    expect(markdown(result, "zh-CN")).not.toMatch(/\d (ms|s|min|h)\b/);
  });
});

describe("Chinese texts", () => {
  it("call a spec 配置, and nothing else", async () => {
    for (const file of messageFiles("zh-CN")) {
      const texts = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8")
        .split("\n")
        // Code has keys of that name, and commands the name of a file.
        .map((line) =>
          line.replace(
            /^\s*"?[\w.]*spec[\w.]*"?:|docs\/spec\.md|spec 键|tidelab check spec|"spec"|--[\w-]+|parseSpec\(spec\)|p\.\w+|import .*/gi,
            "",
          ),
        );
      expect(texts.filter((line) => /规格|(?<![\w.])spec(?![\w.])/i.test(line))).toEqual([]);
    }
  });
});
