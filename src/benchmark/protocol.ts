/**
 * How accuracies came about, as far as it decides whether two of them may be compared: which split, and which epoch of a net was tested. Read
 * out of the words of published tables, and said of our own runs. What the words do not say is unknown, and never taken for equal.
 */
import type { SplitSpec } from "../spec/split.ts";

/** `archive`: the files' own split; `resamples`: several draws of it; `other`: folds, shares, a split by time or groups. */
export type SplitRule = "archive" | "resamples" | "other";

/** Which epoch of a net was tested. `none`: there are no epochs. */
export type EpochRule = "trainLoss" | "validation" | "last" | "test" | "none";

export interface Protocol {
  readonly split: SplitRule | undefined;
  /** Undefined where the words do not say. */
  readonly epoch: EpochRule | undefined;
  /** Whether the figure is of several nets together; undefined where the words hold for single nets and ensembles. */
  readonly isEnsemble: boolean | undefined;
  /** Of our own: whether model or training are other than those that were published. */
  readonly isChanged?: boolean;
}

/** Reads a protocol out of a published table's words. */
export function protocolOfText(text: string): Protocol {
  const words = text.toLowerCase();
  const isArchive = /archive|\b(ucr|uea)(-\d+)? split|original split|default split|resample 0\b/.test(words);
  const isResampled = /\bresamples\b/.test(words);
  const epoch: EpochRule | undefined = /(minimum|min|lowest|best) training loss/.test(words)
    ? "trainLoss"
    : /(by|on|best) test/.test(words)
      ? "test"
      : /validation/.test(words)
        ? "validation"
        : /last epoch/.test(words)
          ? "last"
          : undefined;
  return {
    split: isArchive === isResampled ? undefined : isArchive ? "archive" : "resamples",
    epoch,
    isEnsemble: /\bensembles:/.test(words) ? undefined : /\bensemble\b/.test(words),
  };
}

/**
 * The split of our own runs.
 * @param hasTestFiles  whether the data set has a test set of its own
 */
export function splitRuleOf(split: SplitSpec, hasTestFiles: boolean): SplitRule {
  if (!hasTestFiles) return "other";
  if (!("kind" in split)) return "archive";
  if (split.kind === "resample") return split.resample === 0 ? "archive" : "resamples";
  if (split.kind === "indices") return split.row === 0 ? "archive" : "resamples";
  return "other";
}

/** Why two figures may not be compared; undefined where they may. */
export type Unlike = "split" | "epoch" | "ensemble" | "changed" | "unknownSplit" | "unknownEpoch";

/** @param ours  of our own runs: single models, of which everything is known */
export function whyUnlike(ours: Protocol, published: Protocol): Unlike | undefined {
  if (published.split === undefined) return "unknownSplit";
  if (published.split !== ours.split) return "split";
  if (ours.isChanged) return "changed";
  if (published.isEnsemble) return "ensemble";
  if (ours.epoch === "none") return undefined;
  if (published.isEnsemble === undefined) return "ensemble";
  if (published.epoch === undefined) return "unknownEpoch";
  return published.epoch === ours.epoch ? undefined : "epoch";
}
