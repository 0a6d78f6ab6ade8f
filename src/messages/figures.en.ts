/** English texts of all figures. Not the errors (see `errors.en.ts`); drawn by `src/figures/`. */
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
};

/** The texts of one language; every language has the same keys, held by the type check. */
export type FigureMessages = typeof figureMessages;
