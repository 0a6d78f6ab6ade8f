/** How the epoch's time grows with each size of the job: measured, fitted, drawn. Tidelab alone. */
import { interleave, present } from "../harness/interleave.mjs";
import { startNode } from "../harness/peers.mjs";
import { fitGrowth, median, summarize } from "../harness/stats.mjs";
import { growthFigure } from "../report/growth-figure.mjs";
import { digits, table, verdictText, withSpread } from "../report/markdown.mjs";

/**
 * One axis: its sizes, and the training at each of them. Jobs are smaller than the lab, so that the largest ends in seconds.
 * @typedef {object} Axis
 * @property {string} name  of its figure
 * @property {string} label
 * @property {string} about  what stays the same
 * @property {readonly number[]} sizes
 * @property {readonly number[]} quick
 * @property {(size: number) => Record<string, number>} training
 * @property {"linear-length" | "linear-series"} [key]
 */

const BASE = { hidden: 64, length: 200, count: 64, batch: 32, threads: 1 };

/** @type {readonly Axis[]} */
const AXES = [
  {
    name: "length",
    label: "length of the series (steps)",
    about: "64 series, hidden size 64, batch 32, 1 thread",
    sizes: [100, 200, 400, 800, 1600, 3200],
    quick: [100, 200, 400, 800],
    training: (length) => ({ ...BASE, length }),
    key: "linear-length",
  },
  {
    name: "hidden-size",
    label: "hidden size",
    about: "32 series of 50 steps, batch 32, 1 thread",
    sizes: [16, 32, 64, 128, 256, 512],
    quick: [16, 32, 64, 128],
    training: (hidden) => ({ ...BASE, hidden, length: 50, count: 32 }),
  },
  {
    name: "batch",
    label: "series in a batch",
    about: "512 series of 50 steps, hidden size 64, 1 thread",
    sizes: [8, 16, 32, 64, 128, 256, 512],
    quick: [8, 32, 128, 512],
    training: (batch) => ({ ...BASE, batch, length: 50, count: 512 }),
  },
  {
    name: "series",
    label: "number of series",
    about: "50 steps, hidden size 64, batch 32, 1 thread",
    sizes: [64, 128, 256, 512, 1024, 2048],
    quick: [64, 128, 256, 512],
    training: (count) => ({ ...BASE, count, length: 50 }),
    key: "linear-series",
  },
];

/** @type {(cores: number) => Axis} */
const threadsAxis = (cores) => {
  const sizes = Array.from({ length: cores }, (_, index) => index + 1);
  return {
    name: "threads",
    label: "threads",
    // Shards of 8 series: with a batch of 32 no more than 4 threads have work.
    about: `256 series of 200 steps, hidden size 64, batch ${32 * Math.ceil(cores / 4)}`,
    sizes,
    quick: sizes,
    training: (threads) => ({ ...BASE, threads, count: 256, batch: 32 * Math.ceil(cores / 4) }),
  };
};

/** @type {import("../harness/context.mjs").Job} */
export const growth = { about: "epoch time by length, hidden size, batch, number of series and threads", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, cores }) {
  const rounds = quick ? 2 : 5;
  const axes = cores > 1 ? [...AXES, threadsAxis(cores)] : AXES;
  const body = [
    `Seconds of an epoch of the lab's model (two bidirectional LSTM layers), Tidelab alone: medians and least–greatest of ${rounds} rounds over all sizes in turn, after a warm-up. The exponent is that of the power law fitted to the medians by least squares on logarithms; the step is what the time grows by from one size to the next.`,
  ];
  /** @type {import("../targets.mjs").Verdict[]} */
  const verdicts = [];
  const figures = [];
  const summary = [];
  for (const axis of axes) {
    const sizes = quick ? axis.quick : axis.sizes;
    const measured = await measure(axis, sizes, rounds);
    const points = sizes.map((size) => ({ x: size, y: median(present(measured.get(String(size)))) }));
    const fit = fitGrowth(points);
    const rows = points.map(({ x, y }, index) => {
      const before = points[index - 1];
      return [
        String(x),
        withSpread(summarize(present(measured.get(String(x))))),
        before ? `${digits(y / before.y)}× for ${digits(x / before.x)}×` : "",
      ];
    });
    let judged = "";
    if (axis.key !== undefined) {
      const verdict = { key: axis.key, value: fit.exponent };
      verdicts.push(verdict);
      judged = verdictText(verdict);
    }
    summary.push([axis.label, `${sizes[0]}–${sizes.at(-1)}`, fit.exponent.toFixed(2), fit.r2.toFixed(4), judged]);
    body.push(`**${axis.label}** (${axis.about})`, table([`${axis.label}>`, "s>", "step>"], rows));
    figures.push({
      name: `growth-${axis.name}`,
      caption: `Epoch time by ${axis.label}: exponent ${fit.exponent.toFixed(2)}`,
      svg: growthFigure({ label: axis.label, points, fit }),
    });
  }
  body.splice(1, 0, table(["size", "range>", "exponent>", "r²>", "target"], summary));
  return { title: "How cost grows", body, verdicts, figures };
}

/** Seconds by size, all sizes in turn. @param {Axis} axis @param {readonly number[]} sizes @param {number} rounds */
async function measure(axis, sizes, rounds) {
  const peer = startNode("tidelab.mjs");
  try {
    const competitors = [];
    for (const size of sizes) {
      const id = String(size);
      await peer.ask({ op: "prepare", id, model: "lstm", ...axis.training(size) });
      const measure = async () => (await peer.ask({ op: "epochs", id, count: 1 })).seconds;
      competitors.push({ name: id, measure });
    }
    return await interleave(competitors, { rounds, pause: 5 });
  } finally {
    await peer.close();
  }
}
