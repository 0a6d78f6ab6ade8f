/** The report itself, in a tree of its own with its own style: what the screen shows is what the file shows. */
import { useEffect, useRef } from "preact/hooks";
import { type Additions, FIELDS, fillIn, mark, parseReport, type Words } from "./words.ts";

interface Props {
  /** A whole document, as `tidelab/report` wrote it: all text in it is escaped, and it has no script. */
  readonly html: string;
  /** The same as long as they are. */
  readonly additions: Additions;
  readonly words: Words;
  readonly onWords: (field: number, text: string) => void;
  readonly onHeadings: (headings: readonly string[]) => void;
  readonly label: string;
}

/** Places that can be opened: on the screen alone, the sheet is paper in every theme. */
const CHIPS = `
  .evidence li + li { margin-top: 0.5em; }
  .evidence a {
    display: inline-block;
    padding: 2px 10px;
    border: 1px solid #7d8b90;
    border-radius: 999px;
    color: #0a4d68;
    text-decoration: none;
    font-size: 0.92em;
  }
  .evidence a:hover { background: #e6f0f3; }
  .evidence a:focus-visible { outline: 2px solid #0a4d68; outline-offset: 2px; }
`;

/** What is the main part of the document is a part of the page, which has its own. */
const MAIN = "of-the-report";

/** Selectors of the document become those of the tree. */
const scoped = (style: string) =>
  style
    .replace(/(^|[\s,}])(?::root|html|body)(?=[\s{,])/g, "$1:host")
    .replace(/(^|[\s,}])main(?=[\s{,])/g, `$1.${MAIN}`);

function withinThePage(part: Element): Element {
  if (part.localName !== "main") return part;
  const plain = document.createElement("div");
  plain.className = MAIN;
  plain.append(...part.childNodes);
  return plain;
}

export function Sheet({ html, additions, words, onWords, onHeadings, label }: Props) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const made = parseReport(html, additions, true);
    const style = new CSSStyleSheet();
    style.replaceSync(`${scoped(made.style)} .${MAIN} { margin-top: 0; } ${CHIPS}`);
    root.adoptedStyleSheets = [style];
    root.replaceChildren(...[...made.document.querySelectorAll("main, footer")].map(withinThePage));
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
  }, [html, additions]);
  return <article ref={place} class="sheet" aria-label={label} />;
}

/** Scrolls the sheet to a heading. */
export function showHeading(index: number): void {
  const root = document.querySelector(".sheet")?.shadowRoot;
  root?.querySelectorAll("h2")[index]?.scrollIntoView({ block: "start" });
}
