/**
 * TensorFlow.js on its wasm backend: steps of the lab's training. A whole epoch takes minutes here, so the caller asks for
 * single steps. Its layers have no random streams of PyTorch's, so only shapes, model and loop are the same.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { labSeries } from "./lab-data.mjs";
import { serve } from "./serve.mjs";

/** @type {{ model: tf.LayersModel, batches: { x: tf.Tensor, y: tf.Tensor }[] } | undefined} */
let lab;
let next = 0;

const lstm = () =>
  tf.layers.bidirectional({
    // A union of all layers' shapes in its types, where it takes a recurrent layer.
    layer: /** @type {any} */ (
      tf.layers.lstm({
        units: 64,
        returnSequences: true,
        recurrentActivation: "sigmoid",
        recurrentInitializer: "glorotUniform",
      })
    ),
    mergeMode: "concat",
  });

/** @param {number} length */
function createModel(length) {
  const input = tf.input({ shape: [length, 1] });
  const first = tf.layers.dropout({ rate: 0.3 }).apply(lstm().apply(input));
  const out = lstm().apply(first);
  const scores = tf.layers.dense({ units: 1 }).apply(out);
  // Its softmax takes the last axis only.
  const weights = tf.layers
    .reshape({ targetShape: [length, 1] })
    .apply(tf.layers.softmax().apply(tf.layers.flatten().apply(scores)));
  const context = tf.layers
    .flatten()
    .apply(tf.layers.dot({ axes: 1 }).apply(/** @type {tf.SymbolicTensor[]} */ ([weights, out])));
  const hidden = tf.layers
    .dropout({ rate: 0.2 })
    .apply(tf.layers.dense({ units: 32, activation: "relu" }).apply(context));
  const logits = tf.layers.dense({ units: 2 }).apply(hidden);
  const model = tf.model({ inputs: input, outputs: /** @type {any} */ (logits) });
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: (/** @type {tf.Tensor} */ truth, /** @type {tf.Tensor} */ output) =>
      tf.losses.softmaxCrossEntropy(truth, output),
  });
  return model;
}

/** @param {{ batch: number }} request  in Node its kernels have one thread */
async function prepare({ batch }) {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const { values, labels, count, length } = labSeries();
  const batches = [];
  for (let from = 0; from + batch <= count; from += batch) {
    const x = tf.tensor3d(values.slice(from * length, (from + batch) * length), [batch, length, 1]);
    const y = tf.oneHot(tf.tensor1d(labels.slice(from, from + batch), "int32"), 2);
    batches.push({ x, y });
  }
  lab = { model: createModel(length), batches };
  return { version: version_wasm, backend: tf.getBackend(), parameters: lab.model.countParams() };
}

/** One step on the next batch. */
async function step() {
  if (lab === undefined) throw new Error("asked for a step before it was prepared");
  const { x, y } = /** @type {(typeof lab.batches)[number]} */ (lab.batches[next++ % lab.batches.length]);
  const start = performance.now();
  const loss = await lab.model.trainOnBatch(x, y);
  return { seconds: (performance.now() - start) / 1000, loss };
}

await serve({ prepare, step });
