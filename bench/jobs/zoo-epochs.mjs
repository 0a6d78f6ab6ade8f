/** A training epoch of the zoo's networks beside PyTorch's of the same, on series of GunPoint's size and one thread. */
import { present } from "../harness/interleave.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { table, withSpread } from "../report/markdown.mjs";
import { race } from "./epoch-race.mjs";

/** 50 training series of 150 steps, of 80 made. */
const SERIES = { samples: 80, length: 150, count: 50, batch: 16 };
const NETS = ["mlp", "fcn", "resnet", "inception-time", "lite", "lstm-fcn", "tcn", "transformer", "conv-tran"];
const EPOCHS = 3;

/** @type {import("../harness/context.mjs").Job} */
export const zooEpochs = { about: "the training epoch of the zoo's networks, 1 thread", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers }) {
  const rounds = quick ? 3 : 7;
  const hasTorch = !peers.torch.absent;
  /** @type {string[][]} */
  const rows = [];
  for (const model of NETS) {
    const { measured } = await race({ model, series: SERIES, epochs: EPOCHS, rounds, hasTorch, threads: [1] });
    const ours = measured.get("Tidelab 1") ?? [];
    const theirs = measured.get("PyTorch 1");
    const beside =
      theirs === undefined
        ? ["absent", "–"]
        : [withSpread(summarize(present(theirs))), withSpread(summarizeRatios(theirs, ours))];
    rows.push([model, withSpread(summarize(present(ours))), ...beside]);
  }
  return {
    title: "Epochs of the zoo's networks",
    body: [
      `Seconds of one epoch of ${SERIES.count} series of ${SERIES.length} steps in batches of ${SERIES.batch}, one thread, dropout included. PyTorch's networks are those of \`test/fixtures/zoo.py\`. Medians and least–greatest of ${rounds} interleaved rounds of ${EPOCHS} epochs after a warm-up; the ratio is PyTorch's seconds over Tidelab's.`,
      table(["network", "Tidelab s>", "PyTorch s>", "ratio>"], rows),
    ],
  };
}
