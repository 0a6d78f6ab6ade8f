/**
 * A training on many series by a network that costs next to nothing, for the memory that the series take: one epoch with its
 * validation, in a process of its own, since a peak cannot be taken back.
 */
import { compile, train, weightsSha256 } from "../../dist/node/index.js";
import { peakMegabytes } from "./peak-memory.mjs";
import { serve } from "./serve.mjs";

const LENGTH = 5000;

/** Two classes of ramps, cheap to make. @param {number} count @returns {import("../../dist/node/index.js").TimeSeriesDataset} */
function ramps(count) {
  const values = new Float32Array(count * LENGTH);
  for (let i = 0; i < values.length; i++) values[i] = ((i * 7919) % 1009) / 1009;
  const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
  return { values, labels, count, length: LENGTH, channels: 1, classNames: ["even", "odd"] };
}

/** @param {{ threads: number, megabytes: number }} request  four fifths of the series train, one fifth validates */
async function run({ threads, megabytes }) {
  const fifth = Math.round((megabytes * 1e6) / 4 / LENGTH / 5);
  const data = { train: ramps(4 * fifth), val: ramps(fifth) };
  const series = peakMegabytes();
  const layers = [
    /** @type {const} */ ({ layer: "globalAvgPool" }),
    /** @type {const} */ ({ layer: "linear", outFeatures: 2 }),
  ];
  const model = compile({ layers }, { length: LENGTH, classes: 2, seed: 7 });
  for await (const _ of train(model, data, { epochs: 1, batchSize: 64 }, { threads }));
  return { series, peak: peakMegabytes(), sha256: weightsSha256(model) };
}

await serve({ run });
