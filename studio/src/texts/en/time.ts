/** The time machine: the playhead, what is seen of the past, and observations. */
export const time = {
  playhead: "Playhead",
  live: (step: number) => `step ${step}, live`,
  at: (step: number, epoch: number) => `step ${step}, epoch ${epoch}`,
  viewing: (epoch: number) => (epoch === 0 ? "Viewing the untrained model." : `Viewing epoch ${epoch}.`),
  viewingFirst: "Viewing the weights that it begins with.",
  goesOn: "Training goes on.",
  numbers: (trainLoss: string, valLoss: string, accuracy: string) =>
    `Training loss ${trainLoss}, validation loss ${valLoss}, validation accuracy ${accuracy}.`,
  backToLive: "Back to live",
  backToLast: "Back to the last",
  play: "Play the history",
  stopPlaying: "Stop playing",
  earlier: "One checkpoint back",
  later: "One checkpoint on",
  toStart: "To the first checkpoint",
  toLive: "Back to live",
  observations: "Observations",
  none: "Nothing yet: what is worth a look is noted as it trains.",
  pin: "Pin",
  unpin: "Unpin",
  show: (number: number) => `Show observation ${number} on the timeline`,
  notBetter: (last: number, loss: string, classes: number) =>
    last === 1
      ? `Epoch 1: no better than guessing. The training loss is ${loss}; ln ${classes} is that of guessing among ${classes} classes.`
      : `Epochs 1–${last}: no better than guessing. The training loss is still ${loss}; ln ${classes} is that of guessing among ${classes} classes.`,
  normPeak: (step: number, norm: string, times: string) =>
    `Step ${step}: the gradient norm peaks at ${norm}, ${times} times its mean before.`,
  breakthrough: (epoch: number, before: string, after: string, accuracyBefore: string, accuracyAfter: string) =>
    `Epoch ${epoch}: validation loss ${before} → ${after}, accuracy ${accuracyBefore} → ${accuracyAfter}.`,
  overfits: (epoch: number, best: string, last: string, trainBefore: string, trainAfter: string) =>
    `After epoch ${epoch} the validation loss rises, ${best} → ${last}, while the training loss falls, ${trainBefore} → ${trainAfter}: it learns by heart.`,
  spike: (epoch: number, before: string, after: string) =>
    `Epoch ${epoch}: the training loss jumps, ${before} → ${after}.`,
  allRight: (epoch: number, count: number) =>
    `Epoch ${epoch}: ${count === 1 ? "the one validation series is" : `all ${count} validation series are`} right for the first time.`,
};
export type TimeTexts = typeof time;
