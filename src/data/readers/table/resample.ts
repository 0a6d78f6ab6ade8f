/**
 * Series with uneven times at even ones, linearly between their steps: `numpy.interp` of each channel at first + k × step, up to the last time.
 * On request only: what lies between two steps is a guess, and the wider they are apart, the worse.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { ReadOptions } from "../reader.ts";
import type { StepTimes, TimeSteps } from "./times.ts";
import { brief } from "./values.ts";

/** In the unit of the times: seconds for dates, or else that of their column. */
export interface Resampling {
  readonly step: number;
  /** Between two times of a series; what is wider is refused. */
  readonly longestGap: number;
  /** As the caller wrote it. */
  readonly text: string;
}

/** Steps that may lie between two times unless the caller says otherwise. */
const USUAL_GAP = 5;
/** Steps of a series at most: far more than any model reads. */
const MOST_STEPS = 10_000_000;
/** Of a step: times that differ by less are the same. */
const SAME = 1e-9;

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};

interface Duration {
  readonly value: number;
  readonly hasUnit: boolean;
}

/** `20ms`, `50Hz`, or a number in the unit of the column. @returns undefined for anything else */
function durationOf(text: string, isStep: boolean): Duration | undefined {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d*)?|\.\d+) ?([a-zµ]+|Hz)?$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  const isRate = unit === "Hz" && isStep;
  const scale = unit === "" || isRate ? 1 : (SECONDS[unit] ?? Number.NaN);
  const value = isRate ? 1 / number : number * scale;
  return digits !== "" && value > 0 && Number.isFinite(value) ? { value, hasUnit: unit !== "" } : undefined;
}

/** Resamples the series of a file. */
export class Resampler {
  readonly #step: Duration;
  readonly #gap: Duration | undefined;
  readonly #text: string;
  readonly #gapText: string;
  readonly #source: string;

  /** @throws TidelabError `reader.duration` for a text that is none */
  constructor(source: string, text: string, gap: string | undefined) {
    this.#source = source;
    this.#text = text;
    this.#gapText = gap ?? "";
    this.#step = parsed(text, true, source);
    this.#gap = gap === undefined ? undefined : parsed(gap, false, source);
  }

  /** Of the options; undefined where they ask for none. @throws as the constructor */
  static from(source: string, { resample, longestGap }: Pick<ReadOptions, "resample" | "longestGap">) {
    return resample === undefined ? undefined : new Resampler(source, resample, longestGap);
  }

  /** @param isDate  whether the times are dates. @throws TidelabError `reader.durationUnit` where the step is in another unit than the times */
  settings(isDate: boolean): Resampling {
    for (const [one, text] of [[this.#step, this.#text] as const, [this.#gap, this.#gapText] as const]) {
      if (one !== undefined && one.hasUnit !== isDate)
        throw new TidelabError("reader.durationUnit", { received: text, isDate }, this.#source);
    }
    const step = this.#step.value;
    return { step, longestGap: this.#gap?.value ?? USUAL_GAP * step, text: this.#text };
  }

  /** What lies between the times of a series once it was resampled. */
  stepsOf({ isDate }: Pick<StepTimes, "isDate">): TimeSteps {
    const { step } = this.settings(isDate);
    return { shortest: step, longest: step, isDate };
  }

  /**
   * @param values  (T, C)
   * @param times   (T), growing, from 0
   * @param series  its name, for errors
   * @returns (T', C): at 0, step, 2 × step, … up to the last time; NaN between values of which one is missing
   * @throws TidelabError `reader.gap` for times too far apart, `reader.resampledSteps` for a step that is too short
   */
  resample(
    values: Float32Array,
    channels: number,
    { offsets: times, isDate }: StepTimes,
    { series, path }: { readonly series: string; readonly path: string },
  ): Float32Array {
    const { step, longestGap, text } = this.settings(isDate);
    const last = times.at(-1) ?? 0;
    for (let t = 1; t < times.length; t++) {
      const [before, now] = [times[t - 1]!, times[t]!];
      if (now - before <= longestGap * (1 + SAME)) continue;
      const shown = (value: number) => `${Number(value.toPrecision(6))}${isDate ? " s" : ""}`;
      const params = {
        series: brief(series),
        from: shown(before),
        to: shown(now),
        longest: shown(longestGap),
        given: this.#gap !== undefined,
      };
      throw new TidelabError("reader.gap", params, path);
    }
    const steps = Math.floor(last / step + SAME) + 1;
    if (steps > MOST_STEPS)
      throw new TidelabError("reader.resampledSteps", { step: text, steps, most: MOST_STEPS }, path);
    const out = new Float32Array(steps * channels);
    let t = 0;
    for (let i = 0; i < steps; i++) {
      const time = i * step;
      while (t + 1 < times.length && times[t + 1]! <= time + SAME * step) t++;
      const isThere = t + 1 === times.length || Math.abs(time - times[t]!) <= SAME * step;
      for (let c = 0; c < channels; c++) {
        const from = values[t * channels + c]!;
        // In NumPy's order of operations.
        const slope = isThere ? 0 : (values[(t + 1) * channels + c]! - from) / (times[t + 1]! - times[t]!);
        out[i * channels + c] = isThere ? from : slope * (time - times[t]!) + from;
      }
    }
    return out;
  }
}

function parsed(text: string, isStep: boolean, source: string): Duration {
  const found = durationOf(text, isStep);
  if (found !== undefined) return found;
  throw new TidelabError("reader.duration", { received: brief(text), isStep }, source);
}
