/**
 * What a report consists of, without saying how it looks: `content.ts` makes blocks of a record, `html.ts` and
 * `markdown.ts` write them down. All texts are plain; whoever writes them escapes them.
 */
import type { Figure, FigureLanguage } from "../figures/index.ts";

/** A piece of a line: text, or a name or command in the letters of code. */
export type Inline = string | { readonly code: string };

export interface Column {
  readonly title: string;
  /** Numbers are right-aligned, so that their digits line up. */
  readonly isNumber: boolean;
}

export interface Row {
  /** The first one names the row. */
  readonly cells: readonly Inline[];
  /** `strong`: the one to look at; `summary`: sums and means of those above. */
  readonly role?: "strong" | "summary";
}

export interface Property {
  readonly label: string;
  readonly value: Inline;
  /** Its path in the spec, if it is a setting. */
  readonly path?: string;
  /** Too long for half a line. */
  readonly isLong?: boolean;
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "subheading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  /** What must not be overlooked. */
  | { readonly kind: "notice"; readonly tone: "warning" | "failure"; readonly title: string; readonly text: string }
  /** The few numbers that a reader came for. */
  | { readonly kind: "results"; readonly results: readonly Property[] }
  | { readonly kind: "properties"; readonly columns: readonly [string, string]; readonly rows: readonly Property[] }
  | TableBlock
  | FigureBlock
  /** Small figures side by side, where there is room. */
  | { readonly kind: "gallery"; readonly figures: readonly FigureBlock[] }
  /** Left empty for the reader's own words: short ones on a line each. */
  | {
      readonly kind: "form";
      readonly fields: readonly string[];
      /** On the screen only: how to fill in this and the other blanks, and how to keep what was typed. */
      readonly hint: string;
    }
  /** Left empty for the reader's own words: a passage of so many lines. */
  | { readonly kind: "ruled"; readonly label: string; readonly lines: number }
  | { readonly kind: "code"; readonly language: string; readonly text: string };

export interface TableBlock {
  readonly kind: "table";
  /** `Table 2` */
  readonly label: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface FigureBlock {
  readonly kind: "figure";
  /** `Figure 2` */
  readonly label: string;
  readonly figure: Figure;
}

export interface Report {
  readonly lang: FigureLanguage;
  /** The run's name. */
  readonly title: string;
  /** Above the title: what kind of document this is. */
  readonly genre: string;
  /** When, and how it ended. */
  readonly details: readonly string[];
  readonly blocks: readonly Block[];
  /** The last block: what made this. */
  readonly maker: string;
}
