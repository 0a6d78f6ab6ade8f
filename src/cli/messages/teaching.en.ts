/** English texts of verifying submissions. Part of `en.ts`. */
export const teachingTexts = {
  submission: {
    head: (p: { file: string; name: string; number: string }) => `${p.file}: ${p.name}, ${p.number}`,
    unreadable: (p: { error: string }) => `NOT verified: ${p.error}`,
    same: (p: { run: string; epochs: number; of: number }) =>
      p.epochs === p.of
        ? `${p.run}: equal to the bit, ${p.epochs} ${p.epochs === 1 ? "epoch" : "epochs"}`
        : `${p.run}: the first ${p.epochs} of ${p.of} epochs are equal to the bit; the others were not compared`,
    differs: (p: { run: string; epoch: number }) => `${p.run}: differs from epoch ${p.epoch} on`,
    differsAtEnd: (p: { run: string }) => `${p.run}: the epochs are the same, but not what was recorded after them`,
    otherNumerics: (p: { run: string }) => `${p.run}: cannot be compared here: this host rounds in another way`,
    notThere: (p: { run: string; error: string }) => `${p.run}: unreadable: ${p.error}`,
    broken: (p: { run: string; key: string; expected: string; received: string }) =>
      `${p.run}: ${p.key} is not as set: expected ${p.expected}, received ${p.received}`,
    otherWeights: {
      other: (p: { run: string }) => `${p.run}: other weights than those of the teacher's own run`,
      otherNumerics: (p: { run: string }) =>
        `${p.run}: other weights than those of the teacher's own run, from a machine that rounds in another way`,
    },
    stranger: (p: { run: string }) => `${p.run}: not a run of the assignment`,
    missingRuns: (p: { count: number }) => `${p.count} ${p.count === 1 ? "run is" : "runs are"} missing`,
    missingAnswers: (p: { questions: string }) => `without an answer: ${p.questions}`,
    missingObservations: (p: { count: number }) =>
      `${p.count} pinned ${p.count === 1 ? "observation is" : "observations are"} missing`,
    nowhere: (p: { question: string; kind: "step" | "epoch" | "cell" | "series"; run: string }) =>
      `the answer to ${p.question} points at ${p.kind === "epoch" ? "an" : "a"} ${p.kind} of ${p.run} that is not there`,
    missingReport: "without a report",
    reports: {
      edited: "the report shows something else than it was written with",
      otherRuns: "the report is about other records than those in the submission",
      none: "the report has no record in it",
    },
    manifest: (p: { files: string }) => `not as the manifest says: ${p.files}`,
    hintsTitle: "Reasons to look, not verdicts:",
    sameWeights: (p: { files: string; seed: number }) => `${p.files}: the same weights, of seed ${p.seed}`,
    otherSeed: (p: { file: string; run: string; seed: number; expected: number }) =>
      `${p.file}: ${p.run} has seed ${p.seed}; that of the number is ${p.expected}`,
    sameAnswer: (p: { files: string; question: string; share: string }) =>
      `${p.files}: the answers to ${p.question} share ${p.share}% of their phrases`,
    summary: (p: { verified: number; all: number }) =>
      `${p.verified} of ${p.all} ${p.all === 1 ? "submission" : "submissions"} verified.`,
  },
};
