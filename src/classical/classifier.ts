/**
 * Classifiers that are fitted without gradients, behind one interface: fitted to a data set, they predict classes and can be saved as plain
 * data. The methods are in files of their own; this joins them to their settings.
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";
import { fitHydra, restoreHydra } from "./hydra.ts";
import { fitLinear, type LinearClassifier, linearScores, restoreLinear, saveLinear } from "./linear-classifier.ts";
import { fitMiniRocket, restoreMiniRocket } from "./mini-rocket.ts";
import { fitMultiRocket, restoreMultiRocket } from "./multi-rocket.ts";
import { findWindow, type Neighbours, nearestOf, neighboursOf, sequencesOf } from "./nearest-neighbour.ts";
import { ALPHAS, classesOfScores } from "./ridge-classifier.ts";
import { createRocketModule, type RocketModule } from "./rocket-module.ts";
import { TAPS } from "./rocket-plan.ts";
import { numberOf, numbersOf, type Parts, readParts, type SavedClassifier, saveClassifier } from "./saved.ts";
import { checkSeriesLike, checkTraining, type FittedShape, lengthsOf } from "./series.ts";
import { type ClassifierSettings, type MethodName, type ResolvedSettings, resolveSettings } from "./settings.ts";

/** A classifier that was fitted to series. */
export interface FittedClassifier {
  /** All settings, those too that were left out. */
  readonly settings: ResolvedSettings;
  readonly classNames: readonly string[];
  readonly channels: number;
  /** What training found: for `dtw` the window, for the others the penalty of the ridge regression and how many features there are. */
  readonly found: Readonly<Record<string, number>>;
  /**
   * The class of each series, an index into `classNames`.
   * @throws TidelabError `data.…`, `classical.otherLength` for series of another length, where training had one length only
   */
  predict(dataset: TimeSeriesDataset): Int32Array;
  /**
   * How much each series looks like each class: (N, K), larger is more, -Infinity for a class without training series. The scores of a
   * regression, no probabilities.
   * @throws TidelabError as `predict`; `classical.noScores` for `dtw`, which has none
   */
  scores(dataset: TimeSeriesDataset): Float64Array;
  /** The classifier as plain data, which `restoreClassifier` takes. `JSON.stringify` calls it. */
  toJSON(): SavedClassifier;
}

/** A method's answers, whatever else is around them. */
interface Fitted {
  readonly found: Readonly<Record<string, number>>;
  readonly parts: Parts;
  predict(dataset: TimeSeriesDataset): Int32Array;
  scores?(dataset: TimeSeriesDataset): Float64Array;
}

/**
 * Fits a classifier to a data set.
 * @param train     series of one length or of several; all rows are used, none is held back
 * @param settings  the method, and what of it shall not be as usual
 * @returns a classifier with the same answers on every host
 * @throws TidelabError `classical.…`, `data.…`
 * @example
 * ```ts
 * import { fitClassifier } from "tidelab/classical";
 *
 * const values = Float32Array.from({ length: 4 * 20 }, (_, i) => (i < 40 ? Math.sin(i) : Math.sin(i / 3)));
 * const series = { values, labels: Int32Array.of(0, 0, 1, 1), count: 4, length: 20, channels: 1, classNames: ["fast", "slow"] };
 * const classifier = await fitClassifier(series, { method: "mini-rocket" });
 * console.log(classifier.predict(series)); // Int32Array(4) [ 0, 0, 1, 1 ]
 * ```
 */
export async function fitClassifier(train: TimeSeriesDataset, settings: ClassifierSettings): Promise<FittedClassifier> {
  const resolved = resolveSettings(settings);
  const { train: checked, shape } = checkTraining(train);
  checkLengths(checked, shape, resolved.method, "train");
  const fitted = resolved.method === "dtw" ? fitNeighbours(checked, resolved) : await fitRockets(checked, resolved);
  return classifierOf(resolved, shape, fitted);
}

/**
 * The classifier that `toJSON` saved, with the same answers.
 * @param saved  as `JSON.parse` gives it
 * @throws TidelabError `classical.saved` for what is no saved classifier, was changed, or was cut off
 * @example
 * ```ts
 * import { fitClassifier, restoreClassifier } from "tidelab/classical";
 *
 * const series = { values: Float32Array.of(1, 2, 3, 3, 2, 1), labels: Int32Array.of(0, 1), count: 2, length: 3, channels: 1, classNames: ["up", "down"] };
 * const text = JSON.stringify(await fitClassifier(series, { method: "dtw" }));
 * const classifier = await restoreClassifier(JSON.parse(text));
 * console.log(classifier.predict(series)); // Int32Array(2) [ 0, 1 ]
 * ```
 */
export async function restoreClassifier(saved: unknown): Promise<FittedClassifier> {
  const { content, parts } = readParts(saved);
  const settings = resolveSettings(content.settings as unknown as ClassifierSettings, "settings");
  const fitted =
    settings.method === "dtw"
      ? neighboursFrom(content.shape, parts)
      : linearFrom(await createRocketModule(), restoreLinear(parts, STAGES[settings.method]));
  return classifierOf(settings, content.shape, fitted);
}

function classifierOf(settings: ResolvedSettings, shape: FittedShape, fitted: Fitted): FittedClassifier {
  const check = (dataset: TimeSeriesDataset) => {
    const checked = checkSeriesLike(dataset, shape);
    checkLengths(checked, shape, settings.method, "dataset");
    return checked;
  };
  return {
    settings,
    classNames: shape.classNames,
    channels: shape.channels,
    found: fitted.found,
    predict: (dataset) => fitted.predict(check(dataset)),
    scores(dataset) {
      if (fitted.scores === undefined) throw new TidelabError("classical.noScores", { method: settings.method });
      return spreadOut(fitted.scores(check(dataset)), fitted, shape.classNames.length);
    },
    toJSON: () => saveClassifier(settings.method, settings as unknown as Record<string, unknown>, shape, fitted.parts),
  };
}

/** (N, classes that training had) to (N, K). */
function spreadOut(scores: Float64Array, { parts }: Fitted, classes: number): Float64Array {
  const present = numbersOf(parts, "ridge.classes", "int32");
  const rows = scores.length / present.length;
  const out = new Float64Array(rows * classes).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    for (const [k, label] of present.entries()) out[i * classes + label] = scores[i * present.length + k]!;
  }
  return out;
}

/** Steps that a method needs at least: 9 taps, one more for differences; of unequal series only the differences need two. */
function checkLengths(dataset: TimeSeriesDataset, shape: FittedShape, method: MethodName, what: string): void {
  const usesDifferences = method !== "mini-rocket" && method !== "dtw";
  const needs = method === "dtw" ? 1 : shape.anyLength ? (usesDifferences ? 2 : 1) : TAPS + (usesDifferences ? 1 : 0);
  const steps = lengthsOf(dataset);
  const short = steps.findIndex((length) => length < needs);
  if (short >= 0) {
    throw new TidelabError("classical.tooShort", { method, needs, received: steps[short]! }, `${what}[${short}]`);
  }
  // Sums of places are int32 in the kernel.
  const most = method.startsWith("multi-rocket") ? 2 ** 16 : Number.POSITIVE_INFINITY;
  const long = steps.findIndex((length) => length > most);
  if (long >= 0) {
    throw new TidelabError("classical.tooLong", { method, most, received: steps[long]! }, `${what}[${long}]`);
  }
}

type LinearMethod = Exclude<MethodName, "dtw">;

const MINI_ROCKET = ["mini-rocket", restoreMiniRocket, "spread"] as const;
const MULTI_ROCKET = ["multi-rocket", restoreMultiRocket, "spread"] as const;
const HYDRA = ["hydra", restoreHydra, "sparse"] as const;

/** The extractors of each method, and how their features are scaled. */
const STAGES = {
  "mini-rocket": [MINI_ROCKET],
  "multi-rocket": [MULTI_ROCKET],
  hydra: [HYDRA],
  "multi-rocket-hydra": [HYDRA, MULTI_ROCKET],
} as const satisfies Record<LinearMethod, unknown>;

async function fitRockets(train: TimeSeriesDataset, settings: ResolvedSettings<LinearMethod>): Promise<Fitted> {
  const module = await createRocketModule();
  const extractors = STAGES[settings.method].map(([name, , scaler]) => {
    return [fitExtractor(module, train, name, settings), scaler] as const;
  });
  return linearFrom(module, fitLinear(module, train, extractors, ALPHAS));
}

function fitExtractor(
  module: RocketModule,
  train: TimeSeriesDataset,
  name: "mini-rocket" | "multi-rocket" | "hydra",
  settings: ResolvedSettings<LinearMethod>,
) {
  const { seed } = settings;
  const own = (settings.method === name ? settings : resolveSettings({ method: name, seed })) as ResolvedSettings;
  switch (own.method) {
    case "mini-rocket":
      return fitMiniRocket(module, train, own);
    case "multi-rocket":
      return fitMultiRocket(module, train, { ...own, features: own.kernels });
    case "hydra":
      return fitHydra(train, own);
    default:
      throw new Error(`no extractor ${name}`);
  }
}

function linearFrom(module: RocketModule, linear: LinearClassifier): Fitted {
  const features = linear.stages.reduce((sum, { extractor }) => sum + extractor.count, 0);
  const scores = (dataset: TimeSeriesDataset) => linearScores(module, linear, dataset);
  return {
    found: { alpha: linear.ridge.alpha, features },
    parts: saveLinear(linear),
    predict: (dataset) => classesOfScores(scores(dataset), linear.ridge.classes),
    scores,
  };
}

function fitNeighbours(train: TimeSeriesDataset, { window }: ResolvedSettings<"dtw">): Fitted {
  return neighboursAnswers(neighboursOf(train, window === "leave-one-out" ? findWindow(train) : window), train);
}

function neighboursAnswers(
  neighbours: Neighbours,
  { values, labels, length, lengths, count }: TimeSeriesDataset,
): Fitted {
  const { window } = neighbours;
  return {
    found: { window },
    parts: { window, values, labels, length, count, lengths: lengths ?? new Int32Array(count).fill(length) },
    predict: (dataset) => nearestOf(neighbours, sequencesOf(dataset)).map((place) => labels[place]!),
  };
}

/** @throws TidelabError `classical.saved` */
function neighboursFrom({ classNames, channels }: FittedShape, parts: Parts): Fitted {
  const [count, length] = [numberOf(parts, "count"), numberOf(parts, "length")];
  const values = numbersOf(parts, "values", "float32");
  const [labels, lengths] = [numbersOf(parts, "labels", "int32"), numbersOf(parts, "lengths", "int32")];
  if (values.length !== count * length * channels || labels.length !== count || lengths.length !== count) {
    throw new TidelabError("classical.saved", { problem: "parts" });
  }
  const train = { values, labels, lengths, count, length, channels, classNames };
  return neighboursAnswers(neighboursOf(train, numberOf(parts, "window")), train);
}
