/** English errors of the classifiers without gradients: what `tidelab/classical` carries of all texts. */

export const classicalErrors = {
  "classical.method": (p: { known: string; received: string; nearest: string | undefined }) =>
    `expected one of ${p.known}, received ${p.received}. ${p.nearest ? `Did you mean ${p.nearest}?` : "Try mini-rocket."}`,
  "classical.setting": (p: { expected: string; received: string; usual: number | string }) =>
    `expected ${p.expected}, received ${p.received}. Leave it out for ${p.usual}.`,
  "classical.oneClass": (p: { name: string; count: number }) =>
    `expected training series of two classes or more, received ${p.count} of one (${p.name}). Add series of another class.`,
  "classical.windows": () =>
    "expected whole series, received windows of them. Leave the windows transform out: these methods take series of any length.",
  "classical.otherLength": (p: { expected: number; received: number }) =>
    `expected ${p.expected} time steps, as all training series have, received ${p.received}. Cut or resample the series, or train on series of several lengths.`,
  "classical.tooShort": (p: { method: string; needs: number; received: number }) =>
    `expected at least ${p.needs} time ${p.needs === 1 ? "step" : "steps"}, which ${p.method} needs, received ${p.received}. Leave the series out, resample all of them, or use dtw.`,
  "classical.tooLong": (p: { method: string; most: number; received: number }) =>
    `expected at most ${p.most} time steps, which ${p.method} counts, received ${p.received}. Resample the series to fewer steps, or use mini-rocket.`,
  "classical.overflow": () =>
    "expected features that are finite, received sums that overflow float32: the values of the series are too large. Scale them, for example to mean 0 and standard deviation 1.",
  "classical.validation": (p: { received: string }) =>
    `expected no series to validate on, since nothing is chosen by them without gradients, received ${p.received}. Leave it out, and they are trained on; or give their file with the training files.`,
  "classical.noScores": (p: { method: string }) =>
    `expected a method that scores classes, received ${p.method}, which finds the nearest series. Use predict.`,
  "classical.features": (p: { rows: number; columns: number; values: number; labels: number }) =>
    `expected two rows of features or more, ${p.rows} × ${p.columns} values and ${p.rows} labels, received ${p.values} values and ${p.labels} labels.`,
  "classical.saved": (p: { problem: SavedProblem }) => savedProblems[p.problem],
};

const savedProblems = {
  format:
    "expected a classifier saved by tidelab/classical, received something else. Pass what JSON.parse makes of its JSON.",
  hash: "expected a classifier as it was saved, received one that was changed or cut off: its hash differs. Restore the file, or fit it again.",
  parts:
    "expected a classifier whose parts fit together, received one whose parts do not. Restore the file, or fit it again.",
};
export type SavedProblem = keyof typeof savedProblems;
