/** Text in columns of a terminal, where a Chinese character takes two. No borders, no colours. */
import { visible } from "../../report/visible.ts";
import { displayWidth, wrapText } from "./wrap.ts";

export { displayWidth };

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** The beginning of a text that fits into so many columns, with `…` where something was cut. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let shown = "";
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    shown += character;
  }
  return `${shown}…`;
}

export type Alignment = "left" | "right";

export interface TableOptions {
  /** Columns of the terminal; as wide as it takes when undefined. */
  readonly width?: number | undefined;
  /** Columns, by number, that may be cut to so many characters where the room is short. */
  readonly cuttable?: readonly number[];
  /** Columns, by number, that are left out where the room is short, the first one first. */
  readonly droppable?: readonly number[];
}

const GAP = "  ";
const SHORTEST_CUT = 12;

/**
 * Lines of a table: columns two spaces apart, each as wide as its widest cell, no spaces at line ends. What does not fit is
 * cut or left out as the options allow; a table that is still too wide becomes a list.
 * @param rows  the first one has the headings
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  options: TableOptions = {},
): string[] {
  return formatRows(rows, alignments, options).flat();
}

/** As `formatTable`, with the lines of each row by themselves: one in a table, several in a list, where headings have none. */
export function formatRows(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  { width = Number.POSITIVE_INFINITY, cuttable = [], droppable = [] }: TableOptions = {},
): string[][] {
  const safe = rows.map((row) => row.map(visible));
  const widths = alignments.map((_, column) => Math.max(0, ...safe.map((row) => displayWidth(row[column] ?? ""))));
  let columns = alignments.map((_, column) => column);
  const excess = () => columns.reduce((sum, column) => sum + (widths[column] ?? 0) + GAP.length, -GAP.length) - width;
  const shrink = () => {
    for (const column of cuttable.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))) {
      if (!columns.includes(column) || excess() <= 0) continue;
      widths[column] = Math.max(Math.min(SHORTEST_CUT, widths[column] ?? 0), (widths[column] ?? 0) - excess());
    }
  };
  shrink();
  for (const column of droppable) {
    if (excess() <= 0) break;
    columns = columns.filter((kept) => kept !== column);
  }
  if (excess() > 0) return formatList(safe, width);
  return safe.map((row) => {
    const cells = columns.map((column) => {
      const pad = alignments[column] === "left" ? padEnd : padStart;
      return pad(cut(row[column] ?? "", widths[column] ?? 0), widths[column] ?? 0);
    });
    return [cells.join(GAP).trimEnd()];
  });
}

/** Each row as its first cell, and the others under it with their headings. */
function formatList([headings = [], ...rows]: readonly (readonly string[])[], width: number): string[][] {
  const entries = rows.map(([first = "", ...others]) => {
    const indent = " ".repeat(first.length - first.trimStart().length + GAP.length);
    return [
      ...wrapText(first, width),
      ...others.flatMap((cell, index) => {
        const heading = headings[index + 1] ?? "";
        if (cell === "") return [];
        const lines = wrapText(heading === "" ? cell : `${heading}: ${cell}`, width - indent.length);
        return lines.map((line) => indent + line);
      }),
    ];
  });
  return [[], ...entries];
}
