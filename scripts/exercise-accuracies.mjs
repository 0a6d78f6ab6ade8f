// Trains the exercise setting's models and some changes of them, and prints the table of decision 018.
// Run it after a change of src/sweep/exercises/setting.ts: npm run build && node scripts/exercise-accuracies.mjs [beginning of arms' names]

import { models, parseSpec, runSpec } from "../dist/node/index.js";
import { EXERCISE_SETTING, exerciseModel } from "../dist/sweep/exercises/setting.js";

const SEEDS = [1, 2, 3, 4, 5];
const { training } = EXERCISE_SETTING;
const recurrent = (options) => models.recurrent({ hiddenSize: 16, numLayers: 1, classes: 5, ...options });

/** @type {[string, object][]} */
const arms = [
  ...["lstm", "gru", "rnn", "cnn"].map((kind) => [kind, { model: exerciseModel(kind) }]),
  ["lstm, one direction", { model: recurrent({ bidirectional: false }) }],
  ["lstm, one direction, last step", { model: recurrent({ bidirectional: false, pooling: "last" }) }],
  ["rnn, one direction, last step", { model: recurrent({ cell: "rnn", bidirectional: false, pooling: "last" }) }],
  ["rnn, two layers", { model: recurrent({ cell: "rnn", numLayers: 2 }) }],
  ...["gru", "cnn"].flatMap((kind) => {
    const model = exerciseModel(kind);
    const truncated = (length) => ({ model, transforms: [{ transform: "truncate", length }] });
    return [
      [`${kind}, first 30 steps`, truncated(30)],
      [`${kind}, first 15 steps`, truncated(15)],
      [`${kind}, windows 30/15`, { model, transforms: [{ transform: "windows", length: 30, stride: 15 }] }],
    ];
  }),
  ["gru, lr 0.001", { model: exerciseModel("gru"), training: { ...training, lr: 0.001 } }],
  ["gru, lr 0.1", { model: exerciseModel("gru"), training: { ...training, lr: 0.1 } }],
  ["gru, lr 0.1, not clipped", { model: exerciseModel("gru"), training: { ...training, lr: 0.1, clipGradNorm: 0 } }],
];

for (const [name, changes] of arms.filter(([name]) => name.startsWith(process.argv[2] ?? ""))) {
  const records = [];
  const before = process.cpuUsage();
  for (const seed of SEEDS) records.push(await train(parseSpec({ ...EXERCISE_SETTING, seed, ...changes })));
  const { user, system } = process.cpuUsage(before);
  const percent = (values) => values.map((value) => (100 * value).toFixed(1));
  const test = records.map((record) => record.test?.accuracy ?? Number.NaN);
  const mean = test.reduce((sum, value) => sum + value) / SEEDS.length;
  const seconds = (user + system) / 1e6 / SEEDS.length;
  const { parameterCount } = records[0].model;
  const columns = [name, parameterCount, percent([mean]), percent(test).join(" "), `${seconds.toFixed(1)} s`];
  console.log(`| ${columns.join(" | ")} |`);
}

async function train(spec) {
  const run = runSpec(spec, { threads: 1 });
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value.record;
  }
}
