/** English texts of the commands about experiments and records: sweeps, exercises, the run store. Part of `en.ts`. */
import { queueCommandTexts, queueTexts, workerCommand } from "./queue.en.ts";

export const experimentCommands = {
  sweep: {
    about: "run a controlled experiment: what a file says is varied, with the same seeds in every arm",
    file: "JSON file with base, axes and seeds; see docs/experiments.md",
    out: "folder of the sweep (default: sweeps/<name>); an existing one is continued where it ended",
    jobs: "runs at a time, one thread each (default: as many as the machine has cores)",
    maxRuns: "stop after this many runs; the same command continues",
    budget: "start no run that would not end within this time: 90s, 10m, 2h",
    exitCodes: `A sweep ends with its report, report.html and report.md in its folder. Runs that diverge or are pruned are results: the exit code is 0. It is 1 when a run broke off (the same command runs it again) or no run has a result.`,
    examples: `  tidelab sweep examples/sweep.json
  tidelab sweep examples/tpe-sweep.json --jobs 2 --budget 10m
  tidelab sweep examples/sweep.json --out sweeps/begun --max-runs 4 --json
  tidelab sweep examples/sweep.json --queue
  tidelab sweep status cells-and-rates`,
    ...queueCommandTexts,
  },
  ...workerCommand,
  exercise: {
    about: "run one of the lab notebook's tasks as a ready-made sweep",
    task: (p: { names: readonly string[] }) => `${p.names.join(", ")} or all`,
    quick: "fewer series and seeds: a few minutes for all of them",
    out: "folder that the sweeps' folders are put into (default: sweeps)",
    examples: `  tidelab exercise structure --quick
  tidelab exercise all`,
  },
  runs: {
    about: "list the runs of the store; filter and sort them",
    filter:
      "key=value, also != < <= > >= and ~ for a part of a text; keys are columns, paths of the spec, tag and note",
    sort: "by a column or a path of the spec, in ascending order (default: the newest first)",
    reverse: "reverse the order",
    limit: "show at most this many (default on a terminal: 20, otherwise all)",
    trash: "list what was removed instead",
    note: "write a note to a run",
    noteText: "the note",
    tag: "give a run tags",
    untag: "remove tags from a run",
    tags: "words without spaces or commas",
    run: "a run: its folder, its name, its id or the beginning of its id",
    rm: "move runs to the trash folder beside them",
    restore: "bring removed runs back",
    export: "write the store as JSON lines",
    exportFile: "new file (default: stdout)",
    import: "add the runs and sweeps of JSON lines",
    importFile: "file that runs export wrote; - reads stdin",
    rebuild: "rebuild a damaged store from the folders of runs, or add what is missing",
    folders: "where to look (default: runs and sweeps)",
    pull: "bring a run that a worker saved from the store to a folder",
    pullOut: "folder for it, new or empty (default: runs/<date>-<name>)",
    gc: "remove files from a PostgreSQL store that no run and no job needs any more",
    gcDryRun: "only say what would be removed",
    examples: `  tidelab runs
  tidelab runs --filter status=finished --filter training.lr=0.01 --sort bestValLoss --limit 10
  tidelab runs note runs/mine "with a larger rate"
  tidelab runs export --output runs.jsonl
  tidelab runs rebuild
  tidelab runs pull 3fa9c1d0 --out runs/pulled
  tidelab runs rm runs/forked`,
  },
  compare: {
    about: "show where the specs of runs differ, then their metrics side by side",
    runs: "two or more: folders, ids or names",
    examples: `  tidelab compare runs/mine runs/forked
  tidelab compare runs/mine runs/forked --json`,
  },
  fork: {
    about: "run a recorded run again with something changed",
    run: "a run: its folder, its name, its id or the beginning of its id",
    set: "a value of the spec: training.lr=0.01; may be given again",
    continue: "begin with the run's trained weights and train on for the spec's epochs (default: from the start)",
    examples: `  tidelab fork runs/mine --set training.lr=0.003 --out runs/forked
  tidelab fork runs/mine --continue --set training.epochs=5 --set training.lr=0.0001`,
  },
};

export interface Count {
  readonly added: number;
  readonly known: number;
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

export const experimentTexts = {
  ...queueTexts,

  // Files of these commands
  sweepFile: "a sweep in JSON",
  linesFile: "a file of JSON lines that tidelab runs export wrote",

  // Run store
  notRecorded: (p: { folder: string; reason: string }) =>
    `the run is saved in ${p.folder}, but could not be added to the run store: ${p.reason} Add it later with tidelab runs rebuild ${p.folder}.`,
  noRuns: (p: { store: string }) => `No runs in ${p.store}.`,
  runsRunning: (p: { folders: readonly string[] }) => `Still running, not in the list: ${p.folders.join(", ")}.`,
  runsInterrupted: (p: { folders: readonly string[] }) =>
    `Interrupted, not in the list: ${p.folders.join(", ")}. To continue: tidelab resume ${p.folders[0]}`,
  runsShown: (p: { shown: number; all: number }) => `${p.shown} of ${p.all} runs.`,
  runsPage: (p: { shown: number; all: number; found: number }) =>
    `${p.shown} of ${p.all} runs; --limit ${p.found} shows more.`,
  runsTable: {
    columns: [
      "Id",
      "Name",
      "Started",
      "Status",
      "Epochs",
      "Best val loss",
      "Val acc",
      "Test acc",
      "Parameters",
      "Folder",
      "Tags and notes",
    ] as readonly string[],
    statuses: { finished: "finished", stopped: "stopped", diverged: "diverged" },
  },
  runRemoved: (p: { id: string; from: string; to: string | undefined; isForeign: boolean }) =>
    p.to === undefined
      ? `Removed ${p.id}; ${p.isForeign ? `${p.from} was left as it is.` : `its folder ${p.from} was gone already.`}`
      : `Removed ${p.id}: moved ${p.from} to ${p.to}. tidelab runs restore ${p.id} brings it back.`,
  runRestored: (p: { id: string; folder: string }) => `Restored ${p.id} to ${p.folder}.`,
  exported: (p: { path: string; count: number }) => `Wrote ${p.count} lines to ${p.path}.`,
  imported: (p: { runs: Count; sweeps: Count; skipped: number }) => {
    const skipped = p.skipped === 0 ? "" : ` Skipped ${countOf(p.skipped, "line")}.`;
    return `Added ${countOf(p.runs.added, "run")} (${p.runs.known} known) and ${countOf(p.sweeps.added, "sweep")} (${p.sweeps.known} known).${skipped}`;
  },
  moreWarnings: (p: { more: number }) => `… and ${p.more} more; --json lists all.`,
  aboutSetAside: (p: { path: string }) =>
    `the notes, tags and parent in this file could not be read; it is kept as ${p.path}.`,
  folderForeign: (p: { id: string; folder: string }) =>
    `${p.folder} does not hold run ${p.id}, so nothing in it was changed. tidelab runs rebuild finds the run where it is now.`,
  setAside: (p: { path: string }) => `The damaged store is now ${p.path}.`,
  rebuilt: (p: { runs: number; sweeps: number; skipped: number }) =>
    `The store has ${countOf(p.runs, "run")} and ${countOf(p.sweeps, "sweep")} from the folders.${p.skipped === 0 ? "" : ` Skipped ${countOf(p.skipped, "folder")}.`}`,

  // Comparison
  sameSpecs: "The specs are the same.",
  runMetrics: {
    status: "status",
    numerics: "numerics",
    parameters: "parameters",
    epochs: "epochs",
    bestEpoch: "best epoch (by training.monitor)",
    bestValLoss: "  validation loss",
    bestValAccuracy: "  validation accuracy",
    trainLoss: "last epoch: training loss",
    valLoss: "  validation loss",
    valAccuracy: "  validation accuracy",
    testLoss: "test loss (weights kept)",
    testAccuracy: "test accuracy (weights kept)",
    seconds: "time",
  },

  // Fork
  forked: (p: { name: string; folder: string }) => `The new run is ${p.name}, in ${p.folder}.`,
  nothingChanges: (p: { id: string }) =>
    `nothing changes: the values that are set are those of ${p.id} already, so this is the same run again, with the same weights.`,
  beganWith: "began with",
  freshWeights: "fresh weights",
  weightsOf: (p: { run: string }) => `weights of ${p.run}`,
  earlierWeightsOf: (p: { run: string }) => `earlier weights of ${p.run}`,
  restarting: (p: { id: string; folder: string }) => `Forked from ${p.id} (${p.folder}), from the start.`,
  continuing: (p: { id: string; folder: string }) =>
    `Forked from ${p.id} (${p.folder}), continuing from its weights, with a fresh optimizer.`,

  // Sweeps
  sweepHeadline: (p: { name: string; arms: number; seeds: number }) =>
    `Sweep ${p.name}: ${p.arms} arm${p.arms === 1 ? "" : "s"}, ${p.seeds} seed${p.seeds === 1 ? "" : "s"} each`,
  sweepGoesOn: (p: { done: number; total: number }) =>
    `${p.done} of ${p.total} runs ${p.done === 1 ? "is" : "are"} already done.`,
  sweepProgress: (p: { done: number; total: number }) => `${p.done}/${p.total} runs`,
  sweepProposed: (p: { arms: readonly string[] }) => `TPE continues with ${p.arms.join(", ")}`,
  sweepBest: {
    valLoss: "best validation loss, mean over seeds",
    valAccuracy: "best validation accuracy, mean over seeds",
    trainLoss: "best training loss, mean over seeds",
  },
  sweepStopping:
    "Stopping: runs that have finished are kept, those that are running are not. The same command continues the sweep.",
  sweepNotRecorded: (p: { reason: string }) =>
    `the sweep continues without the run store: ${p.reason} Its folder holds everything; tidelab runs rebuild adds it later.`,
  sweepEnded: {
    stopped: (p: { left: number }) => `Stopped with ${p.left} runs left. The same command continues the sweep.`,
    maxRuns: (p: { left: number }) =>
      `Ended by --max-runs with ${p.left} runs left. The same command continues the sweep.`,
    budget: (p: { left: number }) =>
      `Ended by --budget with ${p.left} runs left. The same command continues the sweep.`,
  },
  sweepNoResult: (p: { failures: number }) =>
    p.failures === 1
      ? "the sweep has no result: its only run diverged, was pruned or failed."
      : `the sweep has no result: all ${p.failures} runs diverged, were pruned or failed.`,
  sweepBroken: (p: { broken: number }) =>
    `${p.broken} ${p.broken === 1 ? "run" : "runs"} broke off. The same command runs ${p.broken === 1 ? "it" : "them"} again.`,
  sweepReportLater: (p: { folder: string }) => `tidelab report ${p.folder} writes a report of the results so far.`,
  sweepSaved: (p: { folder: string }) => `Saved to ${p.folder}: one folder per run, and sweep.json.`,
  sweepColumns: [
    "Arm",
    "n",
    "Val loss (best epoch)",
    "Val acc there",
    "Test acc",
    "Parameters",
    "Without result",
  ] as readonly string[],
};
