/**
 * A saved run of a classifier without gradients from the contents of its two files. Runs anywhere; `node/runs/classical-folder.ts` or `fetch`
 * reads the files.
 */
import { canonical } from "../../bytes/canonical.ts";
import { sha256OfText } from "../../bytes/sha256.ts";
import { type FittedClassifier, restoreClassifier } from "../../classical/classifier.ts";
import { resolveSettings } from "../../classical/settings.ts";
import { TidelabError } from "../../errors/errors.ts";
import { show } from "../../errors/show.ts";
import { CLASSIFIER, type ClassicalRunRecord, parseClassicalRun } from "./record.ts";
import { settingsOf } from "./spec.ts";

/** A run of a classifier without gradients that was saved, with the fitted classifier. */
export interface ClassicalRun {
  readonly record: ClassicalRunRecord;
  readonly classifier: FittedClassifier;
}

/**
 * A saved run of a classifier without gradients from the two files of its folder that hold it.
 * @param record      text of `run.json`
 * @param classifier  text of `classifier.json`
 * @param sources     what the two are to the user, usually paths or addresses; begin the paths of errors
 * @throws TidelabError `run.…` and `json.…` for a record that is damaged, of a newer version or of a net; `run.classifierChanged` and
 *   `classical.saved` for a classifier that is not the one of the record
 * @example
 * ```ts
 * import { fitClassifier } from "tidelab/classical";
 * import { readClassicalRun } from "tidelab/inference";
 *
 * // In a page: await (await fetch("/runs/gunpoint/run.json")).text(), and so on.
 * console.log(await readClassicalRun("{}", "{}").catch((error) => error.code)); // run.net
 * ```
 */
export async function readClassicalRun(
  record: string,
  classifier: string,
  sources: { readonly record: string; readonly classifier: string } = { record: "run.json", classifier: CLASSIFIER },
): Promise<ClassicalRun> {
  for (const [text, source] of [
    [record, sources.record],
    [classifier, sources.classifier],
  ] as const) {
    if (typeof text !== "string") throw new TidelabError("run.text", { received: show(text) }, source);
  }
  const parsed = parseClassicalRun(record, sources.record);
  const [expected, received] = [parsed.files[CLASSIFIER], sha256OfText(classifier)];
  if (received !== expected) {
    throw new TidelabError("run.classifierChanged", { expected, received }, sources.classifier);
  }
  const fitted = await restoreClassifier(JSON.parse(classifier));
  const { classNames, channels } = parsed.data;
  const isOfRecord =
    canonical(fitted.settings) === canonical(resolveSettings(settingsOf(parsed.spec))) &&
    canonical(fitted.classNames) === canonical(classNames) &&
    fitted.channels === channels;
  if (!isOfRecord) throw new TidelabError("classical.saved", { problem: "parts" }, sources.classifier);
  return { record: parsed, classifier: fitted };
}
