/** How features are scaled before the ridge regression: by their spread, or, for Hydra's counts, by their square roots. */

/** Numbers that a scaler learns from the features of training; both (F). */
export interface FittedScaler {
  /** Taken from each feature first; for `spread` all 0: the regression centres the features itself. */
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

export interface FeatureScaler {
  readonly name: ScalerName;
  fit(features: Float32Array, rows: number, columns: number): FittedScaler;
  /** Scales in place. */
  apply(features: Float32Array, rows: number, columns: number, fitted: FittedScaler): void;
}

export type ScalerName = "spread" | "sparse";

/** What float64 keeps of a sum: below it a feature counts as constant. */
const EPSILON = 2 ** -52;

/** scikit-learn's `StandardScaler(with_mean=False)`: divides by the standard deviation; constant features stay as they are. */
const spread: FeatureScaler = {
  name: "spread",
  fit(features, rows, columns) {
    const { means, squares } = moments(features, rows, columns);
    const scale = squares.map((sum, f) => {
      const variance = sum / rows;
      const rounding = rows * EPSILON * variance + (rows * means[f]! * EPSILON) ** 2;
      return variance <= rounding ? 1 : Math.sqrt(variance);
    });
    return { shift: new Float64Array(columns), scale };
  },
  apply(features, _rows, columns, { scale }) {
    for (let i = 0; i < features.length; i++) features[i]! /= scale[i % columns]!;
  },
};

/**
 * Hydra's: square roots of what is above 0, centred and scaled where there is something, and 0 where there is nothing. Features that are mostly 0
 * are made smaller.
 * @see Dempster, Schmidt and Webb 2023, https://arxiv.org/abs/2203.13652
 */
const sparse: FeatureScaler = {
  name: "sparse",
  fit(features, rows, columns) {
    const roots = features.map(rootOf);
    const { means, squares } = moments(roots, rows, columns);
    const zeros = new Float64Array(columns);
    for (let i = 0; i < roots.length; i++) if (roots[i] === 0) zeros[i % columns]!++;
    const scale = squares.map((sum, f) => Math.sqrt(sum / Math.max(1, rows - 1)) + (zeros[f]! / rows) ** 4 + 1e-8);
    return { shift: means, scale };
  },
  apply(features, _rows, columns, { shift, scale }) {
    for (let i = 0; i < features.length; i++) {
      const root = rootOf(features[i]!);
      features[i] = root === 0 ? 0 : (root - shift[i % columns]!) / scale[i % columns]!;
    }
  },
};

export const featureScalers: Readonly<Record<ScalerName, FeatureScaler>> = { spread, sparse };

function rootOf(value: number): number {
  return value > 0 ? Math.fround(Math.sqrt(value)) : 0;
}

/** (F) means, and sums of squared distances from them. */
function moments(
  features: Float32Array,
  rows: number,
  columns: number,
): { means: Float64Array; squares: Float64Array } {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let f = 0; f < columns; f++) means[f]! += features[i * columns + f]!;
  for (let f = 0; f < columns; f++) means[f]! /= rows;
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < columns; f++) squares[f]! += (features[i * columns + f]! - means[f]!) ** 2;
  }
  return { means, squares };
}
