/**
 * Whether files were sampled at one rate. Models read steps and no times: at another rate the same movement has another shape, and nothing
 * but the times would show it. Within a file, readers compare the series.
 */
import type { SamplingNotice } from "./notices.ts";
import type { Sampling } from "./reader.ts";
import { SAME_STEP } from "./table/times.ts";

export interface SampledFile {
  readonly name: string;
  /** Undefined where the file has no times. */
  readonly sampling: Sampling | undefined;
}

/** Nothing where times are uneven, which has its own notice. */
export function samplingDoubts(first: SampledFile, others: readonly SampledFile[]): SamplingNotice[] {
  const own = first.sampling;
  if (own === undefined) return [];
  const ofOtherKind = others.find(({ sampling }) => sampling !== undefined && sampling.unit !== own.unit);
  const other = others.find(({ sampling }) => {
    if (!own.isEven || !sampling?.isEven || sampling.unit !== own.unit) return false;
    const ratio = sampling.step / own.step;
    return ratio > SAME_STEP || ratio < 1 / SAME_STEP;
  });
  const notices: SamplingNotice[] = [];
  if (ofOtherKind !== undefined) {
    const areDates = ofOtherKind.sampling?.unit === "seconds";
    notices.push({ kind: "otherTimes", path: ofOtherKind.name, first: first.name, areDates });
  }
  if (other?.sampling !== undefined) {
    const { step } = other.sampling;
    const { step: firstStep, unit } = own;
    notices.push({ kind: "otherSampling", path: other.name, step, first: first.name, firstStep, unit });
  }
  return notices;
}
