/** English texts of the command: help, header, results. Not the errors (see `src/errors/en.ts`); used by `src/cli/`. */
import type { ProcessorReason } from "../../engine/device.ts";
import { lengthCauses } from "../../errors/tables.en.ts";
import { tableNotices } from "../../inference/messages/notices.en.ts";
import type { TableNotice } from "../../inference/new-series/notices.ts";
import { noticeTexts } from "../../model/messages/notices.en.ts";
import type { LengthNotice } from "../../predict/other-lengths.ts";
import { benchmarkCommand, benchmarkTexts } from "./benchmark.en.ts";
import { experimentCommands, experimentTexts } from "./experiments.en.ts";
import { dataCommands, dataTexts } from "./files.en.ts";
import { teachingTexts } from "./teaching.en.ts";

export const cliMessages = {
  // Help
  titles: {
    "Usage:": "Usage:",
    "Arguments:": "Arguments:",
    "Options:": "Options:",
    "Global Options:": "Options of every command:",
    "Commands:": "Commands:",
  } as Record<string, string>,
  about: "Train, evaluate and use classifiers of time series, on a WebAssembly engine with PyTorch's numbers.",
  showVersion: "print the version",
  showHelp: "print this help",
  helpCommand: "print the help of a command",
  dataFolder: "where the files are that the run was trained on, if they were moved (also: TIDELAB_DATA)",
  withDefault: (p: { value: string }) => ` (default: ${p.value})`,
  groups: {
    data: "Data:",
    newFile: "New file, if unlike training files:",
    model: "Model:",
    training: "Training:",
    run: "Run:",
  },
  examples: "Examples:",
  exitCodes: `Exit codes:
  0    done
  1    training diverged (the run is saved all the same), or an unexpected failure
  2    bad input: a flag, a spec, a file, a folder
  130  stopped by Ctrl-C, 143 by SIGTERM, 129 by a closed terminal: what was done so far was saved, marked "stopped"`,
  global: {
    lang: "language: en or zh-CN (default: that of the locale)",
    json: "print one JSON document on stdout, everything else on stderr",
    quiet: "print only results, warnings and errors",
  },
  commands: {
    lab: {
      about: "train the lab's model, which distinguishes noisy sine waves from square waves",
      examples: `  tidelab lab
  tidelab lab --cell gru --layers 1 --unidirectional --hidden 32 --epochs 3
  tidelab lab --model cnn --epochs 5 --out runs/lab-cnn
  tidelab lab --samples 240 --length 60 --epochs 2 --json > lab.json`,
    },
    "lr-find": {
      about: "find a learning rate: raise it step by step and watch the loss",
      spec: "JSON file with data, model and training; without it, the lab",
      from: "learning rate of the first step",
      to: "learning rate of the last step",
      steps: "steps in all; a loss that falls late needs more",
      out: "folder for figure and numbers, new or empty (default: runs/<date>-<name>-lr-find)",
      examples: `  tidelab lr-find examples/lstm.json
  tidelab lr-find examples/lstm.json --steps 150 --out runs/rates
  tidelab lr-find examples/cnn.json --from 1e-5 --to 1 --json`,
    },
    evaluate: {
      about: "evaluate a run's model on its test series",
      run: "a run: its folder, its name, its id or the beginning of its id",
      split: "which series: train, val or test",
      examples: `  tidelab evaluate runs/mine
  tidelab evaluate runs/mine --split val --json`,
    },
    predict: {
      about: "classify the series of a file",
      run: "a run: its folder, its name, its id or the beginning of its id; of several runs the probabilities are averaged",
      input:
        "file of series in the units of the training data: CSV (one series per row or one time step per row) or another format of docs/files.md; - reads stdin",
      output: "new file for the predictions (default: stdout)",
      windows:
        "cut each series into windows of so many steps (128, or 128:64 for one every 64) and average their probabilities",
      snapshots:
        "of a run that was trained in cycles, average the probabilities of the last k snapshots (all unless given)",
      anyLength: "also take series of lengths that the run was not trained on",
      fill: "fill missing values: previous, linear or zero (default: refuse them)",
      decimal: "decimal mark of the numbers: point or comma (default: detected from the numbers)",
      escapeFormulas: "write ' before names that a spreadsheet would run as a formula (=, +, -, @)",
      examples: `  tidelab predict runs/mine --input examples/series.csv
  tidelab predict runs/mine --input examples/series.csv --output predictions.csv
  cat examples/series.csv | tidelab predict runs/mine --input - --json
  tidelab predict runs/mine runs/forked --input examples/series.csv`,
    },
    resume: {
      about: "continue a run that was interrupted or stopped, to the same weights",
      run: "a run: its folder, its name, its id or the beginning of its id",
      examples: `  tidelab resume runs/stopped --threads 2`,
    },
    verify: {
      about: "train runs again and compare every number with their records, bit for bit, and their files",
      run: "runs by folder, name or id; a run's report.html or report.md; folders of sweeps, or their reports in HTML; submissions (.tidelab), or folders of them",
      epochs: "compare only the first epochs (default: all, the test and the final weights)",
      examples: `  tidelab verify runs/mine
  tidelab verify runs/mine/report.html --epochs 3
  tidelab verify runs/mine --json`,
    },
    check: {
      about: "check a spec before it runs, or how the engine handles padding with it",
      specAbout: "list all errors in a spec, and settings that are probably not intended, without training",
      padding: "check that padding behind series of unequal lengths changes neither logits nor gradients",
      spec: "JSON file with data, model and training",
      steps: "steps of padding to add",
      examples: `  tidelab check spec examples/lstm.json
  tidelab check padding examples/lstm.json
  tidelab check padding examples/cnn.json --steps 50
  tidelab check padding examples/lstm.json --json`,
    },
    figures: {
      about: "draw a run's figures and reports again",
      run: "a run: its folder, its name, its id or the beginning of its id",
      examples: `  tidelab figures runs/mine
  tidelab figures runs/mine --lang zh-CN`,
    },
    devices: {
      about: "list what runs can be computed on here: the CPU, and a GPU",
      examples: `  tidelab devices
  tidelab devices --json`,
    },
    studio: {
      about: "open the lab in a browser tab: train, see, compare and explain, on this machine",
      run: "folder of a run, or JSON file with a spec, to open there; without it, the lab",
      port: "port to serve on (default: 4177, or one that is free; a page's runs belong to its address)",
      host: "address to serve on, for other machines too; then a token is needed (default: 127.0.0.1)",
      noOpen: "only print the address, open no browser",
      examples: `  tidelab studio
  tidelab studio runs/mine --no-open
  tidelab studio examples/lstm.json --port 8080
  tidelab studio --host 0.0.0.0`,
    },
    report: {
      about:
        "compare runs and write what they show: curves, tables, paired intervals, and where no difference is shown",
      folders: "folder of a sweep, or folders that are runs or contain runs",
      out: "new file for the report, .html (one file) or .md (with a folder of figures) (default: report.html)",
      name: "title of the report (default: the folder's name)",
      reach:
        "validation accuracy to count epochs up to, such as 0.9 or 90% (default: the highest round value that all arms reach)",
      examples: `  tidelab report sweeps/cells-and-rates
  tidelab report runs/mine runs/forked --name rates --out rates.html
  tidelab report sweeps/cells-and-rates --out cells.md --reach 0.9`,
    },
    ...dataCommands,
    ...experimentCommands,
    ...benchmarkCommand,
  },
  ...dataTexts,
  ...teachingTexts,
  ...experimentTexts,
  ...benchmarkTexts,
  flags: {
    samples: "series in all, half of each wave",
    length: "time steps of a series",
    noise: "standard deviation of the noise; the waves have amplitude 1",
    model: "recurrent or cnn",
    cell: "lstm, gru or rnn",
    hidden: "size of the hidden state",
    layers: "stacked recurrent layers",
    unidirectional: "read forward only (default: both directions)",
    dropout: "between recurrent layers, where there are several",
    pooling: "how time becomes one vector: attention, last (step), final (state of each direction), mean or max",
    epochs: "passes over the training series",
    batch: "series in a batch",
    optimizer: "adam, adamw or sgd",
    lr: "learning rate",
    schedule:
      "how the learning rate changes: cosine, cosineRestarts, oneCycle or reduceOnPlateau (default: it does not); more in a spec",
    cycles:
      "train in so many cycles of the learning rate, each a cosine down to 0, and keep a snapshot of each for predict --snapshots",
    warmup: "epochs in which the learning rate rises before the cosine (default: 0)",
    weightDecay: "weight decay; adam and sgd add it to the gradient, adamw decouples it (default: 0; adamw 0.01)",
    clipNorm: "largest global norm of the gradients; 0 does not clip",
    clipValue: "largest absolute value of a gradient, clipped before the norm; 0 does not clip",
    accumulate: "batches whose gradients make one step of the optimizer",
    patience: "stop after this many epochs without a lower validation loss (default: never)",
    restoreBest: "keep the weights of the epoch of the lowest validation loss, not the last ones",
    gradientsEvery: "steps from one recording of the gradients to the next; 0 records none",
    seed: "seed of all random numbers: data, split, weights, order, dropout",
    name: "name of the run",
    out: "folder of the run, new or empty (default: runs/<date>-<name>)",
    threads: "threads (1 to 256), or auto; changes the time, not the result (default: auto)",
    device:
      "auto (the GPU where it is faster), cpu or gpu; changes the time, not the result (default: auto, or TIDELAB_DEVICE)",
    numerics: "build of the kernels: auto, fused (relaxed SIMD) or portable",
    figures:
      "draw no figures and write no reports after the run (tidelab figures does so later); so does TIDELAB_FIGURES=off",
  },

  // Header
  headline: (p: { version: string; numerics: string; threads: number; device: string | undefined }) =>
    `Tidelab ${p.version} · numerics: ${p.numerics} · ${p.device === undefined ? `threads: ${p.threads}` : `GPU: ${p.device}`}`,
  data: (p: { count: number; length: number; channels: number; classes: readonly string[] }) =>
    `Data: ${p.count} series of length ${p.length}, ${p.channels} channel${p.channels === 1 ? "" : "s"}, classes ${p.classes.join(", ")}`,
  split: (p: { train: number; val: number; test: number }) =>
    `Split: ${p.train} train / ${p.val} validation / ${p.test} test`,
  transformed: (p: { transforms: readonly string[]; length: number; windows: readonly number[] | undefined }) =>
    `Transforms: ${p.transforms.join(", ")}; the model reads ${p.length} steps` +
    (p.windows ? `, in ${p.windows.join(" / ")} windows` : ""),
  augmented: (p: { augment: readonly string[] }) => `Augmentation in training: ${p.augment.join(", ")}`,
  summary: { name: "Layer", layer: "Kind", shape: "Output shape", parameters: "Parameters", total: "Total" },

  // Training
  epoch: "Epoch",
  eta: (p: { time: string }) => `ETA ${p.time}`,
  stopping: (p: { folder: string }) =>
    `Stopping after this batch, then evaluating and saving. Ctrl-C again ends at once; tidelab resume ${p.folder} continues from the last checkpoint.`,
  studioServed: (p: { url: string }) => `Studio: ${p.url}\nCtrl-C ends it.`,
  studioOtherPort: (p: { usual: number; port: number }) =>
    `Port ${p.usual} is taken, so this is port ${p.port}. Runs that the page kept under port ${p.usual} are not shown here.`,
  studioOpenHost:
    "Whoever has this address can open the studio. Over plain HTTP the browsers of other machines use one thread; the numbers are the same.",
  studioFiles: (p: { names: string }) => `Files are not in a link. The page will ask for: ${p.names}.`,
  studioEnded: "The studio has ended. Runs in the page are kept by the browser.",
  deviceFound: (p: { device: string; name: string; numerics: string; threads: number | undefined }) =>
    `${p.device}: ${p.name}; numerics: ${p.numerics}${p.threads === undefined ? "" : `; threads: ${p.threads}`}`,
  deviceProblem: (p: { device: string; problem: string }) => `${p.device}: ${p.problem}`,
  whyProcessor: {
    small: "on the CPU: too little work for a GPU to pay",
    package: "on the CPU: for a GPU, install the package webgpu (npm install webgpu)",
    unavailable: "on the CPU: there is no GPU (tidelab devices says why)",
    numerics: "on the CPU: the GPU does not round as the engine does",
    unsupported: "on the CPU: the GPU cannot compute a layer of this model",
    memory: "on the CPU: the GPU has too little memory for this batch",
    slower: "on the CPU: a step took longer on the GPU when it was tried",
    timeout: "on the CPU: the GPU did not start in time",
    failed: "on the CPU: the GPU failed when it was started (--device gpu says how)",
  } satisfies Record<ProcessorReason, string>,
  deviceLost: (p: { reason: string }) => `${p.reason}\nThe epoch is trained again on the CPU, to the same numbers.`,
  goOn: (p: { folder: string }) => `To continue: tidelab resume ${p.folder}`,
  resuming: (p: { step: number; epochs: number }) =>
    `Continuing after step ${p.step}, with ${p.epochs} ${p.epochs === 1 ? "epoch" : "epochs"} completed.`,
  folderMadeAgain: (p: { folder: string }) =>
    `${p.folder} was deleted or moved during the run. It was created again, without what was in it.`,
  olderCheckpoint: (p: { problem: string }) =>
    `a checkpoint cannot be used; resuming from the one before it: ${p.problem}`,
  noCheckpoint: (p: { reason: string }) =>
    `no more checkpoints can be written, so the run can only be resumed from the last one: ${p.reason}`,
  stopped: (p: { epochs: number; of: number }) => `Stopped after ${p.epochs} of ${p.of} epochs.`,
  stoppedEarly: (p: { epochs: number; of: number; patience: number }) =>
    `Stopped early after ${p.epochs} of ${p.of} epochs: no improvement for ${p.patience}.`,
  restored: (p: { epoch: number }) => `The weights are those of epoch ${p.epoch}, the best by validation.`,
  noTest: "No test result: the loss on the test series is not a finite number.",
  saved: (p: { folder: string; files: readonly string[]; seconds: string }) =>
    `Saved to ${p.folder} (${p.files.join(", ")}) after ${p.seconds}.`,
  drawLater: (p: { folder: string }) => `Figures and reports: tidelab figures ${p.folder}`,
  savedElsewhere: (p: { folder: string; instead: string }) =>
    `${p.folder} can no longer be written, so the run was saved to ${p.instead}.`,

  // Learning-rate range test
  stoppingTest: "Stopping after this step. Ctrl-C again ends at once.",
  rangeTest: {
    finished: (p: { steps: number; lr: string }) => `${p.steps} steps, up to a learning rate of ${p.lr}.`,
    diverged: (p: { steps: number; lr: string }) =>
      `${p.steps} steps; the loss diverged at a learning rate of ${p.lr}.`,
    stopped: (p: { steps: number; lr: string }) => `Stopped after ${p.steps} steps, at a learning rate of ${p.lr}.`,
  },
  steepest: "Suggested (steepest fall of the loss)",
  minimumTenth: "A tenth of the rate with the lowest loss",
  ofSpec: "In the spec",
  padding: {
    cut: "the spec's training series all have one length; their ends were cut off, leaving at least half of their steps",
    compared: (p: { series: number; shortest: number; longest: number; steps: number; batch: number }) =>
      `${p.series} training series of ${p.shortest} to ${p.longest} steps, and the same with ${p.steps} more steps of padding: logits of all, gradients of a batch of ${p.batch}. Without dropout, whose masks are drawn for the padding too.`,
    entry: "tensor",
    difference: "largest relative difference",
    same: "Passed: padding changes nothing, bit for bit.",
    close: "Passed: padding changes only the last bits.",
    failed: "Failed: padding changes the numbers by more than rounding.",
  },
  notices: noticeTexts,
  specChecked: (p: { notices: number; parameters: number; megabytes: number }) =>
    `${p.notices === 0 ? "No problems found" : p.notices === 1 ? "1 notice" : `${p.notices} notices`}: ${p.parameters} parameters, about ${p.megabytes} MB of memory.`,
  noSuggestion: "the loss never fell by 2%, so there is no rate to suggest. Use more steps, or another range.",

  // Results
  warning: (p: { text: string }) => `warning: ${p.text}`,
  error: "error:",
  afterError: " ",
  undefinedMetric: {
    precision: (p: { labels: readonly string[] }) =>
      `Precision is ill-defined and being set to 0.0 in labels with no predicted samples: ${p.labels.join(", ")}.`,
    recall: (p: { labels: readonly string[] }) =>
      `Recall is ill-defined and being set to 0.0 in labels with no true samples: ${p.labels.join(", ")}.`,
    f1Score: (p: { labels: readonly string[] }) =>
      `F-score is ill-defined and being set to 0.0 in labels with no true nor predicted samples: ${p.labels.join(", ")}.`,
  },
  splits: { train: "Train", val: "Validation", test: "Test" },
  asRecorded: "The same as in the run's record.",
  notAsRecorded: (p: { loss: string; accuracy: string }) =>
    `differs from the run's record, which has loss ${p.loss} and accuracy ${p.accuracy}. Has run.json been edited, or made by another version?`,
  otherNumerics: (p: { recorded: string; here: string }) =>
    `the run was trained with numerics ${p.recorded}, which this machine does not have: ${p.here} rounds differently in the last digits.`,
  weightedLoss:
    "The record's loss includes class weights or label smoothing, the one above does not, so the losses were not compared.",
  stoppingVerification: "Stopping after this batch. Ctrl-C again ends at once.",
  verificationStopped: (p: { epochs: number }) =>
    `No verdict: stopped. Compared so far, and the same: ${p.epochs} epochs.`,
  verified: (p: { epochs: number; of: number; sha256: string }) =>
    `Verified: trained again, all ${p.epochs} epochs, the test and the weights are the same, bit for bit (SHA-256 ${p.sha256}).`,
  onlyRecordVerified: (p: { epochs: number; of: number; sha256: string }) =>
    `The record in run.json is right: trained again, ${p.epochs} of ${p.of} epochs are the same, bit for bit (SHA-256 ${p.sha256}). But some files are not the ones that the run wrote:`,
  verifiedPrefix: (p: { epochs: number; of: number; sha256: string }) =>
    `Verified up to epoch ${p.epochs} of ${p.of}: trained again, all numbers and the weights are the same, bit for bit (SHA-256 ${p.sha256}).`,
  epochDiffers: (p: { epoch: number }) => `Not verified: epoch ${p.epoch} is the first that differs.`,
  endDiffers: "Not verified: the epochs are the same, but not what was recorded after them.",
  dataDiffers: (p: { recorded: string; found: string }) =>
    `Not verified: the spec now gives other series than those on record, and nothing was trained. SHA-256 of the series: recorded ${p.recorded}, found ${p.found}. The data changed, or the record was edited, or another version of Tidelab makes the series differently.`,
  otherData: (p: { recorded: string; found: string }) =>
    `the spec now gives other series than the run had. SHA-256 of the series: recorded ${p.recorded}, found ${p.found}.`,
  reportDiffers: (p: { line: number }) =>
    `Not verified: the record in the report is right, but the report differs from what its record gives (first in line ${p.line}). It was edited.`,
  reportNotCompared: "What the report shows was not compared: another version of Tidelab wrote it. Its record was.",
  verdicts: {
    same: "verified",
    different: "NOT verified",
    missing: "NOT verified: its folder is not here, and a sweep's report does not contain its runs",
    noRecord: "NOT verified: its folder has no run.json",
  },
  runVerdict: (p: { name: string; verdict: string }) => `${p.name}: ${p.verdict}`,
  verifiedRuns: (p: { verified: number; all: number }) =>
    `${p.verified} of ${p.all} ${p.all === 1 ? "run" : "runs"} verified.`,
  benchmarkRecords: (p: { path: string }) =>
    `${p.path}/classical has records of classifiers without gradients, which are not among these runs: tidelab benchmark <suite.json> --verify fits them again.`,
  sweepRunsMissing: (p: { path: string; missing: number; all: number }) =>
    `${p.missing} of the ${p.all} runs that ${p.path}/sweep.json plans are not in the folder: they were not run yet, or were removed. They are not verified.`,
  sweepStranger: (p: { path: string; name: string }) =>
    `Not verified: ${p.name} is not a run that ${p.path}/sweep.json plans. Its arm was renamed there, or the run comes from elsewhere.`,
  sweepOtherSettings: (p: { arm: string; seed: number; axis: string; value: string }) =>
    `Not verified: sweep.json says ${p.axis} ${p.value} for ${p.arm}, and the run of seed ${p.seed} has another value. One of them was changed or replaced.`,
  sweepReportEdited: (p: { path: string }) =>
    `${p.path} was edited after Tidelab wrote it. Its runs are verified; what it says about them is not.`,
  otherThanReported:
    "The hash of the weights in the report is not that of the record: the report belongs to another run, or was edited.",
  filesSame: (p: { files: readonly string[] }) => `Files as recorded: ${p.files.join(", ")}.`,
  fileVerdicts: {
    different: (p: { file: string }) =>
      `Not verified: ${p.file} is not the file that the run wrote. It was changed, damaged or replaced; restore it, or ${again(p.file)}.`,
    missing: (p: { file: string }) => `Not verified: ${p.file} is missing. Restore it, or ${again(p.file)}.`,
    unfinished: (p: { file: string }) =>
      `Not verified: ${p.file} does not list these figures, so they cannot be checked: drawing was not finished. Draw them again: tidelab figures.`,
    edited: (p: { file: string }) =>
      `Not verified: ${p.file} differs from what the record gives. It was edited; tidelab figures writes a new one beside it.`,
    otherRun: (p: { file: string }) =>
      `Not verified: ${p.file} says that the figures show a different result from run.json. Draw them again: tidelab figures.`,
    unreadable: (p: { file: string }) =>
      `Not verified: ${p.file} cannot be read. It was cut off or changed; restore it, or train again.`,
  },
  differences: { entry: "Entry", recorded: "Recorded", found: "Here" },
  moreDifferences: (p: { count: number }) => `… and ${p.count} more (see --json)`,
  recordEdited: "The weights are the same, bit for bit: the record was edited after the run.",
  weightsDiffer:
    "The weights differ: the record was edited, or it was made by another version or on a host that computes differently.",
  accuracyOfLabels: (p: { correct: number; count: number; accuracy: string }) =>
    `Accuracy by the file's labels: ${p.accuracy} (${p.correct} of ${p.count}).`,
  tableNotice: (p: TableNotice) => tableNotices[p.kind](p as never),
  lengthNotice: (p: LengthNotice) =>
    (p.window === undefined
      ? `${p.count} of ${p.of} series ${p.count === 1 ? "does" : "do"} not have the ${p.trained} steps that the run was trained on (first: series ${p.series}, ${p.length} steps). `
      : `Windows of ${p.window} steps do not have the ${p.trained} steps that the run was trained on. `) +
    (p.treatment === "transformed"
      ? `The run's transforms bring them to the ${p.reads} steps that the model reads.`
      : "The model was never trained on such lengths: its answers may be worse.") +
    (p.cause === "unknown" ? "" : ` ${lengthCauses[p.cause](p)}`),
  formulaNotice: (p: { count: number; first: string }) =>
    `${p.count} ${p.count === 1 ? "name begins" : "names begin"} with a sign that a spreadsheet takes for a formula (first: ${p.first}). --escape-formulas writes ' before ${p.count === 1 ? "it" : "them"}.`,
  written: (p: { path: string; count: number }) => `Wrote ${p.count} predictions to ${p.path}.`,
  reported: (p: { path: string; runs: number; arms: number }) =>
    `Wrote ${p.path}: ${p.runs} ${p.runs === 1 ? "run" : "runs"} in ${p.arms} ${p.arms === 1 ? "arm" : "arms"}.`,
  repeatedRuns: (p: { count: number }) =>
    `${p.count} ${p.count === 1 ? "run has" : "runs have"} the settings and the seed of another and ${p.count === 1 ? "was" : "were"} left out; the report says so.`,
  reportKept: (p: { path: string; kept: string }) =>
    `${p.kept} was edited after Tidelab wrote it, so it was left as it is. The new report is ${p.path}.`,
  notDrawn: (p: { folder: string; reason: string }) =>
    `the run is saved, but its figures and reports could not be drawn: ${p.reason}. To draw them: tidelab figures ${p.folder}`,
  drawingStopped: (p: { folder: string }) => `Not all figures were drawn. To draw them: tidelab figures ${p.folder}`,
  keptInCheckpoint: (p: { folder: string }) =>
    `The training so far is kept in ${p.folder}/checkpoints. When there is free space: tidelab resume ${p.folder}`,
  drawn: (p: { folder: string; count: number }) => `Wrote ${p.count} files to ${p.folder}:`,

  // Failures
  specFile: "a spec in JSON",
  defaultHint: (p: { value: string }) => ` The default is ${p.value}.`,
  stdoutFailed: (p: { reason: string }) =>
    `cannot write to stdout, so the output is incomplete: ${p.reason}. Free some space, or redirect it elsewhere.`,
  bug: (p: { version: string; runtime: string }) =>
    `This is a bug in Tidelab ${p.version} (${p.runtime}), not your mistake. Please report it, with the command you gave and this message; TIDELAB_DEBUG=1 adds the stack.`,
};

/** What a table was taken for without saying so itself. */

/** Figures can be made again from the weights. */
function again(file: string): string {
  return file.startsWith("figures/") ? "draw it again: tidelab figures" : "train again";
}

/** A catalogue of the command's texts in one language; `zh-CN` has the same keys, held by the type check. */
export type CliMessages = typeof cliMessages;
