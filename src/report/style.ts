/** How the HTML report looks on a screen, a phone and paper. One style sheet, as text: the report loads nothing. */
export const style = `:root {
  color-scheme: light;
  --ink: #1a1a1a;
  --soft: #595959;
  --line: #dcdfe4;
  --ground: #f5f6f8;
  --accent: #0b5c8f;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Noto Sans SC",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 var(--sans); }
main { max-width: 66rem; margin: 2rem auto 0; padding: 2.5rem 3rem 3rem; background: #fff; border: 1px solid var(--line); border-radius: 10px; }
footer { max-width: 66rem; margin: 0 auto; padding: 1rem 3rem 3rem; color: var(--soft); font-size: 0.85rem; }
header { margin-bottom: 1.5rem; }
h1 { margin: 0; font-size: 2.1rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 3rem 0 1rem; padding-bottom: 0.35rem; border-bottom: 2px solid var(--accent); font-size: 1.35rem; line-height: 1.3; }
h3 { margin: 2.25rem 0 0.5rem; font-size: 1.08rem; }
p { margin: 0 0 1rem; max-width: 46rem; overflow-wrap: anywhere; }
.genre { margin: 0 0 0.25rem; color: var(--accent); font-size: 0.85rem; font-weight: 600; letter-spacing: 0.04em; }
.details { margin: 0.5rem 0 0; color: var(--soft); }
.details span + span::before { content: "·"; margin: 0 0.5em; }
.notice { margin: 0 0 1.5rem; padding: 0.9rem 1.2rem; border-left: 5px solid #b7791f; border-radius: 4px; background: #fdf6e3; }
.notice.failure { border-left-color: #b3261e; background: #fdecea; }
.notice p { margin: 0.25rem 0 0; max-width: none; }
dl, dd { margin: 0; }
.results { display: grid; grid-template-columns: repeat(5, 1fr); margin: 1.75rem 0 0; border: 1px solid var(--line); border-radius: 8px; background: var(--line); gap: 1px; overflow: hidden; container-type: inline-size; }
.results div { padding: 0.9rem clamp(0.5rem, 1.6cqi, 1.1rem); background: #fff; }
.results dt { color: var(--soft); font-size: 0.82rem; }
/* A number and its unit stay on one line, however narrow the five of them are. */
.results dd { font-size: clamp(1.05rem, 2.6cqi, 1.45rem); white-space: nowrap; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.properties { columns: 2; column-gap: 3rem; margin-bottom: 1.5rem; }
.properties div { display: flex; justify-content: space-between; gap: 1.5rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
.properties .wide-row { column-span: all; }
.properties dt { color: var(--soft); flex: none; }
.properties dd { text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { width: 100%; margin-bottom: 1rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.caption { margin: 0 0 0.5rem; max-width: none; color: var(--soft); font-size: 0.88rem; }
th, td { padding: 0.32rem 0.9rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
tbody th, tbody td { word-break: keep-all; }
th:first-child { padding-left: 0.5rem; }
td:last-child, thead th:last-child { padding-right: 0.5rem; }
thead th { border-bottom: 2px solid #b6bcc6; color: var(--soft); font-size: 0.85rem; font-weight: 600; vertical-align: bottom; }
tbody th { min-width: 9rem; font-weight: 400; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.strong th, .strong td { background: #e8f2f9; font-weight: 600; }
.summary th { font-weight: 600; }
tr:not(.summary) + .summary > * { border-top: 2px solid #b6bcc6; }
figure { margin: 1.5rem 0; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption b, .caption b { color: var(--ink); font-weight: 600; }
figcaption { margin-top: 0.4rem; color: var(--soft); font-size: 0.88rem; text-align: center; }
ul { margin: 0 0 1rem; padding-left: 1.4rem; max-width: 46rem; }
li { margin: 0.3rem 0; overflow-wrap: anywhere; }
.gallery { display: grid; grid-template-columns: repeat(auto-fit, minmax(21rem, 1fr)); gap: 0 1.5rem; }
.gallery figure { min-width: 0; }
.form { display: flex; flex-wrap: wrap; gap: 0.8rem 2rem; margin: 1.25rem 0 1.5rem; }
.field { display: flex; flex: 1 1 8rem; align-items: baseline; gap: 0.5rem; color: var(--soft); white-space: nowrap; }
.blank { flex: 1; min-width: 4rem; min-height: 1.6em; border-bottom: 1px solid var(--ink); color: var(--ink); white-space: normal; }
.hint { margin: -0.75rem 0 1.5rem; color: var(--soft); font-size: 0.85rem; }
.ruled { margin: 0 0 1.75rem; break-inside: avoid; }
.ruled p { margin: 0 0 0.25rem; font-weight: 600; }
.lines { line-height: 2em; padding: 0 0.6rem; border: 1px solid var(--line); border-radius: 6px; background: repeating-linear-gradient(#fff 0 calc(2em - 1px), var(--line) calc(2em - 1px) 2em) local; }
.blank:focus, .lines:focus { outline: 2px solid var(--accent); outline-offset: 2px; }
code { padding: 0.1em 0.3em; border-radius: 4px; background: var(--ground); font: 0.88em/1.5 var(--mono); overflow-wrap: anywhere; }
td code { white-space: nowrap; overflow-wrap: normal; }
pre { margin: 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); font-size: 0.82rem; line-height: 1.5; overflow-x: auto; }
pre code { padding: 0; background: none; font-size: inherit; overflow-wrap: normal; }
@media screen and (max-width: 48rem) {
  main { margin: 0; padding: 1.5rem 1.1rem 2rem; border: 0; border-radius: 0; }
  footer { padding: 1rem 1.1rem 2rem; }
  h1 { font-size: 1.7rem; }
  h2 { margin-top: 2.25rem; }
  .results { grid-template-columns: 1fr 1fr; }
  .results dd { font-size: 1.3rem; }
  .results div:first-child { grid-column: 1 / -1; }
  .properties { columns: 1; }
  th, td { padding-left: 0.6rem; padding-right: 0.6rem; }
  /* Shrunk to the width of a phone a figure could not be read: it scrolls instead. */
  figure svg { max-width: 48rem; }
  /* Columns of words stay readable; the table scrolls. */
  td.words { min-width: 12rem; }
}
@media print {
  @page { size: A4; margin: 16mm 14mm; }
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  footer { padding: 1rem 0 0; }
  .wide, pre { overflow: visible; }
  th, td { padding-left: 0.5rem; padding-right: 0.5rem; }
  pre code { white-space: pre-wrap; }
  .hint { display: none; }
  h2, h3 { break-after: avoid; }
  /* What leads to code or a list of settings stays with it; before a figure or a table only what follows a heading does, or
     every tall one would leave the page before it half empty. */
  :is(h2, h3) + p:has(+ figure), :is(h2, h3) + p:has(+ .gallery), :is(h2, h3) + p:has(+ .table), p:has(+ pre), p:has(+ dl) { break-after: avoid; }
  .results dd { font-size: 1.15rem; }
  h2 { margin-top: 1.75rem; }
  figure, .short, .results, .notice, .properties div, tr { break-inside: avoid; }
  figure { margin: 0.75rem 0; }
  thead { display: table-header-group; }
  .gallery { grid-template-columns: 1fr 1fr; }
  /* A third one would be alone on the next page. */
  .gallery:has(> figure:nth-child(3):last-child) { grid-template-columns: 1fr 1fr 1fr; }
  p, li { orphans: 3; widows: 3; }
  /* A caption and a head never end a page, nor is a row or two alone on a page. */
  .caption, thead, tbody tr:first-child { break-after: avoid; }
  tbody tr:last-child { break-before: avoid; }
  figure svg { max-height: 118mm; }
  /* Two in a row fit on a page, below a heading. */
  figure:has(+ figure) svg, figure + figure svg { max-height: 102mm; }
  pre { font-size: 7.5pt; }
  .strong > *, .notice, .lines, code, pre { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
