/** The learning rate of every step under every schedule, against torch.optim.lr_scheduler. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTraining } from "../../src/spec/parse.ts";
import type { TrainingInput } from "../../src/spec/spec.ts";
import { scheduleSchemas } from "../../src/spec/training.ts";
import { createSchedule } from "../../src/train/schedule.ts";

interface Case {
  name: string;
  stepsPerEpoch: number;
  training: TrainingInput;
  monitored?: number[];
  lr: number[];
  momentum?: number[];
}

const { cases } = JSON.parse(readFileSync(new URL("../fixtures/schedules.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

describe("schedules of PyTorch", () => {
  it("are all there", () => {
    const kinds = new Set(cases.map(({ training }) => training.schedule?.kind));
    expect([...kinds].sort()).toEqual(Object.keys(scheduleSchemas).sort());
  });

  it.each(cases.map((entry) => [entry.name, entry] as const))("%s", (_, { training, stepsPerEpoch, ...torch }) => {
    const schedule = createSchedule(parseTraining(training), stepsPerEpoch);
    const monitored = (torch.monitored ?? []).map((value) => ({
      valLoss: value,
      valAccuracy: value,
      trainLoss: value,
    }));
    const epochOf = (step: number) => Math.floor(step / stepsPerEpoch);
    expect(torch.lr.length).toBe((training.epochs ?? 0) * stepsPerEpoch);
    for (const [step, expected] of torch.lr.entries()) {
      const history = torch.monitored
        ? monitored.slice(0, epochOf(step))
        : Array.from({ length: epochOf(step) }, () => ({ valLoss: 1, valAccuracy: 0, trainLoss: 1 }));
      const { lr, momentum } = schedule({ step, history });
      expect(Math.abs(lr - expected), `lr of step ${step}`).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
      const wanted = torch.momentum?.[step];
      if (wanted === undefined) expect(momentum).toBeUndefined();
      else expect(Math.abs((momentum ?? 0) / wanted - 1), `momentum of step ${step}`).toBeLessThanOrEqual(1e-12);
    }
  });

  it("leave the learning rate alone where there is none", () => {
    const schedule = createSchedule(parseTraining({ lr: 0.3 }), 5);
    expect(schedule({ step: 17, history: [] })).toEqual({ lr: 0.3 });
  });
});
