/** Rounds of TPE without training: what is proposed follows from definition and results alone, and leads to better arms. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../src/bytes/canonical.ts";
import { type Arm, axesOf, makeArms } from "../../src/sweep/arms.ts";
import type { SweepDefinition, SweepInput } from "../../src/sweep/definition.ts";
import { rankScores, type Score, scoreArm } from "../../src/sweep/objective.ts";
import type { Point } from "../../src/sweep/parzen.ts";
import { knownArms, nextArms, plannedArms } from "../../src/sweep/rounds.ts";
import { proposePoint, splitArms } from "../../src/sweep/tpe.ts";
import { makeRecord } from "../report/sweep/records.ts";
import { parsed } from "./tiny-sweep.ts";

const LR = { path: "training.lr", min: 1e-5, max: 1, scale: "log" } as const;
const CELL = { path: "model.layers[0].layer", values: ["lstm", "gru", "rnn"] };
const UNITS = { path: "model.layers[0].hiddenSize", min: 4, max: 128, scale: "log", integer: true } as const;
const AXES = [LR, CELL, UNITS];

const tpe = (axes: SweepInput["axes"], search: Partial<SweepInput["search"]> = {}) =>
  parsed({ axes, search: { kind: "tpe", arms: 24, ...search } });

const finished = (loss: number): Score => ({ class: "finished", loss, epochs: 1 });
const FAILED: Score = { class: "failed", loss: Number.POSITIVE_INFINITY, epochs: 0 };

type Objective = (settings: Arm["settings"]) => Score;

/** A valley along the learning rate whose place depends on the size, and cells that differ. */
const valley: Objective = ({
  "training.lr": lr,
  "model.layers[0].layer": cell,
  "model.layers[0].hiddenSize": units,
}) => {
  const rate = Math.log10(Number(lr)) + 2.5 + 0.4 * Math.log2(Number(units) / 32);
  return finished(rate * rate + (cell === "gru" ? 0 : 0.2) + 0.05 * Math.log2(Number(units) / 64) ** 2);
};

/** All arms that a sweep comes to. */
function runThrough(definition: SweepDefinition, objective: Objective): Arm[] {
  const arms = makeArms(definition);
  for (;;) {
    const more = nextArms(
      definition,
      arms,
      arms.map(({ settings }) => objective(settings)),
    );
    if (more.length === 0) return arms;
    arms.push(...more);
  }
}

const idsOf = (arms: readonly Arm[]) => arms.map(({ id }) => id);

describe("a search by TPE", () => {
  it("begins with the arms of a random search and goes on in rounds", async () => {
    const definition = await tpe(AXES);
    expect(definition.search).toEqual({ kind: "tpe", arms: 24, seed: 0, startup: 10, round: 4 });
    const arms = makeArms(definition);
    expect(arms).toEqual(makeArms(await parsed({ axes: AXES, search: { kind: "random", arms: 10 } })));
    const scores = arms.map(({ settings }) => valley(settings));
    expect(nextArms(definition, arms, scores)).toHaveLength(4);
    expect(nextArms(definition, arms, scores)).toEqual(nextArms(definition, arms, scores));
    const all = runThrough(definition, valley);
    expect(all).toHaveLength(24);
    expect(new Set(idsOf(all)).size).toBe(24);
    expect(idsOf(runThrough(await tpe(AXES, { seed: 1 }), valley))).not.toEqual(idsOf(all));
    const [rates, cells, units] = axesOf(definition, all).map(({ values }) => values);
    expect(rates).toEqual([...(rates ?? [])].sort((a, b) => Number(a) - Number(b)));
    expect(cells?.length).toBeLessThanOrEqual(3);
    for (const value of units ?? []) expect(Number.isInteger(value)).toBe(true);
  });

  it("goes by results: others give other arms", async () => {
    const definition = await tpe(AXES, { arms: 14 });
    const other: Objective = (settings) => finished(-valley(settings).loss);
    expect(idsOf(runThrough(definition, other))).not.toEqual(idsOf(runThrough(definition, valley)));
  });

  it("that is made larger within a round has the arms that it would have had at once", async () => {
    const all = runThrough(await tpe(AXES, { arms: 24 }), valley);
    for (const arms of [5, 10, 12, 15]) {
      expect(idsOf(runThrough(await tpe(AXES, { arms }), valley))).toEqual(idsOf(all.slice(0, arms)));
    }
    const larger = await tpe(AXES, { arms: 24 });
    // The last of the fifteen is of the round that is to be filled up: what came of it does not count yet.
    const scores = [...all.slice(0, 14).map(({ settings }) => valley(settings)), finished(-1)];
    expect(idsOf(nextArms(larger, all.slice(0, 15), scores))).toEqual(idsOf(all.slice(15, 18)));
  });

  it("has no combination twice and ends when a small space is used up", async () => {
    const axes = [CELL, { path: "training.batchSize", values: [8, 16, 32] }, { ...UNITS, min: 4, max: 6 }];
    const definition = await tpe(axes, { arms: 100, startup: 3 });
    expect(plannedArms(definition, 3)).toBe(27);
    const arms = runThrough(definition, valley);
    expect(arms).toHaveLength(27);
    expect(new Set(arms.map(({ settings }) => JSON.stringify(settings))).size).toBe(27);
    // A range so narrow that four digits make two values of it: that nothing is left shows in the draws only.
    const narrow = await tpe([{ ...LR, min: 0.1, max: 0.1001 }], { arms: 9, startup: 1 });
    expect(runThrough(narrow, () => finished(1))).toHaveLength(2);
  });

  it("draws no more at first than there are to be", async () => {
    const definition = await tpe(AXES, { arms: 3 });
    expect(runThrough(definition, valley)).toEqual(
      makeArms(await parsed({ axes: AXES, search: { kind: "random", arms: 3 } })),
    );
    expect(plannedArms(definition, 3)).toBe(3);
  });

  it("of any axes and any results proposes arms within them, none twice", async () => {
    const range = fc
      .record({
        min: fc.oneof(
          fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
          fc.double({ min: 0.01, max: 9, noNaN: true }),
        ),
        width: fc.double({ min: 1e-9, max: 1e3, noNaN: true }),
        scale: fc.constantFrom("linear" as const, "log" as const),
        integer: fc.boolean(),
      })
      .map(({ min, width, integer, ...rest }) => {
        const [least, most] = [Math.ceil(min), Math.floor(min * (1 + width))];
        // Ends of a range of whole numbers are whole numbers.
        if (integer && least < most) return { path: "x", min: least, max: most, integer, ...rest };
        return { path: "x", min, max: min * (1 + width), integer: false, ...rest };
      });
    const values = fc
      .uniqueArray(fc.jsonValue(), { minLength: 1, maxLength: 6, selector: canonical })
      .map((values) => ({ path: "x", values }));
    const axes = fc
      .array(fc.oneof(range, values), { minLength: 1, maxLength: 4 })
      .map((list) => list.map((axis, i) => ({ ...axis, path: `x${i}` })));
    const score = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(finished),
      fc.constant(FAILED),
      fc.record({
        class: fc.constant("pruned" as const),
        loss: fc.double({ noNaN: true, noDefaultInfinity: true }),
        epochs: fc.nat(9),
      }),
    );
    await fc.assert(
      fc.asyncProperty(axes, fc.array(score, { minLength: 40, maxLength: 40 }), fc.nat(), async (list, all, seed) => {
        const definition = await tpe(list, { arms: 18, startup: 4, seed });
        let next = 0;
        const arms = runThrough(definition, () => all[next++ % all.length] ?? FAILED);
        expect(arms.length).toBeGreaterThan(0);
        expect(arms.length).toBeLessThanOrEqual(18);
        expect(new Set(arms.map(({ settings }) => JSON.stringify(settings))).size).toBe(arms.length);
        expect(new Set(idsOf(arms).map((id) => id.toLowerCase())).size).toBe(arms.length);
        for (const axis of list) {
          for (const { settings } of arms) {
            const value = settings[axis.path];
            if ("values" in axis) expect(axis.values).toContainEqual(value);
            else expect(Number(value) >= axis.min && Number(value) <= axis.max, `${value}`).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("spreads the arms of a round: those that are not done yet count as bad", () => {
    const dimensions = [{ kind: "range", min: 0, max: 1, isLog: false, isInteger: false }] as const;
    const ended = Array.from({ length: 12 }, (_, i) => ({ point: [i / 11], score: finished((i / 11 - 0.4) ** 2) }));
    const propose = (seed: number, pending: readonly Point[]) => {
      return (
        proposePoint({ dimensions, ended, pending, seed, settle: (point) => point, isTaken: () => false })?.[0] ?? 0
      );
    };
    const distance = (withPending: boolean) => {
      return Array.from({ length: 30 }, (_, seed) => {
        const first = propose(seed, []);
        return Math.abs(propose(100 + seed, withPending ? [[first]] : []) - first);
      }).reduce((sum, value) => sum + value, 0);
    };
    expect(distance(true)).toBeGreaterThan(1.5 * distance(false));
  });

  it("keeps away from where arms failed, and does not end where all did", async () => {
    const edge: Objective = (settings) => {
      return Number(settings["training.lr"]) > 0.03 ? FAILED : valley({ ...settings, [UNITS.path]: 32 });
    };
    const later = async (kind: "tpe" | "random") => {
      const searches = [0, 1, 2, 3, 4].map((seed) => parsed({ axes: [LR, CELL], search: { kind, arms: 40, seed } }));
      const arms = (await Promise.all(searches)).flatMap((definition) => runThrough(definition, edge).slice(10));
      return arms.filter(({ settings }) => edge(settings) === FAILED).length;
    };
    expect(await later("tpe")).toBeLessThan(0.7 * (await later("random")));
    expect(runThrough(await tpe([LR, CELL], { arms: 40 }), () => FAILED)).toHaveLength(40);
  });

  it("finds better arms than random search on functions that are known", async () => {
    const best = (arms: readonly Arm[]) => Math.min(...arms.map(({ settings }) => valley(settings).loss));
    const seeds = Array.from({ length: 24 }, (_, seed) => seed);
    const median = async (kind: "tpe" | "random") => {
      const found: number[] = [];
      for (const seed of seeds) {
        const definition = await parsed({ axes: AXES, search: { kind, arms: 40, seed } });
        found.push(best(runThrough(definition, valley)));
      }
      return found.sort((a, b) => a - b)[seeds.length / 2] ?? Number.NaN;
    };
    const [tpes, randoms] = [await median("tpe"), await median("random")];
    expect(tpes).toBeLessThan(randoms / 2);
  });
});

describe("a definition", () => {
  it.each<[string, SweepInput["search"], RegExp]>([
    ["startup in a grid", { kind: "grid", startup: 5 }, /^search\.startup: expected startup only with "kind": "tpe"/],
    ["round in a random search", { kind: "random", round: 5 }, /^search\.round: .*received it with "kind": "random"/],
    ["an empty round", { kind: "tpe", round: 0 }, /^search\.round: /],
    ["half an arm at first", { kind: "tpe", startup: 0.5 }, /^search\.startup: /],
    ["an unknown key", { kind: "tpe", rounds: 4 } as SweepInput["search"], /Did you mean "round"\?/],
  ])("refuses %s", async (_, search, message) => {
    await expect(parsed({ axes: [CELL], search })).rejects.toThrow(message);
  });

  it("refuses a range that is too wide for its width to be a number", async () => {
    await expect(tpe([{ path: "training.lr", min: -1e308, max: 1e308 }])).rejects.toThrow(
      /^axes\[0\]: expected min below/,
    );
  });

  it("refuses more arms than anyone can mean", async () => {
    await expect(tpe(AXES, { arms: 10_001 })).rejects.toThrow(
      "search.arms: expected a number <= 10000, received 10001.",
    );
  });
});

describe("arms that were proposed before", () => {
  const store = (definition: SweepDefinition, arms: readonly Arm[]) =>
    JSON.parse(JSON.stringify({ definition, arms })) as { definition: Record<string, unknown>; arms: Arm[] };

  it("stay, with more arms, other seeds or pruning", async () => {
    const definition = await tpe(AXES, { arms: 16 });
    const arms = runThrough(definition, valley);
    const before = store(definition, arms);
    expect(knownArms(definition, before)).toEqual(arms);
    expect(knownArms({ ...definition, seeds: 5, prune: { kind: "median", after: 1, runs: 1 } }, before)).toEqual(arms);
    expect(knownArms(await tpe(AXES, { arms: 30 }), before)).toEqual(arms);
    expect(idsOf(knownArms(await tpe(AXES, { arms: 11 }), before))).toEqual(idsOf(arms.slice(0, 11)));
  });

  it("are not those of another search, nor what someone wrote into the file", async () => {
    const definition = await tpe(AXES, { arms: 16 });
    const before = store(definition, runThrough(definition, valley));
    const first = async (other: SweepDefinition) => {
      expect(idsOf(knownArms(other, before))).toEqual(idsOf(makeArms(other)));
    };
    await first(await tpe(AXES, { arms: 16, seed: 1 }));
    await first(await tpe(AXES, { arms: 16, startup: 5 }));
    await first(await tpe([LR, CELL, { ...UNITS, max: 64 }], { arms: 16 }));
    await first(await parsed({ axes: AXES, search: { kind: "random", arms: 4 } }));
    expect(knownArms(definition, undefined)).toEqual(makeArms(definition));
    const spoilt = {
      ...before,
      arms: before.arms.map((arm) => ({ ...arm, settings: { ...arm.settings, [CELL.path]: "cnn" } })),
    };
    expect(knownArms(definition, spoilt)).toEqual(makeArms(definition));
    expect(knownArms(definition, { definition: {}, arms: before.arms })).toEqual(makeArms(definition));
  });
});

describe("what a search goes by", () => {
  const run = (losses: readonly number[], more: Parameters<typeof makeRecord>[0] = {}) =>
    makeRecord({ validation: losses.map((_, i) => [0.7, 0.9, 0.8][i] ?? 0.5), losses, ...more });

  it("is the mean of the runs' best validation, a loss or an accuracy, and never the test", () => {
    const runs = [run([0.9, 0.5, 0.7]), run([0.4, 0.3, 0.2])];
    expect(scoreArm(runs, "valLoss")).toEqual({ class: "finished", loss: 0.35, epochs: 6 });
    expect(scoreArm(runs, "valAccuracy")).toEqual({ class: "finished", loss: -0.9, epochs: 6 });
    const worse = [run([0.9, 0.5, 0.7], { correct: 31 }), run([0.4, 0.3, 0.2], { correct: 30 })];
    expect(scoreArm(worse, "valLoss")).toEqual(scoreArm(runs, "valLoss"));
  });

  it("ranks arms with a failed run last and those with a pruned one before them, who came farthest first", () => {
    const stopped = (losses: readonly number[]) => scoreArm([run(losses, { status: "stopped" })], "valLoss");
    const failed = scoreArm([run([0.1]), undefined], "valLoss");
    expect(failed).toEqual(FAILED);
    expect(scoreArm([run([0.1], { status: "diverged" })], "valLoss")).toEqual(FAILED);
    const scores = [failed, stopped([0.2]), finished(0.9), stopped([0.6, 0.5]), finished(0.3), failed, finished(0.3)];
    expect(rankScores(scores)).toEqual([4, 6, 2, 3, 1, 0, 5]);
    expect(splitArms(scores)).toEqual({ good: [4], bad: [0, 1, 2, 3, 5, 6] });
    expect(splitArms([failed, failed])).toEqual({ good: [], bad: [0, 1] });
  });
});
