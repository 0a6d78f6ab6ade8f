/** The lab's data as a library user asks for it: made, split, and ready to train on, in one call. */
import { type LoadedData, loadData } from "./data/load.ts";
import { parseSpec } from "./spec/parse.ts";

export interface WavesOptions {
  /** Series in all; sine and square alternate. */
  samples?: number;
  /** Time steps of a series. */
  length?: number;
  /** Standard deviation of the normal noise; the waves have amplitude 1. */
  noise?: number;
  /** Of NumPy's stream: the same seed gives the same series as the notebook. */
  seed?: number;
  /** Shares that train and validate; the rest tests. */
  split?: { train?: number; val?: number };
}

export type Waves = LoadedData;

/**
 * Sine and square waves under noise, split as in the notebook.
 * @throws TidelabError for a value out of range, or a split that leaves a set empty
 */
export function waves(options: WavesOptions = {}): Waves {
  const { seed, split, ...data } = options;
  const rest = { model: { layers: [{ layer: "last" as const }] } };
  return loadData(
    parseSpec({
      ...rest,
      data: { kind: "waves", ...data },
      ...(split && { split }),
      ...(seed !== undefined && { seed }),
    }),
  );
}
