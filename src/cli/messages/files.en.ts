/** English texts of training on files and of `tidelab data`: help, what was read, what was chosen. Spread into `en.ts`. */
import { choiceTexts } from "../../inference/messages/choices.en.ts";

/** Flags that say which files hold the series and how they are read. */
const dataFlags = {
  data: "file with the series to train on, or a pattern such as 'data/*.csv' in quotes; may be given several times",
  test: "file with the series to test on (default: taken from the others); may be given several times",
  val: "file with the series to validate on (default: taken from the others); may be given several times",
  format: "format of the files, such as csv or parquet; docs/files.md lists them (default: found from the file)",
  encoding: "of text, such as gbk (default: UTF-8 or UTF-16)",
  delimiter: "between the cells of a CSV; tab for a tab (default: found)",
  decimal: "decimal mark of the numbers: point or comma (default: found)",
  layout: "wide (a row is a series) or long (a row is a time step) (default: found)",
  label: "column of the classes, by name; by number from 1 where there is no header (default: found)",
  "label-from":
    "where the class of all series of a file is: file (walking of walking_07.csv), folder (walking of walking/07.csv) or grandparent, the folder around that one",
  id: "column of the names of the series (default: found)",
  group:
    "column of groups, such as patients; the split, also into folds, keeps all series of a group on one side unless --split says otherwise",
  "group-from":
    "where their group is, in the same way: file (ada of ada_07.csv, p01 of p01.csv), folder or grandparent (ada of ada/walking/07.csv)",
  time: "column of the time stamps (default: found)",
  channels:
    "columns of the values, separated by commas; a name with a comma in double quotes: '\"Temp, °C\",RH' (default: all others)",
  "ignore-columns": "columns to leave out, separated by commas; a name with a comma in double quotes",
  "skip-rows": "lines above the table of a CSV, such as titles (default: rows with a title alone are found)",
  dates: "order of dates such as 01.02.2024: dmy or mdy (default: refuse them)",
  resample:
    "time between even steps that series with times are brought to, linearly: 20ms, 1min, 50Hz where times are dates, or a number in the unit of their column (default: as they are)",
  "longest-gap": "time between two steps that --resample may fill (default: five of its steps)",
  "on-error": "a series that cannot be read: stop, or skip to leave it out, listed and recorded (default: stop)",
  missing: "missing values: linear, previous, mask, or a number to put in (default: refuse them)",
};

const dataCommand = {
  about: "look at files of time series: what is in them, leaks between training and test, a picture, another format",
  files: "files of time series; or, alone, a spec that names some",
  info: "say what is in files: series, lengths, classes, values, missing ones, duplicates, outliers",
  check: "look for leaks between the sets of a split: series on both sides, nearly the same, overlapping, of one group",
  plot: "draw each class with its mean and spread, the balance of the classes and the lengths",
  plotOutput: "new file, .svg or .png (default: series.svg)",
  convert: "write the series in another format: CSV (wide or long), .ts, JSON lines or NumPy's",
  to: "csv-wide, csv-long, ts, jsonl, npy or npz (default: by the ending of the output)",
  output: "new file",
  examples: `  tidelab data info examples/walking.csv --label activity --group person
  tidelab data check examples/walking.csv --label activity --group person --split groups
  tidelab data plot examples/walking.csv --label activity --group person --output walking.svg
  tidelab data convert examples/walking.csv --label activity --group person --output walking.jsonl`,
};

export const dataCommands = {
  data: dataCommand,
  train: {
    about: "train a model on files of time series, or the model of a spec",
    file: "file of time series, or a spec in JSON (docs/files.md, docs/spec.md)",
    split:
      "random, stratified, groups, time, folds=<n> (with --fold) or resample=<n> (of the UCR archive) (default: groups where there are groups, else stratified where possible)",
    fold: "which fold tests, from 0 on, with --split folds=<n>",
    model:
      "a preset (cnn, lstm, gru, fcn, resnet, inception-time, …), a classifier without gradients (minirocket, multirocket, hydra, multirocket-hydra, 1nn-dtw) or a spec with a model (default: chosen by the data)",
    epochs: "passes over the training series at most (default: 100)",
    batch: "series in a batch (default: 4 to 32, by the training series)",
    patience: "end after so many epochs without a lower validation loss (default: 20)",
    saveSpec: "new file for the spec that says the same, to be edited and run again",
    examples: `  tidelab train examples/walking.csv --label activity --group person
  tidelab train --data examples/walking.csv --label activity --group person --split stratified --model fcn --epochs 10
  tidelab train examples/walking.csv --label activity --group person --model minirocket
  tidelab train examples/walking.csv --label activity --group person --epochs 10 --save-spec walking.json
  tidelab train examples/lstm.json --out runs/mine
  tidelab train examples/cnn.json --threads 2`,
  },
};

export interface FileRead {
  readonly name: string;
  readonly format: string;
  readonly series: string;
}

/** Series of a file that were left out, and what was wrong with the first few. */
export interface Skipped {
  readonly name: string;
  readonly count: string;
  readonly of: string;
  readonly faults: readonly string[];
}

export const dataTexts = {
  dataFlags,
  columnsHint:
    "Say which columns are no values: --label <column> has the classes, --id the names of the series, --group their groups. Or name the values: --channels <columns>.",
  // What was read
  dataFile: {
    train: (p: FileRead) => `Read ${p.name} (${p.format}): ${p.series} series`,
    val: (p: FileRead) => `Read ${p.name} (${p.format}): ${p.series} series to validate on`,
    test: (p: FileRead) => `Read ${p.name} (${p.format}): ${p.series} series to test on`,
  },
  dataShape: (p: { series: string; steps: string; channels: number }) =>
    `Series: ${p.series} of ${p.steps} steps, ${p.channels} ${p.channels === 1 ? "channel" : "channels"}`,
  dataClasses: (p: { count: number; classes: readonly string[]; more: number }) =>
    `Classes: ${p.count}: ${p.classes.join(", ")}${p.more > 0 ? ` and ${p.more} more` : ""}`,
  dataGroups: (p: { count: number; groups: readonly string[]; more: number }) =>
    `Groups: ${p.count}: ${p.groups.join(", ")}${p.more > 0 ? ` and ${p.more} more` : ""}`,
  inFiles: (p: { text: string; files: number }) => `${p.text} (${p.files} files)`,
  dataSkipped: (p: Skipped) =>
    `Left out ${p.count} of ${p.of} series of ${p.name} that cannot be read${p.faults.length < Number(p.count) ? `; the first ${p.faults.length}` : ""}:\n${p.faults.map((fault) => `  ${fault}`).join("\n")}`,
  dataLeftOut: (p: { name: string; count: string }) => `Left out of ${p.name}: ${p.count} series that cannot be read`,
  dataMissing: (p: { count: string }) => `Missing values: ${p.count}`,
  dataFlagsFound: (p: { flags: readonly string[] }) => `The same in flags: ${p.flags.join(" ")}`,

  // Classifiers without gradients
  classicalHeadline: (p: { version: string; title: string }) => `Tidelab ${p.version} · ${p.title}, without gradients`,
  classicalSplit: (p: { train: number; test: number }) => `Split: ${p.train} train / ${p.test} test`,
  classicalFitted: (p: { seconds: string; found: readonly string[] }) =>
    `Fitted in ${p.seconds}: ${p.found.join(", ")}`,
  classicalScale: 'Normalisation: none, as in the published figures; "transforms" in a spec add one',
  classicalVerified: (p: { sha256: string }) =>
    `Verified: fitted again, the classifier, its answers to the test series and all scores are the same, bit for bit (SHA-256 ${p.sha256}).`,
  classicalRecordVerified:
    "The record in run.json is right: fitted again, the classifier and its answers are the same, bit for bit. But its file is not the one that the run wrote:",
  classicalReported: (p: { path: string; runs: number }) =>
    `Wrote ${p.path}: ${p.runs} ${p.runs === 1 ? "classifier" : "classifiers"} without gradients.`,
  classicalLeftOut: (p: { count: number; first: string }) =>
    `${p.count} ${p.count === 1 ? "run" : "runs"} of classifiers without gradients left out (first: ${p.first}): a report has either kind. Name these alone; tidelab benchmark compares both.`,
  classicalDiffers: "Not verified: fitted again, some of what is on record differs.",

  // What was chosen
  chosen: choiceTexts,
  joined: (first: string, second: string) => `${first} ${second}`,
  splitOtherwise: "That is --split groups; --split stratified splits class by class instead.",
  groupsKept: "Split: all series of a group on one side (--split groups)",
  foldTests: (p: { fold: number; folds: number; last: number }) =>
    `Split: one of ${p.folds} folds tests, fold ${p.fold} (--fold 0 to ${p.last} chooses; a sweep with "fold": "seed" runs them all)`,
  groupsOtherwise: "Without --split, or with --split groups, they stay on one side.",
  saveSpecHint: "All of this as a spec to edit: --save-spec <file.json>",
  specSaved: (p: { path: string }) => `Wrote the spec to ${p.path}: tidelab train ${p.path} trains the same again.`,

  // Looking at data
  dataSummary: {
    heads: {
      channel: "Channel",
      mean: "Mean",
      deviation: "Deviation",
      min: "Smallest",
      max: "Largest",
      missing: "Missing",
      constant: "Constant series",
      outliers: "With outliers",
      class: "Class",
      sets: { train: "Train", val: "Validation", test: "Test" },
    },
    unlabelled: (p: { count: number; of: number }) =>
      p.count === p.of ? "Classes: none" : `Classes: none for ${p.count} of ${p.of} series`,
    lengths: (p: { shortest: number; median: number; longest: number }) =>
      `Lengths: ${p.shortest} to ${p.longest} steps, half of the series up to ${p.median}`,
    duplicatesWithin: (p: { count: number }) =>
      `Duplicates: ${p.count} ${p.count === 1 ? "series is" : "series are"} there more than once in one set`,
    duplicatesAcross: (p: { count: number }) =>
      `Duplicates: ${p.count} ${p.count === 1 ? "series is" : "series are"} in two sets; see tidelab data check`,
    imbalance: (p: { ratio: string }) =>
      `Classes: ${p.ratio} series of the largest class for one of the smallest; "training.classWeights": "balanced" in a spec weighs them alike`,
    window: (p: { length: number }) =>
      `Long series: windows of ${p.length} steps train faster (the transform windows, in a spec)`,
  },
  notTrainable: (p: { reason: string }) => `No model can be trained on these series as they are. ${p.reason}`,
  pairJoint: " and ",
  sides: (p: { a: string; b: string }) => `${p.a} / ${p.b}`,
  leaks: {
    identical: (p: Leaking) => `${p.sides}: ${p.count} identical series on both sides (first: ${p.first})`,
    near: (p: Leaking) => `${p.sides}: ${p.count} pairs of nearly identical series (first: ${p.first})`,
    overlap: (p: Leaking) =>
      `${p.sides}: ${p.count} series that share steps with one on the other side, as windows of one longer series (first: ${p.first})`,
    group: (p: Leaking) =>
      `${p.sides}: ${p.count} ${p.count === 1 ? "group has" : "groups have"} series on both sides (first: ${p.first}). --split groups keeps them together`,
    id: (p: Leaking) => `${p.sides}: ${p.count} names of series on both sides (first: ${p.first})`,
  },
  leaksSkipped: {
    near: "Nearly identical series were not looked for: there are too many pairs.",
    overlap: "Overlapping series were not looked for: there are too many steps.",
  },
  noLeaks: "No leaks found between the sets.",
  dataDrawn: (p: { path: string }) => `Drew the data to ${p.path}.`,
  converted: (p: { path: string; series: number }) => `Wrote ${p.series} series to ${p.path}.`,
  noClass: "no class",
  convertLoss: {
    labels: "The format has no classes: they were left out.",
    lengths: "Shorter series were filled up with NaN to the longest, which readers take for their end.",
    axes: 'There are no more steps than channels: whoever reads the file must say its axes (data.reading.axes "NTC").',
    groups: "The format has no groups: they were left out.",
    ids: "The format has no names of series: they were left out.",
    repeatedIds: "Several series have the same name, and would become one: all were numbered instead, from 1.",
    channelNames: "The format has no names of channels: they were left out.",
    roleNames: "A channel has the name of another column, such as time or label: all channels were numbered instead.",
  },
};

/** What is on both sides of a split. */
export interface Leaking {
  readonly sides: string;
  readonly count: number;
  readonly first: string;
}
