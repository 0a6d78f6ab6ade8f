/**
 * Changes while it trains: those that a listener makes give the run that the same edits in the spec give, which verifies, resumes and does not depend
 * on threads. Whole trainings against PyTorch's are in strategies.test.ts.
 */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { checkpointFiles, readCheckpointFiles } from "../../src/runs/checkpoint-files.ts";
import { runId } from "../../src/runs/run-id.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { type RunOptions, runSpec } from "../../src/runs/run-spec.ts";
import { verifyRun } from "../../src/runs/verify.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Spec } from "../../src/spec/spec.ts";
import type { EditSpec, EditValues } from "../../src/spec/training.ts";
import { createControl } from "../../src/train/control.ts";
import { editedRates, withEdit } from "../../src/train/edits.ts";
import type { StepEvent, TrainingState } from "../../src/train/records.ts";
import { createSchedule } from "../../src/train/schedule.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

/** Three epochs of three steps. */
const training = { epochs: 3, batchSize: 16, schedule: { kind: "step" as const, stepSize: 1, gamma: 0.5 } };
const plain = tinySpec({ training });
const edits: EditSpec[] = [
  { step: 2, set: { lr: 0.02, clipGradNorm: 0.1 } },
  { step: 5, set: { weightDecay: 0.3 } },
  { step: 8, set: { lr: 0.004 } },
];
const edited = tinySpec({ training: { ...training, edits } });

/** Runs and makes the edits by hand, each after the step before it. */
async function steer(spec: Spec, changes: readonly EditSpec[], options: RunOptions = {}, start = runSpec) {
  const control = createControl();
  const steps: StepEvent[] = [];
  const states: TrainingState[] = [];
  const run = start(spec, { ...options, control });
  for (;;) {
    const next = await run.next();
    if (next.done) return { run: next.value, steps, states };
    const event = next.value;
    if (event.type === "checkpoint") states.push(event.state);
    if (event.type !== "step") continue;
    steps.push(event);
    const change = changes.find(({ step }) => step === event.step + 1);
    if (change) {
      control.requestCheckpoint();
      control.edit(change.set);
    }
  }
}

const numbers = ({ record, gradients }: FinishedRun) => ({
  history: record.history.map(({ trainSeconds: _, valSeconds: __, ...rest }) => rest),
  weights: record.weightsSha256,
  gradients,
});

describe("a training that is changed while it runs", () => {
  it("gives the bits of the same edits in the spec, and its record has them", async () => {
    const [live, written, still] = [await steer(plain, edits), await finish(edited), await finish(plain)];
    expect(numbers(live.run)).toEqual(numbers(written));
    expect(live.run.record.spec).toEqual(edited);
    expect(live.run.record.weightsSha256).not.toBe(still.record.weightsSha256);
    expect(still.record.spec).toEqual(plain);
    expect("edits" in plain.training).toBe(false);
    // An id is given when a run starts, and stays.
    expect(runId(live.run.record)).toBe(runId({ ...live.run.record, spec: plain }));
  });

  it("says of each step what it was taken with", async () => {
    const { steps } = await steer(plain, edits);
    expect(steps.map(({ lr }) => lr)).toEqual([0.001, 0.02, 0.02, 0.01, 0.01, 0.01, 0.005, 0.004, 0.004]);
    expect(steps.flatMap(({ step, edit }) => (edit ? [{ step, set: edit }] : []))).toEqual(edits);
  });

  it("verifies", async () => {
    const { run } = await steer(plain, edits);
    const verification = verifyRun(run.record);
    let next = await verification.next();
    while (!next.done) next = await verification.next();
    expect(next.value).toMatchObject({ result: "same", differences: [] });
    const other = { ...run.record, spec: plain };
    const refuted = verifyRun(other);
    let step = await refuted.next();
    while (!step.done) step = await refuted.next();
    expect(step.value).toMatchObject({ result: "different", epoch: 1 });
  });

  it("is resumed from the checkpoint before each edit, with the edits before it", async () => {
    const { run, states } = await steer(plain, edits);
    expect(states.map(({ step }) => step)).toEqual([1, 4, 7]);
    const start = { spec: plain, numerics: "portable" as const, startedAt: run.record.startedAt };
    for (const [index, state] of states.entries()) {
      const { state: resume } = readCheckpointFiles(checkpointFiles(start, state));
      expect(resume.edits ?? []).toEqual(edits.slice(0, index));
      // The edit that came next was not yet made.
      const control = createControl();
      control.edit(edits[index]?.set ?? {});
      const again = runSpec(plain, { resume, control });
      let next = await again.next();
      while (!next.done) {
        if (next.value.type === "step") {
          const { step } = next.value;
          const change = edits.find((edit) => edit.step === step + 1);
          if (change) control.edit(change.set);
        }
        next = await again.next();
      }
      expect(numbers(next.value)).toEqual(numbers(run));
      expect(next.value.record.spec).toEqual(edited);
    }
  });

  it("goes over what the spec gives for the same step, and leaves its later edits", async () => {
    const { run } = await steer(edited, [{ step: 5, set: { lr: 0.05, weightDecay: 0 } }]);
    const all = [edits[0], { step: 5, set: { weightDecay: 0, lr: 0.05 } }, edits[2]];
    expect(run.record.spec.training.edits).toEqual(all);
    expect(numbers(run)).toEqual(numbers(await finish(parseSpec(run.record.spec))));
  });

  it("does not depend on threads", async () => {
    // Worker threads load JavaScript.
    const built = (await import("../../dist/node/index.js")).runSpec as unknown as typeof runSpec;
    const [one, two] = [await steer(plain, edits), await steer(plain, edits, { threads: 2 }, built)];
    expect([one.run.record.threads, two.run.record.threads]).toEqual([1, 2]);
    expect(numbers(two.run)).toEqual(numbers(one.run));
  });

  it("has what was asked for after its last step nowhere", async () => {
    const { run } = await steer(plain, [{ step: 10, set: { lr: 1 } }]);
    expect(run.record.spec).toEqual(plain);
    expect(numbers(run)).toEqual(numbers(await finish(plain)));
  });
});

describe("edits are refused", () => {
  const codeOf = async (list: unknown) => {
    try {
      await finish(tinySpec({ training: { ...training, edits: list as EditSpec[] } }));
    } catch (error) {
      const { code, path } = error as { code: string; path: string };
      return `${code} at ${path}`;
    }
    return "none";
  };

  it.each([
    [[{ step: 10, set: { lr: 0.1 } }], "training.edits at training.edits[0]"],
    [[{ step: 2, set: {} }], "training.edits at training.edits[0]"],
    [
      [
        { step: 3, set: { lr: 0.1 } },
        { step: 3, set: { lr: 0.2 } },
      ],
      "training.edits at training.edits[1]",
    ],
    [[{ step: 0, set: { lr: 0.1 } }], "spec.range at training.edits[0].step"],
    [[{ step: 1, set: { lr: -5 } }], "spec.range at training.edits[0].set.lr"],
    [[{ step: 1, set: { epochs: 3 } }], "spec.unknownKey at training.edits[0].set.epochs"],
    [[{ step: 9, set: { lr: 0.1 } }], "none"],
  ])("%j: %s", async (list, code) => {
    expect(await codeOf(list)).toBe(code);
  });

  it("by the control at once, and the training goes on", async () => {
    const control = createControl();
    expect(() => control.edit({ lr: -5 })).toThrow("edit.lr");
    expect(() => control.edit({ momentum: 0.5 } as EditValues)).toThrow("edit.momentum");
    expect((await finish(plain, { control })).record.weightsSha256).toBe((await finish(plain)).record.weightsSha256);
  });
});

describe("the rate under a schedule", () => {
  const rateAt = (schedule: Parameters<typeof createSchedule>[0], list: readonly EditSpec[], step: number) =>
    editedRates(createSchedule(schedule, 4), list, 4, { step: step - 1, history: [] }).lr;

  it("is the edited one at its step, and in proportion after it", () => {
    const cosine = { kind: "cosine" as const, warmup: 0, startFactor: 1 / 3, etaMin: 0, per: "step" as const };
    const spec = { lr: 0.1, epochs: 2, monitor: "valLoss" as const, schedule: cosine };
    const list = [{ step: 3, set: { lr: 0.5 } }];
    const scheduled = Array.from({ length: 8 }, (_, index) => rateAt(spec, [], index + 1));
    expect(rateAt(spec, list, 2)).toBe(scheduled[1]);
    expect(rateAt(spec, list, 3)).toBe(0.5);
    for (const step of [4, 6, 8]) {
      expect(rateAt(spec, list, step)).toBeCloseTo((0.5 * scheduled[step - 1]!) / scheduled[2]!, 12); // eight of them
    }
  });

  it("ends with its cycle where the schedule has some: the next one begins with the training's own rate", () => {
    const restarts = { kind: "cosineRestarts" as const, cycles: 2, etaMin: 0, per: "step" as const };
    const spec = { lr: 0.1, epochs: 4, monitor: "valLoss" as const, schedule: restarts };
    const scheduled = Array.from({ length: 16 }, (_, index) => rateAt(spec, [], index + 1));
    expect([scheduled[0], scheduled[8]]).toEqual([0.1, 0.1]);
    const list = [{ step: 7, set: { lr: 0.05 } }];
    expect(rateAt(spec, list, 7)).toBe(0.05);
    expect(rateAt(spec, list, 8)).toBeCloseTo((0.05 * scheduled[7]!) / scheduled[6]!, 12);
    for (const step of [9, 12, 16]) expect(rateAt(spec, list, step)).toBe(scheduled[step - 1]);
    // What else an edit sets goes on.
    const both = [{ step: 7, set: { lr: 0.05, clipGradNorm: 2 } }];
    expect(editedRates(createSchedule(spec, 4), both, 4, { step: 8, history: [] })).toEqual({
      lr: 0.1,
      clipGradNorm: 2,
    });
  });

  it("stays where the schedule had come to zero", () => {
    const down = { kind: "cosine" as const, warmup: 0, startFactor: 1 / 3, etaMin: 0, per: "epoch" as const };
    const zero = editedRates(
      createSchedule({ lr: 0.1, epochs: 2, monitor: "valLoss", schedule: down }, 1),
      [{ step: 3, set: { lr: 0.2 } }],
      1,
      { step: 4, history: [0, 1, 2, 3].map(() => ({ valLoss: 1, valAccuracy: 1, trainLoss: 1 })) },
    );
    expect(zero.lr).toBe(0.2);
  });

  it("keeps edits in the order of their steps", () => {
    const one = withEdit(edits, 3, { lr: 1 });
    expect(one.map(({ step }) => step)).toEqual([2, 3, 5, 8]);
    expect(withEdit(one, 2, { lr: 7 })[0]).toEqual({ step: 2, set: { lr: 7, clipGradNorm: 0.1 } });
  });
});
