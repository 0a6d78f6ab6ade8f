/**
 * The learning rate of every step, as torch.optim.lr_scheduler gives it. A schedule has no state: what it
 * says follows from the step and the history, so that a training that is resumed needs nothing more.
 */

import type { Rates } from "../engine/device.ts";
import { isBetter } from "../metrics/epoch-choice.ts";
import { cos } from "../random/correctly-rounded.ts";
import type { Monitor, ScheduleSpec, TrainingSpec } from "../spec/training.ts";
import type { EpochRecord } from "./records.ts";

/** How far a training is before a step. */
export interface Moment {
  /** Steps done, over all epochs. */
  readonly step: number;
  /** Epochs done. */
  readonly history: readonly Pick<EpochRecord, Monitor>[];
}

export interface Schedule {
  (now: Moment): Rates;
  /** Steps of the optimizer after which it begins again; absent where it does not. */
  readonly cycleSteps?: number;
}

type ScheduleOf<K extends ScheduleSpec["kind"]> = Extract<ScheduleSpec, { kind: K }>;
type Training = Pick<TrainingSpec, "lr" | "schedule" | "epochs" | "monitor">;

/** @param stepsPerEpoch  steps of the optimizer */
export function createSchedule(training: Training, stepsPerEpoch: number): Schedule {
  const { lr, schedule } = training;
  switch (schedule?.kind) {
    case undefined:
      return () => ({ lr });
    case "step":
      return ({ history }) => ({ lr: decay(lr, schedule.gamma, Math.floor(history.length / schedule.stepSize)) });
    case "exponential":
      return ({ history }) => ({ lr: decay(lr, schedule.gamma, history.length) });
    case "cosine": {
      const total = training.epochs * (schedule.per === "step" ? stepsPerEpoch : 1);
      return ({ step, history }) => ({
        lr: cosine(lr, schedule, schedule.per === "step" ? step : history.length, total),
      });
    }
    case "cosineRestarts": {
      const { cycles, etaMin, per } = schedule;
      const cycleEpochs = training.epochs / cycles;
      const cycleSteps = cycleEpochs * stepsPerEpoch;
      const length = per === "step" ? cycleSteps : cycleEpochs;
      const rates = ({ step, history }: Moment) => ({
        lr: halfCosine(lr, etaMin, (per === "step" ? step : history.length) % length, length),
      });
      return Object.assign(rates, { cycleSteps });
    }
    case "oneCycle":
      return ({ step }) => oneCycle(lr, schedule, step, training.epochs * stepsPerEpoch);
    case "reduceOnPlateau":
      return ({ history }) => ({ lr: reduceOnPlateau(training, schedule, history) });
  }
}

/** Whether a cycle of the learning rate ends with an epoch, from 1 on: its weights are then a snapshot. */
export function isEndOfCycle(epoch: number, { schedule, epochs }: Pick<TrainingSpec, "schedule" | "epochs">): boolean {
  return schedule?.kind === "cosineRestarts" && epoch % (epochs / schedule.cycles) === 0;
}

/** lr · gamma · gamma · …, one product after the other as PyTorch makes them. */
function decay(lr: number, gamma: number, times: number): number {
  let rate = lr;
  for (let n = 0; n < times; n++) rate *= gamma;
  return rate;
}

/** LinearLR from `startFactor` to 1, then CosineAnnealingLR over what is left: PyTorch's SequentialLR of the two. */
function cosine(lr: number, { warmup, startFactor, etaMin }: ScheduleOf<"cosine">, at: number, total: number): number {
  if (at < warmup) return lr * (startFactor + (1 - startFactor) * (at / warmup));
  return halfCosine(lr, etaMin, at - warmup, total - warmup);
}

/** From `lr` at 0 down to `etaMin` at `length`. */
function halfCosine(lr: number, etaMin: number, at: number, length: number): number {
  return etaMin + (lr - etaMin) * ((1 + cos((Math.PI * at) / length)) / 2);
}

/** Two phases: up to `maxLr` while the momentum falls, then down while it rises again. */
function oneCycle(lr: number, schedule: ScheduleOf<"oneCycle">, step: number, total: number): Rates {
  const { maxLr = lr, pctStart, divFactor, finalDivFactor, baseMomentum, maxMomentum } = schedule;
  const initial = maxLr / divFactor;
  const peak = pctStart * total - 1;
  const isRise = step <= peak;
  const [from, to] = isRise ? [0, peak] : [peak, total - 1];
  // PyTorch divides by zero where the rise is a single step.
  const share = to > from ? (step - from) / (to - from) : 1;
  const anneal = (start: number, end: number) =>
    schedule.annealStrategy === "cos"
      ? end + ((start - end) / 2) * (cos(Math.PI * share) + 1)
      : (end - start) * share + start;
  return {
    lr: isRise ? anneal(initial, maxLr) : anneal(maxLr, initial / finalDivFactor),
    ...(schedule.cycleMomentum && {
      momentum: isRise ? anneal(maxMomentum, baseMomentum) : anneal(baseMomentum, maxMomentum),
    }),
  };
}

/** Goes through the epochs again from the first: their number is small, and nothing needs to be kept. */
function reduceOnPlateau(
  { lr, monitor }: Training,
  schedule: ScheduleOf<"reduceOnPlateau">,
  history: Moment["history"],
): number {
  const { factor, patience, threshold, thresholdMode, cooldown, minLr, eps } = schedule;
  let rate = lr;
  let best: number | undefined;
  let bad = 0;
  let cooling = 0;
  for (const record of history) {
    const value = record[monitor];
    if (best === undefined || isBetter(monitor, value, best, threshold, thresholdMode)) {
      best = value;
      bad = 0;
    } else bad++;
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad <= patience) continue;
    const reduced = Math.max(rate * factor, minLr);
    if (rate - reduced > eps) rate = reduced;
    cooling = cooldown;
    bad = 0;
  }
  return rate;
}
