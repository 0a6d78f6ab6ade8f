/** English texts of training on files and of `tidelab data`: help, what was read, what was chosen. Spread into `en.ts`. */

/** Flags that say which files hold the series and how they are read. */
export const dataFlags = {
  data: "file with the series to train on, or a pattern such as 'data/*.csv' in quotes; may be given several times",
  test: "file with the series to test on (default: taken from the others); may be given several times",
  val: "file with the series to validate on (default: taken from the others); may be given several times",
  format: "csv, ts, arff, ucr, npy, npz, jsonl or parquet (default: found from the file)",
  encoding: "of text, such as gbk (default: UTF-8 or UTF-16)",
  delimiter: "between the cells of a CSV; tab for a tab (default: found)",
  decimal: "decimal mark of the numbers: point or comma (default: found)",
  layout: "wide (a row is a series) or long (a row is a time step) (default: found)",
  label: "column of the classes, by name or number from 1 (default: found)",
  id: "column of the names of the series (default: found)",
  group: "column of groups, such as patients, for a split that keeps them together",
  time: "column of the time stamps (default: found)",
  channels: "columns of the values, separated by commas (default: all others)",
  missing: "missing values: linear, previous, mask, or a number to put in (default: refuse them)",
};

export const dataCommands = {
  train: {
    about: "train a model on files of time series, or the model of a spec",
    file: "file of time series, or a spec in JSON (docs/files.md, docs/spec.md)",
    split:
      "random, stratified, groups, time, folds=<n> (with --fold) or resample=<n> (of the UCR archive) (default: stratified where possible)",
    fold: "which fold tests, from 0 on, with --split folds=<n>",
    model:
      "a preset (cnn, lstm, gru, rnn, mlp, fcn, resnet, inception-time, lstm-fcn, …) or a spec with a model (default: chosen by the data)",
    epochs: "passes over the training series at most (default: 100)",
    batch: "series in a batch (default: 4 to 32, by the training series)",
    patience: "end after so many epochs without a lower validation loss (default: 20)",
    saveSpec: "new file for the spec that says the same, to be edited and run again",
    examples: `  tidelab train examples/walking.csv --label activity --group person
  tidelab train --data examples/walking.csv --label activity --group person --split groups --model fcn --epochs 10
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

export interface KnownModel {
  readonly title: string;
  /** The flag that says so. */
  readonly flag: string;
}

export const dataTexts = {
  dataFlags,
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
  dataMissing: (p: { count: string }) => `Missing values: ${p.count}`,
  dataFlagsFound: (p: { flags: readonly string[] }) => `The same in flags: ${p.flags.join(" ")}`,

  // What was chosen
  chosenModel: {
    usual: (p: KnownModel) => `Model: ${p.title}, fast and good for series of this length (${p.flag})`,
    short: (p: KnownModel) =>
      `Model: ${p.title}, since the shortest series are too short for one that halves them three times (${p.flag})`,
    asked: (p: KnownModel) => `Model: ${p.title} (${p.flag})`,
  },
  chosenScale: {
    channel: "Normalisation: z-score of each channel, with mean and deviation of the training series",
    series: "Normalisation: z-score of each series by itself, since the series lie at levels far apart",
  },
  chosenTraining: (p: { epochs: number; batchSize: number; patience: number }) =>
    `Training: at most ${p.epochs} epochs in batches of ${p.batchSize}; ends after ${p.patience} epochs without a lower validation loss and keeps the best`,
  notStratified:
    "The split is not stratified: some class has too few series for one in every set. Its results say little about that class.",
  saveSpecHint: "All of this as a spec to edit: --save-spec <file.json>",
  specSaved: (p: { path: string }) => `Wrote the spec to ${p.path}. To train it: tidelab train ${p.path}`,
};
