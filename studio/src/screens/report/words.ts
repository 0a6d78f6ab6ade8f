/** The user's own words in a report: what was typed into its fields, by their order. They are put into the sheet as text, never as HTML. */

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

/**
 * A report that can be parsed under the page's policy, which takes no style but from scripts: its style sheet apart, `style` as `data-style`.
 * All quotes of its text are escaped: what looks like an attribute is one. At its end it has a field for the user's own words.
 * @param title  of that field
 */
export function parseReport(html: string, title: string): { document: Document; style: string } {
  const [sheet = "", style = ""] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const plain = html.replace(sheet, STYLE_PLACE).replaceAll(' style="', ' data-style="');
  const document = new DOMParser().parseFromString(plain, "text/html");
  const heading = document.createElement("h2");
  heading.textContent = title;
  const field = document.createElement("div");
  for (const [name, value] of Object.entries(FIELD)) field.setAttribute(name, value);
  field.setAttribute("aria-label", title);
  const place = document.createElement("div");
  place.className = "ruled";
  place.append(field);
  document.querySelector("main")?.append(heading, place);
  return { document, style };
}

const FIELD = {
  class: "lines",
  contenteditable: "true",
  role: "textbox",
  "aria-multiline": "true",
  "data-style": "min-height: 8em",
};

/** A report with the user's words in it; without words it is the report to the byte. */
export function withWords(html: string, title: string, words: Words): string {
  if (Object.values(words).every((text) => text === "")) return html;
  const { document, style } = parseReport(html, title);
  fillIn(document, words, (field) => {
    field.dataset.style = `${field.dataset.style ?? ""}; ${YOURS}`;
  });
  const text = document.documentElement.outerHTML.replaceAll(' data-style="', ' style="');
  return `<!doctype html>\n${text.replace(STYLE_PLACE, () => `<style>${style}</style>`)}\n`;
}
