/** A small Transformer encoder (Vaswani et al. 2017) as a list of layers. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `transformer`. */
export interface TransformerOptions {
  /** Features of each step inside. */
  modelSize?: number;
  heads?: number;
  /** Encoder blocks. */
  depth?: number;
  /** Units of the two linear layers in a block. */
  feedForward?: number;
  dropout?: number;
  classes?: number;
}

/**
 * Each step as a vector with its position, encoder blocks of self-attention and two linear layers (layer norm in front of each, both
 * added to their input), the mean over time, a linear layer: (B, T, C) → (B, T, 64), block by block → (B, 64) → classes. Memory and
 * time grow with T².
 * @see Vaswani et al. 2017, arXiv:1706.03762; norms in front: Xiong et al. 2020, arXiv:2002.04745; as
 *      torch.nn.TransformerEncoderLayer(norm_first=True, activation="gelu"), but without dropout of the attention weights
 * @example
 * ```ts
 * import { transformer } from "tidelab/zoo";
 *
 * console.log(transformer({ depth: 1 }).layers.map(({ layer }) => layer).join(" ")); // linear positions dropout residual residual layerNorm globalAvgPool linear
 * ```
 */
export function transformer(options: TransformerOptions = {}): ModelInput {
  const { modelSize = 64, heads = 4, depth = 2, feedForward = 128, dropout = 0.1, classes = 2 } = options;
  const drop = (name: string): LayerInput[] => (dropout !== 0 ? [{ layer: "dropout", name, p: dropout }] : []);
  const blocks = Array.from({ length: depth }, (_, index): LayerInput[] => [
    {
      layer: "residual",
      name: `attention${index + 1}`,
      layers: [
        { layer: "layerNorm", name: "norm" },
        { layer: "selfAttention", name: "self", heads },
        ...drop("dropout"),
      ],
    },
    {
      layer: "residual",
      name: `feedForward${index + 1}`,
      layers: [
        { layer: "layerNorm", name: "norm" },
        { layer: "linear", name: "wide", outFeatures: feedForward },
        { layer: "gelu", name: "gelu" },
        ...drop("dropout1"),
        { layer: "linear", name: "narrow", outFeatures: modelSize },
        ...drop("dropout2"),
      ],
    },
  ]).flat();
  return {
    layers: [
      { layer: "linear", name: "embedding", outFeatures: modelSize },
      { layer: "positions", name: "positions" },
      ...drop("dropout"),
      ...blocks,
      { layer: "layerNorm", name: "norm" },
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
