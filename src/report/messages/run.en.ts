/** English texts of the reports. Not of the figures in them (see `src/figures/messages/en.ts`); put together by `src/report/`. */

import type { Monitor } from "../../spec/training.ts";
import type { AugmentKind, AugmentSpecOf, TransformKind, TransformSpecOf } from "../../spec/transforms.ts";
import type { Inline } from "../blocks.ts";

type TransformTexts = { [K in TransformKind]: (p: TransformSpecOf<K>) => string };
type AugmentTexts = { [K in AugmentKind]: (p: AugmentSpecOf<K>) => string };

/** Numbers come formatted. */
export const reportMessages = {
  lang: "en" as "en" | "zh-CN",
  genre: "Report of a training run",
  maker: (p: { version: string }) => `Written by Tidelab ${p.version}.`,
  status: { finished: "finished", stopped: "stopped early", diverged: "diverged" },
  list: (items: readonly string[]) =>
    items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`,
  /** Between sentences, between items, and before a list. */
  gap: " ",
  comma: ", ",
  colon: ": ",
  figure: (p: { number: number }) => `Figure ${p.number}`,
  table: (p: { number: number }) => `Table ${p.number}`,

  // How it ended
  stoppedTitle: "Stopped before the end",
  stoppedText: (p: { done: string; planned: string; isRestored: boolean }) =>
    `The user stopped this run after ${p.done} of ${p.planned} epochs. ` +
    (p.isRestored
      ? "The weights and the test result are those of its best epoch."
      : "The weights and the test result are those after its last batch."),
  divergedTitle: "Training diverged",
  divergedText: (p: {
    epoch: string;
    step: string;
    loss: string;
    norms: string;
    lr: string;
    isClipped: boolean;
    isRestored: boolean;
  }) =>
    `In epoch ${p.epoch}, at step ${p.step}, the loss or its gradient was no longer a finite number (loss ${p.loss}). ` +
    (p.norms === "" ? "" : `Gradient norms of the steps before: ${p.norms}. `) +
    `The weights are ${p.isRestored ? "those of the best epoch" : "the last good ones"} before that, and the test was run on them. ` +
    `Try a learning rate below ${p.lr}${p.isClipped ? " or a lower clipGradNorm" : ", or clipGradNorm 1"}.`,

  // Aim
  aim: (p: { classes: string; length: string; model: string; parameters: string; train: string; test: string }) =>
    `This run trained ${p.model} (${p.parameters} parameters) to tell ${p.classes} apart in time series of ${p.length} steps, ` +
    `on ${p.train} series, and tested it on ${p.test} that it had never seen.`,
  someClasses: (p: { count: string }) => `${p.count} classes`,
  recurrentModel: (p: {
    cell: string;
    layers: number;
    hidden: string;
    isBidirectional: boolean;
    isAttentive: boolean;
    /** Layers that the series go through first; empty for none. */
    before: string;
  }) =>
    `${articleOf(p)}${p.isBidirectional ? "bidirectional " : ""}${p.layers > 1 ? `${p.layers}-layer ` : ""}${p.cell} of ${p.hidden} hidden units` +
    (p.isAttentive ? " with attention over time" : "") +
    (p.before === "" ? "" : ` behind ${p.before}`),
  convolutionalModel: (p: { convolutions: number }) =>
    `a 1-D CNN of ${p.convolutions} ${p.convolutions === 1 ? "convolution" : "convolutions"}`,
  mixedModel: (p: { cell: string; convolutions: number }) =>
    `a network of ${p.convolutions} ${p.convolutions === 1 ? "convolution" : "convolutions"} and ${p.cell} layers`,
  otherModel: (p: { layers: number }) => `a network of ${p.layers} ${p.layers === 1 ? "layer" : "layers"}`,

  // The numbers at the top
  testAccuracy: "Test accuracy",
  testLoss: "Test loss",
  parameters: "Parameters",
  epochs: "Epochs",
  trainingTime: "Training time",
  ofPlanned: (p: { done: string; planned: string }) => (p.done === p.planned ? p.done : `${p.done} of ${p.planned}`),

  // Data
  data: "Data",
  property: "Property",
  value: "Value",
  source: "Source",
  waves: "One period of a sine or a square wave under normal noise",
  generated: (p: { kinds: string }) => `Generated: ${p.kinds} waves`,
  kinds: { sine: "sine", square: "square", triangle: "triangle", sawtooth: "sawtooth", chirp: "chirp" },
  noise: "Standard deviation of the noise",
  walk: "Standard deviation of a step of the random walk",
  frequency: "Periods",
  phase: "Phase, in periods",
  amplitude: "Amplitude",
  missing: "Missing values",
  missingSpans: (p: { spans: number; steps: string; fill: "previous" | "linear" | "zero" }) =>
    `${p.spans} ${p.spans === 1 ? "span" : "spans"} of ${p.steps} steps per series, filled with ` +
    { previous: "the previous value", linear: "linear interpolation", zero: "zeros" }[p.fill],
  labelNoise: "Wrong labels in training",
  fileOf: { train: "Training file", val: "Validation file", test: "Test file" },
  file: (p: { name: string; series: string; sha256: string }) => `${p.name}: ${p.series} series, SHA-256 ${p.sha256}…`,
  fileBesideOf: {
    labels: {
      train: "Labels of the training file",
      val: "Labels of the validation file",
      test: "Labels of the test file",
    },
    indices: {
      train: "Indices of the training series",
      val: "Indices of the validation series",
      test: "Indices of the test series",
    },
  },
  fileBeside: (p: { name: string; sha256: string }) => `${p.name}, SHA-256 ${p.sha256}…`,
  fileCount: (p: { count: string }) => `${p.count} files, listed in run.json`,
  missingRules: {
    refuse: "refused",
    linear: "linear interpolation",
    previous: "the previous value",
    value: "a fixed value",
    mask: "linear interpolation, with a channel that marks them",
  },
  missingFilled: (p: { count: string; rule: string }) => `${p.count} values, filled with ${p.rule}`,
  splitKind: "Split",
  splitKinds: {
    groups: "by groups: all series of a group are on one side",
    time: "by time: the first series train, the last test",
    folds: "cross-validation: one fold tests",
    resample: "training and test files put together and drawn again (aeon's resamples)",
    indices: "training and test files put together and drawn again, by files of indices",
  },
  theTrainingSeries: "the training series themselves",
  series: "Series",
  training: "Training",
  validation: "Validation",
  test: "Test",
  partOf: (p: { count: string; share: string }) => `${p.count} (${p.share})`,
  steps: "Time steps",
  channels: "Channels",
  classes: "Classes",
  scale: "Values divided by",
  stepsRead: "Time steps the model reads",
  windows: "Windows",
  windowCounts: (p: { train: string; val: string; test: string }) =>
    `${p.train} training, ${p.val} validation, ${p.test} test`,
  transformNumber: (p: { number: number }) => `Transform ${p.number}`,
  transforms: {
    truncate: (p) =>
      `Cut to ${p.length} steps at most: ` +
      {
        head: "the first",
        tail: "the last",
        centre: "those in the middle",
        random: "a random part of training series, the middle of others",
      }[p.keep],
    pad: (p) => `Padded to ${p.length} steps on the ${p.side} with ${p.mode === "edge" ? "the value there" : p.value}`,
    resample: (p) => `Resampled to ${p.length} steps`,
    windows: (p) =>
      `Windows of ${p.length} steps, one every ${p.stride ?? p.length}; the answer for a series is ` +
      (p.answer === "votes" ? "that of most of its windows" : "that of the mean logits of its windows"),
    normalise: (p) =>
      ({ zScore: "Z-score", minMax: "Scaled to 0 … 1", maxAbs: "Divided by the largest magnitude" })[p.method] +
      {
        series: ", each series and channel by itself",
        channel: ", each channel by the training series",
        all: ", all channels by the training series",
      }[p.over],
    difference: (p) => (p.order === 1 ? "Differences from step to step" : `Differences of order ${p.order}`),
  } as TransformTexts,

  // Model
  model: "Model",
  layers: "Layers, in the order of the data; shapes are those of one series (time steps × features)",
  name: "Name",
  layer: "Layer",
  outputShape: "Output shape",
  total: "Total",

  // Training
  settings: "Training",
  setting: "Setting",
  optimizer: "Optimizer",
  learningRate: "Learning rate",
  weightDecay: "Weight decay",
  decoupled: "decoupled",
  l2: "L2",
  decayOf: (p: { decay: string; kind: string }) => `${p.decay} (${p.kind})`,
  betas: "Betas",
  eps: "Epsilon",
  momentum: "Momentum",
  nesterov: "Nesterov",
  batchSize: "Batch size",
  clipGradNorm: "Gradient norm clipped at",
  clipGradValue: "Gradient values clipped at",
  loss: "Loss",
  crossEntropy: "Cross-entropy",
  classWeights: "Class weights",
  balanced: "balanced: inverse to the training series of each class",
  labelSmoothing: "Label smoothing",
  schedule: "Schedule of the learning rate",
  schedules: {
    step: "In steps",
    exponential: "Exponential",
    cosine: "Cosine",
    cosineRestarts: "Cosine with restarts",
    oneCycle: "One cycle",
    reduceOnPlateau: "Reduced on a plateau",
  },
  scheduleOptions: {
    stepSize: "epochs per step",
    gamma: "factor",
    warmup: "warm-up",
    startFactor: "from a factor of",
    etaMin: "down to",
    per: "per",
    cycles: "cycles",
    maxLr: "maximum rate",
    pctStart: "share of the rise",
    annealStrategy: "shape",
    cycleMomentum: "momentum cycled",
    baseMomentum: "minimum momentum",
    maxMomentum: "maximum momentum",
    divFactor: "initial divisor",
    finalDivFactor: "final divisor",
    factor: "factor",
    patience: "patience",
    threshold: "threshold",
    thresholdMode: "threshold is",
    cooldown: "cooldown",
    minLr: "minimum rate",
    eps: "epsilon",
  } as Readonly<Record<string, string>>,
  scheduleWords: {
    epoch: "epoch",
    step: "step",
    cos: "cosine",
    linear: "linear",
    rel: "relative",
    abs: "absolute",
  } as Readonly<Record<string, string>>,
  accumulate: "Batches per step",
  earlyStopping: "Early stopping",
  patience: (p: { patience: string; minDelta: string }) =>
    `after ${p.patience} ${p.patience === "1" ? "epoch" : "epochs"} without a better one` +
    (p.minDelta === "0" ? "" : ` by more than ${p.minDelta}`),
  restoreBest: "Best epoch restored",
  augmentNumber: (p: { number: number }) => `Augmentation ${p.number}`,
  ofTheTime: (p: { share: string }) => `, ${p.share} of the time`,
  augmentations: {
    jitter: (p) => `Normal noise of standard deviation ${p.sigma}`,
    scale: (p) => `One factor per channel, 1 ± ${p.sigma}`,
    shift: (p) => `Shifted by up to ${p.steps} steps`,
    timeWarp: (p) => `Time warped at ${p.knots} knots, speeds 1 ± ${p.strength}`,
    windowSlice: (p) => `A window of ${p.share} of the length, stretched to the whole`,
    mixup: (p) => `Mixup, alpha ${p.alpha}`,
  } as AugmentTexts,
  seed: "Seed",
  yes: "yes",
  no: "no",
  never: "no clipping",

  // Curves
  curves: "Learning curves",
  noEpoch: "No epoch was completed, so there are no curves.",
  curvesSummary: (p: {
    monitor: Monitor;
    epoch: string;
    loss: string;
    accuracy: string;
    total: string;
    each: string;
  }) =>
    `${
      {
        valLoss: `The lowest validation loss, ${p.loss}, was reached in epoch ${p.epoch}, with a validation accuracy of ${p.accuracy}. `,
        valAccuracy: `The highest validation accuracy, ${p.accuracy}, was reached in epoch ${p.epoch}, with a validation loss of ${p.loss}. `,
        trainLoss: `The lowest training loss was reached in epoch ${p.epoch}, with a validation loss of ${p.loss} and a validation accuracy of ${p.accuracy}. `,
      }[p.monitor]
    }Training and validation took ${p.total}, ${p.each} per epoch.`,
  selection: (p: {
    monitor: Monitor;
    bestEpoch: string;
    bestValue: string;
    lastEpoch: string;
    isLast: boolean;
    weights: "best" | "last";
    patience: string | undefined;
  }) =>
    `The best epoch by ${{ valLoss: "validation loss", valAccuracy: "validation accuracy", trainLoss: "training loss" }[p.monitor]} is ${p.bestEpoch} (${p.bestValue}), ` +
    `${p.isLast ? "also the last one" : `the last one ${p.lastEpoch}`}; the test set is never used for selection. ` +
    (p.patience === undefined
      ? ""
      : `Early stopping ended the training there, after ${p.patience} ${p.patience === "1" ? "epoch" : "epochs"} without a better one. `) +
    (p.weights === "best"
      ? "The saved weights are those of the best epoch."
      : "The saved weights are those of the last step."),
  epochTable: {
    valLoss: "Epoch by epoch; the lowest validation loss is highlighted",
    valAccuracy: "Epoch by epoch; the highest validation accuracy is highlighted",
    trainLoss: "Epoch by epoch; the lowest training loss is highlighted",
  },
  epochTableThinned: (p: { monitor: Monitor; every: string }) =>
    `Every ${p.every} epochs, with the first, the last and the one of the ${{ valLoss: "lowest validation loss", valAccuracy: "highest validation accuracy", trainLoss: "lowest training loss" }[p.monitor]}, which is highlighted; all of them are in run.json`,
  epoch: "Epoch",
  trainLoss: "Training loss",
  valLoss: "Validation loss",
  trainAccuracy: "Training accuracy",
  valAccuracy: "Validation accuracy",
  gradNorm: "Gradient norm",
  seconds: "Time",

  // Test
  testResult: "Test",
  testSummary: (p: { correct: string; total: string; accuracy: string; loss: string }) =>
    `The model classified ${p.correct} of ${p.total} test series correctly (accuracy ${p.accuracy}); the mean loss is ${p.loss}.`,
  noTest: "There is no result: the loss on the test series is not a finite number.",
  report: "Classification report",
  precision: "Precision",
  recall: "Recall",
  f1Score: "F1 score",
  support: "Support",
  class: "Class",
  accuracy: "Accuracy",
  macroAvg: "Macro average",
  weightedAvg: "Weighted average",
  undefinedMetric: (p: { metric: "precision" | "recall" | "f1Score"; labels: string }) =>
    ({
      precision: `No series was predicted as ${p.labels}: the precision is undefined there and shown as 0.`,
      recall: `No series is truly of ${p.labels}: the recall is undefined there and shown as 0.`,
      f1Score: `No series is of ${p.labels} or predicted so: the F1 score is undefined there and shown as 0.`,
    })[p.metric],
  confusion: "Confusion matrix",
  confusionText: "Rows are true classes, columns predicted classes; correct answers lie on the diagonal.",
  attention: "Where the model looks",
  attentionText:
    "Test series of each class, those that the model got wrong first. The darker the background, the more a time step counts for the answer; the area below is the weight itself, the dashed line the weight of every step if all counted equally.",

  // Gradients
  gradients: "Gradient stability",
  gradientNorms: (p: {
    records: string;
    every: string;
    least: string;
    greatest: string;
    median: string;
    clipped: string;
    isClipped: boolean;
  }) =>
    `At the ${p.records} recorded ${p.records === "1" ? "step" : "steps"}${p.every === "1" ? "" : ` (one in ${p.every})`}, the global norm of the gradients was ${p.records === "1" ? p.median : `between ${p.least} and ${p.greatest}, with a median of ${p.median}`}. ` +
    (!p.isClipped
      ? "Nothing was clipped."
      : p.clipped === "0"
        ? "None of them was clipped."
        : `Clipping shortened ${p.clipped} of them.`),
  gradientUpdates: (p: { least: string; greatest: string; median: string }) =>
    `The last recorded step moved the tensors by ${p.least} to ${p.greatest} of their own norm, with a median of ${p.median}.`,
  stateName: (p: { layer: string; level: number; reverse: boolean }) =>
    `${p.layer} layer ${p.level} ${p.reverse ? "backward" : "forward"}`,
  gradientStates: (p: {
    least: { name: string; factor: string };
    greatest: { name: string; factor: string };
    isOne: boolean;
    vanishing: string;
    exploding: string;
  }) =>
    "From the time step that is read last to the one that is read first, the gradient of the loss by the hidden state changes by a factor of " +
    (p.isOne
      ? `${p.least.factor} (geometric mean over the records). `
      : `${p.least.factor} (${p.least.name}) to ${p.greatest.factor} (${p.greatest.name}), geometric means over the records. `) +
    (p.vanishing === "" && p.exploding === ""
      ? "By the rule of a factor of 1,000, it neither vanishes nor explodes."
      : [
          p.vanishing === "" ? "" : `It vanishes (below 1/1,000) in ${p.vanishing}.`,
          p.exploding === "" ? "" : `It explodes (above 1,000) in ${p.exploding}.`,
        ]
          .filter((sentence) => sentence !== "")
          .join(" ")),

  // Classifiers without gradients
  classical: {
    genre: "Report of classifiers without gradients",
    results: "Results",
    overview: "Runs beside each other; the F1 score is the plain mean over the classes",
    method: "Method",
    fitTime: "Time to fit",
    settings: {
      features: "Features asked for",
      maxDilations: "Dilations of a kernel at most",
      kernels: "Kernels",
      groups: "Groups of each dilation",
      window: "Window asked for",
    } as Readonly<Record<string, string>>,
    found: { alpha: "Penalty found", features: "Features", window: "Window" } as Readonly<Record<string, string>>,
    testSummary: (p: { correct: string; total: string; accuracy: string }) =>
      `The classifier got ${p.correct} of ${p.total} test series right (accuracy ${p.accuracy}). It gives classes and no probabilities, so there is no loss.`,
    classifierHash: "SHA-256 of the classifier",
    verify:
      "The same spec gives the same classifier, bit for bit, on every host. To verify this run, have it fitted again and every number compared: ",
  },

  // Reproducing it
  reproduce: "Reproducing this run",
  verify: [
    "The same spec and the same numerics give the same weights, bit for bit, on any number of threads. To verify this run, have it trained again and every number compared: ",
    { code: "tidelab verify report.html" },
    " (this file carries the record), or the same with the run's folder.",
  ] as readonly Inline[],
  numerics: "Numerics",
  threads: "Threads",
  weightsHash: "SHA-256 of the weights",
  started: "Started",
  version: "Tidelab",
  runtime: "Runtime",
  platform: "Platform",
  cpu: "Processor",
  cores: "Cores",
  unknown: "unknown",
  spec: "Spec",
};

/** "an" before LSTM and RNN, whose first letter is spoken with a vowel. */
function articleOf(p: { cell: string; layers: number; isBidirectional: boolean }): string {
  if (p.isBidirectional) return "a ";
  if (p.layers > 1) return [8, 11, 18].includes(p.layers) ? "an " : "a ";
  return /^[LR]/.test(p.cell) ? "an " : "a ";
}

/** The texts of one language; every language has the same keys, held by the type check. */
export type ReportMessages = typeof reportMessages;
