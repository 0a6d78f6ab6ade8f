/**
 * Flags that say which files hold the series and how they are read, for `train` and `data`, and the part of a spec that they make.
 * The spec says what a value must be; an error of the spec is shown at the flag that the value came from.
 */

import type { Command } from "commander";
import { READING_FLAGS } from "../data/files/reading-flags.ts";
import { VALIDATION_SHARE } from "../data/files/validation-share.ts";
import type { ReadOptions } from "../data/readers/reader.ts";
import { TidelabError } from "../errors/errors.ts";
import { namesIn } from "../errors/flag-value.ts";
import { FILE_FORMATS, type FilesInput } from "../spec/files.ts";
import type { SplitSpec } from "../spec/split.ts";
import { addFlag, collect } from "./command.ts";
import { choose, type FlagValues, numberOf } from "./lab-flags.ts";
import type { CliMessages } from "./messages/en.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** As typed. */
export interface DataFlags {
  readonly data?: readonly string[];
  readonly test?: readonly string[];
  readonly val?: readonly string[];
  readonly format?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly layout?: string;
  readonly label?: string;
  readonly labelFrom?: string;
  readonly id?: string;
  readonly group?: string;
  readonly groupFrom?: string;
  readonly time?: string;
  readonly channels?: string;
  readonly ignoreColumns?: string;
  readonly skipRows?: string;
  readonly dates?: string;
  readonly missing?: string;
  readonly onError?: string;
  readonly resample?: string;
  readonly longestGap?: string;
}

/** Placeholders of their values in the help. */
const VALUES: Readonly<Record<string, string>> = {
  "--format": "<name>",
  "--encoding": "<name>",
  "--delimiter": "<char>",
  "--decimal": "<mark>",
  "--layout": "<kind>",
  "--label": "<column>",
  "--label-from": "<part>",
  "--id": "<column>",
  "--group": "<column>",
  "--group-from": "<part>",
  "--time": "<column>",
  "--channels": "<columns>",
  "--ignore-columns": "<columns>",
  "--skip-rows": "<lines>",
  "--dates": "<order>",
  "--resample": "<time>",
  "--longest-gap": "<time>",
  "--on-error": "<rule>",
};

type FlagText = keyof CliMessages["dataFlags"];

/** Adds the flags in the order of the help. */
export function addDataFlags(command: Command, messages: CliMessages): void {
  const { dataFlags, groups } = messages;
  const add = (flag: `--${string}`, value: string) => {
    return addFlag(command, flag, value, dataFlags[flag.slice(2) as FlagText]).helpGroup(groups.data);
  };
  for (const flag of ["--data", "--test", "--val"] as const) add(flag, "<file>").argParser(collect);
  for (const flag of Object.values(READING_FLAGS)) add(flag, VALUES[flag] ?? "<value>");
  add("--missing", "<rule>");
}

/** Flags of `predict` for a new file that is written otherwise than the training files; `--decimal` has a text of its own there. */
const OF_NEW_FILES = [
  "--format",
  "--encoding",
  "--delimiter",
  "--layout",
  "--label",
  "--id",
  "--time",
  "--channels",
  "--ignore-columns",
  "--skip-rows",
  "--dates",
] as const;

export function addReadingFlags(command: Command, { dataFlags, groups }: CliMessages): void {
  for (const flag of OF_NEW_FILES) {
    const text = dataFlags[flag.slice(2) as FlagText];
    addFlag(command, flag, VALUES[flag] ?? "<value>", text).helpGroup(groups.newFile);
  }
}

/** How a file is to be read, as far as the flags say. @throws TidelabError for a value that none of them takes */
export function readOptionsOf(flags: DataFlags): ReadOptions {
  choose(flags.format, FILE_FORMATS, "--format");
  choose(flags.layout, ["wide", "long"], "--layout");
  choose(flags.dates, ["dmy", "mdy"], "--dates");
  if (flags.skipRows !== undefined && !/^\d{1,9}$/.test(flags.skipRows)) {
    throw new TidelabError("cli.lines", { received: flags.skipRows }, "--skip-rows");
  }
  return readingOf(flags);
}

/** The part of a spec that the flags make. @param more  files given as arguments */
export function dataOf(flags: DataFlags, more: readonly string[] = []): FilesInput {
  const train = [...more, ...(flags.data ?? [])];
  const { test, val } = flags;
  const missing = missingOf(flags.missing);
  return {
    kind: "files",
    train: single(train),
    ...(val && { val: single(val) }),
    ...(test && { test: single(test) }),
    reading: readingOf(flags),
    ...missing,
  };
}

function single(paths: readonly string[]): string | string[] {
  const [only] = paths;
  return paths.length === 1 && only !== undefined ? only : [...paths];
}

/** Only what was typed: the rest is found from the file. */
function readingOf(flags: DataFlags): NonNullable<FilesInput["reading"]> {
  const { format, encoding, delimiter, decimal, layout, label, id, group, time, onError } = flags;
  const { labelFrom, groupFrom, resample, longestGap, dates } = flags;
  const skipRows = numberOf(flags.skipRows);
  const ignore = flags.ignoreColumns === undefined ? undefined : namesIn(flags.ignoreColumns);
  const channels = flags.channels === undefined ? undefined : namesIn(flags.channels);
  const columns = given({ label, id, group, time, channels, ignore });
  const reading = {
    ...given({
      format,
      encoding,
      delimiter: tabOf(delimiter),
      decimal,
      layout,
      labelFrom,
      groupFrom,
      skipRows,
      dates,
      resample,
      longestGap,
      onError,
    }),
  };
  // Texts that the schema refuses are for it to refuse: this is why the cast is needed.
  return { ...reading, ...(Object.keys(columns).length > 0 && { columns }) } as NonNullable<FilesInput["reading"]>;
}

/** A tab can hardly be typed. */
function tabOf(delimiter: string | undefined): string | undefined {
  return delimiter === "\\t" || delimiter === "tab" ? "\t" : delimiter;
}

function given<Value extends object>(values: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Value>;
}

/** `linear`, `previous`, `mask`, `refuse`, or a number to put in. */
function missingOf(typed: string | undefined): Pick<FilesInput, "missing" | "missingValue"> {
  if (typed === undefined) return {};
  const value = numberOf(typed);
  if (typeof value === "number") return { missing: "value", missingValue: value };
  choose(typed, ["refuse", "linear", "previous", "mask", "0"], "--missing");
  return { missing: typed as "linear" };
}

/** Those of `train`, as typed. */
export interface TrainFlags
  extends DataFlags,
    SplitFlags,
    Pick<
      FlagValues,
      | "name"
      | "numerics"
      | "out"
      | "threads"
      | "device"
      | "figures"
      | "epochs"
      | "batch"
      | "lr"
      | "seed"
      | "patience"
      | "cycles"
    > {
  readonly model?: string;
  readonly saveSpec?: string;
}

export interface SplitFlags {
  readonly split?: string;
  readonly fold?: string;
}

const SPLITS = ["random", "stratified", "groups", "time", "folds", "resample"];

/**
 * The split that `--split` and `--fold` ask for: `stratified`, `folds=5`, `resample=3`.
 * @returns undefined without them
 * @throws TidelabError `cli.splitValue` for a number behind a kind that has none
 */
export function splitOf({ split, fold, ...groups }: SplitFlags & GroupFlags): SplitInput | undefined {
  const group = groupAsked(groups);
  if (split === undefined) {
    if (fold !== undefined) throw new TidelabError("cli.flagNeeds", { needs: "--split folds=5" }, "--fold");
    return undefined;
  }
  const [name = "", value] = split.split("=");
  choose(name, SPLITS, "--split");
  if (value !== undefined && name !== "folds" && name !== "resample") {
    throw new TidelabError("cli.splitValue", { name, value }, "--split");
  }
  const number = value === undefined ? undefined : (numberOf(value) as number);
  if (name !== "folds" && fold !== undefined) {
    throw new TidelabError("cli.flagNeeds", { needs: "--split folds=5" }, "--fold");
  }
  switch (name) {
    case "folds":
      return {
        kind: "folds",
        ...(number !== undefined && { folds: number }),
        ...(fold !== undefined && { fold: numberOf(fold) as number }),
        ...(group !== undefined && { by: "group" as const }),
      };
    case "resample":
      return { kind: "resample", ...(number !== undefined && { resample: number }) };
    case "groups":
    case "time":
      return { kind: name };
    default:
      return { stratify: name === "stratified" };
  }
}

export type SplitInput = Partial<SplitSpec>;

type GroupFlags = Pick<DataFlags, "group" | "groupFrom">;

/** The column, or the part of names, that the user says the groups are in. */
export function groupAsked({ group, groupFrom }: GroupFlags): string | undefined {
  return group ?? groupFrom;
}

/**
 * The split for series with groups that a flag names or a file shows, in the same way, so that the flags that say what was found give
 * the same sets. Who has groups means them to stay together.
 * @param found  what `groupFound` gives
 * @returns undefined where nothing was said or found
 */
export function splitWithGroups(
  flags: SplitFlags & GroupFlags & Pick<DataFlags, "test">,
  found?: string,
): SplitInput | undefined {
  const group = groupAsked(flags) ?? found;
  const val = flags.test !== undefined && { val: VALIDATION_SHARE };
  const usual = group === undefined ? undefined : ({ kind: "groups", ...val } as const);
  return splitOf({ ...flags, group }) ?? usual;
}

/** Where an error of the spec or its data belongs: the flag to change. */
export function atDataFlag(error: unknown): unknown {
  if (!(error instanceof TidelabError)) return error;
  return error.moved(({ path }) => {
    const reading = Object.entries(READING_FLAGS).find(([key]) => path === `data.reading.${key}`);
    if (reading) return reading[1];
    if (path === "split.fold") return "--fold";
    if (path === "training.schedule.cycles") return "--cycles";
    if (path?.startsWith("split")) return "--split";
    const direct = {
      "data.train": "--data",
      "data.test": "--test",
      "data.val": "--val",
      "data.missing": "--missing",
      "data.missingValue": "--missing",
    };
    return direct[path as keyof typeof direct];
  });
}

/** A text among the values is often the class or the name of a series, in a column that only its owner knows. */
export function hintColumns(error: unknown, { label, id, channels }: DataFlags, terminal: Terminal): void {
  const isText = error instanceof TidelabError && error.code === "csv.notNumber";
  if (isText && (label === undefined || id === undefined) && channels === undefined) {
    terminal.notice(terminal.messages.columnsHint);
  }
}
