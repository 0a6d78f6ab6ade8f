/** ConvTran (Foumani et al. 2023) as a list of layers. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `convTran`. */
export interface ConvTranOptions {
  /** Steps of the longest series: the positions and the distances depend on it. */
  length?: number;
  inChannels?: number;
  /** Features of each step inside. */
  modelSize?: number;
  heads?: number;
  /** Units of the wide linear layer behind the attention. */
  feedForward?: number;
  /** Steps that the filters read. */
  kernelSize?: number;
  dropout?: number;
  classes?: number;
}

/**
 * Filters of eight steps that all channels share, each channel by itself: (B, T, C) → (B, T, C · 64); a linear map joins the channels: → (B, T, 16).
 * One block of self-attention over steps with their positions (tAPE), whose weights have a learned number for each distance added (eRPE), and
 * of two linear layers, a layer norm behind each; the mean over time: → (B, 16); a linear layer: → classes. Memory and time grow with T².
 * @see Foumani, Tan, Webb, Salehi 2023, arXiv:2305.16642; github.com/Navidfoumani/ConvTran
 * @example
 * ```ts
 * import { convTran } from "tidelab/zoo";
 *
 * console.log(convTran({ length: 50 }).layers.map(({ layer }) => layer).join(" ")); // conv1d batchNorm gelu linear batchNorm gelu residual layerNorm residual layerNorm globalAvgPool linear
 * ```
 */
export function convTran(options: ConvTranOptions = {}): ModelInput {
  const { length = 150, inChannels = 1, modelSize = 16, heads = 8, feedForward = 256 } = options;
  const { kernelSize = 8, dropout = 0.01, classes = 2 } = options;
  const drop = (name: string): LayerInput[] => (dropout !== 0 ? [{ layer: "dropout", name, p: dropout }] : []);
  const isShared = inChannels > 1;
  return {
    layers: [
      {
        layer: "conv1d",
        name: "filters",
        outChannels: 4 * modelSize,
        kernelSize,
        padding: "same",
        bias: false,
        ...(isShared && { sharedFilters: true }),
      },
      { layer: "batchNorm", name: "norm1", ...(isShared && { sharedBy: inChannels }) },
      { layer: "gelu", name: "gelu1" },
      { layer: "linear", name: "join", outFeatures: modelSize, bias: false },
      { layer: "batchNorm", name: "norm2" },
      { layer: "gelu", name: "gelu2" },
      {
        layer: "residual",
        name: "attention",
        layers: [
          { layer: "positions", name: "positions", timeScale: modelSize / length },
          ...drop("dropout"),
          {
            layer: "selfAttention",
            name: "self",
            heads,
            bias: false,
            outProjection: false,
            scaleBy: "model",
            relative: length,
          },
          { layer: "layerNorm", name: "norm" },
        ],
      },
      { layer: "layerNorm", name: "norm3" },
      {
        layer: "residual",
        name: "feedForward",
        layers: [
          { layer: "linear", name: "wide", outFeatures: feedForward },
          { layer: "relu", name: "relu" },
          ...drop("dropout1"),
          { layer: "linear", name: "narrow", outFeatures: modelSize },
          ...drop("dropout2"),
        ],
      },
      { layer: "layerNorm", name: "norm4" },
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
