/** `tidelab/classical`: classifiers of time series without gradients, the baselines that a neural net has to beat. Runs anywhere. */
import "../errors/classical-errors.ts";

export { type FittedClassifier, fitClassifier, restoreClassifier } from "./classifier.ts";
export {
  type FeatureMatrix,
  fitRidgeClassifier,
  predictRidge,
  type RidgeClassifier,
} from "./ridge-classifier.ts";
export type { SavedClassifier } from "./saved.ts";
export {
  type ClassifierSettings,
  type HydraSettings,
  METHODS,
  type MethodName,
  type MiniRocketSettings,
  type MultiRocketHydraSettings,
  type MultiRocketSettings,
  type NearestNeighbourSettings,
  type ResolvedSettings,
  resolveSettings,
} from "./settings.ts";
