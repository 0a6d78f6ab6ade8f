/** What was read from files of time series and what was chosen for them, as text, with the flags that would say so. */
import { countClasses } from "../../data/files/classes.ts";
import type { JoinedSeries } from "../../data/files/join-tables.ts";
import type { TableFile } from "../../data/files/read-tables.ts";
import { formatCount } from "../../report/formats.ts";
import { visible } from "../../report/visible.ts";
import type { ReadingSpec } from "../../spec/files.ts";
import type { Spec } from "../../spec/spec.ts";
import { presets } from "../../zoo/index.ts";
import { flagsOf, type TrainFlags } from "../data-flags.ts";
import type { Choices } from "../default-spec.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Classes whose series are counted one by one. */
const MOST_COUNTED = 12;

/** A line a file, then steps, channels and classes of them all. */
export function showDataFiles(tables: readonly TableFile[], joined: JoinedSeries, terminal: Terminal): void {
  const { messages } = terminal;
  for (const { file, table } of tables) {
    const format = table.reading.format ?? "";
    const count = formatCount(file.series);
    terminal.info(messages.dataFile[file.set]({ name: visible(file.name), format, series: count }));
  }
  const { lengths, channels, series, dataset } = joined;
  const [shortest, longest] = lengths.map(formatCount);
  const steps = shortest === longest ? (longest ?? "") : `${shortest}–${longest}`;
  terminal.info(messages.dataShape({ series: formatCount(series.length), steps, channels }));
  const counts = countClasses(series);
  const names = dataset.classNames;
  const counted = names.slice(0, MOST_COUNTED).map((name) => {
    const { train = 0, val = 0, test = 0 } = counts.get(name) ?? {};
    return `${visible(name)} (${formatCount(train + val + test)})`;
  });
  const more = names.length - counted.length;
  terminal.info(messages.dataClasses({ count: names.length, classes: counted, more }));
  if (joined.missing > 0) terminal.info(messages.dataMissing({ count: formatCount(joined.missing) }));
  const flags = [...new Set(tables.flatMap(({ table }) => flagsOf(table.reading as ReadingSpec)))];
  if (flags.length > 0) terminal.info(messages.dataFlagsFound({ flags }));
}

/** What the user left open, and why it is as it is. */
export function showChoices(spec: Spec, choices: Choices, flags: TrainFlags, terminal: Terminal): void {
  const { messages } = terminal;
  const { model, modelReason, normalise } = choices;
  const { epochs, batchSize, earlyStopping } = spec.training;
  const { title } = presets[model];
  const known = { title, flag: `--model ${model}` };
  terminal.info(modelReason === "asked" ? messages.chosenModel.asked(known) : messages.chosenModel[modelReason](known));
  terminal.info(messages.chosenScale[normalise]);
  const patience = earlyStopping?.patience ?? 0;
  terminal.info(messages.chosenTraining({ epochs, batchSize, patience }));
  if (!choices.stratify && flags.split === undefined) terminal.notice(messages.notStratified);
  if (flags.saveSpec === undefined) terminal.info(messages.saveSpecHint);
  terminal.info("");
}
