/** English errors of assignments and submissions. Part of `en.ts`; `tidelab/teaching` brings them along. */
export const teachingErrors = {
  // Assignments
  "assignment.newer": (p: { most: number; received: number }) =>
    `expected an assignment of version ${p.most} or older, received version ${p.received}. It was made by a newer Tidelab: update with npm install tidelab@latest.`,
  "assignment.twice": (p: { first: string }) =>
    `expected an id of its own, received the one of ${p.first}. Answers are kept by it: give each question another.`,
  "assignment.exerciseFree": () =>
    "expected no free keys, since an exercise varies its own settings, received some. Remove them, or begin with a spec.",
  "assignment.exercisePins": () =>
    "expected 0 pinned observations, since those of Train are about single runs, received some for an exercise. Ask a question instead.",
  "assignment.noKey": (p: { received: string }) =>
    `expected a key of the assignment's spec, received ${JSON.stringify(p.received)}. Write it like training.lr or model.layers[0].hiddenSize.`,
  "assignment.varies": () =>
    "expected no weights of a run, since seed or settings are not the same for all, received some. Set the seed for all and free nothing, or remove them.",
  "assignment.range": (p: { min: number; max: number }) =>
    `expected min below max, received ${p.min} and ${p.max}. Exchange them.`,

  // Submissions
  "verify.mixed": () =>
    "expected submissions or runs, received both. Verify the submissions (.tidelab) and this one after the other.",
  "bundle.kind": () =>
    "expected a submission, a .tidelab file with a manifest.json in it, received something else. Ask for the file that Make the bundle gave.",
  "bundle.newer": (p: { most: number; received: number }) =>
    `expected a submission of version ${p.most} or older, received version ${p.received}. It was made by a newer Tidelab: update with npm install tidelab@latest.`,
  "bundle.missing": () =>
    "expected in every submission, received none. Ask for the submission again: the file was taken apart and put together by hand.",
  "bundle.damaged": () =>
    "expected what a submission has there, received something else. Ask for the submission again.",
  "bundle.student": () =>
    "expected a name and a number, each of 1 to 80 characters. Type both before you make the bundle.",
  "bundle.large": (p: { bytes: number; most: number }) =>
    `expected at most ${(p.most / 1e6).toFixed(0)} MB, received ${(p.bytes / 1e6).toFixed(1)} MB. Choose fewer runs to submit.`,
  "bundle.size": (p: { bytes: number; most: number }) =>
    `expected a submission of at most ${(p.most / 1e6).toFixed(0)} MB, received a file of ${(p.bytes / 1e6).toFixed(0)} MB, which was not read. Ask for the file that Make the bundle gave.`,
};
