/** What the transforms of a run do to its series, by example: for a figure, which then needs no transform. Draws nothing. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { LoadedData } from "../data/load.ts";
import { asRead, firstOfEachClass } from "../data/shown.ts";
import type { Spec } from "../spec/spec.ts";

/** The first series of each class, as they were made or read and as the model reads them. */
export interface InputExamples {
  readonly before: TimeSeriesDataset;
  readonly after: TimeSeriesDataset;
}

/**
 * The first series of each class before and after the transforms of a run, for `makeFigures`.
 * @param data  as `loadData` returns it
 * @returns undefined for a spec without transforms
 * @example
 * ```ts
 * import { loadData, models, parseSpec } from "tidelab";
 * import { inputExamples } from "tidelab/runs";
 *
 * const data = { kind: "waves", samples: 40, length: 20 } as const;
 * const spec = parseSpec({ data, transforms: [{ transform: "normalise" }], model: models.cnn({ channels: [4] }) });
 * console.log(inputExamples(spec, await loadData(spec))?.after.count); // 2
 * ```
 */
export function inputExamples(
  { transforms }: Pick<Spec, "transforms">,
  { all, fitted }: Pick<LoadedData, "all" | "fitted">,
): InputExamples | undefined {
  if (transforms.length === 0) return undefined;
  const before = firstOfEachClass(all, 1);
  return { before, after: asRead(before, transforms, fitted) };
}
