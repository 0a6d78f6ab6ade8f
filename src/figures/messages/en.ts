/** English texts of all figures. Not the errors (see `src/errors/en.ts`); drawn by `src/figures/`. */
export const figureMessages = {
  // Shared
  timeStep: "Time step",
  value: "Value",
  channel: (p: { number: number }) => `Channel ${p.number}`,
  moreChannels: (p: { count: number }) => `+ ${p.count} more`,
  noSeries: "no series",
  noValues: "no finite values",

  // Samples
  samplesTitle: "Series of each class",
  samplesDescription: (p: { classes: string; perClass: number; length: number; channels: number }) =>
    `Up to ${p.perClass} series of each class (${p.classes}), one column a class, drawn against the time step on shared axes. ` +
    `Time steps: ${p.length}. Channels: ${p.channels}.`,

  // A data set
  dataTitle: "The data",
  dataDescription: (p: { classes: string; series: number; length: number; channels: number }) =>
    `The mean of each class over time with one standard deviation around it, one panel a class (series in parentheses): ${p.classes}. ` +
    `Below, series of each class and their lengths. Series: ${p.series}. Time steps: ${p.length}. Channels: ${p.channels}.`,
  meanAndSpread: "Mean and standard deviation",
  meanAndFirstSpread: "Mean; band: standard deviation of channel 1",
  sizesTitle: "Series of each class",
  lengthsTitle: "Lengths in time steps",
  moreClasses: (p: { count: number }) => `${p.count} more classes are not drawn`,

  // Learning curves
  learningCurvesTitle: "Learning curves",
  loss: "Loss",
  lossLog: "Loss (log scale)",
  accuracy: "Accuracy",
  epoch: "Epoch",
  train: "Training",
  validation: "Validation",
  notDrawn: (p: { count: number }) =>
    `Not drawn: ${p.count} ${p.count === 1 ? "value that is" : "values that are"} not finite`,
  learningCurvesDescription: (p: { epochs: number }) =>
    `Loss and accuracy on the training and the validation series, by epoch. Epochs: ${p.epochs}.`,
  learningCurvesLast: (p: {
    epoch: string;
    trainLoss: string;
    valLoss: string;
    trainAccuracy: string;
    valAccuracy: string;
  }) =>
    `At epoch ${p.epoch}: training loss ${p.trainLoss}, validation loss ${p.valLoss}, ` +
    `training accuracy ${p.trainAccuracy}, validation accuracy ${p.valAccuracy}.`,

  // Confusion matrix
  confusionTitle: "Confusion matrix",
  predicted: "Predicted",
  true: "True",
  correct: (p: { correct: string; total: string; percent: string }) =>
    `${p.correct} of ${p.total} correct (${p.percent})`,
  confusionDescription: (p: { classes: number }) =>
    `Counts of series by true class (rows) and predicted class (columns). Classes: ${p.classes}.`,
  confusionRow: (p: { name: string; counts: string }) => `True ${p.name}: ${p.counts}.`,
  confusionCount: (p: { name: string; count: string }) => `predicted ${p.name} ${p.count}`,

  // Attention
  attentionTitle: "Where the model looks",
  attentionDescription: (p: { count: number }) =>
    `Series, each drawn over a band that is darker where the attention weight of the time step is higher; the weight itself is the area below. Series shown: ${p.count}.`,
  attentionPanel: (p: { trueClass: string; predictedClass: string; probability: string }) =>
    `True: ${p.trueClass}, predicted: ${p.predictedClass} (${p.probability})`,
  weight: "Weight",
  attentionWeight: "Attention weight",
  uniformWeight: "Equal weight for every step",
  rightAnswer: "right",
  wrongAnswer: "wrong",
  series: "Series",

  // Curves of all arms
  armCurvesTitle: "Learning curves of all arms",
  meanTraining: "Training, mean",
  meanValidation: "Validation, mean",
  eachValidation: "Validation, each run",
  lowestValidationLoss: "Lowest mean validation loss",
  armCurvesDescription: (p: { arms: number }) =>
    `Loss and accuracy by epoch, a column an arm, all on the same axes. Arms: ${p.arms}.`,
  armCurvesArm: (p: { name: string; runs: number; accuracy: string; loss: string; epoch: number }) =>
    `${p.name} (runs: ${p.runs}): lowest mean validation loss ${p.loss} in epoch ${p.epoch}, mean validation accuracy at the end ${p.accuracy}.`,

  // What the model of each arm reads
  armInputsTitle: "What the model of each arm reads",
  inputsTitle: "Before and after the transforms",
  beforeTransforms: "series",
  afterTransforms: "as the model reads it",
  moreWindows: (p: { count: number }) => `+ ${p.count} more`,
  armInputsDescription: (p: { classes: string }) =>
    `A column a class (${p.classes}): in each column the same series, as the model of each row reads it, by time step. Windows of a series are drawn one below the other.`,
  armInputsArm: (p: { name: string; steps: number; windows: number }) =>
    p.windows > 1 ? `${p.name}: ${p.windows} windows of ${p.steps} steps.` : `${p.name}: ${p.steps} steps.`,

  // Every run of every arm
  armSeedsTitle: "Test accuracy of every run",
  testAccuracyInPercent: "Test accuracy (%)",
  oneRun: "One run (seed)",
  collapsedRun: "Collapsed run",
  meanOfSeeds: "Mean over the seeds",
  chance: "Chance",
  seedNumbers: (p: { seeds: readonly number[] }) => `${p.seeds.length === 1 ? "seed" : "seeds"} ${p.seeds.join(", ")}`,
  armSeedsDescription: (p: { chance: string | undefined }) =>
    `Test accuracy of each run, a row an arm, a dot a seed.${p.chance === undefined ? "" : ` Chance: ${p.chance}.`}`,
  armSeedsArm: (p: { name: string; values: string }) => `${p.name}: ${p.values}.`,

  // Paired differences
  intervalsTitle: "Paired differences with 95% confidence intervals",
  differenceInPoints: "Difference in test accuracy (percentage points)",
  differenceShown: "a difference is shown",
  noDifferenceShown: "no difference is shown",
  versus: (p: { first: string; second: string }) => `${p.first} − ${p.second}`,
  intervalsDescription:
    "Mean differences in test accuracy, in percentage points, with 95% confidence intervals; to the right of zero the first of the two is higher.",
  intervalsRow: (p: { name: string; value: string; isShown: boolean }) =>
    `${p.name}: ${p.value}, ${p.isShown ? "a difference is shown" : "no difference is shown"}.`,

  // Critical differences
  criticalDifferenceTitle: "Critical-difference diagram",
  averageRank: "Average rank (1 is best)",
  methodRank: (p: { name: string; rank: string }) => `${p.name} (${p.rank})`,
  criticalDifferenceDescription: (p: { ranks: string }) => `Average ranks, best first: ${p.ranks}.`,
  notToldApart: (p: { names: string }) => `Not told apart: ${p.names}.`,

  // Gradients
  trainingStep: "Training step",
  gradientNormsTitle: "Gradient norm",
  globalNorm: "Global norm of the gradients",
  beforeClipping: "Before clipping",
  afterClipping: "After clipping",
  clipThreshold: "clipGradNorm",
  gradientNormsDescription: (p: { records: number; every: number; least: string; greatest: string }) =>
    `Global norm of the gradients on a log scale, by training step. Steps shown: ${p.records}, one in ${p.every}. Least: ${p.least}, greatest: ${p.greatest}.`,
  tensorGradientsTitle: "Gradients and updates of each tensor",
  tensorNorm: "Gradient norm",
  tensorUpdate: "Update |Δw| / |w|",
  tensorGradientsDescription: (p: { tensors: number; records: number }) =>
    `Two maps with a row for each of ${p.tensors} parameter tensors and a column for each of ${p.records} training steps, darker where the value is higher: the norm of its gradient before clipping, and the norm of the update by that of the tensor.`,
  stateGradientsTitle: "Gradients along time",
  stateGradient: "|∂L/∂h|",
  stateName: (p: { layer: string; level: number; reverse: boolean }) =>
    `${p.layer}, layer ${p.level}, ${p.reverse ? "backward" : "forward"}`,
  stateGradientsDescription: (p: { panels: number; records: number }) =>
    `The norm of the gradient of the loss by the hidden state of each time step (downwards) at ${p.records} training steps (to the right), darker where it is higher, on a log scale. Panels, one a layer and direction: ${p.panels}.`,

  // Learning-rate range test
  lrFindTitle: "Learning-rate range test",
  learningRate: "Learning rate",
  smoothedLoss: "Smoothed loss",
  stepLoss: "Loss of a step",
  suggestedRate: "Steepest fall",
  minimumTenthRate: "Minimum ÷ 10",
  lrFindDescription: (p: { points: number; suggestion: string | undefined }) =>
    `Loss of each of ${p.points} steps, and its smoothed course, while the learning rate rises exponentially. ` +
    (p.suggestion === undefined ? "The loss does not fall: no rate is suggested." : `Suggested rate: ${p.suggestion}.`),
};

/** The texts of one language; every language has the same keys, held by the type check. */
export type FigureMessages = typeof figureMessages;
