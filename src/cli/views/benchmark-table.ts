/** A benchmark's result as a table of the terminal, and as `--json` prints it. */
import type { BenchmarkResult, BenchmarkRow, Comparison } from "../../benchmark/result.ts";
import type { CliMessages } from "../messages/en.ts";
import { formatFixed } from "../terminal/number-format.ts";
import { type Alignment, formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

export function formatBenchmark(result: BenchmarkResult, terminal: Terminal): string[] {
  const { messages } = terminal;
  const { dataset, model, ours, runs, published, difference, source } = messages.benchmarkColumns;
  const head = [dataset, model, ours, runs, published, difference, source];
  const rows = result.rows.flatMap((row) => tableRows(row, messages));
  const alignments: Alignment[] = ["left", "left", "right", "right", "right", "right", "left"];
  return formatTable([head, ...rows], alignments, { width: terminal.width, cuttable: [6], droppable: [5] });
}

/** A row for ours with the first published figure beside it, and one for each further figure. */
function tableRows(row: BenchmarkRow, messages: CliMessages): string[][] {
  const [first, ...others] = row.published;
  const published = (figure: Comparison | undefined) =>
    figure === undefined
      ? ["", "", ""]
      : [spread(figure.mean, figure.sd), differenceOf(figure), sourceOf(figure, messages)];
  return [
    [row.dataset, row.model, oursOf(row), countOf(row), ...published(first)],
    ...others.map((figure) => ["", "", "", "", ...published(figure)]),
  ];
}

/** `99.24 ± 0.92`; the mean alone without a deviation. */
export function spread(mean: number, sd: number | undefined): string {
  return sd === undefined ? formatFixed(mean, 2) : `${formatFixed(mean, 2)} ± ${formatFixed(sd, 2)}`;
}

export function oursOf({ mean, sd }: BenchmarkRow): string {
  return mean === undefined ? "–" : spread(mean, sd);
}

/** `30`, or `12/30` where some are missing. */
export function countOf({ runs, planned }: BenchmarkRow): string {
  return runs.length === planned ? String(planned) : `${runs.length}/${planned}`;
}

/** In percentage points; empty where the two may not be compared. */
export function differenceOf({ difference }: Comparison): string {
  if (difference === undefined) return "";
  if (Math.abs(difference) < 0.005) return "0.00";
  return `${difference < 0 ? "−" : "+"}${formatFixed(Math.abs(difference), 2)}`;
}

/**
 * Where a figure is from, its protocol, and why it may not be compared.
 * @param source  as its own words, or a number in place of them
 */
export function sourceOf(
  { protocol, unlike, model, runs, ...figure }: Comparison,
  messages: CliMessages,
  source = figure.source,
): string {
  const count = runs === undefined ? "" : ` (n=${runs})`;
  const reason = unlike === undefined ? [] : [`[${messages.benchmarkUnlike[unlike]}]`];
  return [...reason, `${model}${count}: ${protocol}.`, source].join(" ");
}

/** How our own figures came about. */
export function protocolText({ protocol: { split, epoch } }: BenchmarkRow, messages: CliMessages): string {
  const parts = [
    split === undefined ? "" : messages.benchmarkSplit[split],
    epoch === undefined ? "" : messages.benchmarkEpoch[epoch],
  ];
  return parts.filter((part) => part !== "").join(", ");
}

export function benchmarkDocument({ name, seeds, rows }: BenchmarkResult) {
  return {
    name,
    seeds,
    rows: rows.map(({ mean, sd, published, protocol, ...row }) => ({
      ...row,
      protocol: { split: protocol.split, epoch: protocol.epoch },
      mean: mean ?? null,
      sd: sd ?? null,
      published: published.map((figure) => ({
        ...figure,
        sd: figure.sd ?? null,
        runs: figure.runs ?? null,
        unlike: figure.unlike ?? null,
        difference: figure.difference ?? null,
      })),
    })),
  };
}
