/**
 * Which series a run classifies: those of the lengths it was trained on. A column too many, or a table turned round, is another
 * length. Also that time and memory grow with the table, and no faster.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { cliMessages as englishTexts } from "../../src/cli/messages/en.ts";
import { cliMessages as chineseTexts } from "../../src/cli/messages/zh-CN.ts";
import { errorMessages as english } from "../../src/errors/en.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import { type ClassifyOptions, classify } from "../../src/predict/classify.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const LENGTH = 12;
let run: FinishedRun;
beforeAll(async () => {
  run = await finish(tinySpec());
});

async function answers(text: string, options: ClassifyOptions = {}, of = run) {
  const found = await classify(of, [text], "new.csv", { threadsFor: () => 1, ...options });
  return { rows: [...found.rows()], notices: found.notices, lengths: found.lengths };
}

async function refusal(text: string, options: ClassifyOptions = {}, of = run): Promise<TidelabError> {
  const error = await answers(text, options, of).catch((reason) => reason);
  if (error instanceof TidelabError) return error;
  throw new Error("expected a refusal", { cause: error });
}

const wave = (seed: number, length = LENGTH) => Array.from({ length }, (_, t) => Math.sin(seed + t / 3).toFixed(4));
const table = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join(",")).join("\n")}\n`;
const steps = Array.from({ length: LENGTH }, (_, t) => `t${t}`);

describe("a run trained on one length", () => {
  const waves = [wave(0.1), wave(0.7), wave(1.3)];
  let right: unknown[];
  beforeAll(async () => {
    right = (await answers(table(waves))).rows.map(({ probabilities }) => probabilities);
  });

  it.each([
    ["an id", table([["id", ...steps], ...waves.map((row, i) => [`${100 + i}`, ...row])])],
    ["an index of pandas", table([["Unnamed: 0", ...steps], ...waves.map((row, i) => [`${i}`, ...row])])],
    ["both", table([["index", "id", ...steps], ...waves.map((row, i) => [`${i}`, "a", ...row])])],
    ["numbered columns", table([steps.map((_, t) => `${t}`), ...waves])],
    ["labels", table([["class", ...steps], ...waves.map((row) => ["sine", ...row])])],
  ])("answers as to the values alone beside %s", async (_, text) => {
    expect((await answers(text)).rows.map(({ probabilities }) => probabilities)).toEqual(right);
  });

  it.each([
    ["an index without a header", table(waves.map((row, i) => [`${i}`, ...row])), "firstColumn", 1],
    ["UCR's class", table(waves.map((row) => ["1", ...row])).replaceAll(",", "\t"), "firstColumn", 1],
    ["UCR's class as a fraction", table(waves.map((row) => ["1.0000000e+00", ...row])), "firstColumn", 1],
    ["a class at the end", table(waves.map((row) => [...row, "2"])), "lastColumn", 1],
    ["a column of another name", table([["subject", ...steps], ...waves.map((row) => ["7", ...row])]), "columns", 2],
    ["two columns", table([["age", "sex", ...steps], ...waves.map((row) => ["7", "1", ...row])]), "columns", 2],
    ["one step more", table(waves.map((row) => ["0.5", ...row])), "extra", 1],
    ["one step less", table(waves.map((row) => row.slice(1))), "unknown", 1],
    ["a table turned round", table(steps.map((_, t) => waves.map((row) => row[t]!))), "transposed", 1],
    [
      "one turned round under a header",
      `a,b,c\n${table(steps.map((_, t) => waves.map((row) => row[t]!)))}`,
      "transposed",
      2,
    ],
    [
      "a long table",
      `series,x\n${wave(0, 13)
        .map((x) => `a,${x}\n`)
        .join("")}`,
      "unknown",
      2,
    ],
  ])("refuses %s, and says what it may be", async (_, text, cause, line) => {
    const error = await refusal(text);
    expect(error).toMatchObject({
      code: "predict.otherLength",
      path: `new.csv:${line}`,
      params: { trained: LENGTH, cause },
    });
    expect(error.message).toContain("12 time steps");
    for (const messages of [english, chinese]) {
      const text = (messages["predict.otherLength"] as (params: unknown) => string)(error.params);
      expect(text).not.toMatch(/undefined|\[object/);
      expect(text).toContain("--any-length");
    }
  });

  it("refuses a class that it does not know", async () => {
    for (const name of ["class", "target", "y", "label"]) {
      const text = table([[name, ...steps], ...waves.map((row) => ["1", ...row])]);
      expect(await refusal(text)).toMatchObject({ code: "csv.unknownLabel", path: "new.csv:2:1" });
    }
  });

  it("classifies other lengths when asked to, and says so", async () => {
    const { rows, lengths } = await answers(table([wave(0, 20), wave(1, 20)]), { anyLength: true });
    expect(rows.map(({ length }) => length)).toEqual([20, 20]);
    expect(lengths).toMatchObject({ count: 2, of: 2, series: "1", length: 20, trained: "12", treatment: "asIs" });
    expect((await answers(table(waves), { anyLength: true })).lengths).toBeUndefined();
    // Of windows it is their length that the run was not trained on, whatever that of the series is.
    const cut = await answers(table(waves), { anyLength: true, windows: { length: 6 } });
    expect(cut.lengths).toMatchObject({ window: 6, trained: "12", treatment: "asIs", cause: "unknown" });
    expect(englishTexts.lengthNotice(cut.lengths!)).toMatch(/^Windows of 6 steps do not have the 12 steps/);
    expect(chineseTexts.lengthNotice(cut.lengths!)).toMatch(/^窗口为 6 步，而训练时的长度是 12 步。/);
  });
});

describe("a run whose transforms make the length", () => {
  it.each([
    ["resample", { transform: "resample" as const, length: 9 }, 20],
    ["truncate", { transform: "truncate" as const, length: 9 }, 13],
    ["windows", { transform: "windows" as const, length: 6 }, 13],
  ])("takes other lengths by %s, and says so", async (_, transform, length) => {
    const own = await finish(tinySpec({ transforms: [transform] }));
    const { rows, lengths } = await answers(table([wave(0, length)]), {}, own);
    expect(rows.length).toBe(1);
    expect(lengths).toMatchObject({ count: 1, treatment: "transformed", reads: transform.length, trained: "12" });
    expect((await answers(table([wave(0)]), {}, own)).lengths).toBeUndefined();
  });

  it("refuses what they leave at another length", async () => {
    const own = await finish(tinySpec({ transforms: [{ transform: "difference" }] }));
    expect(await refusal(table([wave(0, 13)]), {}, own)).toMatchObject({ code: "predict.otherLength" });
  });
});

it("takes all lengths where it was trained on several, and says which were not among them", async () => {
  const own = await finish(tinySpec({ data: { kind: "waves", samples: 60, length: 12, minLength: 8 } }));
  const long = (lengths: number[]) =>
    `series,x\n${lengths.flatMap((n, i) => wave(i, n).map((x) => `s${i},${x}\n`)).join("")}`;
  expect((await answers(long([8, 10, 12]), {}, own)).lengths).toBeUndefined();
  expect((await answers(long([8, 7, 14]), {}, own)).lengths).toMatchObject({
    count: 2,
    of: 3,
    series: "s1",
    trained: "8–12",
    treatment: "asIs",
  });
});

describe("long tables", () => {
  /** Pieces of text, made when they are asked for, and how many were. */
  function* pieces(rows: number, row: (i: number) => string, counted: { asked: number }) {
    for (let at = 0; at < rows; at += 500) {
      counted.asked++;
      yield Array.from({ length: 500 }, (_, i) => row(at + i)).join("");
    }
  }

  it("are classified in blocks, with the answers that the rows have alone", async () => {
    const kinds = Array.from({ length: 7 }, (_, k) => `${wave(k).join(",")}\n`);
    const alone = (await answers(kinds.join(""))).rows;
    const rows = 40_000; // more than two blocks
    const found = await classify(
      run,
      pieces(rows, (i) => kinds[i % 7]!, { asked: 0 }),
      "f",
      { threadsFor: () => 1 },
    );
    expect(found.count).toBe(rows);
    let at = 0;
    for (const { series, predicted, probabilities } of found.rows()) {
      const { predicted: wanted, probabilities: like } = alone[at % 7]!;
      if (series !== String(at + 1) || predicted !== wanted || probabilities?.some((p, k) => p !== like?.[k])) break;
      at++;
    }
    expect(at).toBe(rows);
  });

  it("of another length are refused before they were read to the end", async () => {
    const counted = { asked: 0 };
    const error = await classify(
      run,
      pieces(1e7, () => "1.5,2\n", counted),
      "f",
      { threadsFor: () => 1 },
    ).catch((reason) => reason);
    expect(error).toMatchObject({ code: "predict.otherLength" });
    expect(counted.asked).toBeLessThan(100);
  });
});
