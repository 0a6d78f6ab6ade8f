/** The report itself, in a tree of its own with its own style: what the screen shows is what the file shows. */
import { useEffect, useRef } from "preact/hooks";
import { FIELDS, fillIn, mark, parseReport, type Words } from "./words.ts";

interface Props {
  /** A whole document, as `tidelab/report` wrote it: all text in it is escaped, and it has no script. */
  readonly html: string;
  /** Of the field for the user's own words. */
  readonly title: string;
  readonly words: Words;
  readonly onWords: (field: number, text: string) => void;
  readonly onHeadings: (headings: readonly string[]) => void;
  readonly label: string;
}

/** Selectors of the document become those of the tree. */
const scoped = (style: string) => style.replace(/(^|[\s,}])(?::root|html|body)(?=[\s{,])/g, "$1:host");

export function Sheet({ html, title, words, onWords, onHeadings, label }: Props) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const made = parseReport(html, title);
    const style = new CSSStyleSheet();
    style.replaceSync(`${scoped(made.style)} main { margin-top: 0; }`);
    root.adoptedStyleSheets = [style];
    root.replaceChildren(...made.document.querySelectorAll("main, footer"));
    for (const element of root.querySelectorAll<HTMLElement>("[data-style]")) {
      element.style.cssText = element.dataset.style ?? "";
    }
    fillIn(root, words, (field) => mark(field, true));
    root.querySelectorAll<HTMLElement>(FIELDS).forEach((field, index) => {
      field.addEventListener("input", () => {
        // biome-ignore lint/performance/useDomNodeTextContent: with the line breaks that were typed
        const text = field.innerText.trim();
        mark(field, text !== "");
        onWords(index, text);
      });
      // Rich text of elsewhere comes in as its words alone.
      field.setAttribute("contenteditable", "plaintext-only");
    });
    // Tables and code that scroll sideways are reached with the keyboard.
    for (const wide of root.querySelectorAll<HTMLElement>(".wide, pre:not([hidden])")) wide.tabIndex = 0;
    onHeadings([...root.querySelectorAll("h2")].map(({ textContent }) => textContent ?? ""));
  }, [html, title]);
  return <article ref={place} class="sheet" aria-label={label} />;
}

/** Scrolls the sheet to a heading. */
export function showHeading(index: number): void {
  const root = document.querySelector(".sheet")?.shadowRoot;
  root?.querySelectorAll("h2")[index]?.scrollIntoView({ block: "start" });
}
