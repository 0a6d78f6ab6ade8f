/**
 * A linear classifier by ridge regression on -1 and 1, one regression a class, with the penalty that generalised cross-validation
 * chooses: scikit-learn's `RidgeClassifierCV`, in binary64. Knows nothing of series; the rockets give it features.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.RidgeClassifierCV.html
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { TidelabError } from "../errors/errors.ts";

/** Rows of features, row-major. */
export interface FeatureMatrix {
  /** (N, F) */
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** A ridge classifier that was fitted to features. */
export interface RidgeClassifier {
  /** Classes that training had, ascending; one regression each, but only one for two classes, of the second. */
  readonly classes: Int32Array;
  /** The penalty that was chosen. */
  readonly alpha: number;
  /** (R, F) */
  readonly coefficients: Float64Array;
  /** (R) */
  readonly intercepts: Float64Array;
}

/** 10 penalties from 0.001 to 1000, evenly on a logarithmic scale, as the rockets' authors search them: numpy.logspace(-3, 3, 10). */
export const ALPHAS: readonly number[] = [
  0.001, 0.004641588833612777, 0.021544346900318832, 0.1, 0.46415888336127775, 2.154434690031882, 10, 46.41588833612773,
  215.44346900318823, 1000,
];

/**
 * Fits a classifier to features, as scikit-learn's `RidgeClassifierCV(alphas).fit(X, y)`.
 * @param labels  (N) class of each row
 * @param alphas  penalties to choose from; of two equally good ones the first
 * @throws TidelabError `classical.features` for sizes that do not fit, `classical.oneClass`
 * @example
 * ```ts
 * import { fitRidgeClassifier, predictRidge } from "tidelab/classical";
 *
 * const features = { values: Float64Array.of(0, 1, 1, 0, 5, 6, 6, 5), rows: 4, columns: 2 };
 * const ridge = fitRidgeClassifier(features, Int32Array.of(0, 0, 1, 1));
 * console.log(predictRidge(ridge, features)); // Int32Array(4) [ 0, 0, 1, 1 ]
 * ```
 */
export function fitRidgeClassifier(
  features: FeatureMatrix,
  labels: Int32Array,
  alphas: readonly number[] = ALPHAS,
): RidgeClassifier {
  const { values, rows, columns } = features;
  if (values.length !== rows * columns || labels.length !== rows || rows < 2) {
    throw new TidelabError("classical.features", { rows, columns, values: values.length, labels: labels.length });
  }
  const classes = Int32Array.from(new Set(labels)).sort();
  if (classes.length < 2) throw new TidelabError("classical.oneClass", { name: String(classes[0]), count: rows });
  const means = columnMeans(features);
  const { targets, offsets } = centredTargets(labels, classes);
  const search = rows <= columns ? dualSearch(features, means, targets) : primalSearch(features, means, targets);
  let best = { alpha: Number.NaN, error: Number.POSITIVE_INFINITY };
  for (const alpha of alphas) {
    const error = search.error(alpha);
    if (error < best.error) best = { alpha, error };
  }
  if (Number.isNaN(best.alpha)) throw new TidelabError("classical.overflow", undefined);
  const coefficients = search.coefficients(best.alpha);
  const intercepts = offsets.map((offset, r) => {
    let sum = 0;
    for (let f = 0; f < columns; f++) sum += means[f]! * coefficients[r * columns + f]!;
    return offset - sum;
  });
  return { classes, alpha: best.alpha, coefficients, intercepts };
}

/**
 * How much each row looks like each class: larger is more.
 * @param features  of as many columns as in training
 * @returns (N, classes that training had)
 */
export function ridgeScores(
  { classes, coefficients, intercepts }: RidgeClassifier,
  features: FeatureMatrix,
): Float64Array {
  const { values, rows, columns } = features;
  const out = new Float64Array(rows * classes.length);
  for (let row = 0; row < rows; row++) {
    for (let r = 0; r < intercepts.length; r++) {
      const score = dot(values, row * columns, coefficients, r * columns, columns) + intercepts[r]!;
      if (classes.length === 2) out.set([-score, score], row * 2);
      else out[row * classes.length + r] = score;
    }
  }
  return out;
}

/**
 * The class of each row: of the largest score, of the lowest number among equals.
 * @example
 * ```ts
 * import { fitRidgeClassifier, predictRidge } from "tidelab/classical";
 *
 * const features = { values: Float64Array.of(-1, -2, 3, 4), rows: 4, columns: 1 };
 * const ridge = fitRidgeClassifier(features, Int32Array.of(0, 0, 1, 1));
 * console.log(predictRidge(ridge, { values: Float64Array.of(10), rows: 1, columns: 1 })); // Int32Array(1) [ 1 ]
 * ```
 */
export function predictRidge(ridge: RidgeClassifier, features: FeatureMatrix): Int32Array {
  return classesOfScores(ridgeScores(ridge, features), ridge.classes);
}

/** @param scores  (N, classes) */
export function classesOfScores(scores: Float64Array, classes: Int32Array): Int32Array {
  const width = classes.length;
  return Int32Array.from({ length: scores.length / width }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (scores[row * width + k]! > scores[row * width + best]!) best = k;
    return classes[best]!;
  });
}

/** What cross-validation needs: the error of a penalty, and the coefficients that go with it. */
interface Search {
  /** Mean square of leave-one-out errors. */
  error(alpha: number): number;
  /** (R, F) */
  coefficients(alpha: number): Float64Array;
}

/** For no more rows than columns: from the eigenvectors of X Xᵀ, (N, N). The intercept is not penalised: its direction is taken out. */
function dualSearch(features: FeatureMatrix, means: Float64Array, targets: readonly Float64Array[]): Search {
  const { rows, columns } = features;
  const { values: eigenvalues, vectors } = eigen(gram(features, means));
  const projected = targets.map((target) => projections(vectors, rows, rows, target));
  const dual = (alpha: number, r: number) => {
    const out = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < rows; k++)
        out[i]! += (vectors[i * rows + k]! * projected[r]![k]!) / (eigenvalues[k]! + alpha);
    }
    return out;
  };
  return {
    error(alpha) {
      const diagonal = new Float64Array(rows).fill(-1 / (alpha * rows));
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < rows; k++) diagonal[i]! += vectors[i * rows + k]! ** 2 / (eigenvalues[k]! + alpha);
      }
      return meanSquare(targets.map((_, r) => dual(alpha, r).map((value, i) => value / diagonal[i]!)));
    },
    coefficients(alpha) {
      const out = new Float64Array(targets.length * columns);
      for (const r of targets.keys()) {
        const weights = dual(alpha, r);
        for (let i = 0; i < rows; i++) {
          const weight = weights[i]!;
          for (let f = 0; f < columns; f++) {
            out[r * columns + f]! += weight * (features.values[i * columns + f]! - means[f]!);
          }
        }
      }
      return out;
    },
  };
}

/** For more rows than columns: from the eigenvectors of Xᵀ X, (F, F). */
function primalSearch(features: FeatureMatrix, means: Float64Array, targets: readonly Float64Array[]): Search {
  const { rows, columns } = features;
  const centred = new Float64Array(rows * columns);
  for (let i = 0; i < centred.length; i++) centred[i] = features.values[i]! - means[i % columns]!;
  const { values: eigenvalues, vectors } = eigen(covariance(centred, rows, columns));
  // (N, F) the rows along the eigenvectors
  const along = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < columns; f++) {
      const value = centred[i * columns + f]!;
      for (let k = 0; k < columns; k++) along[i * columns + k]! += value * vectors[f * columns + k]!;
    }
  }
  const projected = targets.map((target) => projections(along, rows, columns, target));
  return {
    error(alpha) {
      const residuals = targets.map((target, r) => {
        return target.map((value, i) => {
          let fitted = 0;
          let leverage = 1 / rows;
          for (let k = 0; k < columns; k++) {
            const one = along[i * columns + k]! / (eigenvalues[k]! + alpha);
            fitted += one * projected[r]![k]!;
            leverage += one * along[i * columns + k]!;
          }
          return (value - fitted) / (1 - leverage);
        });
      });
      return meanSquare(residuals);
    },
    coefficients(alpha) {
      const out = new Float64Array(targets.length * columns);
      for (const r of targets.keys()) {
        for (let f = 0; f < columns; f++) {
          for (let k = 0; k < columns; k++) {
            out[r * columns + f]! += (vectors[f * columns + k]! * projected[r]![k]!) / (eigenvalues[k]! + alpha);
          }
        }
      }
      return out;
    },
  };
}

function columnMeans({ values, rows, columns }: FeatureMatrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let f = 0; f < columns; f++) means[f]! += values[i * columns + f]!;
  return means.map((sum) => sum / rows);
}

/** Of each regression, 1 for its class and -1 for others, less their mean. */
function centredTargets(labels: Int32Array, classes: Int32Array): { targets: Float64Array[]; offsets: Float64Array } {
  const positive = classes.length === 2 ? classes.slice(1) : classes;
  const offsets = new Float64Array(positive.length);
  const targets = Array.from(positive, (one, r) => {
    const target = Float64Array.from(labels, (label) => (label === one ? 1 : -1));
    const mean = target.reduce((a, b) => a + b) / target.length;
    offsets[r] = mean;
    return target.map((value) => value - mean);
  });
  return { targets, offsets };
}

/** Columns that are centred at a time, so that no copy of all features is made. */
const BLOCK_COLUMNS = 1024;

/** (N, N) products of all pairs of centred rows. */
function gram({ values, rows, columns }: FeatureMatrix, means: Float64Array): Float64Array[] {
  const out = Array.from({ length: rows }, () => new Float64Array(rows));
  const block = new Float64Array(rows * BLOCK_COLUMNS);
  for (let start = 0; start < columns; start += BLOCK_COLUMNS) {
    const width = Math.min(BLOCK_COLUMNS, columns - start);
    for (let i = 0; i < rows; i++) {
      for (let f = 0; f < width; f++) block[i * width + f] = values[i * columns + start + f]! - means[start + f]!;
    }
    for (let i = 0; i < rows; i += 2) for (let j = 0; j <= i; j += 2) addFour(out, block, i, j, rows, width);
  }
  return mirrored(out);
}

/** Adds the products of two rows with two others, all four at once: each value is read for two of them. */
function addFour(out: Float64Array[], block: Float64Array, i: number, j: number, rows: number, width: number): void {
  const a = i * width;
  const b = Math.min(i + 1, rows - 1) * width;
  const c = j * width;
  const d = Math.min(j + 1, rows - 1) * width;
  let ac = 0;
  let ad = 0;
  let bc = 0;
  let bd = 0;
  for (let f = 0; f < width; f++) {
    const ofA = block[a + f]!;
    const ofB = block[b + f]!;
    const ofC = block[c + f]!;
    const ofD = block[d + f]!;
    ac += ofA * ofC;
    ad += ofA * ofD;
    bc += ofB * ofC;
    bd += ofB * ofD;
  }
  out[i]![j]! += ac;
  if (j + 1 <= i) out[i]![j + 1]! += ad;
  if (i + 1 >= rows) return;
  out[i + 1]![j]! += bc;
  out[i + 1]![j + 1]! += bd;
}

/** (F, F) products of all pairs of columns. */
function covariance(centred: Float64Array, rows: number, columns: number): Float64Array[] {
  const out = Array.from({ length: columns }, () => new Float64Array(columns));
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < columns; f++) {
      const value = centred[i * columns + f]!;
      const row = out[f]!;
      for (let g = 0; g <= f; g++) row[g]! += value * centred[i * columns + g]!;
    }
  }
  return mirrored(out);
}

function mirrored(lower: Float64Array[]): Float64Array[] {
  for (const [i, row] of lower.entries()) for (let j = 0; j < i; j++) lower[j]![i] = row[j]!;
  return lower;
}

/** Four sums side by side, which the processor adds at once. */
function dot(a: FeatureMatrix["values"], aStart: number, b: Float64Array, bStart: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    s0 += a[aStart + i]! * b[bStart + i]!;
    s1 += a[aStart + i + 1]! * b[bStart + i + 1]!;
    s2 += a[aStart + i + 2]! * b[bStart + i + 2]!;
    s3 += a[aStart + i + 3]! * b[bStart + i + 3]!;
  }
  for (; i < length; i++) s0 += a[aStart + i]! * b[bStart + i]!;
  return s0 + s1 + (s2 + s3);
}

/** @returns the values, and the vectors as columns of a row-major (n, n) */
function eigen(symmetric: Float64Array[]): { values: Float64Array; vectors: Float64Array } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(symmetric), {
    assumeSymmetric: true,
  });
  return { values: Float64Array.from(realEigenvalues), vectors: Float64Array.from(eigenvectorMatrix.to1DArray()) };
}

/** (K) aᵀ · target of a row-major (N, K). */
function projections(a: Float64Array, rows: number, columns: number, target: Float64Array): Float64Array {
  const out = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let k = 0; k < columns; k++) out[k]! += a[i * columns + k]! * target[i]!;
  return out;
}

function meanSquare(lists: readonly Float64Array[]): number {
  let sum = 0;
  let count = 0;
  for (const list of lists) {
    for (const value of list) sum += value * value;
    count += list.length;
  }
  return sum / count;
}
