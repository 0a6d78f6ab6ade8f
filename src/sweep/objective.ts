/** The objective of a search: how good an arm is on the validation series of its runs. The test series are never used here. */

import { bestOf } from "../metrics/epoch-choice.ts";
import type { RunRecord } from "../runs/record.ts";
import { MONITORS, type Monitor } from "../spec/training.ts";

/** Objective of an arm (lower is better): `class` before `epochs` before `loss`. */
export interface Score {
  /** All its runs finished; one was pruned; one failed or diverged. */
  readonly class: "finished" | "pruned" | "failed";
  /** Of the best epochs, mean over the runs: a loss, or minus an accuracy. */
  readonly loss: number;
  /** How far its runs came, which counts for arms with a pruned one only. */
  readonly epochs: number;
}

const FAILED: Score = { class: "failed", loss: Number.POSITIVE_INFINITY, epochs: 0 };
const CLASSES = ["finished", "pruned", "failed"] as const;

/**
 * What decides between epochs and between arms: one thing for all arms, as the base has it.
 * @param base  a spec as a user writes it
 */
export function monitorOf(base: unknown): Monitor {
  const training = (base as { training?: { monitor?: unknown } } | undefined)?.training;
  return MONITORS.find((monitor) => monitor === training?.monitor) ?? "valLoss";
}

/** @param records  one a seed, undefined for a run that failed */
export function scoreArm(records: readonly (RunRecord | undefined)[], monitor: Monitor): Score {
  let sum = 0;
  let epochs = 0;
  for (const record of records) {
    const best = record && bestOf(record.history, monitor)?.[monitor];
    if (record === undefined || record.divergence || best === undefined || !Number.isFinite(best)) return FAILED;
    sum += monitor === "valAccuracy" ? -best : best;
    epochs += record.history.length;
  }
  const isPruned = records.some((record) => record?.status === "stopped");
  return { class: isPruned ? "pruned" : "finished", loss: sum / records.length, epochs };
}

/** The places of the scores, best first; of equals the first first. Pruned arms as in Optuna: who came farthest is better. */
export function rankScores(scores: readonly Score[]): number[] {
  const places = scores.map((_, place) => place);
  return places.sort((i, j) => {
    const [a, b] = [scores[i]!, scores[j]!]; // places of scores
    const byClass = CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class);
    if (byClass !== 0 || a.class === "failed") return byClass || i - j;
    const byEpochs = a.class === "pruned" ? b.epochs - a.epochs : 0;
    return byEpochs || a.loss - b.loss || i - j;
  });
}
