/** The numbers of each arm: accuracies by seed, best and last epochs, costs. Numbers only; the texts are elsewhere. */

import { choiceOf } from "../../metrics/epoch-choice.ts";
import { secondsOf } from "../../metrics/seconds.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Sample } from "../../statistics/comparisons.ts";
import { medianOf, type Summary, summarizeValues } from "../../statistics/summary.ts";
import type { SweepArm, SweepResult } from "../../sweep/result.ts";
import { withInner } from "../run/aim.ts";

export type SweepAxis = SweepResult["axes"][number];

export type ModelKind = "recurrent" | "cnn" | "mixed" | "other";

export interface Arm {
  readonly id: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those of at least one completed epoch. */
  readonly runs: readonly RunRecord[];
  readonly failures: SweepArm["failures"];
  /** Failures that were divergences. */
  readonly diverged: number;
  readonly kind: ModelKind;
  /** Of the weights that each run ended with, by seed. */
  readonly testAccuracy: Sample;
  readonly test: Summary;
  /** In the best epoch, in the last one, and in the one whose weights were tested. */
  readonly bestValidation: Summary;
  readonly lastValidation: Summary;
  readonly testedValidation: Summary;
  readonly lastTraining: Summary;
  readonly bestEpoch: Summary;
  readonly lastEpoch: Summary;
  /** Validation loss at the end over the lowest there was, mean over the runs: 1 where the last epoch was the best. */
  readonly lossRise: number;
  readonly parameters: number;
  /** Of a forward pass over one series; NaN where it is not known. */
  readonly flops: number;
  /** Training and validation, all epochs of a run. */
  readonly seconds: Summary;
  readonly secondsPerEpoch: Summary;
  readonly hasAttention: boolean;
  /** What it was trained on, and how apart from that: equal texts for equal settings. Empty without a run. */
  readonly dataKey: string;
  readonly methodKey: string;
}

/** @param nameOf  as the report calls an arm */
export function measureArms(result: SweepResult, nameOf: (arm: SweepArm) => string): Arm[] {
  return result.arms.map((arm) => measureArm(arm, nameOf(arm)));
}

function measureArm({ id, settings, runs: all, failures, flops = Number.NaN }: SweepArm, name: string): Arm {
  const runs = all.filter(({ history }) => history.length > 0);
  const tested = all.flatMap(({ seed, test }) => (test ? [[seed, test.accuracy] as const] : []));
  const epochs = runs.flatMap((run) => choiceOf(run) ?? []);
  const [best, last] = [epochs.map((choice) => choice.best), epochs.map((choice) => choice.last)];
  const seconds = runs.map(({ history }) => secondsOf(history));
  const [first] = all;
  const layers = first?.spec.model.layers.flatMap(withInner) ?? [];
  return {
    id,
    name,
    settings,
    runs,
    failures,
    diverged: failures.filter(({ reason }) => reason === "diverged").length,
    kind: kindOf(layers.map(({ layer }) => layer)),
    testAccuracy: new Map(tested),
    test: summarizeValues(tested.map(([, accuracy]) => accuracy)),
    bestValidation: summarizeValues(best.map(({ valAccuracy }) => valAccuracy)),
    lastValidation: summarizeValues(last.map(({ valAccuracy }) => valAccuracy)),
    testedValidation: summarizeValues(epochs.map(({ tested }) => tested.valAccuracy)),
    lastTraining: summarizeValues(last.map(({ trainAccuracy }) => trainAccuracy)),
    bestEpoch: summarizeValues(best.map(({ epoch }) => epoch)),
    lastEpoch: summarizeValues(last.map(({ epoch }) => epoch)),
    lossRise: summarizeValues(last.map(({ valLoss }, i) => valLoss / (best[i]?.valLoss ?? Number.NaN))).mean,
    parameters: first?.model.parameterCount ?? Number.NaN,
    flops,
    seconds: summarizeValues(seconds),
    secondsPerEpoch: summarizeValues(runs.map(({ history }, i) => (seconds[i] ?? 0) / history.length)),
    ...keysOf(first),
    hasAttention: layers.some(({ layer }) => layer === "attention"),
  };
}

/** Settings apart from the seed. What is neither model nor training makes the series. */
function keysOf(run: RunRecord | undefined): { dataKey: string; methodKey: string } {
  if (run === undefined) return { dataKey: "", methodKey: "" };
  const { name: _, seed: __, numerics, model, training, ...data } = run.spec;
  return { dataKey: JSON.stringify(data), methodKey: JSON.stringify({ model, training, numerics }) };
}

function kindOf(layers: readonly string[]): ModelKind {
  const isRecurrent = layers.some((layer) => layer === "lstm" || layer === "gru" || layer === "rnn");
  const isConvolutional = layers.includes("conv1d");
  if (isRecurrent) return isConvolutional ? "mixed" : "recurrent";
  return isConvolutional ? "cnn" : "other";
}

export interface Reached {
  readonly runs: number;
  readonly of: number;
  /** Of the first epoch that reached it, over the runs that did; NaN without any. */
  readonly median: number;
}

/** How many epochs an arm's runs took to a validation accuracy. */
export function epochsToReach({ runs }: Arm, accuracy: number): Reached {
  const epochs = runs.flatMap(({ history }) => history.find(({ valAccuracy }) => valAccuracy >= accuracy)?.epoch ?? []);
  return { runs: epochs.length, of: runs.length, median: medianOf(epochs) };
}

const ROUND_ACCURACIES = [0.99, 0.98, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55];

/** The highest round accuracy that some run of every arm reaches: one that distinguishes the arms' pace. */
export function commonAccuracy(arms: readonly Arm[]): number | undefined {
  const trained = arms.filter(({ runs }) => runs.length > 0);
  if (trained.length === 0) return undefined;
  return ROUND_ACCURACIES.find((accuracy) => trained.every((arm) => epochsToReach(arm, accuracy).runs > 0));
}

/** That arm where no other equals it; undefined otherwise. */
export function soleBest(arms: readonly Arm[]): Arm | undefined {
  const best = bestByValidation(arms);
  const isTied = arms.some((arm) => arm !== best && arm.testedValidation.mean === best?.testedValidation.mean);
  return isTied ? undefined : best;
}

/** The arm of the highest mean validation accuracy with the weights that were tested; the first of equals. */
export function bestByValidation(arms: readonly Arm[]): Arm | undefined {
  return arms.reduce<Arm | undefined>((best, arm) => {
    if (Number.isNaN(arm.testedValidation.mean)) return best;
    return best === undefined || arm.testedValidation.mean > best.testedValidation.mean ? arm : best;
  }, undefined);
}
