/** The learning-rate range test on disk: its numbers and its figure in a folder of their own. Node only. */
import { join } from "node:path";
import { type FigureLanguage, lrFindFigure } from "../figures/index.ts";
import { renderPng } from "../figures/png.ts";
import type { RangeTest } from "../train/lr-find.ts";
import { replaceFile, writeError } from "./files.ts";

/**
 * Writes `lr-find.json`, `lr-find.svg` and `lr-find.png`.
 * @returns the files
 * @throws TidelabError `run.outputUnwritable` or `run.diskFull`
 */
export async function saveRangeTest(folder: string, test: RangeTest, lang: FigureLanguage): Promise<string[]> {
  const svg = lrFindFigure({ test, lang });
  const contents: [string, string | Uint8Array][] = [
    ["lr-find.json", `${JSON.stringify(test, undefined, 2)}\n`],
    ["lr-find.svg", svg],
    ["lr-find.png", renderPng(svg)],
  ];
  try {
    for (const [name, content] of contents) await replaceFile(join(folder, name), content);
  } catch (error) {
    throw writeError(error, folder);
  }
  return contents.map(([name]) => join(folder, name));
}
