/** Presets at sizes for tests, and data of two channels for them. */
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import type { PresetName } from "../../src/zoo/index.ts";

/** Two channels, made of one wave and its mirror image. */
export function twoChannels({ values, ...rest }: TimeSeriesDataset): TimeSeriesDataset {
  return {
    ...rest,
    channels: 2,
    values: Float32Array.from({ length: values.length * 2 }, (_, i) => values[i >> 1]! * (i % 2 ? -0.5 : 1)),
  };
}

/** Small enough for a test, of every preset: options that the presets share names for. */
const SMALL: Partial<Record<PresetName, object>> = {
  lstm: { hiddenSize: 4 },
  gru: { hiddenSize: 4 },
  rnn: { hiddenSize: 4 },
  cnn: { channels: [4, 6, 6] },
  mlp: { hiddenSizes: [8, 8] },
  fcn: { channels: [4, 6, 4] },
  resnet: { channels: [4, 6, 6] },
  "inception-time": { filters: 3, bottleneck: 3 },
  lite: { filters: 4 },
  tcn: { channels: [4, 4] },
  "conv-tran": { modelSize: 8, heads: 2, feedForward: 8 },
  transformer: { modelSize: 8, heads: 2, feedForward: 8 },
};
export const small = (name: PresetName) => SMALL[name] ?? { channels: [4, 6, 4], hiddenSize: 3 };
