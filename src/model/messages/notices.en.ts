/** English texts of notices: what is valid in a run but hardly intended. Found by `model/notices.ts`. */
import type { NoticeCode, NoticeParams } from "../notices.ts";

const SETS = { train: "training", val: "validation", test: "test" };
const series = (count: number) => (count === 1 ? "1 series" : `${count} series`);

export const noticeTexts: { [C in NoticeCode]: (p: NoticeParams[C]) => string } = {
  lastOfBothDirections: () =>
    "last takes the last step of a bidirectional layer, of which the reverse half has read one step only (PyTorch's x[:, -1]). finalState takes the states that both directions end with (h_n).",
  dropoutOfOneLayer: (p) =>
    `dropout ${p.dropout} is between the layers of this ${p.layer}, and there is one layer: it does nothing. Use numLayers 2 or more, or a dropout layer after it.`,
  lastAccumulation: (p) =>
    `an epoch has ${p.batches} ${p.batches === 1 ? "batch" : "batches"}, so its last step takes ${p.rest} instead of ${p.accumulate}; its gradient is still divided by ${p.accumulate} and is smaller by that much.`,
  classesMissing: (p) =>
    `no ${SETS[p.set]} series of ${p.classes.map((name) => JSON.stringify(name)).join(", ")}. ${p.set === "train" ? "The model cannot learn what it never sees." : "These classes are not measured."} ${p.stratify ? "Use more series." : "Use more series, another seed, or split.stratify true."}`,
  singleClass: (p) =>
    `all ${series(p.count)} of the ${SETS[p.set]} set are of the class ${JSON.stringify(p.name)}: its accuracy says nothing about the others. Use more series, another seed, or split.stratify true.`,
  lengthsDiffer: (p) =>
    `${SETS[p.set]} series have ${p.length} time steps, training series ${p.trained}: the model is measured on a length that it was not trained on. Use series of one length, or transforms that make it (resample, truncate, pad).`,
  tinySet: (p) =>
    `the ${SETS[p.set]} set has ${series(p.count)}${p.set === "train" ? "." : `, so one of them moves the accuracy by ${Math.round(100 / p.count)}%.`} Use more series, or other shares.`,
};

export type NoticeTexts = typeof noticeTexts;
