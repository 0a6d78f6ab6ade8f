// Checks and times the GPU device on a machine with a real GPU, in under six minutes: node scripts/gpu-device.mjs [out.json]
// Needs dist/ and a Dawn binding: node_modules/webgpu, or the file that DAWN_NODE names. Prints a line of JSON for each part.
// scripts/pack-gpu-device.mjs makes a folder of it that runs on a bare machine.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { resolve } from "node:path";
import "../dist/node/platform.js";
import "../dist/errors/device-errors.js";
import { wasm } from "../dist/engine/wasm/device.js";
import { openAdapter } from "../dist/engine/webgpu/adapter.js";
import { webgpu } from "../dist/engine/webgpu/device.js";
import { compile, models, train, waves } from "../dist/index.js";
import { deviceModel } from "../dist/model/device-model.js";
import { weightsSha256 } from "../dist/model/weights-hash.js";
import { platform, setPlatform } from "../dist/platform.js";
import { parseTraining } from "../dist/spec/parse.js";

const [out] = process.argv.slice(2);
const started = performance.now();
const LIMIT = Number(process.env.GPU_SECONDS ?? 330);
const seconds = () => (performance.now() - started) / 1000;
/** @type {Record<string, unknown>} */
const report = {};

const dawnFile = process.env.DAWN_NODE
  ? resolve(process.env.DAWN_NODE)
  : createRequire(import.meta.url).resolve(`webgpu/dist/${process.platform}-${process.arch}/dawn.node`);
const instance = createRequire(import.meta.url)(dawnFile).create([]);
setPlatform({ ...platform, requestGpu: async () => instance, softwareGpu: process.env.TIDELAB_GPU_SOFTWARE === "1" });

/** Runs a part of the report, and goes on where it fails or time is over. */
async function part(/** @type {string} */ name, /** @type {() => Promise<unknown>} */ work) {
  if (seconds() > LIMIT) {
    report[name] = "left out: no time";
    return;
  }
  const from = seconds();
  try {
    report[name] = await work();
  } catch (error) {
    report[name] = { failed: error instanceof Error ? error.stack : String(error) };
  }
  console.log(JSON.stringify({ [name]: report[name], seconds: Number((seconds() - from).toFixed(1)) }));
}

const small = process.env.GPU_SMALL === "1"; // to try the script on a GPU in software
const T = small ? 9 : 200;
const H = small ? 4 : 64;

await part("host", async () => ({
  node: process.version,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  dawn: dawnFile,
}));

await part("adapter", async () => {
  const from = performance.now();
  const opened = await openAdapter();
  const tests = {};
  for (const numerics of ["fused", "portable"]) {
    tests[numerics] = await opened.gpu(numerics).then(
      (/** @type {{ arithmetic: object }} */ { arithmetic }) => arithmetic,
      (/** @type {Error} */ error) => error.message,
    );
  }
  return { ...opened.adapter, tests, openAndTestMs: Math.round(performance.now() - from) };
});

/** Two or more steps on both devices: which of losses, gradients, weights, moments, logits have other bits. */
async function sameBits(layers, { length, batch, steps = 2, numerics, channels = 1 }) {
  const data = waves({ samples: 60 + 2 * batch, length, seed: 3 });
  const training = parseTraining({ batchSize: batch, clipGradNorm: 0.5 });
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const all = [];
  const times = [];
  for (const device of [wasm, webgpu]) {
    const model = compile({ layers }, { length, channels, classes: 2, seed: 5 });
    const described = deviceModel({ model: model.spec, length, channels, classes: 2, loss, batchSize: batch });
    const session = await device.open(described, { training, numerics, threads: 1 });
    session.setWeights(model);
    const block = session.addData(data.train);
    const values = {};
    const from = performance.now();
    for (let step = 0; step < steps; step++) {
      const rows = step % 2 ? Math.max(1, batch - 3) : batch;
      const indices = Int32Array.from({ length: rows }, (_, i) => (step * 7 + i) % data.train.count);
      const job = { data: block, indices, generator: model.generator, inverseWeight: 1 / batch, probe: step === 1 };
      const { lossSum, correct, probes } = await session.trainBatch(job);
      values[`loss ${step}`] = [lossSum, correct];
      for (const [index, probe] of probes.entries()) values[`probe ${step} ${index}`] = probe;
      values[`gradients ${step}`] = await session.gradients();
      values[`norms ${step}`] = Object.values(await session.clip(training));
      await session.step({ lr: 0.01 });
      values[`weights ${step}`] = (await session.weights()).parameters;
    }
    const { logits, losses, exposed } = await session.evaluate(session.addData(data.val), data.val.count);
    Object.assign(values, { logits, losses }, Object.fromEntries(exposed));
    const { moments } = await session.optimizerState();
    for (const [index, moment] of moments.entries()) values[`moment ${index}`] = moment;
    times.push(Math.round(performance.now() - from));
    all.push(values);
    session.close();
  }
  const [expected, found] = all;
  const differing = Object.keys(expected).flatMap((key) => {
    const wrong = [...expected[key]].filter((value, i) => !Object.is(value, found[key][i])).length;
    return wrong ? [`${key}: ${wrong} of ${expected[key].length}`] : [];
  });
  return { bits: differing.length === 0 ? "equal" : differing, ms: times };
}

const linear = { layer: "linear", outFeatures: 2 };
const lab = (hiddenSize, options = {}) => models.recurrent({ hiddenSize, ...options }).layers;
for (const numerics of ["fused", "portable"]) {
  await part(`bits ${numerics}: small`, () => sameBits(lab(5), { length: 23, batch: 11, numerics }));
  await part(`bits ${numerics}: lab, B=32`, () => sameBits(lab(H), { length: T, batch: 32, numerics }));
}
await part("bits: long attention", () =>
  sameBits([{ ...linear, outFeatures: 11, name: "a" }, { layer: "attention" }, linear], {
    length: 700,
    batch: 20,
    numerics: "fused",
  }),
);
await part("bits: no bias, last", () =>
  sameBits([{ layer: "lstm", hiddenSize: 20, bias: false }, { layer: "last" }, linear], {
    length: 31,
    batch: 9,
    numerics: "fused",
  }),
);
if (!small) {
  await part("bits: lab, B=256", () => sameBits(lab(64), { length: 60, batch: 256, numerics: "fused" }));
  await part("bits: lab, B=1024", () => sameBits(lab(64), { length: 20, batch: 1024, numerics: "fused" }));
  await part("bits: H=128", () => sameBits(lab(128), { length: 40, batch: 32, numerics: "fused" }));
  await part("bits: H=200", () => sameBits(lab(200), { length: 20, batch: 16, numerics: "fused" }));
}

/** Trains as a user does. */
async function trained(
  device,
  { batch, epochs, samples, threads = 1, numerics = "fused", layers = lab(H), dropout = true },
) {
  const data = waves({ samples, length: T, seed: 7 });
  const kept = dropout
    ? layers
    : layers.map((layer) => ({ ...layer, ...(layer.dropout && { dropout: 0 }), ...(layer.p && { p: 0 }) }));
  const model = compile({ layers: kept }, { length: T, classes: 2, seed: 7 });
  const from = performance.now();
  let history = [];
  for await (const event of train(model, data, { epochs, batchSize: batch }, { numerics, threads, device })) {
    if (event.type === "done") history = event.outcome.history;
  }
  return {
    weights: weightsSha256(model).slice(0, 16),
    wall: Number(((performance.now() - from) / 1000).toFixed(3)),
    epochs: history.map(({ trainSeconds }) => Number(trainSeconds.toFixed(4))),
    validation: history.map(({ valSeconds }) => Number(valSeconds.toFixed(4))),
    loss: history.at(-1)?.trainLoss,
  };
}

const samples = small ? 60 : 1200;
const epochs = small ? 2 : 10;
const gpu = (options) => trained(webgpu, { batch: 32, epochs, samples, ...options });
const cpu = (options) => trained(undefined, { batch: 32, epochs: 1, samples, ...options });
await part("lab B=32, GPU", () => gpu({}));
await part("lab B=32, CPU 1 thread", () => cpu({}));
await part("lab B=32, CPU 4 threads, all epochs", () => cpu({ threads: 4, epochs }));
await part("lab B=32 portable, GPU", () => gpu({ numerics: "portable", epochs: 3 }));
await part("lab B=32 portable, CPU 4 threads", () => cpu({ numerics: "portable", epochs: 3, threads: 4 }));
await part("lab B=32 without dropout, GPU", () => gpu({ dropout: false, epochs: 5 }));
await part("lab B=32 without dropout, CPU 4 threads", () => cpu({ dropout: false, epochs: 1, threads: 4 }));
if (!small) {
  for (const batch of [256, 1024]) {
    await part(`lab B=${batch}, GPU`, () => gpu({ batch, samples: 3600, epochs: 5 }));
    await part(`lab B=${batch} without dropout, GPU`, () => gpu({ batch, samples: 3600, epochs: 5, dropout: false }));
    await part(`lab B=${batch}, CPU 16 threads`, () => cpu({ batch, samples: 3600, epochs: 5, threads: 16 }));
  }
  await part("H=128 B=64, GPU", () => gpu({ batch: 64, epochs: 3, layers: lab(128) }));
  await part("H=128 B=64, CPU 8 threads", () => cpu({ batch: 64, epochs: 3, threads: 8, layers: lab(128) }));
}

if (out) writeFileSync(out, `${JSON.stringify(report, null, 1)}\n`);
console.log(JSON.stringify({ done: true, seconds: Number(seconds().toFixed(1)) }));
process.exit(0);
