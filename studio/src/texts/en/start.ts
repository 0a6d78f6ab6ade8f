/** The first screen. */
import { byCount, counted } from "../counted.ts";

export const start = {
  title: "Teach a network to tell two waves apart.",
  lead: (series: string, epochs: number) =>
    `${series} noisy series, a bidirectional LSTM with attention, ${counted(epochs, "epoch")}: the lab of the course, trained here in your browser. Every run can be checked to the bit by anyone.`,
  series: (count: string) => `${count} noisy series`,
  network: (parameters: string) => `A network of ${counted(parameters, "number")}`,
  networkSoon: "A network",
  learn: "Watch it learn",
  making: (count: string) => `Making ${count} series…`,
  seriesOf: (name: string) => `Two training series of the class ${name}, under noise`,
  networkText: (layers: number, cell: string, classes: string) =>
    `${layers} bidirectional ${cell} ${byCount(layers, "layer", "layers")}, attention over time, then ${classes}`,
  unitsPerDirection: (units: number) => `${counted(units, "unit")} a direction`,
  attention: "attention over time",
  which: (names: readonly string[]) => `${names.join(" or ")}?`,
  train: "Train now",
  trainHint: "everything is ready: the first loss comes with the first batch",
  preparing: "Getting ready…",
  guessing: (loss: string) => `guessing: ${loss}`,
  epoch: "Epoch",
  emptyChart: "Loss over epochs: still empty",
  thenTry: "Then try to…",
  dares: {
    look: { title: "See where it looks", body: "Draw a wave; attention and verdict follow your pen." },
    race: { title: "Race four networks", body: "LSTM, GRU, RNN and CNN from one seed." },
    break: { title: "Break it, then rewind", body: "Raise the learning rate 60-fold in epoch 9." },
    fix: { title: "Find the wrong labels", body: "18 of 280 are wrong; the loss shows which." },
  },
  dareHints: {
    break: "Drag the learning rate up to 0.6 while it trains, then go back with Z.",
    fix: "When it has ended, open the run and correct its labels, those with the largest loss first.",
  },
  runIsOpen: "A run is open: stop it first, then try this again.",
  otherWays: "Other ways to begin",
  doors: {
    file: { title: "My own series", body: "Drop a file: sensor in, model out" },
    collect: { title: "Series by hand", body: "Record with mouse, keys or a phone" },
    verify: { title: "Verify a run", body: "Drop a folder or a report: every epoch again" },
    teach: { title: "I teach", body: "Set an assignment, check a folder of them" },
  },
  phoneTitle: "Teach a network to tell five waves apart.",
  phoneLead: (series: string, epochs: number) =>
    `${series} short series, a small LSTM with attention, ${counted(epochs, "epoch")}: right for a phone. The lab of the course is far more work, some twenty seconds an epoch on a slow one.`,
  wholeLab: "Train the lab of the course instead",
  fiveWaves: "Back to the five waves",
  whichOf: (count: number) => `which of ${count} waves?`,
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
