/** What was read from files of time series and what was chosen for them, as text, with the flags that would say so. */
import { METHOD_TITLES } from "../../classical/titles.ts";
import { countClasses } from "../../data/files/classes.ts";
import type { Choices } from "../../data/files/default-spec.ts";
import type { SeriesOverview } from "../../data/files/join-tables.ts";
import { doubtsOf } from "../../data/files/plan-training.ts";
import type { TableFile } from "../../data/files/read-tables.ts";
import { flagsOf } from "../../data/files/reading-flags.ts";
import type { DataSummary } from "../../data/inspect/describe.ts";
import type { LeakReport } from "../../data/inspect/leaks.ts";
import { keepsGroups } from "../../inference/messages/describe-plan.ts";
import { formatCount } from "../../report/formats.ts";
import { visible } from "../../report/visible.ts";
import type { ClassicalSpec } from "../../runs/classical/spec.ts";
import type { ReadingSpec } from "../../spec/files.ts";
import type { Spec } from "../../spec/spec.ts";
import type { SplitSpec } from "../../spec/split.ts";
import { presets } from "../../zoo/index.ts";
import { groupAsked, type TrainFlags } from "../data-flags.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { reasonOf } from "./run-problems.ts";

/** Classes whose series are counted one by one. */
const MOST_COUNTED = 12;

/**
 * A line a file, then steps, channels and classes of them all.
 * @param group  the column of groups that the split goes by where nothing else is said; only that one is given back as a flag
 */
export function showDataFiles(
  tables: readonly TableFile[],
  overview: SeriesOverview,
  group: string | undefined,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  for (const { file, table } of tables) {
    const format = table.reading.format ?? "";
    const count = formatCount(file.series);
    terminal.info(messages.dataFile[file.set]({ name: visible(file.name), format, series: count }));
  }
  const { lengths, channels, series, missing, classNames: names } = overview;
  const [shortest, longest] = lengths.map(formatCount);
  const steps = shortest === longest ? (longest ?? "") : `${shortest}–${longest}`;
  terminal.info(messages.dataShape({ series: formatCount(series.length), steps, channels }));
  const counts = countClasses(series);
  const counted = names.slice(0, MOST_COUNTED).map((name) => {
    const { train = 0, val = 0, test = 0 } = counts.get(name) ?? {};
    return `${visible(name)} (${formatCount(train + val + test)})`;
  });
  const more = names.length - counted.length;
  if (names.length > 0) terminal.info(messages.dataClasses({ count: names.length, classes: counted, more }));
  if (tables.some(({ table }) => table.reading.groupFrom !== undefined)) showGroups(series, terminal);
  if (missing > 0) terminal.info(messages.dataMissing({ count: formatCount(missing) }));
  const flags = [...new Set(tables.flatMap(({ table }) => flagsOf(withGroup(table.reading as ReadingSpec, group))))];
  if (flags.length > 0) terminal.info(messages.dataFlagsFound({ flags }));
}

/** Groups that names of files say: no column shows what was made of them. */
function showGroups(series: SeriesOverview["series"], { messages, ...terminal }: Terminal): void {
  const counts = new Map<string, number>();
  for (const { group = "" } of series) counts.set(group, (counts.get(group) ?? 0) + 1);
  const groups = [...counts].map(([name, count]) => `${visible(name)} (${formatCount(count)})`);
  const shown = groups.slice(0, MOST_COUNTED);
  terminal.info(messages.dataGroups({ count: groups.length, groups: shown, more: groups.length - shown.length }));
}

/** What the readers decided, and which series they left out. */
export function showReading(tables: readonly TableFile[], terminal: Terminal): void {
  const { messages } = terminal;
  // What holds for many files, such as their decimal commas, is said once.
  const texts = tables.map(({ table }) => table.notices.map((notice) => messages.tableNotice(notice)));
  const counts = new Map<string, number>();
  for (const text of texts.flatMap((own) => [...new Set(own)])) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const [i, { file, table }] of tables.entries()) {
    for (const text of texts[i] ?? []) {
      const files = counts.get(text) ?? 0;
      if (files > 0) terminal.notice(files === 1 ? text : messages.inFiles({ text, files }));
      counts.delete(text);
    }
    const { skipped } = table;
    if (skipped === undefined) continue;
    const [count, of] = [skipped.count, skipped.count + file.series].map(formatCount) as [string, string];
    const faults = skipped.first.map((error) => reasonOf(error, terminal));
    terminal.notice(messages.dataSkipped({ name: visible(file.name), count, of, faults }));
  }
  const named = tables.map(({ file, table }) => ({ file: { ...file, name: visible(file.name) }, table }));
  for (const notice of doubtsOf(named)) terminal.notice(messages.tableNotice(notice));
}

function withGroup(reading: ReadingSpec, group: string | undefined): ReadingSpec {
  const { group: _, ...columns } = reading.columns ?? {};
  return { ...reading, columns: { ...columns, ...(group !== undefined && { group }) } };
}

/** What the user left open, and why it is as it is. */
export function showChoices(
  spec: Spec,
  choices: Choices & { readonly group: string | undefined },
  flags: TrainFlags,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  const { model, modelReason, normalise } = choices;
  const { epochs, batchSize, earlyStopping } = spec.training;
  const { title } = presets[model];
  const known = { title, flag: `--model ${model}` };
  terminal.info(messages.chosen.model[modelReason](known));
  terminal.info(messages.chosen.scale[normalise]);
  const patience = earlyStopping?.patience ?? 0;
  terminal.info(messages.chosen.training({ epochs, batchSize, patience }));
  showSplit(spec.split, choices, flags, terminal);
  if (flags.saveSpec === undefined) terminal.info(messages.saveSpecHint);
  terminal.info("");
}

/** The same for a classifier without gradients. */
export function showClassicalChoices(
  { classifier, split, transforms }: ClassicalSpec,
  choices: { readonly group: string | undefined; readonly stratify: boolean },
  flags: TrainFlags,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  const { method } = classifier;
  terminal.info(
    messages.chosen.model.asked({ title: METHOD_TITLES[method], flag: `--model ${flags.model ?? method}` }),
  );
  if (transforms.length === 0) terminal.info(messages.classicalScale);
  showSplit(split, choices, flags, terminal);
  if (flags.saveSpec === undefined) terminal.info(messages.saveSpecHint);
  terminal.info("");
}

/** That the split goes by groups that were found in the files. */
export function noteGroups(column: string, { messages, ...terminal }: Terminal): void {
  terminal.notice(messages.joined(messages.chosen.groups({ column: visible(column) }), messages.splitOtherwise));
}

/** How the sets are drawn, where that is to be known. */
function showSplit(
  split: SplitSpec,
  { group, stratify }: { readonly group: string | undefined; readonly stratify: boolean },
  flags: TrainFlags,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  const isByGroup = keepsGroups(split);
  if (flags.split === undefined && isByGroup) {
    if (groupAsked(flags) === undefined && group !== undefined) noteGroups(group, terminal);
    else terminal.info(messages.groupsKept);
  } else if (!stratify && flags.split === undefined) terminal.notice(messages.chosen.notStratified);
  if ("kind" in split && split.kind === "folds" && split.fold !== "seed")
    terminal.info(messages.foldTests({ fold: split.fold, folds: split.folds, last: split.folds * split.repeats - 1 }));
  if ((groupAsked(flags) ?? group) !== undefined && !isByGroup)
    terminal.notice(messages.joined(messages.chosen.groupsNotKept, messages.groupsOtherwise));
}

/** What `data info` says beside the files: lengths, values, classes and what looks wrong. */
export function showSummary(
  summary: DataSummary,
  channelNames: readonly string[] | undefined,
  terminal: Terminal,
): void {
  const { messages } = terminal;
  const { series, lengths, channels, classes, unlabelled, sets, duplicates, suggestions, imbalance } = summary;
  const { heads } = messages.dataSummary;
  terminal.result("");
  const number = (value: number) => String(Number(value.toPrecision(4)));
  const rows = channels.map(({ mean, deviation, min, max, missing, constant, outliers }, channel) => [
    visible(channelNames?.[channel] ?? String(channel + 1)),
    ...[mean, deviation, min, max].map(number),
    ...[missing, constant, outliers].map(formatCount),
  ]);
  const isNamed = channelNames !== undefined;
  const right = rows.length === 0 ? [] : [isNamed ? "left" : "right", ...new Array(7).fill("right")];
  const { width } = terminal;
  terminal.result(
    formatTable(
      [
        [
          heads.channel,
          heads.mean,
          heads.deviation,
          heads.min,
          heads.max,
          heads.missing,
          heads.constant,
          heads.outliers,
        ],
        ...rows,
      ],
      right,
      { width },
    ).join("\n"),
  );
  terminal.result("");
  if (classes.length > 0) {
    const given = (["train", "val", "test"] as const).filter((set) => sets[set] > 0);
    const classRows = classes.map((one) => [visible(one.name), ...given.map((set) => formatCount(one[set]))]);
    const titles = [heads.class, ...given.map((set) => heads.sets[set])];
    terminal.result(
      formatTable([titles, ...classRows], ["left", ...given.map(() => "right" as const)], { width }).join("\n"),
    );
    terminal.result("");
  }
  const say = messages.dataSummary;
  if (unlabelled > 0) terminal.result(say.unlabelled({ count: unlabelled, of: series }));
  if (lengths.shortest < lengths.longest) terminal.result(say.lengths(lengths));
  if (duplicates.within > 0) terminal.result(say.duplicatesWithin({ count: duplicates.within }));
  if (duplicates.across > 0) terminal.result(say.duplicatesAcross({ count: duplicates.across }));
  if (suggestions.classWeights) terminal.result(say.imbalance({ ratio: number(imbalance) }));
  terminal.result(messages.chosen.scale[suggestions.normalise]);
  if (suggestions.window !== undefined) terminal.result(say.window({ length: suggestions.window }));
}

/** What `data check` found. */
export function showLeaks(
  { leaks, skipped }: LeakReport,
  sets: { readonly train: number; readonly val: number; readonly test: number },
  terminal: Terminal,
): void {
  const { messages } = terminal;
  terminal.info(messages.split(sets));
  for (const { kind, sets: sides, count, first } of leaks) {
    const [a, b] = sides.map((set) => messages.dataSummary.heads.sets[set]);
    const params = {
      count,
      first: first.map(visible).join(messages.pairJoint),
      sides: messages.sides({ a: a ?? "", b: b ?? "" }),
    };
    terminal.result(terminal.style("red", messages.leaks[kind](params)));
  }
  for (const kind of skipped) terminal.notice(messages.leaksSkipped[kind]);
  if (leaks.length === 0) terminal.result(terminal.style("green", messages.noLeaks));
}
