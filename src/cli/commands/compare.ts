/** `tidelab compare`: where the specs of runs differ, and then what came of it. */
import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
import type { StoredRun } from "../../node/store/runs.ts";
import type { AnyRunRecord } from "../../runs/any-record.ts";
import type { RunRecord } from "../../runs/record.ts";
import { addExamples, type CommandContext } from "../command.ts";
import type { CliMessages } from "../messages/en.ts";
import type { Terminal } from "../terminal/terminal.ts";

export function addCompare(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.compare;
  const command = program.command("compare").description(texts.about).argument("<runs...>", texts.runs);
  addExamples(command, texts.examples, messages);
  command.action((names: string[]) => compareRuns(names, context.terminalOf(command)));
}

/** A run with the weights it began with, where they were not drawn from its seed. */
type ComparedRun = StoredRun & Pick<RunRecord, "initial">;

/** From its folder; a run whose folder is gone is still in the store. */
async function readRun(named: string): Promise<ComparedRun> {
  const [{ findRunPath }, { loadAnyRecord }, { readAbout }, { describeRun, loadRecords }] = await Promise.all([
    import("../find-run.ts"),
    import("../../node/runs/classical-folder.ts"),
    import("../../node/store/about.ts"),
    import("../../node/store/runs.ts"),
  ]);
  const folder = await findRunPath(named);
  try {
    const record = await loadAnyRecord(folder);
    return withInitial(describeRun(record, folder, (await readAbout(folder)).about), record);
  } catch (error) {
    if (!(error instanceof TidelabError) || error.code !== "run.missing") throw error;
    const { findRuns, withStore } = await import("../run-store.ts");
    return withStore(async (store) => {
      const [run] = await findRuns(store, [named]);
      if (run === undefined) throw error;
      const [record] = await loadRecords(store, [run.id]);
      return withInitial(run, record);
    });
  }
}

function withInitial(run: StoredRun, record: AnyRunRecord | undefined): ComparedRun {
  return { ...run, ...(record && "initial" in record && record.initial && { initial: record.initial }) };
}

function beginning(initial: RunRecord["initial"], runs: readonly StoredRun[], messages: CliMessages): string {
  if (initial === undefined) return messages.freshWeights;
  const run = initial.run.slice(0, 8);
  const other = runs.find(({ id }) => id === initial.run);
  // The other run may have gone on since, and has other weights now.
  const isAsThen = other === undefined || other.weightsSha256 === initial.weightsSha256;
  return isAsThen ? messages.weightsOf({ run }) : messages.earlierWeightsOf({ run });
}

async function compareRuns(names: readonly string[], terminal: Terminal): Promise<void> {
  const [{ compareSpecs, METRICS }, { formatRows }, { formatMetric, formatValue }] = await Promise.all([
    import("../../compare/spec-differences.ts"),
    import("../terminal/table.ts"),
    import("../views/compare-format.ts"),
  ]);
  const runs: ComparedRun[] = [];
  for (const name of names) runs.push(await readRun(name));
  const differences = compareSpecs(runs);
  const { messages } = terminal;
  const alignments = ["left" as const, ...runs.map(() => "right" as const)];
  const head = ["", ...runs.map(({ id }) => id.slice(0, 8))];
  const specRows = differences.map(({ path, values }) => [path, ...values.map(formatValue)]);
  const beginnings = runs.some(({ initial }) => initial !== undefined)
    ? [[messages.beganWith, ...runs.map(({ initial }) => beginning(initial, runs, messages))]]
    : [];
  const metricRows = METRICS.map((key) => [
    messages.runMetrics[key],
    ...runs.map((run: StoredRun) => formatMetric(key, run[key], terminal)),
  ]);
  const nameRow = [messages.runsTable.columns[1] ?? "", ...runs.map(({ name }) => name)];
  const [heading = [], nameLine = [], ...lines] = formatRows(
    [head, nameRow, ...specRows, ...beginnings, ...metricRows],
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
