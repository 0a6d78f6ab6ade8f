/** `tidelab compare`: where the specs of runs differ, and then what came of it. */
import type { Command } from "commander";
import type { StoredRun } from "../store/runs.ts";
import { addExamples, type CommandContext } from "./command.ts";
import type { Terminal } from "./terminal.ts";

export function addCompare(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.compare;
  const command = program.command("compare").description(texts.about).argument("<runs...>", texts.runs);
  addExamples(command, texts.examples, messages);
  command.action((names: string[]) => compareRuns(names, context.terminalOf(command)));
}

async function compareRuns(names: readonly string[], terminal: Terminal): Promise<void> {
  const [{ findRuns, withStore }, { compareSpecs, METRICS }, { formatRows }, { formatMetric, formatValue }] =
    await Promise.all([
      import("./run-store.ts"),
      import("../store/compare.ts"),
      import("./table.ts"),
      import("./compare-format.ts"),
    ]);
  const runs = await withStore((store) => findRuns(store, names));
  const differences = compareSpecs(runs);
  const { messages } = terminal;
  const alignments = ["left" as const, ...runs.map(() => "right" as const)];
  const head = ["", ...runs.map(({ id }) => id.slice(0, 8))];
  const specRows = differences.map(({ path, values }) => [path, ...values.map(formatValue)]);
  const metricRows = METRICS.map((key) => [
    messages.runMetrics[key],
    ...runs.map((run: StoredRun) => formatMetric(key, run[key], terminal)),
  ]);
  const [heading = [], nameLine = [], ...lines] = formatRows(
    [head, [messages.runsTable.columns[1] ?? "", ...runs.map(({ name }) => name)], ...specRows, ...metricRows],
    alignments,
    { width: terminal.width },
  );
  const specLines = lines.slice(0, specRows.length).flat();
  terminal.result(
    [
      ...heading.map((line) => terminal.style("bold", line)),
      ...nameLine,
      "",
      ...(specLines.length > 0 ? specLines : [messages.sameSpecs]),
      "",
      ...lines.slice(specRows.length).flat(),
    ].join("\n"),
  );
  terminal.document({ runs, differences });
}
