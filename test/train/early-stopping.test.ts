/** Early stopping, the best epoch, and what a training needs to be resumed to the same bits under every strategy. */
import { bestOf } from "../../src/metrics/epoch-choice.ts";
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { evaluate } from "../../src/inference/evaluate.ts";
import { compile } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoint.ts";
import { formatRecord, parseRecord } from "../../src/runs/record.ts";
import { verifyRun } from "../../src/runs/verify.ts";
import type { SpecInput, TrainingInput } from "../../src/spec/spec.ts";
import { isExhausted } from "../../src/train/selection.ts";
import { train } from "../../src/train/train.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";
import { finish, stopAfter, tinySpec } from "../runs/tiny.ts";

const losses = (...values: number[]) =>
  values.map((valLoss, index) => ({ epoch: index + 1, valLoss, valAccuracy: 1 - valLoss, trainLoss: 10 - valLoss }));

describe("the best epoch", () => {
  it("is the one of the best value, the first of equals", () => {
    expect(bestOf(losses(3, 1, 2, 1), "valLoss")?.epoch).toBe(2);
    expect(bestOf(losses(3, 1, 2, 1), "valAccuracy")?.epoch).toBe(2);
    expect(bestOf(losses(3, 1, 2, 1), "trainLoss")?.epoch).toBe(1);
    expect(bestOf([], "valLoss")).toBeUndefined();
  });
});

describe("patience", () => {
  const rule = (patience: number, minDelta = 0) => ({
    monitor: "valLoss" as const,
    earlyStopping: { patience, minDelta },
  });

  it("ends after so many epochs in a row without a better one", () => {
    const course = losses(5, 4, 4, 4.5, 3, 3.5, 3.2, 3.1);
    const ends = course.map((_, index) => isExhausted(course.slice(0, index + 1), rule(2)));
    expect(ends).toEqual([false, false, false, true, false, false, true, true]);
    expect(isExhausted(course, { monitor: "valLoss", earlyStopping: undefined })).toBe(false);
    expect(isExhausted([], rule(1))).toBe(false);
  });

  it("wants better by more than minDelta, than the last that was", () => {
    // Each is better than the one before, none by enough; their sum would be.
    expect(isExhausted(losses(1, 0.95, 0.91), rule(2, 0.1))).toBe(true);
    expect(isExhausted(losses(1, 0.95, 0.89), rule(2, 0.1))).toBe(false);
  });
});

const data = await loadData({
  data: { kind: "waves", samples: 60, length: 12, noise: 0.15 },
  split: { train: 0.7, val: 0.15 },
  seed: 7,
});

async function collect(training: TrainingInput, layers = recurrent({ hiddenSize: 3, numLayers: 1 })) {
  const model = compile(layers, { length: 12, classes: 2, seed: 7 });
  for await (const event of train(model, data, training)) {
    if (event.type === "done") return { model, outcome: event.outcome };
  }
  throw new Error("no outcome");
}

/** So fast that it soon gets worse. */
const restless: TrainingInput = { epochs: 40, batchSize: 16, lr: 0.3, earlyStopping: { patience: 3 } };

describe("training with early stopping", () => {
  it("ends finished, says what chose the best epoch, and leaves the last weights", async () => {
    const { model, outcome } = await collect(restless);
    const { history, selection } = outcome;
    expect(outcome.status).toBe("finished");
    expect(history.length).toBeLessThan(40);
    const best = bestOf(history, "valLoss")!;
    expect(selection).toEqual({
      monitor: "valLoss",
      bestEpoch: best.epoch,
      bestValue: best.valLoss,
      lastEpoch: best.epoch + 3,
      weights: "last",
      stoppedEarly: true,
    });
    expect(weightsSha256(model)).toBe(history.at(-1)?.weightsSha256);
  });

  it.each([
    ["lstm", recurrent({ hiddenSize: 3, numLayers: 1 })],
    ["cnn, with running statistics", cnn({ channels: [4] })],
  ])("restores the best epoch's weights and tests with them: %s", async (_, layers) => {
    const { model, outcome } = await collect({ ...restless, restoreBest: true }, layers);
    const { history, selection, test } = outcome;
    expect(selection?.weights).toBe("best");
    expect(selection!.bestEpoch).toBeLessThan(selection!.lastEpoch);
    expect(weightsSha256(model)).toBe(history[selection!.bestEpoch - 1]?.weightsSha256);
    expect((await evaluate(model, data.val)).loss).toBe(selection?.bestValue);
    expect((await evaluate(model, data.test)).loss).toBe(test?.loss);
  });

  it("restores the best epoch of a training that diverged", async () => {
    const { model, outcome } = await collect({
      epochs: 9,
      batchSize: 16,
      optimizer: "sgd",
      lr: 1,
      schedule: { kind: "exponential", gamma: 1e12 },
      restoreBest: true,
    });
    expect(outcome.status).toBe("diverged");
    const { selection, history } = outcome;
    expect(weightsSha256(model)).toBe(history[selection!.bestEpoch - 1]?.weightsSha256);
  });

  it("listens to the accuracy where the options say so", async () => {
    const { outcome } = await collect({ ...restless, monitor: "valAccuracy", restoreBest: true });
    const { selection, history } = outcome;
    expect(selection?.bestValue).toBe(Math.max(...history.map(({ valAccuracy }) => valAccuracy)));
    expect(selection?.monitor).toBe("valAccuracy");
  });
});

const strategies: Record<string, TrainingInput> = {
  plain: {},
  step: { schedule: { kind: "step", stepSize: 1, gamma: 0.5 } },
  exponential: { schedule: { kind: "exponential", gamma: 0.5 } },
  cosine: { schedule: { kind: "cosine", warmup: 1 } },
  "cosine by step": { schedule: { kind: "cosine", warmup: 2, per: "step" } },
  "cosine restarts": { lr: 0.05, schedule: { kind: "cosineRestarts", cycles: 3 } },
  "one cycle": { schedule: { kind: "oneCycle" } },
  "one cycle, sgd": { optimizer: "sgd", momentum: 0.9, schedule: { kind: "oneCycle", maxLr: 0.5 } },
  plateau: { schedule: { kind: "reduceOnPlateau", patience: 0, factor: 0.5, threshold: 0.5 } },
  "early stopping": { lr: 0.3, epochs: 9, earlyStopping: { patience: 1 } },
  "best epoch": { lr: 0.3, epochs: 4, restoreBest: true },
  accumulation: { accumulate: 2, clipGradNorm: 0.1 },
};

const specOf = (training: TrainingInput): SpecInput["training"] => ({ epochs: 3, batchSize: 16, ...training });

describe.each(Object.entries(strategies))("a run with %s", (_, training) => {
  const spec = tinySpec({ training: specOf(training) });

  it("that is stopped after any step and resumed is the run that was not", async () => {
    const whole = await finish(spec);
    const { steps, weightsSha256: expected, history } = whole.record;
    const timeless = (records: typeof history) =>
      records.map(({ trainSeconds: _t, valSeconds: _v, ...numbers }) => numbers);
    for (let step = 1; step <= steps; step++) {
      const { state } = await stopAfter(spec, step);
      // As a file keeps it.
      const resume = decodeCheckpoint(encodeCheckpoint(state, "run"), "run", "state");
      const { record: resumed, snapshots } = await finish(spec, { resume });
      expect(snapshots).toEqual(whole.snapshots);
      expect(resumed.weightsSha256, `after step ${step} of ${steps}`).toBe(expected);
      expect(timeless(resumed.history)).toEqual(timeless(history));
      expect([resumed.selection, resumed.test, resumed.steps]).toEqual([
        whole.record.selection,
        whole.record.test,
        steps,
      ]);
    }
  });

  it("is verified, whole and stopped", async () => {
    const stopped = await stopAfter(spec, 2);
    for (const run of [await finish(spec), stopped.run]) {
      const record = parseRecord(formatRecord(run.record), "run.json");
      const verification = verifyRun(record);
      for (;;) {
        const next = await verification.next();
        if (!next.done) continue;
        expect(next.value.differences).toEqual([]);
        expect(next.value.result).toBe("same");
        break;
      }
    }
  });
});

describe("a record", () => {
  it("is refused where its selection does not follow from its history", async () => {
    const { record } = await finish(tinySpec({ training: { ...restless, lr: 0.3 } }));
    expect(record.selection?.stoppedEarly).toBe(true);
    const text = formatRecord(record);
    const changes = [
      [`"bestEpoch": ${record.selection?.bestEpoch}`, '"bestEpoch": 1'],
      ['"weights": "last"', '"weights": "best"'],
      ['"stoppedEarly": true', '"stoppedEarly": false'],
      ['"patience": 3', '"patience": 4'],
    ] as const;
    for (const [from, to] of changes) {
      expect(text).toContain(from);
      expect(() => parseRecord(text.replace(from, to), "run.json"), to).toThrow(/selection|status/);
    }
  });
});

it("cycles that do not divide the epochs are refused", async () => {
  const schedule = { kind: "cosineRestarts", cycles: 4 } as const;
  await expect(collect({ epochs: 6, schedule })).rejects.toThrow(
    "training.schedule.cycles: expected cycles of equal length, received 4 in 6 epochs, which cannot be divided so. Try 3 cycles, or 8 epochs.",
  );
  await expect(collect({ epochs: 2, schedule })).rejects.toThrow(/Try 2 cycles, or 4 epochs\.$/);
  expect((await collect({ epochs: 4, batchSize: 16, schedule })).outcome.snapshots.length).toBe(4);
});

it("a warm-up as long as the training is refused", async () => {
  const schedule = { kind: "cosine", warmup: 5 } as const;
  await expect(collect({ epochs: 5, schedule })).rejects.toThrow(
    /^training\.schedule\.warmup: expected fewer than the 5 epochs/,
  );
  const bySteps = { ...schedule, per: "step" } as const;
  await expect(collect({ epochs: 2, batchSize: 16, schedule: { ...bySteps, warmup: 6 } })).rejects.toThrow(
    /the 6 steps/,
  );
  await collect({ epochs: 2, batchSize: 16, schedule: bySteps });
});
