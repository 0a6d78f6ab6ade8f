/** The learning-rate range test on disk: its numbers and its figure in a separate folder. Node only. */

import { join } from "node:path";
import { type FigureLanguage, lrFindFigure } from "../../figures/index.ts";
import type { RangeTest } from "../../train/records.ts";
import { replaceFile, replaceFiles } from "../files.ts";
import { renderPng } from "../png.ts";

/**
 * Writes `lr-find.json`, `lr-find.svg` and `lr-find.png`.
 * @returns the files
 * @throws TidelabError `run.outputUnwritable` or `run.diskFull`
 */
export async function saveRangeTest(folder: string, test: RangeTest, lang: FigureLanguage): Promise<string[]> {
  const path = (name: string) => join(folder, name);
  // The numbers first: they take the time, and a figure can be drawn from them.
  await replaceFile(path("lr-find.json"), `${JSON.stringify(test, undefined, 2)}\n`);
  const svg = lrFindFigure({ test, lang });
  const figures = [
    [path("lr-find.svg"), svg],
    [path("lr-find.png"), renderPng(svg)],
  ] as const;
  await replaceFiles(figures, { durable: false });
  return [path("lr-find.json"), ...figures.map(([name]) => name)];
}
