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
import { twoChannels } from "../../zoo/small.ts";

const linear = { layer: "linear", outFeatures: 2 } as const;
const conv = (outChannels: number, kernelSize: number, more: object = {}): LayerInput =>
  ({ layer: "conv1d", outChannels, kernelSize, padding: "same", ...more }) as LayerInput;
const mean = [{ layer: "globalAvgPool" }, linear] as const;

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
  "direct convolutions": [
    conv(5, 4, { name: "a" }),
    { layer: "tanh" },
    conv(6, 3, { name: "b", padding: 3, dilation: 2, bias: false }),
    conv(3, 1, { name: "c", padding: 0 }),
    ...mean,
  ],
  "convolutions with stride and groups": [
    conv(6, 5, { name: "a", stride: 2, padding: 2 }),
    conv(12, 3, { name: "b", groups: 3, stride: 2, padding: 1, dilation: 2 }),
    conv(12, 2, { name: "c", groups: 12, padding: "causal", dilation: 3 }),
    ...mean,
  ],
  "convolutions at points": [
    conv(16, 1, { name: "a", padding: 0 }),
    conv(24, 3, { name: "b" }),
    conv(16, 8, { name: "c", bias: false }),
    { layer: "globalMaxPool" },
    linear,
  ],
  "convolutions at points in groups, of long kernels": [
    conv(32, 1, { name: "a", padding: 0 }),
    conv(48, 10, { name: "b", groups: 2 }),
    conv(16, 7, { name: "c", padding: 0 }),
    ...mean,
  ],
  "batch norm, with ReLU and without": [
    conv(5, 3, { name: "a" }),
    { layer: "batchNorm", name: "na" },
    { layer: "relu" },
    conv(3, 3, { name: "b" }),
    { layer: "batchNorm", name: "nb", affine: false },
    ...mean,
  ],
  "batch norm behind the pooling": [conv(5, 3), ...mean.slice(0, 1), { layer: "batchNorm" }, { layer: "relu" }, linear],
  "pools in windows": [
    conv(3, 3, { name: "a" }),
    { layer: "maxPool", kernelSize: 3, stride: 1, padding: 1 },
    { layer: "avgPool", kernelSize: 3, stride: 2, padding: 1 },
    { layer: "maxPool", name: "m", kernelSize: 2 },
    ...mean,
  ],
  branches: [
    { layer: "concat", branches: [[conv(3, 3)], [{ layer: "maxPool", kernelSize: 3, stride: 1, padding: 1 }], []] },
    { layer: "residual", layers: [conv(4, 3), { layer: "dropout", p: 0.3 }], shortcut: [conv(4, 1)] },
    { layer: "multiply", layers: [...mean.slice(0, 1), { ...linear, outFeatures: 4 }, { layer: "sigmoid" }] },
    { layer: "multiply", name: "gate", layers: [conv(4, 3), { layer: "sigmoid" }] },
    ...mean,
  ],
  "activations of the input": [
    { ...linear, name: "a", outFeatures: 5 },
    ...([{ layer: "gelu" }, { layer: "gelu", name: "t", approximate: "tanh" }, { layer: "silu" }] as const),
    ...([{ layer: "elu" }, { layer: "selu" }, { layer: "leakyRelu" }] as const),
    ...mean,
  ],
  "layer norm and self-attention": [
    { ...linear, name: "a", outFeatures: 6 },
    { layer: "positions" },
    {
      layer: "residual",
      layers: [{ layer: "layerNorm" }, { layer: "selfAttention", heads: 2 }, { layer: "dropout", p: 0.2 }],
    },
    { layer: "layerNorm", name: "n" },
    ...mean,
  ],
  "self-attention with numbers for distances": [
    { ...linear, name: "a", outFeatures: 6 },
    { layer: "selfAttention", heads: 3, relative: 21, bias: false, outProjection: false, scaleBy: "model" },
    { layer: "dropout", p: 0.2 },
    { layer: "selfAttention", name: "b", heads: 2, relative: 19 },
    { layer: "selfAttention", name: "c", bias: false },
    ...mean,
  ],
  "weight norm": [
    conv(5, 3, { name: "a", weightNorm: true, padding: "causal", dilation: 2 }),
    conv(16, 1, { name: "b", weightNorm: true, padding: 0 }),
    conv(16, 3, { name: "c", weightNorm: true }),
    { layer: "last" },
    linear,
  ],
  "trend filters": [
    { layer: "concat", branches: [[{ layer: "trendFilters" }, { layer: "relu" }], [conv(3, 3)]] },
    ...mean,
  ],
} satisfies Record<string, readonly LayerInput[]>;

/** Those of two channels. */
export const TWO_CHANNELS: Readonly<Record<string, readonly LayerInput[]>> = {
  "filters that channels share": [
    conv(5, 4, { name: "a", sharedFilters: true }),
    { layer: "batchNorm", name: "na", sharedBy: 2 },
    { layer: "relu" },
    conv(3, 3, { name: "b", sharedFilters: true, bias: false, padding: 1, stride: 2 }),
    { layer: "batchNorm", name: "nb", sharedBy: 10, affine: false },
    ...mean,
  ],
};

/** Those whose layers need series of one length. */
export const EVEN: Readonly<Record<string, readonly LayerInput[]>> = {
  flattened: [conv(3, 3), { layer: "flatten" }, linear],
  transposed: [{ layer: "transpose" }, { layer: "lstm", hiddenSize: 3 }, { layer: "last" }, linear],
};

export interface Case {
  readonly layers: readonly LayerInput[];
  readonly length: number;
  readonly batch: number;
  readonly training?: TrainingInput;
  readonly classWeights?: readonly number[];
  /** Whether series end at different steps. */
  readonly uneven?: boolean;
  /** 1 unless given, or 2. */
  readonly channels?: 1 | 2;
}

export interface Opened {
  readonly model: Model;
  readonly session: Session;
  readonly block: number;
}

export function dataOf({ length, uneven = false, channels = 1 }: Pick<Case, "length" | "uneven" | "channels">) {
  const data = waves({ samples: 60, length, seed: 3, ...(uneven && { minLength: Math.ceil(length / 3) }) });
  return channels === 1 ? data : { train: twoChannels(data.train), val: twoChannels(data.val) };
}

export async function openCase(device: Device, given: Case): Promise<Opened> {
  const { layers, length, batch, training, classWeights, channels = 1 } = given;
  const model = compile(parseModel({ layers: [...layers] }), { length, channels, classes: 2, seed: 5 });
  const loss = { classWeights, labelSmoothing: classWeights ? 0.1 : 0 };
  const source = { model: model.spec, length, channels, classes: 2, loss, batchSize: batch };
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
