/** Tables that a run reads without a fault and that may be something else: turned round, with a class among the steps, in other units. */
import { beforeAll, describe, expect, it } from "vitest";
import { cliMessages as english } from "../../src/cli/messages/en.ts";
import { cliMessages as chinese } from "../../src/cli/messages/zh-CN.ts";
import { classify } from "../../src/predict/classify.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const LENGTH = 12;
let fixed: FinishedRun;
let varying: FinishedRun;
beforeAll(async () => {
  fixed = await finish(tinySpec());
  varying = await finish(tinySpec({ data: { kind: "waves", samples: 60, length: LENGTH, minLength: 8 } }));
});

async function doubts(rows: readonly (readonly string[])[], run = fixed) {
  const text = `${rows.map((row) => row.join(",")).join("\n")}\n`;
  const found = await classify(run, [text], "new.csv", { threadsFor: () => 1 });
  for (const notice of found.notices) {
    for (const { tableNotice } of [english, chinese]) expect(tableNotice(notice)).not.toMatch(/undefined|NaN|\[object/);
  }
  return { notices: found.notices, answers: [...found.rows()].length };
}

/** Smooth along time, and each begins elsewhere. */
const wave = (seed: number, length = LENGTH) =>
  Array.from({ length }, (_, t) => Math.sin(seed * 2.4 + t / 3).toFixed(4));
const waves = (count: number, length?: number) => Array.from({ length: count }, (_, i) => wave(i, length));
const turned = (rows: readonly (readonly string[])[]) => rows[0]!.map((_, t) => rows.map((row) => row[t]!));
const steps = wave(0).map((_, t) => `t${t}`);

describe("a table with as many rows as columns", () => {
  it("is read as it is, with a notice that says what its values show", async () => {
    const square = { kind: "turnedRound", rows: LENGTH, columns: LENGTH };
    expect(await doubts(waves(LENGTH))).toEqual({
      notices: [{ ...square, isRougherAlongRows: false }],
      answers: LENGTH,
    });
    expect((await doubts(turned(waves(LENGTH)))).notices).toEqual([{ ...square, isRougherAlongRows: true }]);
    expect((await doubts([steps, ...turned(waves(LENGTH))])).notices).toEqual([
      { ...square, isRougherAlongRows: true },
    ]);
  });

  it("is no doubt where the rows have names, or are not as many", async () => {
    const named = waves(LENGTH).map((row, i) => [`a${i}`, ...row]);
    expect((await doubts([["id", ...steps], ...named])).notices).toEqual([]);
    expect((await doubts(waves(LENGTH - 1))).notices).toEqual([]);
    expect((await doubts(waves(LENGTH + 1))).notices).toEqual([]);
  });

  it("nor, where several lengths were trained, a table of other sides without evidence", async () => {
    expect((await doubts(waves(9, 11), varying)).notices).toEqual([]);
    expect((await doubts(turned(waves(9, 11)), varying)).notices).toEqual([
      { kind: "turnedRound", rows: 11, columns: 9, isRougherAlongRows: true },
    ]);
  });
});

describe("a run of several lengths", () => {
  const cases: [string, (row: string[], i: number) => string[], "first" | "last"][] = [
    ["UCR's classes 1 and 2", (row, i) => [`${1 + (i % 2)}`, ...row], "first"],
    ["classes -1 and 1", (row, i) => [`${2 * (i % 2) - 1}`, ...row], "first"],
    ["classes from 0", (row, i) => [`${i % 2}`, ...row], "first"],
    ["classes as fractions", (row, i) => [`${1 + (i % 2)}.0000000e+00`, ...row], "first"],
    ["an index", (row, i) => [`${i}`, ...row], "first"],
    ["classes at the end", (row, i) => [...row, `${1 + (i % 2)}`], "last"],
  ];
  it.each(cases)("says so of %s", async (_, add, place) => {
    const rows = waves(3, 10).map(add);
    expect(await doubts(rows, varying)).toEqual({ notices: [{ kind: "wholeColumn", place }], answers: 3 });
    const header = rows[0]!.map((_name, i) => `V${i + 1}`);
    expect((await doubts([header, ...rows], varying)).notices).toEqual([{ kind: "wholeColumn", place }]);
  });

  it("is silent where series begin at 0, hold whole numbers only, or have their class beside them", async () => {
    expect(
      (
        await doubts(
          waves(3, 10).map((row) => ["0", ...row]),
          varying,
        )
      ).notices,
    ).toEqual([]);
    const whole = Array.from({ length: 3 }, (_, i) => wave(i, 10).map((x) => `${Math.round(Number(x) * 3)}`));
    expect((await doubts(whole, varying)).notices).toEqual([]);
    const labelled = waves(3).map((row, i) => ["sine", `${i}`, ...row.slice(1)]);
    expect((await doubts([["label", ...steps], ...labelled], varying)).notices).toEqual([]);
  });
});

it("values of another magnitude than those of training are named, where they are not scaled by themselves", async () => {
  const times = (factor: number) => waves(3).map((row) => row.map((x) => (Number(x) * factor).toPrecision(5)));
  const { scale } = fixed.record.data;
  for (const factor of [100, 1000, 0.001]) {
    const { notices } = await doubts(times(factor));
    expect(notices).toEqual([
      { kind: "otherScale", largest: expect.closeTo(factor, -Math.log10(factor) + 1), trained: scale },
    ]);
  }
  for (const factor of [1, 3, 0.2]) expect((await doubts(times(factor))).notices).toEqual([]);
  const own = await finish(tinySpec({ transforms: [{ transform: "normalise", over: "series" }] }));
  expect((await doubts(times(1000), own)).notices).toEqual([]);
});
