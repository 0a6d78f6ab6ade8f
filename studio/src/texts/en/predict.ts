/** New files through a run: what it says of their series. */
import { byCount, counted } from "../counted.ts";

export const predict = {
  title: (label: string) => `Predict with ${label}`,
  back: (label: string) => `Back to ${label}`,
  noRun: "No run of this name is kept on this device.",
  notEnded: "This run has not ended yet: there is nothing to predict with.",
  toStart: "To the start",
  toTrain: "Show it in Train",
  intro: (steps: string, channels: number) =>
    `Files are read as this run's training series were: the same columns, units, scale and transforms. It was trained on series of ${counted(steps, "step")} and ${channels} ${channels === 1 ? "channel" : "channels"}.`,
  choose: "Choose files",
  drop: "or drop them anywhere on this page",
  formats: "CSV, .tsv, .ts, .arff, .npy, .npz, .jsonl, Parquet, also packed by gzip. They stay on this device.",
  none: "No file is open. Classes may be in the file or not: where they are, they are compared with the predictions.",
  reading: "Reading the file and predicting…",
  remove: (name: string) => `Close ${name}`,
  howRead: "How it is read",
  howReadHint: "As in training; what belongs to a single file, such as separators, is found. Say what is otherwise.",
  rules: {
    training: "as in training",
    linear: "straight line",
    previous: "value before",
    zero: "zero",
  },
  windowsHint:
    "Long series are cut into windows of so many steps, which vote: 128, or 128:64 for one every 64 steps. Empty: as in training.",
  anyLengthHint: "Series of lengths that the run was not trained on are predicted too; its answers may be worse.",
  cannotRead: "The file cannot be predicted yet",
  unreadable: {
    changed: (name: string) =>
      `${name} was changed, moved or locked while it was read. Close what writes it, then choose it again.`,
    large: (name: string) =>
      `${name} is larger than 512 MB, more than a page can hold. Predict it with the command line: npx tidelab predict.`,
    notKept: () => "The weights of this run are not kept on this device, so it can predict nothing.",
  },
  failed: "That was Tidelab's fault. The file is as it was; try it again, or another one.",
  count: (count: string) => `${count} series`,
  accuracy: (correct: string, labelled: string, share: string) =>
    `${share} right by the file's classes: ${correct} of ${labelled}`,
  classCount: (name: string, count: string, share: string) => `${name}: ${count} series, ${share}`,
  download: "Predictions (.csv)",
  downloadHint: "The bytes of tidelab predict --output: all series, with the probability of each class.",
  otherLengths: (count: string, of: string, trained: string, series: string, length: string) =>
    `${count} of ${of} series ${byCount(count, "does", "do")} not have the ${counted(trained, "step")} that the run was trained on (first: series ${series}, ${counted(length, "step")}).`,
  treatments: {
    transformed: (reads: string) =>
      `The run's transforms bring them to the ${counted(reads, "step")} that the model reads.`,
    asIs: () => "The model was never trained on such lengths: its answers may be worse.",
  },
  table: {
    caption: (name: string, count: string) => `Predictions for ${name}, ${count} series`,
    series: "series",
    steps: "steps",
    predicted: "predicted",
    given: "in the file",
    right: "right",
    wrong: "wrong",
  },
  pageOf: (from: string, to: string, total: string) => `${from}–${to} / ${total}`,
  before: "Page before",
  after: "Next page",
  onlyFirst: (shown: string) => `The first ${shown} are listed here; the table to download has all.`,
};
export type PredictTexts = typeof predict;
