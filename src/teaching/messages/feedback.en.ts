/** What a student gets back: texts of `feedback.html`. */
export const feedbackTexts = {
  genre: "Feedback",
  maker: (p: { version: string }) => `Written by Tidelab ${p.version}.`,
  points: "Points",
  accuracy: "Test accuracy",
  compared: "Epochs compared",
  equal: "Runs equal to the bit",
  answered: "Answers",
  comment: "Comment",
  found: "What was found",
  same: (p: { runs: number; epochs: number }) =>
    p.runs === 1
      ? `The run was trained again: all ${p.epochs} epochs are equal to the bit.`
      : `${p.runs} runs were trained again: all ${p.epochs} epochs are equal to the bit.`,
  partly: (p: { run: string; epochs: number; of: number }) =>
    `${p.run}: ${p.epochs} of ${p.of} epochs were trained again; they are equal to the bit.`,
  open: (p: { runs: number }) =>
    p.runs === 1 ? "1 run was not trained again yet." : `${p.runs} runs were not trained again yet.`,
  differs: (p: { run: string; epoch: number }) => `${p.run}: differs from epoch ${p.epoch} on.`,
  differsAtEnd: (p: { run: string }) => `${p.run}: the epochs are equal, what was recorded after them is not.`,
  files: (p: { run: string }) => `${p.run}: its files are not those of its record.`,
  edited: "The weights are equal: the record was edited after the run.",
  otherNumerics: (p: { run: string }) =>
    `${p.run}: could not be compared, since the machine that checked it rounds in another way.`,
  unreadable: (p: { run: string }) => `${p.run}: cannot be read.`,
  broken: (p: { run: string; key: string; expected: string; received: string }) =>
    `${p.run}: ${p.key} is not as set: expected ${p.expected}, received ${p.received}.`,
  weights: {
    same: (p: { run: string }) => `${p.run}: the weights are those of your teacher's own run.`,
    other: (p: { run: string }) => `${p.run}: the weights are not those of your teacher's own run.`,
    otherNumerics: (p: { run: string }) =>
      `${p.run}: the weights are not those of your teacher's own run, from a machine that rounds in another way.`,
  },
  stranger: (p: { run: string }) => `${p.run}: not a run of this assignment.`,
  missingRuns: (p: { count: number }) => (p.count === 1 ? "1 run is missing." : `${p.count} runs are missing.`),
  missingAnswers: (p: { questions: string }) => `Without an answer: ${p.questions}.`,
  missingObservations: (p: { count: number }) =>
    p.count === 1 ? "1 pinned observation is missing." : `${p.count} pinned observations are missing.`,
  nowhere: (p: { number: number; run: string }) =>
    `Answer ${p.number} points at a place of ${p.run} that is not there.`,
  places: { step: "step", epoch: "epoch", series: "series", cell: "class" },
  place: (p: { kind: string; at: string; run: string }) => `Points at ${p.kind} ${p.at} of ${p.run}.`,
  cell: (p: { truth: string; predicted: string }) => `${p.truth}, predicted ${p.predicted},`,
  missingReport: "The report is missing.",
  reports: {
    same: "The report is as its records give it.",
    edited: "The report shows something else than it was written with.",
    otherRuns: "The report is about other records than those submitted.",
    none: "The report has no record in it.",
  },
  table: (p: { number: number }) => `Table ${p.number}`,
  tableTitle: (p: { run: string }) => `Entries of ${p.run} that differ`,
  entry: "Entry",
  recorded: "recorded",
  foundHere: "found",
  answers: "Your answers",
  question: (p: { number: number; text: string }) => `${p.number}. ${p.text}`,
  noAnswer: "No answer.",
  before: "Written before the first run.",
};
export type FeedbackTexts = typeof feedbackTexts;
