/** The lab's training epoch, by cell and threads, beside PyTorch and (LSTM) TensorFlow.js. */
import { recurrentEpochFlops } from "../harness/flops.mjs";
import { present } from "../harness/interleave.mjs";
import { startNode } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { verdictText, withSpread } from "../report/markdown.mjs";
import { lossCheck, race, raceTable } from "./epoch-race.mjs";

/** @typedef {import("../harness/context.mjs").Context} Context */
/** @typedef {import("../targets.mjs").Verdict} Verdict */

const LAB = { samples: 1200, length: 200, count: 840, batch: 32 };

/** Batches of an epoch: what one step of a peer too slow for an epoch is multiplied by. */
const BATCHES = LAB.count / LAB.batch;

/** @param {"lstm" | "gru"} cell @returns {import("../harness/context.mjs").Job} */
export function labEpoch(cell) {
  const about = `the lab's training epoch with ${cell.toUpperCase()}, 1 and 2 threads`;
  return { about, run: (context) => run(cell, context) };
}

/** @param {"lstm" | "gru"} cell @param {Context} context */
async function run(cell, { quick, peers, peak }) {
  const rounds = quick ? 2 : 9;
  const hasTfjs = cell === "lstm" && !peers.tfjs.absent;
  const { measured, losses, numerics } = await race({
    model: cell,
    series: LAB,
    epochs: 1,
    rounds,
    hasTorch: !peers.torch.absent,
    async more(open) {
      if (!hasTfjs) return [];
      const tfjs = open(startNode("tfjs.mjs"));
      await tfjs.ask({ op: "prepare", batch: LAB.batch });
      const measure = async () => (await tfjs.ask({ op: "step" })).seconds * BATCHES;
      return [{ name: "TensorFlow.js", measure, rounds: quick ? 1 : 3 }];
    },
  });
  const flops = recurrentEpochFlops({ cell, hidden: 64, layers: 2, inputs: 1, length: LAB.length, count: LAB.count });
  const { text, verdicts } = raceTable({ model: cell, measured, flops, peak: peak.fused });
  const one = measured.get("Tidelab 1") ?? [];
  const scaling = summarizeRatios(one, measured.get("Tidelab 2") ?? []);
  const threadsVerdict = /** @type {Verdict} */ ({ key: "threads", value: scaling.median });
  const body = [
    `Seconds of one epoch of ${LAB.count} series of ${LAB.length} steps, batch ${LAB.batch}, two bidirectional layers of 64, ${numerics} kernels: median and least–greatest of ${rounds} interleaved rounds after a warm-up. Ratio: PyTorch's seconds over Tidelab's, round by round. An epoch is ${(flops / 1e9).toFixed(0)} GFLOP of matrix products.`,
    text,
    `Tidelab's seconds with 1 thread over those with 2: ${withSpread(scaling)}${cell === "lstm" ? ` (${verdictText(threadsVerdict)})` : ""}.`,
    lossCheck(losses, 1),
  ];
  if (cell === "lstm") verdicts.push(threadsVerdict);
  const tfjs = measured.get("TensorFlow.js");
  if (tfjs) {
    const ratio = summarizeRatios(tfjs, one);
    const verdict = /** @type {Verdict} */ ({ key: "tfjs", value: ratio.median });
    const steps = present(tfjs).length;
    verdicts.push(verdict);
    body.push(
      `TensorFlow.js (wasm backend; in Node it has one thread only): ${withSpread(summarize(present(tfjs)))} s an epoch, from ${steps} measured ${steps === 1 ? "step" : "steps"} times ${BATCHES}. That is ${withSpread(ratio)} times Tidelab's epoch with 1 thread (${verdictText(verdict)}).`,
    );
  } else if (cell === "lstm") body.push("TensorFlow.js: absent.");
  return { title: `The lab's epoch, ${cell.toUpperCase()}`, body, verdicts };
}
