/** How much of the machine's peak the matrix products of the lab's step reach alone, and how much the whole step. */
import { recurrentEpochFlops } from "../harness/flops.mjs";
import { interleave, present } from "../harness/interleave.mjs";
import { startNode } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { digits, table, verdictText, withSpread } from "../report/markdown.mjs";

/** Whole batches of 32, so that a step here is a step of the lab; fewer of them than the lab's epoch has. */
const SERIES = { length: 200, count: 256, batch: 32 };

/** Steps of one turn. */
const CALLS = 4;

/** @type {import("../harness/context.mjs").Job} */
export const products = { about: "matrix products alone and the whole step, as shares of the machine's peak", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick }) {
  const rounds = quick ? 3 : 15;
  const peers = { peak: startNode("peak.mjs"), alone: startNode("products.mjs"), whole: startNode("tidelab.mjs") };
  try {
    await peers.peak.ask({ op: "prepare" });
    const { flops, rows: shard, numerics } = await peers.alone.ask({ op: "prepare" });
    await peers.whole.ask({ op: "prepare", model: "lstm", threads: 1, ...SERIES });
    const epoch = recurrentEpochFlops({ cell: "lstm", hidden: 64, layers: 2, inputs: 1, ...SERIES });
    const peak = (/** @type {string} */ build) => async () =>
      (await peers.peak.ask({ op: "measure", numerics: build })).rate;
    const measured = await interleave(
      [
        { name: "fused", measure: peak("fused") },
        { name: "portable", measure: peak("portable") },
        {
          name: "alone",
          measure: async () => flops / (await peers.alone.ask({ op: "measure", calls: CALLS })).seconds / 1e9,
        },
        {
          name: "whole",
          measure: async () => epoch / (await peers.whole.ask({ op: "epochs", count: 1 })).seconds / 1e9,
        },
      ],
      { rounds, warmUp: 2 },
    );
    const rates = (/** @type {string} */ name) => measured.get(name) ?? [];
    const share = (/** @type {string} */ name) => summarizeRatios(rates(name), rates("fused"));
    const percent = (/** @type {number} */ value) => `${(100 * value).toFixed(0)} %`;
    const ofProducts = { key: /** @type {const} */ ("products"), value: 100 * share("alone").median };
    const ofStep = { key: /** @type {const} */ ("step"), value: 100 * share("whole").median };
    const row = (/** @type {string} */ label, /** @type {string} */ name, judged = "") => [
      label,
      withSpread(summarize(present(rates(name)))),
      withSpread(share(name), percent),
      judged,
    ];
    return {
      title: "Products and the whole step against the machine's peak",
      body: [
        `One core, ${numerics} kernels, GFLOP/s of matrix products; medians and least–greatest of ${rounds} interleaved rounds. The products are those of a step of the lab's LSTM (shards of ${shard} series), ${digits(flops / 1e9)} GFLOP, by the engine's kernels on the same shapes, packing of the weight gradients' operands included. The whole step is training: gates, dropout, attention, the optimizer and all.`,
        table(
          ["", "GFLOP/s>", "of the fused peak>", "target"],
          [
            row("peak, fused", "fused"),
            row("peak, portable", "portable"),
            row("products of a step", "alone", verdictText(ofProducts)),
            row("whole step", "whole", verdictText(ofStep)),
          ],
        ),
      ],
      verdicts: [ofProducts, ofStep],
    };
  } finally {
    for (const peer of Object.values(peers)) await peer.close();
  }
}
