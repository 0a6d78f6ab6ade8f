/** All presets by name, for commands and sweeps. What a preset is made of is in its own file. */
import { type CnnOptions, cnn } from "./cnn.ts";
import { type ConvTranOptions, convTran } from "./conv-tran.ts";
import { type FcnOptions, fcn } from "./fcn.ts";
import { type InceptionTimeOptions, inceptionTime } from "./inception-time.ts";
import { kerasTraining, tenthOf } from "./keras-training.ts";
import { type LiteOptions, lite } from "./lite.ts";
import { type MlpOptions, mlp } from "./mlp.ts";
import type { Preset } from "./preset.ts";
import { type RecurrentOptions, recurrent } from "./recurrent.ts";
import { alstmFcn, gruFcn, lstmFcn, type RecurrentFcnOptions } from "./recurrent-fcn.ts";
import { type ResnetOptions, resnet } from "./resnet.ts";
import { type TcnOptions, tcn } from "./tcn.ts";
import { type TransformerOptions, transformer } from "./transformer.ts";

const WANG = "Wang, Yan, Oates 2017, arXiv:1611.06455";
const KARIM = "Karim, Majumdar, Darabi, Chen 2018, arXiv:1709.05206";

/** The lab's recurrent classifier with one cell. */
function lab(cell: "lstm" | "gru" | "rnn", title: string): Preset<RecurrentOptions> {
  return {
    title,
    paper: "the lab's network: two bidirectional layers, attention over time (Bahdanau et al. 2015, arXiv:1409.0473)",
    model: ({ classes }, options) => recurrent({ ...options, cell, classes }),
    training: () => ({ epochs: 20, batchSize: 32, lr: 1e-3, clipGradNorm: 1 }),
  };
}

/** Karim et al. and those who followed them: 2000 epochs, batches of 128, the rate times 1/∛2 after 100 epochs without progress, balanced classes. */
function karim(title: string, paper: string, build: typeof lstmFcn): Preset<RecurrentFcnOptions> {
  return {
    title,
    paper,
    model: ({ classes }, options) => build({ ...options, classes }),
    training: () => ({ ...kerasTraining(2000, 128, 100, 0.7937), classWeights: "balanced" }),
  };
}

const cnnPreset: Preset<CnnOptions> = {
  title: "CNN",
  paper: "a plain network to start from: convolution, BatchNorm, ReLU and a halving maximum, three times",
  model: ({ classes }, options) => cnn({ ...options, classes }),
  training: () => ({ epochs: 20, batchSize: 32, lr: 1e-3 }),
};

const mlpPreset: Preset<MlpOptions> = {
  title: "MLP",
  paper: WANG,
  model: ({ classes }, options) => mlp({ ...options, classes }),
  // The authors use Adadelta, which a spec does not have.
  training: (count) => kerasTraining(5000, tenthOf(count, 16), 200),
};

const fcnPreset: Preset<FcnOptions> = {
  title: "FCN",
  paper: WANG,
  model: ({ classes }, options) => fcn({ ...options, classes }),
  training: (count) => kerasTraining(2000, tenthOf(count, 16)),
};

const resnetPreset: Preset<ResnetOptions> = {
  title: "ResNet",
  paper: WANG,
  model: ({ classes }, options) => resnet({ ...options, classes }),
  training: (count) => kerasTraining(1500, tenthOf(count, 64)),
};

const inceptionTimePreset: Preset<InceptionTimeOptions> = {
  title: "InceptionTime",
  paper: "Ismail Fawaz et al. 2020, arXiv:1909.04939",
  model: ({ channels, classes }, options) => inceptionTime({ ...options, inChannels: channels, classes }),
  training: () => kerasTraining(1500, 64),
};

const litePreset: Preset<LiteOptions> = {
  title: "LITE",
  paper: "Ismail-Fawaz et al. 2023, arXiv:2409.02869",
  model: ({ channels, classes }, options) => lite({ ...options, inChannels: channels, classes }),
  training: () => kerasTraining(1500, 64),
};

const tcnPreset: Preset<TcnOptions> = {
  title: "TCN",
  paper: "Bai, Kolter, Koltun 2018, arXiv:1803.01271",
  model: ({ length, channels, classes }, options) => tcn({ length, ...options, inChannels: channels, classes }),
  // As the authors train it on sequences of pixels.
  training: () => ({ epochs: 20, batchSize: 64, lr: 2e-3, schedule: { kind: "step", stepSize: 10, gamma: 0.1 } }),
};

const transformerPreset: Preset<TransformerOptions> = {
  title: "Transformer",
  paper: "Vaswani et al. 2017, arXiv:1706.03762, with norms in front (Xiong et al. 2020, arXiv:2002.04745)",
  model: ({ classes }, options) => transformer({ ...options, classes }),
  // Ours: no paper trains an encoder of this size on these series.
  training: () => ({
    epochs: 100,
    batchSize: 32,
    optimizer: "adamw",
    lr: 1e-3,
    schedule: { kind: "cosine", warmup: 5 },
    clipGradNorm: 1,
  }),
};

const convTranPreset: Preset<ConvTranOptions> = {
  title: "ConvTran",
  paper: "Foumani, Tan, Webb, Salehi 2023, arXiv:2305.16642",
  model: ({ length, channels, classes }, options) => convTran({ length, ...options, inChannels: channels, classes }),
  // The authors use RAdam, which a spec does not have: Adam with the same betas and rate, without RAdam's slow start.
  training: () => ({ epochs: 100, batchSize: 16, lr: 1e-3, clipGradNorm: 4, restoreBest: true }),
};

/**
 * Presets by name: what `--model` takes.
 * @example
 * ```ts
 * import { presets } from "tidelab/zoo";
 *
 * const model = presets["inception-time"].model({ length: 150, channels: 1, classes: 2 });
 * const { epochs, batchSize } = presets["inception-time"].training(50);
 * console.log(model.layers.length, epochs, batchSize); // 6 1500 64
 * ```
 */
export const presets = {
  lstm: lab("lstm", "LSTM"),
  gru: lab("gru", "GRU"),
  rnn: lab("rnn", "RNN"),
  cnn: cnnPreset,
  mlp: mlpPreset,
  fcn: fcnPreset,
  resnet: resnetPreset,
  "inception-time": inceptionTimePreset,
  "lstm-fcn": karim("LSTM-FCN", KARIM, lstmFcn),
  "gru-fcn": karim("GRU-FCN", "Elsayed, Maida, Bayoumi 2018, arXiv:1812.07683", gruFcn),
  "alstm-fcn": karim("ALSTM-FCN", KARIM, alstmFcn),
  lite: litePreset,
  tcn: tcnPreset,
  transformer: transformerPreset,
  "conv-tran": convTranPreset,
} satisfies Record<string, Preset>;

/** Name of a preset: `inception-time`. */
export type PresetName = keyof typeof presets;
