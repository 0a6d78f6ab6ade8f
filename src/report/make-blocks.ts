/** Short ways to write blocks, and the numbers that figures and tables get. `content.ts` chooses what is reported. */
import type { Figure } from "../figures/index.ts";
import type { Block, Column, FigureBlock, Inline } from "./blocks.ts";
import type { ReportMessages } from "./messages/run.en.ts";

export function heading(title: string): Block {
  return { kind: "heading", text: title };
}

export function subheading(title: string): Block {
  return { kind: "subheading", text: title };
}

export function paragraph(...content: Inline[]): Block {
  return { kind: "paragraph", content };
}

export function figureBlock(figure: Figure): FigureBlock {
  return { kind: "figure", label: "", figure };
}

export function text(title: string): Column {
  return { title, isNumber: false };
}

export function number(title: string): Column {
  return { title, isNumber: true };
}

/** Counts figures and tables in their order. */
export function numberBlocks(texts: ReportMessages, blocks: readonly Block[]): Block[] {
  let figures = 0;
  let tables = 0;
  const numbered = <B extends FigureBlock>(block: B): B => ({ ...block, label: texts.figure({ number: ++figures }) });
  return blocks.map((block) => {
    if (block.kind === "figure") return numbered(block);
    if (block.kind === "gallery") return { ...block, figures: block.figures.map(numbered) };
    if (block.kind === "table") return { ...block, label: texts.table({ number: ++tables }) };
    return block;
  });
}
