/** What was drawn of a run, by hash: `figures/drawn.json`, by which `tidelab verify` knows the figures of a folder. */
import * as v from "valibot";
import { sha256OfText } from "../../bytes/sha256.ts";
import type { Figure, FigureLanguage } from "../../figures/index.ts";
import type { RunRecord } from "../../runs/record.ts";
import { VERSION } from "../../version.ts";

const drawnSchema = v.object({
  tidelab: v.string(),
  lang: v.picklist(["en", "zh-CN"]),
  /** Of the run that they show. */
  weightsSha256: v.string(),
  /** SHA-256 by name. Without the reports, which may be written in. */
  files: v.record(v.string(), v.string()),
});

/** What `figures/drawn.json` holds. */
export type DrawnRecord = v.InferOutput<typeof drawnSchema>;

/** @returns "damaged" for text that is none of ours */
export function parseDrawn(text: string): DrawnRecord | "damaged" {
  try {
    return v.parse(drawnSchema, JSON.parse(text));
  } catch {
    return "damaged";
  }
}

/**
 * The text of `figures/drawn.json` in the folder of a run whose figures are kept as SVG: `tidelab verify` takes other figures there for unfinished drawing.
 * @param figures  as `makeFigures` returned them
 * @param lang     what they are written in
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { drawnJson } from "tidelab/report";
 *
 * const { record } = await loadRun("runs/mine");
 * console.log(JSON.parse(drawnJson(record, [{ name: "samples", title: "Samples", svg: "<svg/>" }], "en")).lang); // en
 * ```
 */
export function drawnJson(
  { weightsSha256 }: Pick<RunRecord, "weightsSha256">,
  figures: readonly Figure[],
  lang: FigureLanguage,
): string {
  const files = Object.fromEntries(figures.map(({ name, svg }) => [`${name}.svg`, sha256OfText(svg)]));
  return `${JSON.stringify({ tidelab: VERSION, lang, weightsSha256, files }, undefined, 2)}\n`;
}
