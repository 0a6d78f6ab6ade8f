// Checks and times the GPU device on a machine with a real GPU, in under seven minutes: node scripts/gpu-device.mjs [out.json]
// Needs dist/ and a Dawn binding: node_modules/webgpu, or the file that DAWN_NODE names. Prints a line of JSON for each part.
// scripts/pack-gpu-device.mjs makes a folder of it that runs on a bare machine.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import "../dist/node/platform.js";
import "../dist/errors/device-errors.js";
import { chooseBetween } from "../dist/engine/auto.js";
import { wasm } from "../dist/engine/wasm/device.js";
import { resolveNumerics } from "../dist/engine/wasm/kernels.js";
import { openAdapter } from "../dist/engine/webgpu/adapter.js";
import { openOn, startGpu, webgpu } from "../dist/engine/webgpu/device.js";
import { compile, models, train, waves } from "../dist/index.js";
import { deviceModel } from "../dist/model/device-model.js";
import { weightsSha256 } from "../dist/model/weights-hash.js";
import { platform, setPlatform } from "../dist/platform.js";
import { parseTraining } from "../dist/spec/parse.js";
import { presets } from "../dist/zoo/index.js";

const [out] = process.argv.slice(2);
const started = performance.now();
const LIMIT = Number(process.env.GPU_SECONDS ?? 400);
const seconds = () => (performance.now() - started) / 1000;
/** @type {Record<string, unknown>} */
const report = {};

const dawnFile = process.env.DAWN_NODE
  ? resolve(process.env.DAWN_NODE)
  : createRequire(import.meta.url).resolve(`webgpu/dist/${process.platform}-${process.arch}/dawn.node`);
const instance = createRequire(import.meta.url)(dawnFile).create(["disable-dawn-features=timestamp_quantization"]);
/** @type {any} */
let device;
// Devices measure the time of a dispatch where they can.
const requestGpu = async () => ({
  requestAdapter: async (/** @type {object} */ options) => {
    const adapter = await instance.requestAdapter(options);
    if (!adapter) return adapter;
    const requiredFeatures = adapter.features.has("timestamp-query") ? ["timestamp-query"] : [];
    return {
      info: adapter.info,
      limits: adapter.limits,
      features: adapter.features,
      requestDevice: async (/** @type {object} */ wanted) => {
        device = await adapter.requestDevice({ ...wanted, requiredFeatures });
        return device;
      },
    };
  },
});
setPlatform({ ...platform, requestGpu, softwareGpu: process.env.TIDELAB_GPU_SOFTWARE === "1" });

/** Writes what there is so far: the machine may be taken away. */
function save() {
  if (!out) return;
  writeFileSync(`${out}.part`, `${JSON.stringify(report, null, 1)}\n`);
  renameSync(`${out}.part`, out);
}

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
  save();
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
      const { parameters, states } = await session.weights();
      values[`weights ${step}`] = parameters;
      values[`states ${step}`] = states;
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
  const weights = createHash("sha256")
    .update(Buffer.from(found[`weights ${steps - 1}`].buffer))
    .digest("hex");
  return { bits: differing.length === 0 ? "equal" : differing, weights: weights.slice(0, 16), ms: times };
}

const linear = { layer: "linear", outFeatures: 2 };
const lab = (hiddenSize, options = {}) => models.recurrent({ hiddenSize, ...options }).layers;
const preset = (name, length, channels = 1) => presets[name].model({ length, channels, classes: 2 }).layers;

// Bits: every preset at its own size, both builds; then what presets do not have.
for (const name of Object.keys(presets)) {
  const [length, batch] = small ? [13, 5] : [name === "transformer" ? 90 : 128, 20];
  await part(`bits fused: ${name}`, () =>
    sameBits(preset(name, length), { length, batch, numerics: small ? "portable" : "fused" }),
  );
}
for (const name of small
  ? []
  : ["lstm", "gru", "cnn", "resnet", "inception-time", "lite", "tcn", "transformer", "gru-fcn"]) {
  await part(`bits portable: ${name}`, () =>
    sameBits(preset(name, 60), { length: 60, batch: 11, numerics: "portable" }),
  );
}
for (const name of ["lstm", "gru", "cnn", "inception-time", "lite", "tcn", "transformer"]) {
  if (small) continue;
  await part(`bits fused: ${name}, unequal lengths`, () =>
    sameBits(preset(name, 61), { length: 61, batch: 21, numerics: "fused", minLength: 20 }),
  );
}
await part("bits fused: rnn with relu", () =>
  sameBits([{ layer: "rnn", hiddenSize: 30, nonlinearity: "relu", numLayers: 2 }, { layer: "last" }, linear], {
    ...{ length: 40, batch: 20, numerics: "fused" },
  }),
);
await part("bits: long attention", () =>
  sameBits([{ ...linear, outFeatures: 11, name: "a" }, { layer: "attention" }, linear], {
    length: 700,
    batch: 20,
    numerics: "fused",
  }),
);
if (!small) {
  await part("bits: lab, B=1024", () => sameBits(lab(64), { length: 20, batch: 1024, numerics: "fused" }));
  await part("bits: H=128", () => sameBits(lab(128), { length: 40, batch: 32, numerics: "fused" }));
  await part("bits: H=256", () => sameBits(lab(256), { length: 20, batch: 24, numerics: "fused" }));
  await part("bits: gru H=160", () =>
    sameBits(lab(160, { cell: "gru" }), { length: 20, batch: 24, numerics: "fused" }),
  );
}

/** Trains as a user does. */
async function trained(
  device,
  { batch, epochs, samples, threads = 1, numerics = "fused", layers = lab(H), length = T },
) {
  const data = waves({ samples, length, seed: 7 });
  const model = compile({ layers }, { length, classes: 2, seed: 7 });
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

/** Microseconds of each kernel in a training step, each dispatch in a pass of its own: their sum is more than the step's. */
async function kernelTimes({ batch, layers = lab(H), length = T, steps = 5 }) {
  await openAdapter();
  if (!device.features.has("timestamp-query")) return "left out: no timestamps";
  const MOST = 2000;
  const querySet = device.createQuerySet({ type: "timestamp", count: 2 * MOST });
  const resolved = device.createBuffer({ size: 16 * MOST, usage: 0x204 });
  const read = device.createBuffer({ size: 16 * MOST, usage: 9 });
  /** @type {string[]} */
  let names = [];
  const create = device.createCommandEncoder.bind(device);
  const measured = () => {
    const encoder = create();
    return {
      copyBufferToBuffer: (...given) => encoder.copyBufferToBuffer(...given),
      finish: () => encoder.finish(),
      beginComputePass() {
        let pipeline;
        let group;
        return {
          setPipeline(given) {
            pipeline = given;
          },
          setBindGroup(_, given) {
            group = given;
          },
          dispatchWorkgroups(...groups) {
            const index = names.push(pipeline.label) - 1;
            const timestampWrites =
              index < MOST
                ? { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 }
                : undefined;
            const pass = encoder.beginComputePass(timestampWrites && { timestampWrites });
            pass.setPipeline(pipeline);
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(...groups);
            pass.end();
          },
          end() {},
        };
      },
    };
  };
  const { session, step } = await openSteps({ batch, layers, length });
  for (let i = 0; i < 20; i++) await step();
  const sums = {};
  const walls = [];
  for (let i = 0; i < steps; i++) {
    names = [];
    device.createCommandEncoder = measured;
    const from = performance.now();
    await step();
    walls.push(performance.now() - from);
    device.createCommandEncoder = create;
    const encoder = create();
    const count = Math.min(MOST, names.length);
    encoder.resolveQuerySet(querySet, 0, 2 * count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, read, 0, 16 * count);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(1, 0, 16 * count);
    const stamps = new BigInt64Array(read.getMappedRange(0, 16 * count).slice(0));
    read.unmap();
    for (let k = 0; k < count; k++) {
      const own = sums[names[k]] ?? { count: 0, us: 0 };
      sums[names[k]] = own;
      own.count += 1 / steps;
      own.us += Number(stamps[2 * k + 1] - stamps[2 * k]) / 1000 / steps;
    }
  }
  session.close();
  const sorted = Object.entries(sums).sort(([, a], [, b]) => b.us - a.us);
  return {
    total: Math.round(sorted.reduce((sum, [, { us }]) => sum + us, 0)),
    dispatches: names.length,
    wall: Number(Math.min(...walls).toFixed(2)),
    kernels: sorted
      .slice(0, 24)
      .map(([name, { count, us }]) => `${name}: ${us.toFixed(0)} us in ${Number(count.toFixed(1))}`),
  };
}

/** @param joins  whether dispatches that do not depend on each other are joined, as they are unless it is false */
async function openSteps({ batch, layers, length, joins = true }) {
  const data = waves({ samples: Math.ceil(batch * 1.6) + 20, length, seed: 3 });
  const model = compile({ layers }, { length, classes: 2, seed: 5 });
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = deviceModel({ model: model.spec, length, channels: 1, classes: 2, loss, batchSize: batch });
  const training = parseTraining({ batchSize: batch });
  const options = { training, numerics: small ? "portable" : "fused" };
  const session = await openOn(await openAdapter(), described, options, { joins });
  session.setWeights(model);
  const block = session.addData(data.train);
  const indices = Int32Array.from({ length: batch }, (_, i) => i % data.train.count);
  const times = { batch: 0, norm: 0, step: 0 };
  const step = async () => {
    const marks = [performance.now()];
    await session.trainBatch({ data: block, indices, generator: model.generator, inverseWeight: 1 / batch });
    marks.push(performance.now());
    await session.clip(training);
    marks.push(performance.now());
    await session.step({ lr: 0.001 });
    marks.push(performance.now());
    for (const [index, name] of ["batch", "norm", "step"].entries()) times[name] += marks[index + 1] - marks[index];
  };
  return { session, step, times };
}

/** Milliseconds of a training step, as `train` makes them, and of its parts. */
async function stepTime({ batch, layers, length = T, within = 1500, joins = true }) {
  const { session, step, times } = await openSteps({ batch, layers, length, joins });
  const opened = performance.now();
  await step();
  const first = performance.now() - opened;
  for (const from = performance.now(); performance.now() - from < within / 3; ) await step();
  for (const name of Object.keys(times)) times[name] = 0;
  const all = [];
  for (const from = performance.now(); performance.now() - from < within && all.length < 200; ) {
    const before = performance.now();
    await step();
    all.push(performance.now() - before);
  }
  session.close();
  const parts = Object.fromEntries(
    Object.entries(times).map(([name, sum]) => [name, Number((sum / all.length).toFixed(2))]),
  );
  all.sort((a, b) => a - b);
  return {
    ms: Number(all[all.length >> 1].toFixed(3)),
    least: Number(all[0].toFixed(3)),
    first: Math.round(first),
    ...parts,
  };
}

/** PyTorch's steps on the same card, where TORCH_PYTHON names a Python that has it. One process answers all questions. */
let peer;
async function torch(question) {
  if (!process.env.TORCH_PYTHON) return "left out: no TORCH_PYTHON";
  if (peer === undefined) {
    const script = fileURLToPath(new URL("gpu_device_torch.py", import.meta.url));
    const child = spawn(process.env.TORCH_PYTHON, [script], { stdio: ["pipe", "pipe", "inherit"] });
    peer = { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  }
  peer.child.stdin.write(`${JSON.stringify({ length: T, ...question })}\n`);
  const { value, done } = await peer.lines.next();
  if (done) throw new Error("PyTorch's process ended");
  return JSON.parse(value);
}

/** Ours and PyTorch's in turn. */
async function beside(name, { batch, layers, question, ...rest }) {
  await part(`${name}, GPU`, () => stepTime({ batch, layers, ...rest }));
  await part(`${name}, PyTorch`, () => torch({ batch, ...question }));
}

const batches = small ? [8] : [32, 256, 1024];
await part("kernels: lab, B=32", () => kernelTimes({ batch: batches[0] }));
if (!small) {
  await part("kernels: lab, B=1024", () => kernelTimes({ batch: 1024 }));
  await part("kernels: cnn, B=32", () => kernelTimes({ batch: 32, layers: preset("cnn", T) }));
  await part("kernels: inception-time, B=64", () => kernelTimes({ batch: 64, layers: preset("inception-time", T) }));
  await part("kernels: H=256, B=32", () => kernelTimes({ batch: 32, layers: lab(256) }));
}
for (const batch of batches) {
  await beside(`lstm H=64 B=${batch}`, { batch, layers: lab(H), question: { model: "lstm", hidden: H } });
}
// Decision 146: what joining dispatches is worth, the same steps without it beside them.
for (const [name, batch, layers] of small
  ? [["lab", 8, lab(H)]]
  : [
      ...batches.map((batch) => ["lab", batch, lab(H)]),
      ...["cnn", "resnet", "inception-time"].map((name) => [name, 32, preset(name, T)]),
    ]) {
  for (const joins of [true, false, true, false]) {
    await part(
      `${name} B=${batch}, ${joins ? "joined" : "not joined"}${report[`${name} B=${batch}, ${joins ? "joined" : "not joined"}`] ? ", again" : ""}`,
      () => stepTime({ batch, layers, joins, within: 700 }),
    );
  }
}

// Decision 144: what `auto` chooses, how long the choice takes, and what it says where it stays on the processor.
for (const [name, batch, samples, epochs, layers] of [
  ["lab", 32, 1200, 20, lab(H)],
  ["lab, one epoch", 32, 1200, 1, lab(H)],
  ["lab, large batches", 256, 1200, 20, lab(H)],
  ["cnn", 32, 1200, 20, preset("cnn", T)],
]) {
  if (small) continue;
  for (const threads of [1, 4]) {
    await part(`auto: ${name}, ${threads} threads`, async () => {
      const data = waves({ samples, length: T, seed: 7 });
      const model = compile({ layers }, { length: T, classes: 2, seed: 7 });
      const loss = { classWeights: undefined, labelSmoothing: 0 };
      const described = deviceModel({ model: model.spec, length: T, channels: 1, classes: 2, loss, batchSize: batch });
      const chooser = chooseBetween({ startGpu, processor: wasm, resolveNumerics });
      const from = performance.now();
      const session = await chooser.open(described, {
        ...{ threads, series: data.train, mostSeries: data.train.count },
        training: { ...parseTraining({ batchSize: batch }), epochs },
      });
      const ms = Math.round(performance.now() - from);
      session.close();
      return { chosen: chooser.describe() ?? "the processor", reason: chooser.whyProcessor(), ms };
    });
  }
}
for (const batch of small ? [] : [32, 64]) {
  for (const name of ["cnn", "inception-time"]) {
    await beside(`${name} B=${batch}`, {
      batch,
      layers: preset(name, T),
      question: { model: name, layers: preset(name, T) },
    });
  }
}
await part("lab B=32, GPU, as users train", () =>
  trained(webgpu, {
    batch: 32,
    epochs: small ? 2 : 10,
    samples: small ? 60 : 1200,
    numerics: small ? "portable" : "fused",
  }),
);
await part("lab B=32, CPU 4 threads", () =>
  trained(undefined, {
    batch: 32,
    epochs: 2,
    samples: small ? 60 : 1200,
    threads: 4,
    numerics: small ? "portable" : "fused",
  }),
);
if (!small) {
  for (const batch of batches) {
    await beside(`gru H=64 B=${batch}`, {
      batch,
      layers: lab(64, { cell: "gru" }),
      question: { model: "gru", hidden: 64 },
    });
  }
  for (const hidden of [128, 256]) {
    for (const batch of batches) {
      for (const cell of ["lstm", "gru"]) {
        const question = { model: cell, hidden };
        await beside(`${cell} H=${hidden} B=${batch}`, { batch, layers: lab(hidden, { cell }), question, within: 900 });
      }
    }
  }
  for (const name of ["fcn", "resnet", "lite", "tcn", "transformer", "lstm-fcn"]) {
    await part(`${name} B=32, GPU`, () => stepTime({ batch: 32, layers: preset(name, T), within: 600 }));
  }
}

peer?.child.stdin.end();
save();
console.log(JSON.stringify({ done: true, seconds: Number(seconds().toFixed(1)) }));
process.exit(0);
