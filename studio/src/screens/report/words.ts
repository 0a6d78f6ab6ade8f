/** The user's own words in a report: what was typed into its fields, by their order. They are put into the sheet as text, never as HTML. */

import type { Evidence } from "./evidence.ts";

/** Text by the number of the field, from 0 on. */
export type Words = Readonly<Record<number, string>>;

export const FIELDS = "[contenteditable]";

/** Fills the fields of a document or a part of one. @param onFilled  marks a field as the user's */
export function fillIn(root: ParentNode, words: Words, onFilled: (field: HTMLElement) => void): void {
  root.querySelectorAll<HTMLElement>(FIELDS).forEach((field, index) => {
    const text = words[index] ?? "";
    if (text === "") return;
    field.textContent = text;
    onFilled(field);
  });
}

/** Marks what the user wrote on the screen and on paper. */
export function mark(field: HTMLElement, isYours: boolean): void {
  field.style.borderLeft = isYours ? "4px solid #0a4d68" : "";
  field.style.paddingLeft = isYours ? "0.5em" : "";
  field.style.whiteSpace = isYours ? "pre-wrap" : "";
}

/** The same as text, for a file. */
const YOURS = "border-left: 4px solid #0a4d68; padding-left: 0.5em; white-space: pre-wrap;";

/** Is where the style sheet was. */
const STYLE_PLACE = '<meta name="style-place">';

/** What the user adds to a report, beside words: the titles of both sections. */
export interface Additions {
  readonly titles: { readonly evidence: string; readonly observed: string };
  readonly evidence: readonly Evidence[];
}

/**
 * A report that can be parsed under the page's policy, which takes no style but from scripts: its style sheet apart, `style` as `data-style`.
 * All quotes of its text are escaped: what looks like an attribute is one. At its end it has the evidence and a field for the user's own words.
 * @param linked  places of the evidence are links into this studio; in a file they are text
 */
export function parseReport(
  html: string,
  { titles, evidence }: Additions,
  linked: boolean,
): { document: Document; style: string } {
  const [sheet = "", style = ""] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const plain = html.replace(sheet, STYLE_PLACE).replaceAll(' style="', ' data-style="');
  const document = new DOMParser().parseFromString(plain, "text/html");
  const heading = (title: string) => {
    const element = document.createElement("h2");
    element.textContent = title;
    return element;
  };
  const field = document.createElement("div");
  for (const [name, value] of Object.entries(FIELD)) field.setAttribute(name, value);
  field.setAttribute("aria-label", titles.observed);
  const place = document.createElement("div");
  place.className = "ruled";
  place.append(field);
  const main = document.querySelector("main");
  if (evidence.length > 0) main?.append(heading(titles.evidence), listOf(document, evidence, linked));
  main?.append(heading(titles.observed), place);
  return { document, style };
}

/** Evidence as a list; all of it is put in as text. */
function listOf(document: Document, evidence: readonly Evidence[], linked: boolean): HTMLElement {
  const list = document.createElement("ul");
  list.className = "evidence";
  for (const { sentence, places } of evidence) {
    const item = document.createElement("li");
    item.append(`${sentence} `);
    for (const [index, { text: name, href }] of places.entries()) {
      const place = document.createElement(linked ? "a" : "b");
      if (linked) place.setAttribute("href", href);
      place.textContent = name;
      item.append(linked || index === 0 ? "" : "; ", place, " ");
    }
    list.append(item);
  }
  return list;
}

const FIELD = {
  class: "lines",
  contenteditable: "true",
  role: "textbox",
  "aria-multiline": "true",
  "data-style": "min-height: 8em",
};

/** A report with the user's words and evidence in it; without any it is the report to the byte. */
export function withWords(html: string, additions: Additions, words: Words): string {
  if (additions.evidence.length === 0 && Object.values(words).every((text) => text === "")) return html;
  const { document, style } = parseReport(html, additions, false);
  fillIn(document, words, (field) => {
    field.dataset.style = `${field.dataset.style ?? ""}; ${YOURS}`;
  });
  const text = document.documentElement.outerHTML.replaceAll(' data-style="', ' style="');
  return `<!doctype html>\n${text.replace(STYLE_PLACE, () => `<style>${style}</style>`)}\n`;
}
