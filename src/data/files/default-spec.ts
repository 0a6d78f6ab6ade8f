/**
 * The spec of a training on files of which nothing more is said: a model, a split, a normalisation and a training that suit the data,
 * each with its reason. Everything that is chosen here is in the spec that `--save-spec` writes.
 */

import { TidelabError } from "../../errors/errors.ts";
import type { SpecInput } from "../../spec/spec.ts";
import { type PresetName, presets } from "../../zoo/index.ts";
import { areLevelsApart } from "../inspect/describe.ts";
import type { JoinedSeries } from "./join-tables.ts";
import { setsOf } from "./sets.ts";
import { VALIDATION_SHARE } from "./validation-share.ts";

/** The CNN halves the steps three times. */
const SHORTEST_FOR_CNN = 8;
const EPOCHS = 100;
const PATIENCE = 20;

/** What was chosen for series of which nothing more is said, and why. */
export interface Choices {
  /** Where the user has said nothing. */
  readonly model: PresetName;
  /** Its title in texts. */
  readonly modelTitle: string;
  readonly modelReason: "short" | "usual" | "asked";
  readonly normalise: "series" | "channel";
  readonly stratify: boolean;
}

/** What suits these series. @param asked  a preset that the user names */
export function chooseFor(joined: JoinedSeries, seed: number, asked: PresetName | undefined): Choices {
  const [shortest] = joined.lengths;
  const isShort = shortest < SHORTEST_FOR_CNN;
  const model = asked ?? (isShort ? "fcn" : "cnn");
  return {
    model,
    modelTitle: presets[model].title,
    modelReason: asked ? "asked" : isShort ? "short" : "usual",
    normalise: areLevelsApart(joined.series, joined.channels) ? "series" : "channel",
    stratify: canStratify(joined, seed),
  };
}

/** @param given  what the user says of the parts; it goes before what is chosen */
export function defaultSpec(
  joined: JoinedSeries,
  { model, normalise, stratify }: Choices,
  given: Pick<SpecInput, "data" | "split" | "name" | "seed" | "numerics" | "training">,
): SpecInput {
  const { dataset, series, lengths } = joined;
  const { channels, classNames } = dataset;
  const hasTest = series.some(({ set }) => set === "test");
  const trained = series.filter(({ set }) => set === "train").length;
  const preset = presets[model];
  const split = given.split ?? (hasTest ? { val: VALIDATION_SHARE, stratify } : { stratify });
  return {
    ...given,
    split,
    transforms: [{ transform: "normalise", method: "zScore", over: normalise }],
    model: preset.model({ length: lengths[1], channels, classes: classNames.length }),
    training: {
      epochs: EPOCHS,
      // As many steps an epoch on small sets that something is learnt in it.
      batchSize: Math.max(4, Math.min(32, Math.floor(trained / 8))),
      // The validation loss rises whenever a cycle begins: that is no reason to end.
      ...(given.training?.schedule?.kind !== "cosineRestarts" && { earlyStopping: { patience: PATIENCE } }),
      restoreBest: true,
      ...given.training,
    },
  };
}

/** Whether every set can have every class, by drawing as the split will. */
export function canStratify({ dataset, series }: Pick<JoinedSeries, "dataset" | "series">, seed: number): boolean {
  const sets = series.map(({ set }) => set);
  const val = sets.includes("test") ? VALIDATION_SHARE : 0.15;
  const names = series.map(({ label }) => label);
  try {
    setsOf({ train: 0.7, val, stratify: true }, { labels: dataset.labels, names, sets, groups: undefined }, { seed });
    return true;
  } catch (error) {
    if (error instanceof TidelabError) return false;
    throw error;
  }
}
