/**
 * Figures and reports of a run, written to its folder: SVG, PNG, HTML, Markdown, and `figures/drawn.json`, which says what they
 * show. The result is safe by then: what is drawn here can be drawn again. Node only.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sha256Hex, sha256OfText } from "../../bytes/sha256.ts";
import type { FigureLanguage } from "../../figures/index.ts";
import { reportHtml } from "../../report/html.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import type { DrawnRecord } from "../../report/run/drawn.ts";
import { type FigureSources, makeFigures } from "../../report/run/run-figures.ts";
import { VERSION } from "../../version.ts";
import { removeFile, replaceFile } from "../files.ts";
import { renderPng } from "../png.ts";
import { writeReport } from "./keep-edited.ts";

export interface DrawOptions {
  /** Ends drawing after the current file; what is missing then can be drawn later. */
  readonly signal?: AbortSignal;
}

export interface Drawn {
  /** As paths that begin with the folder. */
  readonly files: string[];
  /** Reports that were edited and stay; the new ones lie beside them. */
  readonly kept: readonly { readonly path: string; readonly kept: string }[];
  /** False when the signal ended it. */
  readonly isWhole: boolean;
}

export const FIGURES = "figures";
const DRAWN = "drawn.json";

/** @throws TidelabError `run.outputUnwritable` or `run.diskFull` */
export async function writePresentation(
  folder: string,
  sources: FigureSources,
  lang: FigureLanguage,
  { signal }: DrawOptions = {},
): Promise<Drawn> {
  const { record, gradients } = sources;
  const figures = makeFigures(sources, lang);
  const files: string[] = [];
  const kept: { path: string; kept: string }[] = [];
  const hashes: Record<string, string> = {};
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, FIGURES, name);
    await replaceFile(path, content, { durable: false });
    hashes[name] = typeof content === "string" ? sha256OfText(content) : sha256Hex(content);
    files.push(path);
  };
  // First: where drawing is cut off, nothing says of new figures that they are the old ones.
  await removeFile(join(folder, FIGURES, DRAWN));
  for (const { name, svg } of figures) await write(`${name}.svg`, svg);
  const reports = [
    ["report.html", reportHtml(record, figures, lang, gradients)],
    ["report.md", reportMarkdown(record, figures, lang, gradients)],
  ] as const;
  for (const [name, text] of reports) {
    const written = await writeReport(join(folder, name), text);
    files.push(written.path);
    if (written.kept !== undefined) kept.push({ path: written.path, kept: written.kept });
  }
  // Last, for they take longest.
  for (const { name, svg } of figures) {
    // Signals get their turn: rendering holds the thread.
    await setImmediate();
    if (signal?.aborted) break;
    await write(`${name}.png`, renderPng(svg));
  }
  const drawn: DrawnRecord = { tidelab: VERSION, lang, weightsSha256: record.weightsSha256, files: hashes };
  const path = join(folder, FIGURES, DRAWN);
  await replaceFile(path, `${JSON.stringify(drawn, undefined, 2)}\n`, { durable: false });
  return { files: [...files, path], kept, isWhole: !signal?.aborted };
}
