/**
 * Which lengths of series a run takes: those that it was trained on, others that its transforms bring to the length that the
 * model reads and, when asked for, any. Says nothing about why a series has another length.
 */
import { dataKindOf } from "../data/kinds/index.ts";
import type { TrainedRecord } from "./trained-run.ts";

/** Steps of the series that a run was trained on, before its transforms. */
export interface TrainedLengths {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * How the length of a series relates to training: among the lengths of training; brought by the transforms to the length that
 * the model was trained on; or a length that the model never saw.
 */
export type LengthKind = "trained" | "transformed" | "untrained";

export function trainedLengths({ spec: { data }, data: { source } }: TrainedRecord): TrainedLengths {
  if (source) return { shortest: source.lengths[0], longest: source.lengths[1] };
  const { shortest, length } = dataKindOf(data).estimate(data) ?? { shortest: 1, length: Number.MAX_SAFE_INTEGER };
  return { shortest, longest: length };
}

/** @param reads  steps that the model reads of the series, after the transforms */
export function lengthKindOf(record: TrainedRecord, length: number, reads: number): LengthKind {
  const { shortest, longest } = trainedLengths(record);
  if (shortest <= length && length <= longest) return "trained";
  return shortest === longest && reads === record.data.length ? "transformed" : "untrained";
}

/** A model trained on several lengths takes others too; one trained on a single length does not, unless asked to. */
export function takesLength(record: TrainedRecord, kind: LengthKind, anyLength: boolean): boolean {
  const { shortest, longest } = trainedLengths(record);
  return kind !== "untrained" || shortest < longest || anyLength;
}

/** `60`, or `12–24`. */
export function formatTrainedLengths({ shortest, longest }: TrainedLengths): string {
  return shortest === longest ? String(longest) : `${shortest}–${longest}`;
}
