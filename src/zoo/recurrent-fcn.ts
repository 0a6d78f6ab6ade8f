/** LSTM-FCN and its relatives (Karim et al. 2018) as a list of layers: FCN's convolutions beside a recurrent layer. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";
import { convBlock } from "./fcn.ts";

/** Options of `recurrentFcn`. */
export interface RecurrentFcnOptions {
  /** Units of the recurrent layer; the authors try 8, 64 and 128 on each data set. */
  hiddenSize?: number;
  /** Behind the recurrent layer. */
  dropout?: number;
  /**
   * Whether the recurrent layer reads the series with time and channels exchanged, as the authors do: a step is a channel with all of
   * its values. Then all series must have one length.
   */
  dimensionShuffle?: boolean;
  /** Channels and kernels of the convolutions. */
  channels?: readonly number[];
  kernelSizes?: readonly number[];
  /** Whether a squeeze-and-excitation block follows each convolution but the last, as in MLSTM-FCN for several channels. */
  squeezeExcite?: boolean;
  classes?: number;
}

/**
 * FCN beside an LSTM whose last state is dropped out: (B, T, C) → (B, 128) and (B, hiddenSize) → classes.
 * @see Karim, Majumdar, Darabi, Chen 2018, "LSTM fully convolutional networks for time series classification", arXiv:1709.05206;
 *      squeeze and excitation: Karim et al. 2019, arXiv:1801.04503
 * @example
 * ```ts
 * import { lstmFcn } from "tidelab/zoo";
 *
 * console.log(lstmFcn({ hiddenSize: 64 }).layers.map(({ layer }) => layer).join(" ")); // concat linear
 * ```
 */
export function lstmFcn(options: RecurrentFcnOptions = {}): ModelInput {
  return recurrentFcn("lstm", { layer: "last", name: "last" }, options);
}

/**
 * LSTM-FCN with a GRU in place of the LSTM.
 * @see Elsayed, Maida, Bayoumi 2018, "Deep gated recurrent and convolutional network hybrid model", arXiv:1812.07683
 * @example
 * ```ts
 * import { gruFcn } from "tidelab/zoo";
 *
 * console.log(gruFcn().layers.length); // 2
 * ```
 */
export function gruFcn(options: RecurrentFcnOptions = {}): ModelInput {
  return recurrentFcn("gru", { layer: "last", name: "last" }, options);
}

/**
 * LSTM-FCN with attention over the LSTM's steps in place of its last state. With the dimension shuffle and one channel there is a single
 * step and nothing to attend to: then it computes what LSTM-FCN does. With `dimensionShuffle: false` it attends over time.
 * @see Karim et al. 2018, arXiv:1709.05206. The attention is the lab's (a score for each step, softmax, weighted mean);
 *      decision 057 says how it differs from the authors' code
 * @example
 * ```ts
 * import { alstmFcn } from "tidelab/zoo";
 *
 * console.log(alstmFcn({ dimensionShuffle: false }).layers.length); // 2
 * ```
 */
export function alstmFcn(options: RecurrentFcnOptions = {}): ModelInput {
  return recurrentFcn("lstm", { layer: "attention", name: "attention" }, options);
}

function recurrentFcn(cell: "lstm" | "gru", pooling: LayerInput, options: RecurrentFcnOptions): ModelInput {
  const { hiddenSize = 8, dropout = 0.8, dimensionShuffle = true, squeezeExcite = false, classes = 2 } = options;
  const { channels = [128, 256, 128], kernelSizes = [8, 5, 3] } = options;
  const shuffle: LayerInput[] = dimensionShuffle ? [{ layer: "transpose", name: "shuffle" }] : [];
  const recurrent: LayerInput[] = [
    ...shuffle,
    { layer: cell, name: cell, hiddenSize },
    pooling,
    ...(dropout !== 0 ? [{ layer: "dropout", name: "dropout", p: dropout } as const] : []),
  ];
  const convolutions = channels.flatMap((width, index): LayerInput[] => [
    ...convBlock("features", index * 3, width, kernelSizes[index] ?? 3),
    ...(squeezeExcite && index < channels.length - 1 ? [excitation(`excite${index + 1}`, width)] : []),
  ]);
  return {
    layers: [
      {
        layer: "concat",
        name: "both",
        branches: [recurrent, [...convolutions, { layer: "globalAvgPool", name: "pool" }]],
      },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}

/** A factor for each channel, found from the means of all of them: 16 channels share a hidden unit. */
function excitation(name: string, width: number): LayerInput {
  return {
    layer: "multiply",
    name,
    layers: [
      { layer: "globalAvgPool", name: "squeeze" },
      { layer: "linear", name: "reduce", outFeatures: Math.max(1, Math.floor(width / 16)), bias: false },
      { layer: "relu", name: "relu" },
      { layer: "linear", name: "excite", outFeatures: width, bias: false },
      { layer: "sigmoid", name: "sigmoid" },
    ],
  };
}
