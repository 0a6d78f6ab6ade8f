/** The kind `waves`: series that `generate/waves.ts` makes from the spec's seed. */
import { mislabel } from "../generate/label-noise.ts";
import { makeWaves, type WavesOptions } from "../generate/waves.ts";
import { pauses } from "../pauses.ts";
import type { DataKind, SeriesEstimate } from "./kind.ts";

export interface WavesData extends WavesOptions {
  readonly kind?: "waves";
  readonly labelNoise?: number;
}

export function estimateWaves({ samples = 1200, length = 200, minLength = length, kinds }: WavesData): SeriesEstimate {
  return { count: samples, shortest: minLength, length, channels: 1, classes: kinds?.length ?? 2 };
}

export const wavesKind: DataKind<WavesData> = {
  estimate: estimateWaves,

  async load(options, random, { signal, onProgress }) {
    const pause = pauses();
    const making = makeWaves(options, random);
    for (;;) {
      signal?.throwIfAborted();
      const next = making.next();
      if (next.done) return next.value;
      onProgress?.(next.value);
      await pause();
    }
  },

  alterTraining(training, { labelNoise = 0 }, random) {
    return labelNoise > 0 ? mislabel(training, labelNoise, random) : training;
  },

  hasScale: ({ scale = "max" }) => scale === "max",
};
