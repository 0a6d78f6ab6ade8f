/** The first screen. */
export const start = {
  title: "Teach a network to tell two waves apart.",
  lead: (series: string, epochs: number) =>
    `${series} noisy series, a bidirectional LSTM with attention, ${epochs} epochs: the lab of the course, trained here in your browser. Every run can be checked to the bit by anyone.`,
  series: (count: string) => `${count} noisy series`,
  network: (parameters: string) => `A network of ${parameters} numbers`,
  networkSoon: "A network",
  learn: "Watch it learn",
  making: (count: string) => `Making ${count} series…`,
  seriesOf: (name: string) => `Two training series of the class ${name}, under noise`,
  networkText: (layers: number, cell: string, classes: string) =>
    `${layers} bidirectional ${cell} layers, attention over time, then ${classes}`,
  unitsPerDirection: (units: number) => `${units} units a direction`,
  attention: "attention over time",
  which: (names: readonly string[]) => `${names.join(" or ")}?`,
  train: "Train now",
  trainHint: "everything is ready: the first loss comes with the first batch",
  preparing: "Getting ready…",
  guessing: (loss: string) => `guessing: ${loss}`,
  epoch: "Epoch",
  emptyChart: "Loss over epochs: still empty",
  aside: "Runs of this device",
  interrupted: (label: string, epoch: number) => `${label} was interrupted in epoch ${epoch}`,
  interruptedBody: (epoch: number) =>
    epoch === 0
      ? "Its state before the first batch is kept. Going on gives exactly the weights of a run that was never interrupted."
      : `Its checkpoint of epoch ${epoch} is kept. Going on gives exactly the weights of a run that was never interrupted.`,
  goOn: "Go on",
  discard: "Discard",
  discarded: (label: string) => `${label} is in the bin for 30 days.`,
  undo: "Undo",
  recent: "On this device",
  recentEmpty: "Nothing here yet. Train the lab: each run appears in this list, with its curve and its test result.",
  valLoss: "val. loss",
  test: "test",
  runLine: (model: string, epochs: number) => `${model} · ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
  noTest: "–",
  nothingSent: "Nothing is sent: all of this is on your device.",
  megabytes: (size: string) => `${size} MB on this device. Nothing is sent.`,
  safari: "Safari deletes what a site keeps after seven days without a visit: export what you need.",
  refused: "The lab could not be prepared",
  deviceLinks: "Runs of this device and of others",
  toVerify: "Verify a run or a report",
  toDevice: "Everything on this device",
};
export type StartTexts = typeof start;
