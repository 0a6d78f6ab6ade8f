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

/** Nothing where times are uneven, which has its own notice, or where one file has dates and the other numbers of an unknown unit. */
export function samplingDoubts(first: SampledFile, others: readonly SampledFile[]): SamplingNotice[] {
  const own = first.sampling;
  if (own === undefined || !own.isEven) return [];
  const other = others.find(({ sampling }) => {
    if (sampling === undefined || !sampling.isEven || sampling.unit !== own.unit) return false;
    const ratio = sampling.step / own.step;
    return ratio > SAME_STEP || ratio < 1 / SAME_STEP;
  });
  if (other?.sampling === undefined) return [];
  return [
    { kind: "otherSampling", path: other.name, step: other.sampling.step, first: first.name, firstStep: own.step },
  ];
}
