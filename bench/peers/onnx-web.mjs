/** ONNX Runtime in WebAssembly, in Node: inference of the file that `torch_predict.py` exported. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-web";
import { readSeries, shownLogits } from "./predict-files.mjs";
import { serve } from "./serve.mjs";

/** @type {{ session: ort.InferenceSession, series: ReturnType<typeof readSeries> } | undefined} */
let loaded;

/** @param {{ threads: number, folder: string }} request */
async function prepare({ threads, folder }) {
  ort.env.wasm.numThreads = threads;
  const options = /** @type {const} */ ({ executionProviders: ["wasm"] });
  const session = await ort.InferenceSession.create(readFileSync(join(folder, "model.onnx")), options);
  loaded = { session, series: readSeries(folder) };
  return { version: ort.env.versions.web, threads: ort.env.wasm.numThreads };
}

/** @param {{ batch: number, calls: number }} request */
async function predict({ batch, calls }) {
  if (loaded === undefined) throw new Error("asked to predict before it was prepared");
  const { session, series } = loaded;
  const { length, channels } = series;
  const x = new ort.Tensor("float32", series.values.slice(0, batch * length * channels), [batch, length, channels]);
  /** @type {Float32Array} */
  let logits = new Float32Array();
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    const { logits: output } = await session.run({ x });
    logits = /** @type {Float32Array} */ (output?.data);
  }
  return { seconds: (performance.now() - start) / calls / 1000, ...shownLogits(logits, 2) };
}

await serve({ prepare, predict });
