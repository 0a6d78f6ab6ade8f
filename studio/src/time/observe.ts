/**
 * What is worth a look in a run, found by rules in its record alone: nothing is estimated, nothing smoothed. Texts are made when they are read,
 * in the language that is spoken.
 */
import type { EditValues } from "tidelab";
import type { EpochRecord } from "tidelab/runs";
import type { TimeTexts } from "../texts/en/time.ts";
import { formatLoss, formatPercent } from "../texts/numbers.ts";
import { steerTexts } from "../texts/steer.ts";

export interface Observation {
  /** The same for the same finding, however far the run has come. */
  readonly id: string;
  /** The step that it is about. */
  readonly step: number;
  readonly text: (texts: TimeTexts) => string;
}

export interface Observed {
  readonly history: readonly EpochRecord[];
  /** Gradient norms of all steps. */
  readonly norms: readonly number[];
  readonly stepsPerEpoch: number;
  readonly classes: number;
  /** Validation series. */
  readonly valCount: number;
  /** Changes by hand, each with the values before it. */
  readonly edits?: readonly { readonly step: number; readonly set: EditValues; readonly before: EditValues }[];
}

/** @returns in the order of their steps */
export function observe(observed: Observed): Observation[] {
  const rules = [notBetter, normPeak, breakthrough, allRight, spike, overfits];
  const found = rules.map((rule) => rule(observed)).filter((one) => one !== undefined);
  return [...found, ...(observed.edits ?? []).map(editedBy)].sort((a, b) => a.step - b.step);
}

/** A change by hand, in the spec's own keys. */
function editedBy({ step, set, before }: NonNullable<Observed["edits"]>[number]): Observation {
  const text = () => {
    const texts = steerTexts();
    const show = (key: keyof EditValues, value: number | undefined) =>
      key === "clipGradNorm" && !value ? texts.off : String(Number((value ?? 0).toPrecision(4)));
    const changes = (["lr", "clipGradNorm", "weightDecay"] as const).flatMap((key) =>
      set[key] === undefined ? [] : [texts.changes[key](show(key, before[key]), show(key, set[key]))],
    );
    return texts.edited(step, changes.join(texts.and));
  };
  return { id: `edit-${step}`, step, text };
}

/** A loss within this share of that of guessing is no better. */
const NEAR = 0.05;

/** The first epochs, as long as their loss is that of guessing. */
function notBetter({ history, classes, stepsPerEpoch }: Observed): Observation | undefined {
  const guessing = Math.log(classes);
  const end = history.findIndex(({ trainLoss }) => !(Math.abs(trainLoss / guessing - 1) < NEAR));
  const last = end < 0 ? history.length : end;
  const loss = history[last - 1]?.trainLoss;
  if (loss === undefined) return undefined;
  const text = (texts: TimeTexts) => texts.notBetter(last, formatLoss(loss), classes);
  return { id: "notBetter", step: last * stepsPerEpoch, text };
}

/** How many times the mean of all norms before a peak has to be. */
const PEAK = 3;

/** The largest gradient norm, where it stands out from all before; not among the first ten steps. */
function normPeak({ norms }: Observed): Observation | undefined {
  let sum = 0;
  let found: { step: number; norm: number; times: number } | undefined;
  let most = 0;
  for (const [index, norm] of norms.entries()) {
    const times = index >= 10 ? norm / (sum / index) : 0;
    if (norm > most) {
      most = norm;
      found = times >= PEAK ? { step: index + 1, norm, times } : undefined;
    }
    sum += norm;
  }
  if (found === undefined || !Number.isFinite(most)) return undefined;
  const { step, norm, times } = found;
  const text = (texts: TimeTexts) => texts.normPeak(step, formatLoss(norm), times.toFixed(times < 10 ? 1 : 0));
  return { id: "normPeak", step, text };
}

/** The epoch in which the validation loss falls most, among those where it falls to less than a third. */
function breakthrough({ history, stepsPerEpoch }: Observed): Observation | undefined {
  let [at, most] = [-1, 0];
  for (let index = 1; index < history.length; index++) {
    const [before, after] = [history[index - 1]!.valLoss, history[index]!.valLoss];
    if (after < before / 3 && before - after > most) [at, most] = [index, before - after];
  }
  const [before, after] = [history[at - 1], history[at]];
  if (before === undefined || after === undefined) return undefined;
  const text = (texts: TimeTexts) =>
    texts.breakthrough(
      after.epoch,
      ...([formatLoss(before.valLoss), formatLoss(after.valLoss)] as const),
      ...([formatPercent(before.valAccuracy), formatPercent(after.valAccuracy)] as const),
    );
  return { id: "breakthrough", step: after.epoch * stepsPerEpoch, text };
}

function allRight({ history, stepsPerEpoch, valCount }: Observed): Observation | undefined {
  const first = history.find(({ valAccuracy }) => valAccuracy === 1);
  if (first === undefined) return undefined;
  const text = (texts: TimeTexts) => texts.allRight(first.epoch, valCount);
  return { id: "allRight", step: first.epoch * stepsPerEpoch, text };
}

/** The first epoch whose training loss is more than twice that of the epoch before, and more than half of guessing. */
function spike({ history, stepsPerEpoch, classes }: Observed): Observation | undefined {
  const at = history.findIndex(
    ({ trainLoss }, index) =>
      index > 0 && trainLoss > 2 * history[index - 1]!.trainLoss && trainLoss > Math.log(classes) / 2,
  );
  const [before, after] = [history[at - 1], history[at]];
  if (before === undefined || after === undefined) return undefined;
  const text = (texts: TimeTexts) =>
    texts.spike(after.epoch, formatLoss(before.trainLoss), formatLoss(after.trainLoss));
  return { id: "spike", step: after.epoch * stepsPerEpoch, text };
}

/** Epochs after the best that it takes to speak of learning by heart. */
const PATIENCE = 3;

/** The validation loss has risen by a tenth since its least, three epochs ago or more, while the training loss fell. */
function overfits({ history, stepsPerEpoch }: Observed): Observation | undefined {
  const last = history.at(-1);
  if (last === undefined) return undefined;
  const best = history.reduce((least, one) => (one.valLoss < least.valLoss ? one : least));
  const isLater = last.epoch - best.epoch >= PATIENCE;
  if (!isLater || last.valLoss < 1.1 * best.valLoss || last.trainLoss >= best.trainLoss) return undefined;
  const text = (texts: TimeTexts) =>
    texts.overfits(
      best.epoch,
      ...([formatLoss(best.valLoss), formatLoss(last.valLoss)] as const),
      ...([formatLoss(best.trainLoss), formatLoss(last.trainLoss)] as const),
    );
  return { id: "overfits", step: best.epoch * stepsPerEpoch, text };
}
