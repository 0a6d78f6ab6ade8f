/**
 * The custom filters of H-Inception and LITE, (B, T, C) → (B, T, 17 C): convolutions with fixed weights, nothing is trained. Each channel
 * has its 17 outputs side by side:
 *
 *   increase  −1, 1, −1, 1, …            of 2, 4, 8, 16, 32 and 64 steps
 *   decrease  1, −1, 1, −1, …            of as many
 *   peak      squares that fall, rise to twice as much, and fall again, of 6, 12, 24, 48 and 96 steps
 *
 * Padding is "same", zeros outside the series.
 * @see Ismail-Fawaz et al. 2022, "Deep learning for time series classification using new hand-crafted convolution filters"; 2023, arXiv:2409.02869
 */
import { TREND_FILTERS } from "../engine/trend-filters.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerType } from "./layer.ts";

export const trendFilters: LayerType<"trendFilters"> = {
  outputShape({ layer }, { time, features }, path) {
    if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
    return { time, features: features * TREND_FILTERS };
  },
  parameters: () => [],
};
