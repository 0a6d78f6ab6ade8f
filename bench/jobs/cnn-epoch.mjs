/** A training epoch of a three-layer CNN (FCN: Conv1d, BatchNorm, ReLU; mean over time; linear) beside PyTorch's. */
import { convolutionEpochFlops } from "../harness/flops.mjs";
import { lossCheck, race, raceTable } from "./epoch-race.mjs";

/** 64 training series of 512 steps, of 96 made; all in one batch, so that an epoch is one step. */
const SERIES = { samples: 96, length: 512, count: 64, batch: 64 };
const NET = { channels: [64, 128, 64], kernels: [7, 5, 3], inputs: 1 };

/** Epochs of one turn: one alone is shorter than what a scheduler does in between. */
const EPOCHS = 4;

/** @type {import("../harness/context.mjs").Job} */
export const cnnEpoch = { about: "the training epoch of a three-layer CNN, 1 and 2 threads", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers, peak }) {
  const rounds = quick ? 3 : 9;
  const hasTorch = !peers.torch.absent;
  const { measured, losses, numerics } = await race({ model: "cnn", series: SERIES, epochs: EPOCHS, rounds, hasTorch });
  const flops = convolutionEpochFlops({ ...NET, length: SERIES.length, count: SERIES.count });
  const { text, verdicts } = raceTable({ model: "cnn", measured, flops, peak: peak.fused });
  return {
    title: "A CNN's epoch",
    body: [
      `Seconds of one epoch of ${SERIES.count} series of ${SERIES.length} steps in one batch, ${numerics} kernels: Conv1d of ${NET.channels.join(", ")} channels with kernels ${NET.kernels.join(", ")} ("same"), each with BatchNorm and ReLU, the mean over time, a linear layer. Medians and least–greatest of ${rounds} interleaved rounds of ${EPOCHS} epochs after a warm-up. An epoch is ${(flops / 1e9).toFixed(1)} GFLOP of products as the textbook counts them: an algorithm that needs fewer shows as a higher rate.`,
      text,
      lossCheck(losses, EPOCHS),
    ],
    verdicts,
  };
}
