/**
 * Snapshot ensembles beside single networks of the same number of epochs, on ItalyPowerDemand (archive's split, all 67 series to train on):
 *
 *     node bench/snapshots.mjs [preset] [seeds] [epochs] [cycles]      # fcn 10 60 5; needs ../shared/data and `npm run build`
 *
 * Prints the test accuracy of each seed: a single cosine; of the cycles the last snapshot, the last three, all of them; and, with as many
 * times the epochs as it has members, the ensemble of single cosines of that many seeds. No test result chooses anything.
 */
import { fileURLToPath } from "node:url";
import { parseSpec, seriesFilesIn } from "../dist/node/index.js";
import { createEnsemble, readSnapshots } from "../dist/node/inference.js";
import { runFiles, runSpec } from "../dist/node/runs.js";
import { presets } from "../dist/zoo/index.js";

const [preset = "fcn", seeds = "10", epochs = "60", cycles = "5"] = process.argv.slice(2);
const folder = fileURLToPath(new URL("../../shared/data/ucr/ItalyPowerDemand", import.meta.url));
const files = seriesFilesIn(folder, { keep: true });

/** @param {number} seed @param {import("../dist/spec/training.js").TrainingInput["schedule"]} schedule */
const specOf = (seed, schedule) =>
  parseSpec({
    seed,
    data: { kind: "files", train: "ItalyPowerDemand_TRAIN.ts", test: "ItalyPowerDemand_TEST.ts" },
    split: { val: "train" },
    model: presets[/** @type {import("../dist/zoo/index.js").PresetName} */ (preset)].model({
      length: 24,
      channels: 1,
      classes: 2,
    }),
    training: { epochs: Number(epochs), batchSize: 8, lr: 1e-3, record: { gradientsEvery: 0 }, schedule },
  });

/** @param {import("../dist/spec/spec.js").Spec} spec */
async function finish(spec) {
  const run = runSpec(spec, { files });
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

/**
 * @param {readonly import("../dist/inference/trained-run.js").TrainedRun[]} runs
 * @param {import("../dist/data/dataset.js").TimeSeriesDataset} test
 */
async function accuracyOf(runs, { values, labels, count, length, channels }) {
  const ensemble = await createEnsemble(runs);
  const size = length * channels;
  const series = Array.from({ length: count }, (_, i) => ({ values: values.slice(i * size, (i + 1) * size) }));
  const answers = await ensemble.classify(series);
  ensemble.close();
  return answers.filter((answer, i) => answer.refused === undefined && answer.classIndex === labels[i]).length / count;
}

const rows = [];
const singles = [];
for (let seed = 1; seed <= Number(seeds); seed++) {
  const single = await finish(specOf(seed, { kind: "cosine", per: "step" }));
  const cyclic = await finish(specOf(seed, { kind: "cosineRestarts", cycles: Number(cycles) }));
  const saved = runFiles(cyclic);
  const snapshots = readSnapshots(saved.record, saved.files.get("snapshots.safetensors") ?? new Uint8Array());
  const { test } = cyclic.data;
  singles.push(single);
  const row = [
    await accuracyOf([single], test),
    await accuracyOf(snapshots.slice(-1), test),
    await accuracyOf(snapshots.slice(-3), test),
    await accuracyOf(snapshots, test),
  ];
  rows.push(row);
  console.log(`seed ${seed}: ${row.map((share) => (100 * share).toFixed(2)).join("  ")}`);
}
const heads = ["single cosine", "last snapshot", "last three", `all ${cycles}`];
for (const [column, head] of heads.entries()) console.log(`${head}: ${summary(rows.map((row) => row[column] ?? 0))}`);
const size = Number(cycles);
const groups = [];
for (let from = 0; from + size <= singles.length; from += size) {
  const [first, ...others] = singles.slice(from, from + size);
  if (first) groups.push(await accuracyOf([first, ...others], first.data.test));
}
console.log(`ensembles of ${size} seeds: ${summary(groups)}`);

/** @param {readonly number[]} shares */
function summary(shares) {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return `${(100 * mean).toFixed(2)} ± ${(100 * Math.sqrt(squares / (shares.length - 1))).toFixed(2)} (n=${shares.length})`;
}
