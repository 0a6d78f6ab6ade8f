/** The lab's data as a library user asks for it: made, split, and ready to train on, in one call that awaits nothing. */

import { NumpyRandom } from "../random/numpy.ts";
import { parseSpec } from "../spec/parse.ts";
import type { TransformInput } from "../spec/transforms.ts";
import type { WavesInput, WavesSpec } from "../spec/waves.ts";
import { makeWaves } from "./generate/waves.ts";
import { estimateWaves } from "./kinds/waves.ts";
import { arrange, checkSeriesMemory, type LoadedData } from "./load.ts";

/** The generator's options as in a spec's `data`, with what a spec says elsewhere. */
export interface WavesOptions extends Omit<WavesInput, "kind"> {
  /** Of NumPy's stream: the same seed gives the same series as the notebook. */
  seed?: number;
  /** Shares that train and validate; the rest tests. */
  split?: { train?: number; val?: number; stratify?: boolean };
  /** As in a spec: what is done to the series before a model reads them. */
  transforms?: TransformInput[];
}

/** Generated series: the three sets, and what they were made with. */
export type Waves = LoadedData;

/**
 * Waves under noise, split as in the notebook; sine and square, as the notebook has them, by default.
 * @throws TidelabError for a value out of range, or a split that leaves a set empty
 * @example
 * ```ts
 * import { waves } from "tidelab";
 *
 * const data = waves({ samples: 100, length: 20, seed: 7 });
 * console.log(data.train.count + data.val.count + data.test.count, data.train.length); // 100 20
 * ```
 */
export function waves(options: WavesOptions = {}): Waves {
  const { seed, split, transforms, ...data } = options;
  const rest = { model: { layers: [{ layer: "last" as const }] } };
  const spec = parseSpec({
    ...rest,
    data: { kind: "waves", ...data },
    ...(split && { split }),
    ...(transforms && { transforms }),
    ...(seed !== undefined && { seed }),
  });
  const made = spec.data as WavesSpec; // as given above
  checkSeriesMemory(estimateWaves(made), spec);
  const random = new NumpyRandom(spec.seed);
  const making = makeWaves(made, random);
  for (;;) {
    const next = making.next();
    if (next.done) return arrange(next.value, spec, random);
  }
}
