/** Training epochs of Tidelab and PyTorch in turn, with 1 and with 2 threads: what the lab's and the CNN's jobs share. */
import { interleave, present } from "../harness/interleave.mjs";
import { startNode, startPython } from "../harness/peers.mjs";
import { median, summarize, summarizeRatios } from "../harness/stats.mjs";
import { digits, table, verdictText, withSpread } from "../report/markdown.mjs";

/** @typedef {import("../harness/interleave.mjs").Competitor} Competitor */
/** @typedef {import("../harness/peer.mjs").Peer} Peer */
/** @typedef {import("../targets.mjs").Verdict} Verdict */

const THREADS = [1, 2];

/**
 * @param {object} options
 * @param {string} options.model  `lstm`, `gru`, `cnn`, or a preset of the zoo
 * @param {{ samples: number, length: number, count: number, batch: number }} options.series
 * @param {number} options.epochs  of one turn, which gives their mean
 * @param {number} options.rounds
 * @param {boolean} options.hasTorch
 * @param {readonly number[]} [options.threads]
 * @param {(open: (peer: Peer) => Peer) => Promise<Competitor[]>} [options.more]  others that take part
 */
export async function race({ model, series, epochs, rounds, hasTorch, threads: all = THREADS, more }) {
  /** @type {Peer[]} */
  const peers = [];
  const open = (/** @type {Peer} */ peer) => {
    peers.push(peer);
    return peer;
  };
  /** @type {Competitor[]} */
  const competitors = [];
  /** @type {Map<string, number>} loss of the last epoch of the first turn */
  const losses = new Map();
  const add = (/** @type {string} */ name, /** @type {Peer} */ peer) => {
    const measure = async () => {
      const { seconds, loss } = await peer.ask({ op: "epochs", count: epochs });
      if (!losses.has(name)) losses.set(name, loss);
      return seconds / epochs;
    };
    competitors.push({ name, measure });
  };
  let numerics = "";
  try {
    for (const threads of all) {
      const ours = open(startNode("tidelab.mjs"));
      ({ numerics } = await ours.ask({ op: "prepare", model, threads, ...series }));
      add(`Tidelab ${threads}`, ours);
      if (!hasTorch) continue;
      const torch = open(startPython("torch_train.py", threads));
      await torch.ask({ op: "prepare", model, threads, ...series });
      add(`PyTorch ${threads}`, torch);
    }
    competitors.push(...((await more?.(open)) ?? []));
    return { measured: await interleave(competitors, { rounds }), losses, numerics };
  } finally {
    for (const peer of peers) await peer.close();
  }
}

/**
 * The table of a race, by threads, and its verdicts `<model>-<threads>`.
 * @param {{ model: "lstm" | "gru" | "cnn", measured: Map<string, (number | undefined)[]>, flops: number, peak: number }} of
 *   `peak`: GFLOP/s of a core
 */
export function raceTable({ model, measured, flops, peak }) {
  /** @type {Verdict[]} */
  const verdicts = [];
  const rows = THREADS.map((threads) => {
    const ours = measured.get(`Tidelab ${threads}`) ?? [];
    const theirs = measured.get(`PyTorch ${threads}`);
    const rate = flops / median(present(ours)) / threads / 1e9;
    const own = [
      `${threads}`,
      withSpread(summarize(present(ours))),
      digits(rate),
      `${((100 * rate) / peak).toFixed(0)} %`,
    ];
    if (theirs === undefined) return [...own, "absent", "–", "–"];
    const ratio = summarizeRatios(theirs, ours);
    const verdict = { key: /** @type {Verdict["key"]} */ (`${model}-${threads}`), value: ratio.median };
    verdicts.push(verdict);
    return [...own, withSpread(summarize(present(theirs))), withSpread(ratio), verdictText(verdict)];
  });
  const head = ["threads>", "Tidelab s>", "GFLOP/s a core>", "of fused peak>", "PyTorch s>", "ratio>", "target"];
  return { text: table(head, rows), verdicts };
}

/** That peers do the same job shows in their losses. @param {Map<string, number>} losses @param {number} epoch */
export function lossCheck(losses, epoch) {
  const values = [...losses].map(([name, loss]) => `${name}: ${loss.toFixed(6)}`).join("; ");
  return `Mean loss of epoch ${epoch} by peer and threads, as a check that all do the same job: ${values}.`;
}
