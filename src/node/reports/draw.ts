/**
 * Figures and reports of a run on disk: drawn once it is saved, or later, and the public call that saves and draws. What draws them is
 * loaded only when it is needed, for that takes a while. Node only; `../runs` saves and knows nothing of drawing.
 */

import { loadData } from "../../data/load.ts";
import { resolveNumerics } from "../../engine/devices.ts";
import type { FigureLanguage } from "../../figures/index.ts";
import { evaluate } from "../../inference/evaluate.ts";
import type { FigureSources } from "../../report/run/run-figures.ts";
import { inputExamples } from "../../runs/input-examples.ts";
import type { FinishedRun } from "../../runs/run-spec.ts";
import { claimRun } from "../runs/claim.ts";
import { claimToSave, loadRun, readGradients, saveResult } from "../runs/folder.ts";
import { filesOfRun } from "../series-files.ts";
import type { Drawn, DrawOptions } from "./presentation.ts";

export interface SaveOptions {
  /** Whether figures and reports are drawn now; `rewriteFigures` draws them at any time. */
  figures?: boolean;
}

/**
 * Saves a run: record, weights, figures (SVG and PNG) and reports. The folder must be new or empty, or hold the run's
 * own checkpoints, and what it had saved when it was stopped; checkpoints of a run that will not go on are removed.
 * @returns the files
 * @throws TidelabError `run.outputExists`, `folder.locked…`, `run.outputUnwritable` or `run.diskFull`; then nothing new is left,
 *   unless only drawing failed: the run itself is safe by then
 * @example
 * ```ts
 * import { models, parseSpec, runSpec, saveRun } from "tidelab/node";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 1 } });
 * const run = runSpec(spec);
 * let next = await run.next();
 * while (!next.done) next = await run.next();
 * const files = await saveRun("runs/saved", next.value, "en", { figures: false });
 * console.log(files.map((file) => file.slice("runs/saved/".length)).join(", ")); // model.safetensors, gradients.json, run.json
 * ```
 */
export async function saveRun(
  folder: string,
  run: FinishedRun,
  lang: FigureLanguage = "en",
  { figures = true }: SaveOptions = {},
): Promise<string[]> {
  const claim = await claimToSave(folder);
  try {
    const { files, record } = await saveResult(claim.folder, run);
    if (!figures) return files;
    return [...files, ...(await drawRun(folder, { ...run, record }, lang)).files];
  } finally {
    await claim.release();
  }
}

/**
 * Draws figures and reports of a run that is saved, for the owner of its folder.
 * @throws TidelabError `run.outputUnwritable` or `run.diskFull`
 */
export async function drawRun(
  folder: string,
  sources: FigureSources,
  lang: FigureLanguage,
  options: DrawOptions = {},
): Promise<Drawn> {
  const { writePresentation } = await import("./presentation.ts");
  return writePresentation(folder, sources, lang, options);
}

/**
 * Draws the figures and reports of a saved run again, in another language for one. A report that was edited stays.
 * @throws TidelabError as `loadRun`; `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 */
export async function redrawRun(folder: string, lang: FigureLanguage): Promise<Drawn> {
  const { record, model } = await loadRun(folder);
  const claim = await claimRun(folder);
  try {
    const data = await loadData(record.spec, filesOfRun(record.data.source?.files, folder));
    const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
    const evaluation = await evaluate(model, data.test, { numerics });
    const inputs = inputExamples(record.spec, data);
    return await drawRun(folder, { record, data, evaluation, inputs, gradients: await readGradients(folder) }, lang);
  } finally {
    await claim.release();
  }
}

/**
 * Draws the figures and reports of a saved run again, in another language for one. A report that was edited stays.
 * @returns the files that were written
 * @throws TidelabError as `loadRun`; `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 * @example
 * ```ts
 * import { rewriteFigures } from "tidelab/node";
 *
 * const files = await rewriteFigures("runs/mine", "zh-CN");
 * console.log(files.includes("runs/mine/report.html")); // true
 * ```
 */
export async function rewriteFigures(folder: string, lang: FigureLanguage): Promise<string[]> {
  return (await redrawRun(folder, lang)).files;
}
