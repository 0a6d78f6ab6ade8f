/** The exercises are sweeps that can run, and what they call matched is. */
import { describe, expect, it } from "vitest";
import { makeArms } from "../../../src/sweep/arms.ts";
import { checkSweep } from "../../../src/sweep/check.ts";
import { parseSweep } from "../../../src/sweep/definition.ts";
import { EXERCISE_CLASSES } from "../../../src/sweep/exercises/base.ts";
import { EXERCISES } from "../../../src/sweep/exercises/index.ts";
import { cnnFamily, countParameters, matchParameters, recurrentFamily } from "../../../src/sweep/exercises/matched.ts";

const noFile = () => Promise.reject(new Error("no file"));

describe.each([true, false])("exercises, quick: %s", (quick) => {
  it.each([
    ["structure", 18],
    ["sequence", 9],
    ["training", quick ? 12 : 16],
    ["summary", 3],
  ] as const)("%s has %i arms, all of which compile", async (name, count) => {
    const definition = await parseSweep(await EXERCISES[name]({ quick }), noFile);
    const { arms, problems } = await checkSweep(definition, makeArms(definition), 7);
    expect(problems).toEqual([]);
    expect(arms).toHaveLength(count);
  });

  it("summary's models have the same number of parameters, within 5 %", async () => {
    const definition = await parseSweep(await EXERCISES.summary({ quick }), noFile);
    const counts = (await checkSweep(definition, makeArms(definition), 7)).arms.map(({ spec }) =>
      countParameters(spec.model, { length: 60, channels: 1, classes: EXERCISE_CLASSES }),
    );
    expect(counts).toHaveLength(3);
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.05);
  });
});

describe("matched parameter counts", () => {
  it.each([
    ["lstm", recurrentFamily("lstm")],
    ["gru", recurrentFamily("gru")],
    ["rnn", recurrentFamily("rnn")],
    ["cnn", cnnFamily()],
  ] as const)("%s: no other size is nearer", (_, family) => {
    for (const target of [500, 3000, 20_000, 137_955]) {
      const { size, parameters, model } = matchParameters(family, target);
      expect(countParameters(model)).toBe(parameters);
      const distance = Math.abs(parameters - target);
      for (const other of [size - 1, size + 1]) {
        if (other < 1) continue;
        expect(Math.abs(countParameters(family(other)) - target)).toBeGreaterThanOrEqual(distance);
      }
    }
  });

  it("finds the lab's own sizes, and counts as PyTorch does", () => {
    // sum(p.numel() for p in model.parameters()) of nn.LSTM(1, 64, bidirectional=True) + Linear(128, 1) + the classifier.
    const lstm = 2 * (4 * 64 * (1 + 64) + 8 * 64) + 129 + (128 * 32 + 32) + (32 * 2 + 2);
    expect(matchParameters(recurrentFamily("lstm"), lstm)).toMatchObject({ size: 64, parameters: lstm });
  });

  it("says when there is no such size; the smallest is the least there is", () => {
    expect(() => matchParameters(cnnFamily(), 1e12)).toThrow(RangeError);
    expect(matchParameters(cnnFamily(), 1).size).toBe(1);
  });
});
