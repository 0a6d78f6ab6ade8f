/** A benchmark's table as Markdown and as HTML, in the benchmark's folder. */
import { join } from "node:path";
import type { BenchmarkResult } from "../../benchmark/result.ts";
import { writeReport } from "../../node/reports/keep-edited.ts";
import type { Block, Report, Row } from "../../report/blocks.ts";
import { renderHtml } from "../../report/html.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { VERSION } from "../../version.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { countOf, differenceOf, oursOf, protocolText, sourceOf, spread } from "./benchmark-table.ts";
import { tellKept } from "./results.ts";

/**
 * Writes `benchmark.html` and `benchmark.md`. One that somebody has written in stays, and the new one is written beside it.
 * @returns the files
 * @throws TidelabError `run.diskFull`, `run.outputUnwritable`
 */
export async function writeBenchmarkTable(
  result: BenchmarkResult,
  folder: string,
  terminal: Terminal,
): Promise<string[]> {
  const report = reportOf(result, terminal);
  const written = [
    await writeReport(join(folder, "benchmark.html"), renderHtml(report)),
    await writeReport(join(folder, "benchmark.md"), renderMarkdown(report, "")),
  ];
  tellKept(written, terminal);
  return written.map(({ path }) => path);
}

function reportOf({ name, seeds, rows }: BenchmarkResult, { lang, messages }: Terminal): Report {
  const texts = messages.benchmarkReport;
  const titles = messages.benchmarkColumns;
  const column = (title: string, isNumber = false) => ({ title, isNumber });
  const sources = [...new Set(rows.flatMap((row) => row.published.map(({ source }) => source)))];
  const cells = rows.flatMap((row): Row[] => {
    const [first, ...others] = row.published;
    const beside = (figure: typeof first) =>
      figure === undefined
        ? ["", "", ""]
        : [
            spread(figure.mean, figure.sd),
            differenceOf(figure),
            sourceOf(figure, messages, `[${sources.indexOf(figure.source) + 1}]`),
          ];
    const ours = [row.dataset, row.model, oursOf(row), countOf(row), protocolText(row, messages)];
    return [
      { cells: [...ours, ...beside(first)] },
      ...others.map((figure) => ({ cells: ["", "", "", "", "", ...beside(figure)] })),
    ];
  });
  const failed = rows.flatMap(({ dataset, model, failures: own }) =>
    own.map(({ seed, message }) => [texts.failure({ dataset, model, seed, message })]),
  );
  const blocks: Block[] = [
    { kind: "paragraph", content: [texts.intro] },
    {
      kind: "table",
      label: texts.label,
      title: texts.table,
      columns: [
        column(titles.dataset),
        column(titles.model),
        column(titles.ours, true),
        column(titles.runs, true),
        column(titles.protocol),
        column(titles.published, true),
        column(titles.difference, true),
        column(titles.source),
      ],
      rows: cells,
    },
  ];
  if (sources.length > 0) {
    // Their names are long: a column of them would be wider than the page.
    const items = sources.map((source, i) => [`[${i + 1}] ${source}`]);
    blocks.push({ kind: "heading", text: texts.sources }, { kind: "list", items });
  }
  if (failed.length > 0) blocks.push({ kind: "heading", text: texts.failures }, { kind: "list", items: failed });
  const shown = seeds.length > 6 ? `${seeds.slice(0, 3).join(", ")} … ${seeds.at(-1)}` : seeds.join(", ");
  return {
    lang,
    title: name,
    genre: texts.genre,
    details: [texts.seeds({ seeds: shown })],
    blocks,
    maker: texts.maker({ version: VERSION }),
  };
}
