/** `tidelab data`: looks at files of time series before anything is trained on them; checks a split, draws, converts. */
import type { Command } from "commander";
import type { FigureLanguage } from "../../figures/index.ts";
import { addExamples, addFlag, type CommandContext } from "../command.ts";
import { addDataFlags, atDataFlag, type DataFlags, groupAsked, type SplitFlags } from "../data-flags.ts";
import { EXIT } from "../terminal/failures.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface ConvertFlags extends DataFlags {
  readonly to?: string;
  readonly output?: string;
}

interface PlotFlags extends DataFlags {
  readonly output?: string;
}

export function addData(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.data;
  const command = program.command("data").description(texts.about).helpCommand(false);
  addExamples(command, texts.examples, messages);
  const add = (name: string, about: string) => {
    const inner = command.command(name).description(about).argument("[files...]", texts.files);
    addDataFlags(inner, messages);
    return inner;
  };
  const info = add("info", texts.info);
  info.action(async (files: string[], flags: DataFlags) => showInfo(files, flags, context.terminalOf(info)));
  const check = add("check", texts.check);
  addFlag(check, "--split", "<kind>", messages.commands.train.split).helpGroup(messages.groups.data);
  addFlag(check, "--fold", "<n>", messages.commands.train.fold).helpGroup(messages.groups.data);
  check.action(async (files: string[], flags: DataFlags & SplitFlags) => {
    context.exit(await checkSplit(files, flags, context.terminalOf(check)));
  });
  const plot = add("plot", texts.plot);
  addFlag(plot, "--output", "<file>", texts.plotOutput);
  plot.action(async (files: string[], flags: PlotFlags) => plotData(files, flags, context.terminalOf(plot)));
  const convert = add("convert", texts.convert);
  addFlag(convert, "--to", "<format>", texts.to);
  addFlag(convert, "--output", "<file>", texts.output).makeOptionMandatory();
  convert.action(async (files: string[], flags: ConvertFlags) => {
    await convertData(files, flags, context.terminalOf(convert));
  });
}

async function showInfo(files: readonly string[], flags: DataFlags, terminal: Terminal): Promise<void> {
  const [{ noteFault, readToDescribe }, { describeSeries }, { showDataFiles, showSummary }, { reasonOf }] =
    await Promise.all([
      import("../read-data.ts"),
      import("../../data/inspect/describe.ts"),
      import("../views/data-files.ts"),
      import("../views/run-problems.ts"),
    ]);
  const read = await readToDescribe(files, flags, terminal);
  const { tables, described, group } = read;
  const { series, channels, classNames, fault } = described;
  const summary = describeSeries(series, channels, classNames);
  showDataFiles(tables, described, group, terminal);
  showSummary(summary, tables[0]?.table.channelNames, terminal);
  noteFault(read, terminal);
  const [first] = tables;
  terminal.document({
    files: tables.map(({ file, table: { reading, sampling } }) => ({
      ...file,
      reading,
      ...(sampling && { sampling }),
    })),
    channelNames: first?.table.channelNames ?? null,
    ...summary,
    suggestions: { ...summary.suggestions, window: summary.suggestions.window ?? null },
    fault: fault ? { code: fault.code, path: fault.path ?? null, message: reasonOf(fault, terminal) } : null,
  });
}

/** @returns the exit code: failed where the sets of the split are not apart */
async function checkSplit(
  files: readonly string[],
  flags: DataFlags & SplitFlags,
  terminal: Terminal,
): Promise<number> {
  const [{ noteFault, readToDescribe, setsFor }, { findLeaks }, { noteGroups, showLeaks }] = await Promise.all([
    import("../read-data.ts"),
    import("../../data/inspect/leaks.ts"),
    import("../views/data-files.ts"),
  ]);
  const data = await readToDescribe(files, flags, terminal);
  noteFault(data, terminal);
  const isByFound = data.group !== undefined && groupAsked(flags) === undefined && flags.test === undefined;
  if (isByFound && flags.split === undefined && data.spec === undefined) {
    noteGroups(data.group ?? "", terminal);
  }
  const sets = await setsFor(data, flags).catch((error: unknown) => {
    throw atDataFlag(error);
  });
  const { leaks, skipped } = findLeaks(data.described.series, sets, data.described.channels);
  const counts = { train: sets.train.length, val: sets.val.length, test: sets.test.length };
  showLeaks({ leaks, skipped }, counts, terminal);
  terminal.document({ apart: leaks.length === 0, sets: counts, leaks, skipped });
  return leaks.length === 0 ? EXIT.done : EXIT.failed;
}

async function plotData(files: readonly string[], flags: PlotFlags, terminal: Terminal): Promise<void> {
  const [
    { noteFault, readToDescribe },
    { lookedAt },
    { checkNewFile, writeNewFile },
    { dataFigure },
    { TidelabError },
  ] = await Promise.all([
    import("../read-data.ts"),
    import("../../data/files/join-tables.ts"),
    import("../new-file.ts"),
    import("../../figures/data-overview.ts"),
    import("../../errors/errors.ts"),
  ]);
  const output = flags.output ?? "series.svg";
  const ending = /\.(svg|png)$/i.exec(output)?.[1]?.toLowerCase();
  if (ending === undefined) throw new TidelabError("data.plotEnding", { received: output }, "--output");
  await checkNewFile(output);
  const read = await readToDescribe(files, flags, terminal);
  noteFault(read, terminal);
  const svg = dataFigure({
    dataset: lookedAt(read.described, terminal.messages.noClass),
    lang: terminal.lang as FigureLanguage,
  });
  if (ending === "svg") await writeNewFile(output, svg);
  else {
    const { renderPng } = await import("../../node/png.ts");
    await writeNewFile(output, [renderPng(svg)]);
  }
  terminal.result(terminal.messages.dataDrawn({ path: output }));
  terminal.document({ output });
}

async function convertData(files: readonly string[], flags: ConvertFlags, terminal: Terminal): Promise<void> {
  const [
    { formatOfOutput, nameOfData, noteFault, readToDescribe },
    { writeTable },
    { channelsRead, withoutMissing },
    { checkNewFile, writeNewFile },
  ] = await Promise.all([
    import("../read-data.ts"),
    import("../../data/files/write-tables.ts"),
    import("../../data/files/missing-values.ts"),
    import("../new-file.ts"),
  ]);
  const output = flags.output ?? "";
  const format = formatOfOutput(output, flags.to);
  await checkNewFile(output);
  const read = await readToDescribe(files, flags, terminal);
  noteFault(read, terminal);
  const { tables, described, data } = read;
  // Missing values stay missing unless a flag says what to do with them.
  const series = described.series.map((one) => ({
    ...one,
    values: withoutMissing(one.values, described.channels, data, one.place),
  }));
  const channels = channelsRead(described.channels, data);
  const { classNames } = described;
  const channelNames = channels === described.channels ? tables[0]?.table.channelNames : undefined;
  const name = nameOfData(tables);
  const { pieces, losses } = writeTable({ name, series, channels, channelNames, classNames }, format);
  await writeNewFile(output, pieces);
  for (const loss of losses) terminal.notice(terminal.messages.convertLoss[loss]);
  terminal.result(terminal.messages.converted({ path: output, series: series.length }));
  terminal.document({ output, format, series: series.length, losses });
}
