/** A classifier of many features: each extractor's features, scaled, one list after the other, to a ridge regression. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { subset } from "../data/split.ts";
import { TidelabError } from "../errors/errors.ts";
import type { FittedExtractor } from "./feature-extractor.ts";
import { type FittedScaler, featureScalers, type ScalerName } from "./feature-scalers.ts";
import { type FeatureMatrix, fitRidgeClassifier, type RidgeClassifier, ridgeScores } from "./ridge-classifier.ts";
import type { RocketModule } from "./rocket-module.ts";
import { numberOf, numbersOf, type Parts } from "./saved.ts";

/** An extractor and what its features are scaled by. */
export interface Stage {
  readonly extractor: FittedExtractor;
  readonly scaler: ScalerName;
  readonly fitted: FittedScaler;
}

export interface LinearClassifier {
  readonly stages: readonly Stage[];
  readonly ridge: RidgeClassifier;
}

/** Series that are transformed at a time when classes are predicted: their features are large, and not kept. */
const BLOCK = 64;

/** @param extractors  fitted to these series, each with the scaler of its features */
export function fitLinear(
  module: RocketModule,
  train: TimeSeriesDataset,
  extractors: readonly (readonly [FittedExtractor, ScalerName])[],
  alphas: readonly number[],
): LinearClassifier {
  const rows = train.count;
  const parts = extractors.map(([extractor, scaler]) => {
    const features = extractor.transform(module, train);
    checkFinite(features);
    const fitted = featureScalers[scaler].fit(features, rows, extractor.count);
    featureScalers[scaler].apply(features, rows, extractor.count, fitted);
    return { stage: { extractor, scaler, fitted }, features };
  });
  const all = sideBySide(
    parts.map(({ stage, features }) => ({ values: features, rows, columns: stage.extractor.count })),
  );
  return { stages: parts.map(({ stage }) => stage), ridge: fitRidgeClassifier(all, train.labels, alphas) };
}

/** @returns (N, classes that training had) */
export function linearScores(
  module: RocketModule,
  { stages, ridge }: LinearClassifier,
  dataset: TimeSeriesDataset,
): Float64Array {
  const out = new Float64Array(dataset.count * ridge.classes.length);
  for (let start = 0; start < dataset.count; start += BLOCK) {
    const rows = Math.min(BLOCK, dataset.count - start);
    const block = subset(
      dataset,
      Int32Array.from({ length: rows }, (_, i) => start + i),
    );
    const features = stages.map(({ extractor, scaler, fitted }) => {
      const values = extractor.transform(module, block);
      checkFinite(values);
      featureScalers[scaler].apply(values, rows, extractor.count, fitted);
      return { values, rows, columns: extractor.count };
    });
    out.set(ridgeScores(ridge, sideBySide(features)), start * ridge.classes.length);
  }
  return out;
}

/** @throws TidelabError `classical.overflow` where values were so large that their sums are not finite */
function checkFinite(features: Float32Array): void {
  if (!features.every(Number.isFinite)) throw new TidelabError("classical.overflow", undefined);
}

function sideBySide(blocks: readonly (FeatureMatrix & { values: Float32Array })[]): FeatureMatrix {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) return only;
  const rows = only?.rows ?? 0;
  const columns = blocks.reduce((sum, block) => sum + block.columns, 0);
  const values = new Float32Array(rows * columns);
  let from = 0;
  for (const block of blocks) {
    for (let i = 0; i < rows; i++) {
      values.set(block.values.subarray(i * block.columns, (i + 1) * block.columns), i * columns + from);
    }
    from += block.columns;
  }
  return { values, rows, columns };
}

/** Names of a stage's parts begin with its extractor's name, so that several do not mix. */
export function saveLinear({ stages, ridge }: LinearClassifier): Parts {
  const parts: Record<string, Parts[string]> = {};
  for (const { extractor, fitted } of stages) {
    const own = { ...extractor.save(), shift: fitted.shift, scale: fitted.scale };
    for (const [name, part] of Object.entries(own)) parts[`${extractor.name}.${name}`] = part;
  }
  const { classes, alpha, coefficients, intercepts } = ridge;
  return {
    ...parts,
    "ridge.classes": classes,
    "ridge.alpha": alpha,
    "ridge.coefficients": coefficients,
    "ridge.intercepts": intercepts,
  };
}

/** @throws TidelabError `classical.saved` for parts that do not fit together */
export function restoreLinear(
  parts: Parts,
  restorers: readonly (readonly [name: string, restore: (own: Parts) => FittedExtractor, scaler: ScalerName])[],
): LinearClassifier {
  const stages = restorers.map(([name, restore, scaler]) => {
    const own = Object.fromEntries(
      Object.entries(parts).flatMap(([key, part]) =>
        key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), part] as const] : [],
      ),
    );
    const extractor = restore(own);
    const fitted = { shift: numbersOf(own, "shift", "float64"), scale: numbersOf(own, "scale", "float64") };
    return { extractor, scaler, fitted };
  });
  const ridge = {
    classes: numbersOf(parts, "ridge.classes", "int32"),
    alpha: numberOf(parts, "ridge.alpha"),
    coefficients: numbersOf(parts, "ridge.coefficients", "float64"),
    intercepts: numbersOf(parts, "ridge.intercepts", "float64"),
  };
  const width = stages.reduce((sum, { extractor }) => sum + extractor.count, 0);
  const fits =
    stages.every(({ extractor, fitted }) => {
      return fitted.shift.length === extractor.count && fitted.scale.length === extractor.count;
    }) && ridge.coefficients.length === width * ridge.intercepts.length;
  if (!fits) throw new TidelabError("classical.saved", { problem: "parts" });
  return { stages, ridge };
}
