/** Small models, opened on two devices alike, for tests that compare the bits. */
import "../../../src/node/platform.ts";
import "../../../src/node/dawn.ts";
import type { Device, Session } from "../../../src/engine/device.ts";
import { compile, models, waves } from "../../../src/index.ts";
import { deviceModel } from "../../../src/model/device-model.ts";
import type { Model } from "../../../src/model/model.ts";
import type { LayerInput } from "../../../src/spec/layers.ts";
import { parseModel, parseTraining } from "../../../src/spec/parse.ts";
import type { TrainingInput } from "../../../src/spec/spec.ts";

const linear = { layer: "linear", outFeatures: 2 } as const;

export const MODELS = {
  "linear and relu": [{ layer: "last" }, { ...linear, name: "a", outFeatures: 7 }, { layer: "relu" }, linear],
  "linear over time, tanh, sigmoid, max": [
    { ...linear, name: "a", outFeatures: 5, bias: false },
    ...([{ layer: "tanh" }, { ...linear, name: "b", outFeatures: 4 }, { layer: "sigmoid" }] as const),
    ...([{ layer: "globalMaxPool" }, linear] as const),
  ],
  "attention and dropout": [
    ...([{ ...linear, name: "a", outFeatures: 11 }, { layer: "dropout", p: 0.3 }, { layer: "attention" }] as const),
    ...([{ layer: "dropout", name: "d", p: 0.5 }, linear] as const),
  ],
  "lstm without bias": [{ layer: "lstm", hiddenSize: 3, bias: false }, { layer: "last" }, linear],
  "lstm of two layers and directions": models.recurrent({ hiddenSize: 5, dropout: 0.25 }).layers,
  "gru of two layers and directions": models.recurrent({ cell: "gru", hiddenSize: 5, dropout: 0.25 }).layers,
  "gru without bias": [{ layer: "gru", hiddenSize: 3, bias: false }, { layer: "last" }, linear],
  "rnn of two layers and directions": models.recurrent({ cell: "rnn", hiddenSize: 5, dropout: 0.25 }).layers,
  "rnn with relu": [{ layer: "rnn", hiddenSize: 6, nonlinearity: "relu", numLayers: 2 }, { layer: "last" }, linear],
  "lstm and its final states": models.recurrent({ hiddenSize: 4, numLayers: 1, pooling: "final" }).layers,
} satisfies Record<string, readonly LayerInput[]>;

export interface Case {
  readonly layers: readonly LayerInput[];
  readonly length: number;
  readonly batch: number;
  readonly training?: TrainingInput;
  readonly classWeights?: readonly number[];
  /** Whether series end at different steps. */
  readonly uneven?: boolean;
}

export interface Opened {
  readonly model: Model;
  readonly session: Session;
  readonly block: number;
}

export function dataOf({ length, uneven = false }: Pick<Case, "length" | "uneven">) {
  return waves({ samples: 60, length, seed: 3, ...(uneven && { minLength: Math.ceil(length / 3) }) });
}

export async function openCase(device: Device, given: Case): Promise<Opened> {
  const { layers, length, batch, training, classWeights } = given;
  const model = compile(parseModel({ layers: [...layers] }), { length, classes: 2, seed: 5 });
  const loss = { classWeights, labelSmoothing: classWeights ? 0.1 : 0 };
  const source = { model: model.spec, length, channels: 1, classes: 2, loss, batchSize: batch };
  const options = parseTraining({ batchSize: batch, ...training });
  const session = await device.open(deviceModel(source), { training: options, numerics: "portable" });
  session.setWeights(model);
  return { model, session, block: session.addData(dataOf(given).train) };
}

/** Trains some steps and evaluates; all numbers that came of it. */
export async function results({ model, session, block }: Opened, given: Case, steps = 2) {
  const { batch } = given;
  const training = parseTraining({ batchSize: batch, ...given.training });
  const trained = [];
  for (let step = 0; step < steps; step++) {
    const indices = Int32Array.from({ length: step ? Math.max(1, batch - 3) : batch }, (_, i) => step * 7 + i);
    const probe = step === 1;
    const job = { data: block, indices, generator: model.generator, inverseWeight: 1 / batch, probe };
    const outcome = await session.trainBatch(job);
    const gradients = await session.gradients();
    const norms = await session.gradientNorms(model.graph.parameters);
    const clipped = await session.clip(training);
    await session.step({ lr: 0.01 });
    trained.push({ outcome, gradients, norms, clipped, ...(await session.weights()) });
  }
  const { val } = dataOf(given);
  const evaluated = await session.evaluate(session.addData(val), val.count);
  return { trained, evaluated, optimizer: await session.optimizerState() };
}
