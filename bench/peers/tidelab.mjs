/** Tidelab itself as a peer: trainings that run some epochs when asked to, and predictions. */
import { compile, createPredictor, models, stateDict, train } from "../../dist/node/index.js";
import { presets } from "../../dist/zoo/index.js";
import { series } from "./lab-data.mjs";
import { peakMegabytes } from "./peak-memory.mjs";
import { shownLogits, writePredictFiles } from "./predict-files.mjs";
import { serve } from "./serve.mjs";

/** More than anybody asks for: a training yields an epoch and waits until it is asked for the next. */
const EPOCHS = 1_000_000;

/** Time steps of the series that are predicted: the lab's. */
const LENGTH = 200;

/** FCN of Wang et al. 2017 with the channels; `torch_models.py` has the same. */
function convolutional(channels = [64, 128, 64], kernels = [7, 5, 3]) {
  const blocks = channels.flatMap((outChannels, index) => [
    /** @type {const} */ ({
      layer: "conv1d",
      name: `features.${3 * index}`,
      outChannels,
      kernelSize: kernels[index] ?? 3,
      padding: "same",
      bias: false,
    }),
    /** @type {const} */ ({ layer: "batchNorm", name: `features.${3 * index + 1}` }),
    /** @type {const} */ ({ layer: "relu", name: `features.${3 * index + 2}` }),
  ]);
  return {
    layers: [
      ...blocks,
      /** @type {const} */ ({ layer: "globalAvgPool", name: "pool" }),
      /** @type {const} */ ({ layer: "linear", name: "classifier", outFeatures: 2 }),
    ],
  };
}

/** @param {string} model @param {number | undefined} hiddenSize @param {number} length */
function createModel(model, hiddenSize, length) {
  if (model === "cnn") return convolutional();
  if (model === "lstm" || model === "gru") {
    return models.recurrent({ cell: model, ...(hiddenSize === undefined ? {} : { hiddenSize }) });
  }
  return presets[/** @type {import("../../dist/zoo/index.js").PresetName} */ (model)].model({
    length,
    channels: 1,
    classes: 2,
  });
}

/** @type {Map<string, ReturnType<typeof train>>} */
const trainings = new Map();

/** @typedef {{ samples?: number, length: number, count: number, batch: number }} Series */

/**
 * Sets up a training under a name; several may exist side by side.
 * @param {Series & { id?: string, threads: number, model: string, hidden?: number }} request
 */
async function prepare({ id = "", threads, model, hidden, samples, length, count, batch }) {
  const data = series({ samples, length, count });
  const compiled = compile(createModel(model, hidden, length), { length, classes: 2, seed: 7 });
  const events = train(compiled, data, { epochs: EPOCHS, batchSize: batch }, { threads });
  trainings.set(id, events);
  const { value } = await events.next();
  if (!("type" in value) || value.type !== "start") throw new Error("training did not start");
  const { numerics } = value;
  return { threads: value.threads, numerics, parameters: compiled.parameters.length };
}

/** @param {{ id?: string, count: number }} request */
async function epochs({ id = "", count }) {
  const events = trainings.get(id);
  if (events === undefined) throw new Error(`no training ${id}`);
  let seconds = 0;
  let loss = Number.NaN;
  for (let done = 0; done < count; ) {
    const { value } = await events.next();
    if (!("type" in value) || value.type === "done") throw new Error("training ended early");
    if (value.type !== "epoch") continue;
    seconds += value.record.trainSeconds;
    loss = value.record.trainLoss;
    done++;
  }
  return { seconds, loss };
}

/** @type {{ predictor: Awaited<ReturnType<typeof createPredictor>>, values: Float32Array } | undefined} */
let predicting;

/**
 * The lab's model as drawn, and series to predict; both are written for the others.
 * @param {{ threads: number, folder: string, count: number }} request
 */
async function preparePredict({ threads, folder, count }) {
  const model = compile(models.recurrent(), { length: LENGTH, classes: 2, seed: 7 });
  const data = series({ length: LENGTH, count }).train;
  writePredictFiles(folder, stateDict(model), data);
  predicting = { predictor: await createPredictor(model, { threads }), values: data.values };
}

/** @param {{ batch: number, calls: number }} request */
async function predict({ batch, calls }) {
  if (predicting === undefined) throw new Error("asked to predict before it was prepared");
  const { predictor, values } = predicting;
  const input = values.slice(0, batch * LENGTH);
  /** @type {Float32Array} */
  let logits = new Float32Array();
  const start = performance.now();
  for (let call = 0; call < calls; call++) ({ logits } = await predictor.predict(input));
  return { seconds: (performance.now() - start) / calls / 1000, ...shownLogits(logits, 2) };
}

await serve({
  prepare,
  epochs,
  preparePredict,
  predict,
  memory: () => ({ megabytes: peakMegabytes() }),
});
