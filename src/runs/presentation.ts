/** What of a run is there to be looked at, written to its folder: figures as SVG and PNG, reports as HTML and Markdown. Node only. */
import { join } from "node:path";
import type { FigureLanguage } from "../figures/index.ts";
import { renderPng } from "../figures/png.ts";
import { reportHtml } from "../report/html.ts";
import { reportMarkdown } from "../report/markdown.ts";
import { type FigureSources, makeFigures } from "./artifacts.ts";
import { replaceFile } from "./files.ts";

/** @returns the files, as paths that begin with `folder` */
export async function writePresentation(
  folder: string,
  sources: FigureSources,
  lang: FigureLanguage,
): Promise<string[]> {
  const { record, gradients } = sources;
  const figures = makeFigures(sources, lang);
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await replaceFile(path, content);
    files.push(path);
  };
  for (const { name, svg } of figures) {
    await write(join("figures", `${name}.svg`), svg);
    await write(join("figures", `${name}.png`), renderPng(svg));
  }
  await write("report.html", reportHtml(record, figures, lang, gradients));
  await write("report.md", reportMarkdown(record, figures, lang, gradients));
  return files;
}
