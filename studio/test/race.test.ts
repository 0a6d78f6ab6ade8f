/** Races: whose turn it is, who has crossed the line, and models that are as large as each other. */

import type { EpochRecord } from "tidelab/runs";
import { planSweep } from "tidelab/sweep";
import { describe, expect, it } from "vitest";
import { tracksOf, upTo } from "../src/experiments/race-course.ts";
import { RACERS, raceModels, raceSweep } from "../src/experiments/race-models.ts";
import { Turns } from "../src/experiments/turns.ts";

describe("turns", () => {
  function watch(racers: readonly string[], cores: number) {
    const let_: string[] = [];
    const turns = new Turns(racers, cores, (racer, reach) => let_.push(`${racer} ${reach}`));
    return { turns, taken: () => let_.splice(0) };
  }

  it("with a core for each, all go on to their ends", () => {
    const { turns, taken } = watch(["a", "b"], 2);
    turns.start();
    expect(taken()).toEqual(["a end", "b end"]);
  });

  it("with fewer cores each has a step in turn, so that nobody is more than one ahead", () => {
    const { turns, taken } = watch(["a", "b", "c"], 2);
    turns.start();
    expect(taken()).toEqual(["a batch", "b batch"]);
    const steps = new Map<string, number>();
    let going = ["a", "b"];
    for (let round = 0; round < 30; round++) {
      // The second one is always sooner done.
      const racer = going.pop()!;
      steps.set(racer, (steps.get(racer) ?? 0) + 1);
      turns.rest(racer);
      going = [...going, ...taken().map((text) => text.split(" ")[0]!)];
      going.reverse();
    }
    const counts = ["a", "b", "c"].map((racer) => steps.get(racer) ?? 0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it("those that are left go on to their ends when there is a core for each", () => {
    const { turns, taken } = watch(["a", "b", "c"], 2);
    turns.start();
    turns.end("a");
    expect(taken()).toEqual(["a batch", "b batch", "c end"]);
    turns.rest("b");
    expect(taken()).toEqual(["b end"]);
  });

  it("a pause gives no more turns, and nobody loses his place", () => {
    const { turns, taken } = watch(["a", "b", "c"], 1);
    turns.start();
    turns.pause();
    turns.rest("a");
    expect(taken()).toEqual(["a batch"]);
    turns.start();
    turns.rest("b");
    expect(taken()).toEqual(["b batch", "c batch"]);
  });
});

const epoch = (number: number, valAccuracy: number, seconds: number) =>
  ({ epoch: number, valAccuracy, trainSeconds: seconds, valSeconds: 0.5 }) as EpochRecord;

describe("the course", () => {
  const racers = [
    { arm: "slow", history: [epoch(1, 0.5, 3.5), epoch(2, 0.8, 3.5), epoch(3, 0.9, 3.5)] },
    { arm: "quick", history: [epoch(1, 0.3, 0.5), epoch(2, 0.6, 0.5), epoch(3, 0.85, 0.5)] },
    { arm: "never", history: [epoch(1, 0.2, 0.5)] },
  ];

  it("ranks by what is on the axis", () => {
    expect(tracksOf(racers, "epochs", 100, 0.8).map(({ finish, rank }) => [finish, rank])).toEqual([
      [2, 1],
      [3, 2],
      [undefined, undefined],
    ]);
    expect(tracksOf(racers, "seconds", 100, 0.8).map(({ finish, rank }) => [finish, rank])).toEqual([
      [8, 2],
      [3, 1],
      [undefined, undefined],
    ]);
    expect(tracksOf(racers, "series", 100, 0.8)[0]!.points.map(([x]) => x)).toEqual([100, 200, 300]);
  });

  it("of two that reach the line at once both are first", () => {
    const same = [racers[0]!, { ...racers[0]!, arm: "twin" }, racers[1]!];
    expect(tracksOf(same, "epochs", 100, 0.8).map(({ rank }) => rank)).toEqual([1, 1, 3]);
  });

  it("is replayed without what is still to come", () => {
    const [slow, quick] = upTo(tracksOf(racers, "epochs", 100, 0.8), 2.5);
    expect(slow).toMatchObject({ finish: 2, rank: 1 });
    expect(quick).toMatchObject({ finish: undefined, rank: undefined });
    expect(quick!.points).toHaveLength(2);
  });
});

describe("racers", () => {
  it("have nearly the same number of parameters, and plans that differ in the model alone", async () => {
    const models = await raceModels({ channels: 2, classes: 3, racers: RACERS, parameters: 3000 });
    for (const { parameters } of models) expect(Math.abs(parameters - 3000) / 3000).toBeLessThan(0.06);
    const base = {
      data: { kind: "waves" as const, samples: 60, length: 12, kinds: ["sine", "square", "chirp"] as const },
    };
    const choice = { base: base as never, channels: 1, classes: 3, racers: RACERS, parameters: 1000, seed: 3 };
    const plan = await planSweep(raceSweep(choice, await raceModels(choice)));
    expect(plan.runs.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(["LSTM 3", "GRU 3", "RNN 3", "CNN 3"]);
    const rest = plan.runs.map(({ spec: { model: _, name: __, ...others } }) => JSON.stringify(others));
    expect(new Set(rest).size).toBe(1);
  });

  it("of one width have the sizes that come of it", async () => {
    const models = await raceModels({ channels: 1, classes: 2, racers: ["LSTM", "RNN"], parameters: undefined });
    expect(models.map(({ size }) => size)).toEqual([16, 16]);
    // Two directions of 16 units on one channel, with two biases: an LSTM has four of an RNN's gates.
    const gate = 2 * (16 * 1 + 16 * 16 + 2 * 16);
    expect(models[0]!.parameters - models[1]!.parameters).toBe(3 * gate);
  });
});
