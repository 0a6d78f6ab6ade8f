// Checks and times the GPU device on a machine with a real GPU, in under six minutes: node scripts/gpu-device.mjs [out.json]
// Needs dist/ and a Dawn binding: node_modules/webgpu, or the file that DAWN_NODE names. Prints a line of JSON for each part.
// scripts/pack-gpu-device.mjs makes a folder of it that runs on a bare machine.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
  if (process.env.GPU_PARTS && !new RegExp(process.env.GPU_PARTS).test(name)) return;
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
async function sameBits(layers, { length, batch, steps = 2, numerics, channels = 1, minLength }) {
  const data = waves({ samples: 60 + 2 * batch, length, seed: 3, minLength });
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
for (const cell of ["gru", "rnn"]) {
  await part(`bits fused: ${cell}, B=32`, () =>
    sameBits(lab(H, { cell }), { length: T, batch: 32, numerics: "fused" }),
  );
  await part(`bits portable: ${cell}, small`, () =>
    sameBits(lab(7, { cell }), { length: 19, batch: 13, numerics: "portable" }),
  );
}
await part("bits fused: rnn with relu", () =>
  sameBits([{ layer: "rnn", hiddenSize: 30, nonlinearity: "relu", numLayers: 2 }, { layer: "last" }, linear], {
    ...{ length: 40, batch: 20, numerics: "fused" },
  }),
);
for (const cell of ["lstm", "gru", "rnn"]) {
  await part(`bits fused: ${cell}, unequal lengths`, () =>
    sameBits(lab(small ? 4 : 24, { cell }), { length: 61, batch: 21, numerics: "fused", minLength: 20 }),
  );
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
  await part("bits: gru H=160", () =>
    sameBits(lab(160, { cell: "gru" }), { length: 20, batch: 24, numerics: "fused" }),
  );
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

/** Milliseconds of the parts of a step, each waited for: the batch, the norm of its gradients, the optimizer. */
async function stepParts({ batch, layers = lab(H), steps = 30 }) {
  const data = waves({ samples: 2 * batch, length: T, seed: 3 });
  const model = compile({ layers }, { length: T, classes: 2, seed: 5 });
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = deviceModel({ model: model.spec, length: T, channels: 1, classes: 2, loss, batchSize: batch });
  const training = parseTraining({ batchSize: batch });
  const session = await webgpu.open(described, { training, numerics: small ? "portable" : "fused" });
  session.setWeights(model);
  const block = session.addData(data.train);
  const sums = { batch: 0, norm: 0, step: 0, rest: 0 };
  for (let step = -5; step < steps; step++) {
    const marks = [performance.now()];
    const indices = Int32Array.from({ length: batch }, (_, i) => i % data.train.count);
    await session.trainBatch({ data: block, indices, generator: model.generator, inverseWeight: 1 / batch });
    marks.push(performance.now());
    session.keepWeights();
    await session.clip(training);
    marks.push(performance.now());
    await session.step({ lr: 0.001 });
    marks.push(performance.now());
    if (step < 0) continue;
    for (const [index, name] of ["batch", "norm", "step"].entries()) sums[name] += marks[index + 1] - marks[index];
  }
  session.close();
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Number((sum / steps).toFixed(2))]));
}

/** PyTorch's epochs on the same card, where TORCH_PYTHON names a Python that has it. */
async function torch(cell, hidden, batch, count, times) {
  if (!process.env.TORCH_PYTHON) return "left out: no TORCH_PYTHON";
  const script = fileURLToPath(new URL("gpu_device_torch.py", import.meta.url));
  const text = execFileSync(process.env.TORCH_PYTHON, [script, cell, hidden, batch, count, times].map(String), {
    encoding: "utf8",
    timeout: 90_000,
  });
  return JSON.parse(text.trim().split("\n").at(-1));
}

await part("parts of a step, B=32", () => stepParts({ batch: small ? 8 : 32 }));
await part("lab B=32, PyTorch", () => torch("lstm", 64, 32, 840, 6));
await part("lab B=32, GPU", () => gpu({}));
await part("lab B=32, PyTorch again", () => torch("lstm", 64, 32, 840, 6));
await part("lab B=32, GPU again", () => gpu({}));
await part("lab B=32, CPU 4 threads", () => cpu({ threads: 4, epochs: small ? 2 : 3 }));
await part("lab B=32, GPU, as many epochs", () => gpu({ epochs: small ? 2 : 3 }));
await part("lab B=32 portable, GPU", () => gpu({ numerics: "portable", epochs: 2 }));
await part("lab B=32 portable, CPU 4 threads", () => cpu({ numerics: "portable", epochs: 2, threads: 4 }));
await part("lab B=32 without dropout, GPU", () => gpu({ dropout: false, epochs: 5 }));
if (!small) {
  await part("GRU B=32, PyTorch", () => torch("gru", 64, 32, 840, 6));
  await part("GRU B=32, GPU", () => gpu({ layers: lab(64, { cell: "gru" }), epochs: 6 }));
  await part("GRU B=32, CPU 4 threads", () => cpu({ layers: lab(64, { cell: "gru" }), epochs: 6, threads: 4 }));
  await part("RNN B=32, PyTorch", () => torch("rnn", 64, 32, 840, 6));
  await part("RNN B=32, GPU", () => gpu({ layers: lab(64, { cell: "rnn" }), epochs: 6 }));
  await part("RNN B=32, CPU 4 threads", () => cpu({ layers: lab(64, { cell: "rnn" }), epochs: 6, threads: 4 }));
  for (const batch of [256, 1024]) {
    await part(`parts of a step, B=${batch}`, () => stepParts({ batch, steps: 10 }));
    await part(`lab B=${batch}, PyTorch`, () => torch("lstm", 64, batch, 2520, 6));
    await part(`lab B=${batch}, GPU`, () => gpu({ batch, samples: 3600, epochs: 5 }));
    await part(`lab B=${batch}, PyTorch again`, () => torch("lstm", 64, batch, 2520, 6));
    await part(`lab B=${batch}, GPU again`, () => gpu({ batch, samples: 3600, epochs: 5 }));
    await part(`lab B=${batch}, CPU 16 threads`, () => cpu({ batch, samples: 3600, epochs: 5, threads: 16 }));
  }
  await part("H=128 B=64, PyTorch", () => torch("lstm", 128, 64, 840, 5));
  await part("H=128 B=64, GPU", () => gpu({ batch: 64, epochs: 3, layers: lab(128) }));
  await part("H=128 B=64, CPU 8 threads", () => cpu({ batch: 64, epochs: 3, threads: 8, layers: lab(128) }));
  const gru = lab(64, { cell: "gru", pooling: "last" });
  await part("GRU B=256, PyTorch", () => torch("gru", 64, 256, 2520, 6));
  await part("GRU B=256, GPU", () => gpu({ batch: 256, samples: 3600, epochs: 5, layers: gru }));
}

if (out) writeFileSync(out, `${JSON.stringify(report, null, 1)}\n`);
console.log(JSON.stringify({ done: true, seconds: Number(seconds().toFixed(1)) }));
process.exit(0);
