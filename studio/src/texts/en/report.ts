/** The record of a run as it is handed in. */
export const report = {
  sheet: (label: string) => `Report of ${label}`,
  contents: "Contents",
  making: "Making the report…",
  none: "Nothing here yet. Train the lab: its report is written from its record.",
  toStart: "To the start",
  notEnded: "This run has not ended yet: there is nothing to report.",
  toTrain: "Show it in Train",
  notKept: "The weights of this run are not kept here, so its report cannot be made.",
  refused: "The report cannot be made:",
  html: "HTML",
  markdown: "Markdown",
  print: "Print, PDF",
  run: "Matrix and series",
  exports: "Export",
  anyone: "Anyone can check it: run",
  exercises: "Exercises with questions of their own:",
  observed: "What I observed",
  evidence: "Evidence",
  pinned: (text: string) => `Pinned observation: ${text}`,
  answered: (question: string, answer: string) => `${question} “${answer}”`,
  yours:
    "All but the end follows from the numbers by rules. The last section is for your own words: they are kept on this device, are part of every export, and are marked as yours. What you pinned, and the places that your answers point at, are above it as evidence; tidelab verify then says that the record is right and that the report was written into.",
  words: (count: number) => `${count} ${count === 1 ? "field" : "fields"} filled in by you`,
  saved: "Saved on this device",
  notSaved: "This browser keeps nothing here: export before you leave.",
};
export type ReportTexts = typeof report;
