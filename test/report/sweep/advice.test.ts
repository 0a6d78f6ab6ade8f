/** Each rule of advice speaks where it should, and keeps silent on a made-up case that only looks like it. */
import { describe, expect, it } from "vitest";
import { advise } from "../../../src/report/sweep/advice.ts";
import { measureArms } from "../../../src/report/sweep/arms.ts";
import { collapsedRuns, isArmAtChance } from "../../../src/report/sweep/chance.ts";
import { compareArms } from "../../../src/report/sweep/comparisons.ts";
import { textsIn } from "../../../src/report/sweep/context.ts";
import type { SweepResult } from "../../../src/sweep/result.ts";
import { recurrent } from "../../../src/zoo/index.ts";
import { makeRecord, models, type RecordOptions } from "./records.ts";

const english = textsIn("en").sweep;

/** A course of ten epochs from one value to another. */
const course = (from: number, to: number) => Array.from({ length: 10 }, (_, i) => from + ((to - from) * i) / 9);

interface ArmOptions extends Omit<RecordOptions, "seed" | "correct"> {
  /** Right answers of 60, a seed each. */
  correct?: readonly number[];
  diverged?: number;
}

/** Arms that learned, with nothing to be said about them: they end well before the last epoch, with no gap. */
const settled: ArmOptions = {
  correct: [50, 51, 49, 50],
  validation: course(0.5, 0.85),
  losses: [0.9, 0.7, 0.6, 0.5, 0.45, 0.44, 0.44, 0.445, 0.442, 0.444],
  trainLosses: course(0.9, 0.4),
};

function makeArms(options: Readonly<Record<string, ArmOptions>>): SweepResult {
  const seeds = [1, 2, 3, 4];
  return {
    name: "made",
    axes: [{ path: "made", values: Object.keys(options) }],
    seeds,
    arms: Object.entries(options).map(([id, { correct = [50, 51, 49, 50], diverged = 0, ...one }]) => ({
      id,
      settings: { made: id },
      runs: correct
        .slice(0, seeds.length - diverged)
        .map((right, i) => makeRecord({ seed: i + 1, correct: right, ...one })),
      failures: seeds
        .slice(seeds.length - diverged)
        .map((seed) => ({ seed, reason: "diverged", message: "training diverged in epoch 2" })),
    })),
  };
}

function adviceOf(options: Readonly<Record<string, ArmOptions>>): string {
  const result = makeArms(options);
  const arms = measureArms(result, ({ id }) => id.toUpperCase());
  const isComplete = arms.every(({ runs, failures }) => runs.length + failures.length === result.seeds.length);
  const { comparisons } = compareArms(arms);
  return advise({ arms, comparisons, axes: result.axes, isComplete }, english).join("\n");
}

describe("arms that learned, settled and have no gap", () => {
  it("get no advice at all", () => {
    expect(adviceOf({ a: settled, b: { ...settled, spec: { training: { lr: 0.01 } } } })).toBe("");
  });
});

describe("an arm at chance", () => {
  // Half of 60 is chance; two standard errors above it are 37.7.
  const guessing: ArmOptions = { ...settled, correct: [30, 31, 29, 30] };

  it("is said first, and gets remedies that its settings leave", () => {
    expect(adviceOf({ a: settled, b: guessing })).toMatch(
      /^No better than chance \(50%\): B\. Try another learning rate\. /,
    );
    const decayed = { ...guessing, spec: { training: { weightDecay: 0.01 } } };
    expect(adviceOf({ a: settled, b: decayed })).toContain("Try another learning rate or less weight decay.");
    const falling = { ...guessing, validation: course(0.3, 0.5), losses: course(0.9, 0.5) };
    expect(adviceOf({ a: settled, b: falling })).toContain("Try another learning rate or more epochs.");
  });

  it("is in no other advice, whatever its curves look like", () => {
    const wide = { ...guessing, trainAccuracies: course(0.5, 1) };
    const rising = { ...guessing, losses: course(0.4, 2), trainLosses: course(0.9, 0.1) };
    for (const odd of [wide, rising]) {
      const advice = adviceOf({ a: settled, b: odd });
      expect(advice.split("\n")).toHaveLength(1);
      expect(advice).not.toMatch(/training than on validation|rises again|Train longer|seeds would show/);
    }
  });

  it("is not one that is a little above it", () => {
    expect(adviceOf({ a: settled, b: { ...settled, correct: [40, 41, 39, 40] } })).not.toContain("chance");
  });
});

describe("a collapsed seed", () => {
  const collapsed: ArmOptions = { ...settled, correct: [50, 51, 28, 50] };

  it("is found, with what the others reach", () => {
    const [arm] = measureArms(makeArms({ a: collapsed }), ({ id }) => id);
    expect(arm && collapsedRuns(arm)).toEqual([
      { seed: 3, accuracy: 28 / 60, others: [50 / 60, 51 / 60], isAtChance: true },
    ]);
    expect(adviceOf({ a: collapsed, b: settled })).toMatch(
      /Some seeds of A failed .* a lower learning rate or clipping/,
    );
  });

  it("is advised to lower the rate alone where it is clipped already", () => {
    const clipped = { ...collapsed, spec: { training: { clipGradNorm: 1 } } };
    expect(adviceOf({ a: clipped, b: settled })).toMatch(/Try a lower learning rate, and report/);
  });

  it("is none where seeds scatter, where all are at chance, or where there is one", () => {
    for (const correct of [[50, 44, 47, 52], [30, 29, 31, 28], [28]]) {
      const [arm] = measureArms(makeArms({ a: { ...settled, correct } }), ({ id }) => id);
      expect(arm && collapsedRuns(arm)).toEqual([]);
    }
  });

  it("keeps the advice about seeds away: its spread is the collapse", () => {
    const advice = adviceOf({ a: collapsed, b: { ...settled, correct: [52, 55, 51, 53] } });
    expect(advice).toContain("Some seeds of A failed");
    expect(advice).not.toContain("seeds would show it");
  });

  it("does not make its arm one at chance", () => {
    const [arm] = measureArms(makeArms({ a: collapsed }), ({ id }) => id);
    expect(arm && isArmAtChance(arm)).toBe(false);
  });
});

describe("remedies", () => {
  it("are those that the arm has not got, even where another arm lacks them", () => {
    const collapsed: ArmOptions = { ...settled, correct: [50, 51, 28, 50] };
    const clipped: ArmOptions = { ...collapsed, spec: { training: { clipGradNorm: 1 } } };
    const [plain, other] = adviceOf({ a: collapsed, b: clipped }).split("\n");
    expect(plain).toMatch(/^Some seeds of A failed .* Try a lower learning rate or clipping the gradient norm at 1,/);
    expect(other).toMatch(/^Some seeds of B failed .* Try a lower learning rate, and report/);

    const decayed: ArmOptions = { ...settled, correct: [30, 31, 29, 30], spec: { training: { weightDecay: 0.01 } } };
    const guessing: ArmOptions = { ...settled, correct: [30, 31, 29, 30] };
    const advice = adviceOf({ a: settled, b: guessing, c: decayed }).split("\n");
    expect(advice[0]).toContain("B. Try another learning rate. ");
    expect(advice[1]).toContain("C. Try another learning rate or less weight decay. ");

    const augmented: ArmOptions = { ...settled, trainAccuracies: course(0.5, 1) };
    const wide: ArmOptions = {
      ...augmented,
      spec: { training: { augment: [{ augment: "jitter", sigma: 0.1 }] } },
    };
    const gaps = adviceOf({ a: augmented, b: wide });
    expect(gaps).toMatch(/series: A \(by 15\.0 percentage points\)\. Try more training series, augmentation or/);
    expect(gaps).toMatch(/series: B \(by 15\.0 percentage points\)\. Try more training series or a smaller model/);
  });
});

describe("divergence", () => {
  it("asks for a lower rate, and for clipping only where nothing is clipped", () => {
    expect(adviceOf({ a: { ...settled, diverged: 1 } })).toMatch(
      /Runs of A diverged\. Try a lower learning rate or clipping/,
    );
    const clipped = { ...settled, diverged: 1, spec: { training: { clipGradNorm: 1 } } };
    expect(adviceOf({ a: clipped })).toContain("Runs of A diverged. Try a lower learning rate.");
    expect(adviceOf({ a: settled })).not.toContain("diverged");
  });
});

describe("more seeds", () => {
  const [low, high]: [ArmOptions, ArmOptions] = [
    { ...settled, correct: [46, 50, 44, 52] },
    { ...settled, correct: [50, 50, 50, 52] },
  ];

  it("are advised for a difference between arms that learned", () => {
    expect(adviceOf({ a: low, b: high })).toMatch(
      /about \d+ seeds would show it among so many comparisons; there are 4\./,
    );
  });

  it("are not where they would be hundreds, or runs are missing", () => {
    const close = { ...settled, correct: [46, 50, 45, 52] };
    expect(adviceOf({ a: close, b: { ...settled, correct: [50, 46, 49, 49] } })).not.toContain("seeds would show");
    expect(adviceOf({ a: low, b: { ...high, correct: [50, 50, 50] } })).not.toContain("seeds would show");
  });
});

describe("a validation loss that rises again", () => {
  const rising: ArmOptions = {
    ...settled,
    losses: [0.9, 0.6, 0.4, 0.42, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7],
    trainLosses: course(0.9, 0.1),
  };

  it("asks for what the arm has not yet", () => {
    expect(adviceOf({ a: rising })).toMatch(/loss of A rises again .* by 75% after its best epoch \(3\.0\)/);
    expect(adviceOf({ a: rising })).toContain("Try early stopping or weight decay."); // the model has dropout
    const stopped = { ...rising, spec: { training: { earlyStopping: { patience: 20 }, weightDecay: 0.1 } } };
    expect(adviceOf({ a: stopped })).not.toContain("rises again");
    const plain: ArmOptions = {
      ...rising,
      spec: {
        model: { layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      },
    };
    expect(adviceOf({ a: plain })).toContain("early stopping, weight decay or dropout");
  });

  it("is no overfitting where the training loss rises too, nor in one run of four", () => {
    expect(adviceOf({ a: { ...rising, trainLosses: course(0.1, 0.9) } })).not.toContain("rises again");
    const result = makeArms({ a: settled });
    const [arm] = result.arms;
    if (arm === undefined) throw new Error("an arm");
    arm.runs[0] = makeRecord({
      seed: 1,
      correct: 50,
      validation: rising.validation ?? [],
      losses: course(0.1, 5),
      trainLosses: course(1, 0),
    });
    const arms = measureArms(result, ({ id }) => id);
    const advice = advise({ arms, comparisons: [], axes: result.axes, isComplete: true }, english).join();
    expect(advice).not.toContain("rises again");
  });

  it("is never advised to train longer as well", () => {
    for (const last of [0.41, 0.45, 0.6, 2]) {
      for (const best of [2, 5, 8, 9]) {
        const losses = Array.from({ length: 10 }, (_, i) => (i <= best ? 1 - (0.6 * i) / best : i === 9 ? last : 0.5));
        const advice = adviceOf({ a: { ...settled, losses, trainLosses: course(0.9, 0.1) } });
        expect(advice.includes("rises again") && advice.includes("Train longer")).toBe(false);
      }
    }
  });
});

describe("a gap between training and validation", () => {
  const wide: ArmOptions = { ...settled, trainAccuracies: course(0.5, 1) };

  it("asks for more series, augmentation or a smaller model", () => {
    expect(adviceOf({ a: wide })).toMatch(
      /^Better on training than on validation series: A \(by 15\.0 percentage points\)\. Try more training series, augmentation or a smaller model\.$/m,
    );
    const augmented: ArmOptions = { ...wide, spec: { training: { augment: [{ augment: "jitter", sigma: 0.1 }] } } };
    expect(adviceOf({ a: augmented })).toContain("more training series or a smaller model");
  });

  it("is none within what so few validation series can show", () => {
    const few = { ...settled, correct: [50], validation: course(0.5, 0.85), trainAccuracies: course(0.5, 0.91) };
    expect(adviceOf({ a: few })).not.toContain("training than on validation");
  });
});

describe("training that ended too soon", () => {
  const short: ArmOptions = {
    ...settled,
    validation: course(0.5, 0.8),
    losses: course(1, 0.4),
    trainLosses: course(1, 0.4),
  };

  it("asks to train longer", () => {
    expect(adviceOf({ a: short })).toContain(
      "loss of A is lowest at the end (epoch 10.0 of 10.0 on average) and still falling.",
    );
  });

  it("is none where the loss is flat, a schedule ends it, all is right, or there is a gap", () => {
    const flat = { ...short, losses: [...course(0.9, 0.4).slice(0, 5), 0.4, 0.4, 0.3999, 0.3998, 0.3997] };
    const cosine = { ...short, spec: { training: { schedule: { kind: "cosine" } } } } as const;
    const perfect = { ...short, validation: course(0.5, 1), trainAccuracies: course(0.5, 1) };
    const overfitted = { ...short, trainAccuracies: course(0.6, 1) };
    for (const one of [flat, cosine, perfect, overfitted]) expect(adviceOf({ a: one })).not.toContain("Train longer");
  });
});

describe("a mixed model", () => {
  const of = (model: (typeof models)[keyof typeof models], more: ArmOptions = {}) => ({
    ...settled,
    ...more,
    spec: { model },
  });

  it("is proposed where both kinds learned and none is mixed", () => {
    expect(adviceOf({ a: of(models.lstm), b: of(models.cnn) })).toContain(english.adviseMix);
    expect(adviceOf({ a: of(models.lstm), b: of(models.gru) })).not.toContain(english.adviseMix);
    expect(adviceOf({ a: of(models.lstm), b: of(models.cnn, { correct: [30, 30, 29, 31] }) })).not.toContain(
      english.adviseMix,
    );
  });
});

describe("harder data", () => {
  const perfect: ArmOptions = { ...settled, correct: [60, 60, 60, 60] };

  it("are asked for where all arms are right about everything", () => {
    expect(adviceOf({ a: perfect, b: { ...perfect, spec: { model: recurrent({ hiddenSize: 8 }) } } })).toBe(
      english.adviseHarder,
    );
  });

  it("are not for one arm, nor while runs are missing", () => {
    expect(adviceOf({ a: perfect })).not.toContain(english.adviseHarder);
    expect(adviceOf({ a: perfect, b: { ...perfect, correct: [60, 60] } })).not.toContain(english.adviseHarder);
  });
});
