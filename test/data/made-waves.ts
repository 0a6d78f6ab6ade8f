/** Waves as tests of the generator look at them: made at once, and divided by their scale as `loadData` does. */
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { makeWaves, type WavesOptions } from "../../src/data/generate/waves.ts";
import type { RawSeries } from "../../src/data/kinds/kind.ts";

function rawWaves(options: WavesOptions, random: Parameters<typeof makeWaves>[1]): RawSeries {
  const making = makeWaves(options, random);
  for (;;) {
    const next = making.next();
    if (next.done) return next.value;
  }
}

export function waves(
  options: WavesOptions,
  random: Parameters<typeof makeWaves>[1],
): { dataset: TimeSeriesDataset; scale: number } {
  const { dataset, scale } = rawWaves(options, random);
  return { dataset: { ...dataset, values: dataset.values.map((value) => value / scale) }, scale };
}
