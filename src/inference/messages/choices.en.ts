/** English texts of what was chosen for a training on files, and why; the command line says them too. */

export interface ChosenModel {
  readonly title: string;
  /** The flag that says so, where there are flags. */
  readonly flag?: string | undefined;
}

const inFlags = ({ flag }: ChosenModel) => (flag === undefined ? "" : ` (${flag})`);

export const choiceTexts = {
  model: {
    usual: (p: ChosenModel) => `Model: ${p.title}, fast and good for series of this length${inFlags(p)}`,
    short: (p: ChosenModel) =>
      `Model: ${p.title}, since the shortest series are too short for one that halves them three times${inFlags(p)}`,
    asked: (p: ChosenModel) => `Model: ${p.title}${inFlags(p)}`,
  },
  scale: {
    channel: "Normalisation: z-score of each channel, with mean and deviation of the training series",
    series: "Normalisation: z-score of each series by itself, since the series lie at levels far apart",
  },
  training: (p: { epochs: number; batchSize: number; patience: number }) =>
    `Training: at most ${p.epochs} ${p.epochs === 1 ? "epoch" : "epochs"} in batches of ${p.batchSize}${p.patience === 0 ? "" : `; ends after ${p.patience} epochs without a lower validation loss`} and keeps the best`,
  groups: (p: { column: string }) =>
    `All series of a group stay on one side of the split, since the files have groups in the column ${p.column}.`,
  groupsByName:
    "All series of a group stay on one side of the split, since the names of files or folders say their groups.",
  groupsNotKept: "This split does not keep groups together: series of one group may be both trained and tested on.",
  notStratified:
    "The split is not stratified: some class has too few series for one in every set. Its results say little about that class.",
  skipped: (p: { name: string; count: number }) => `Left out of ${p.name}: ${p.count} series that cannot be read`,
};
