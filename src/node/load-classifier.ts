/** A classifier from the folder of a saved run. What it does is in `inference/classifier.ts`. Node only. */
import { type Classifier, type ClassifierOptions, createClassifier } from "../inference/classifier.ts";
import { loadRun } from "./runs/folder.ts";

/**
 * Makes a classifier of the run in a folder.
 * @throws TidelabError as `loadRun`: what is missing, damaged, of a newer version, or does not fit; as `createClassifier`
 * @example
 * ```ts
 * import { loadClassifier } from "tidelab";
 *
 * const classifier = await loadClassifier("runs/mine");
 * const { longest } = classifier.trainedLengths; // steps of a series
 * const [answer] = await classifier.classify([{ id: "a", values: new Float32Array(longest) }]);
 * classifier.close();
 * console.log(answer?.refused === undefined && answer.probabilities.length); // 2
 * ```
 */
export async function loadClassifier(folder: string, options: ClassifierOptions = {}): Promise<Classifier> {
  return createClassifier(await loadRun(folder), options);
}
