/**
 * The schema of a model: a list of layers, some of which contain layers. Shapes are not checked here
 * (see `model/graph.ts`), only keys, types and ranges. Imports only `values.ts`.
 */
import * as v from "valibot";
import {
  count,
  flag,
  kinds,
  nonNegative,
  object,
  oneOf,
  orWord,
  positive,
  share,
  shareBelow1,
  text,
  whole,
} from "./values.ts";

const name = v.optional(text);

/** Time steps: no series is longer (see `waves.ts`), and kernels count in 32 bits. */
const MOST_STEPS = 1_000_000;
const extent = v.pipe(count, v.maxValue(MOST_STEPS));
const wholeExtent = v.pipe(whole, v.maxValue(MOST_STEPS));

/** Options that LSTM, GRU and RNN share, named as in PyTorch. */
const recurrent = {
  name,
  hiddenSize: count,
  numLayers: v.optional(count, 1),
  bidirectional: flag(false),
  /** Dropout between the layers, none after the last; needs numLayers > 1 to do anything. */
  dropout: v.optional(shareBelow1, 0),
  bias: flag(true),
};

const pool = {
  name,
  kernelSize: extent,
  /** Defaults to kernelSize, as in PyTorch. */
  stride: v.optional(extent),
  padding: v.optional(wholeExtent, 0),
};

const leafSchemas = kinds("layer", {
  lstm: recurrent,
  gru: recurrent,
  rnn: {
    ...recurrent,
    nonlinearity: v.optional(v.picklist(["tanh", "relu"]), "tanh"),
  },
  attention: { name },
  last: { name },
  /** The last hidden states of the recurrent layer before it, both directions side by side. */
  finalState: { name },
  globalAvgPool: { name },
  globalMaxPool: { name },
  maxPool: pool,
  avgPool: pool,
  linear: {
    name,
    outFeatures: count,
    bias: flag(true),
  },
  relu: { name },
  tanh: { name },
  sigmoid: { name },
  gelu: {
    name,
    approximate: v.optional(v.picklist(["none", "tanh"]), "none"),
  },
  leakyRelu: { name, negativeSlope: v.optional(nonNegative, 0.01) },
  elu: { name, alpha: v.optional(positive, 1) },
  selu: { name },
  silu: { name },
  dropout: { name, p: v.optional(shareBelow1, 0.5) },
  /** Attention of each step over all steps, in `heads` parts of the features. */
  selfAttention: {
    name,
    heads: v.optional(count, 1),
    // The rest has no defaults, so that records stay what they were.
    bias: v.optional(v.boolean()),
    /** Whether the heads' outputs go through a linear map. */
    outProjection: v.optional(v.boolean()),
    /** What scores are divided by the root of: the features of a head, or all. */
    scaleBy: v.optional(v.picklist(["head", "model"])),
    /** A learned number for each head and distance of two steps is added to the weights; distances below this. */
    relative: v.optional(extent),
  },
  /** Fixed filters for rising, falling and peaking series. */
  trendFilters: { name },
  /** Adds sines and cosines of the step's number. */
  positions: {
    name,
    /** Factor of the step's number. */
    timeScale: v.optional(positive, 1),
  },
  /** All steps side by side as one vector. */
  flatten: { name },
  /** Time and features change places: each feature becomes a step. */
  transpose: { name },
  conv1d: {
    name,
    outChannels: count,
    kernelSize: extent,
    stride: v.optional(extent, 1),
    padding: v.optional(orWord(orWord(wholeExtent, "causal"), "same"), 0),
    dilation: v.optional(extent, 1),
    groups: v.optional(count, 1),
    bias: flag(true),
    /** Weights as direction and length. No default, so that records stay what they were. */
    weightNorm: v.optional(v.boolean()),
    /** The same filters read each channel by itself. No default, as above. */
    sharedFilters: v.optional(v.boolean()),
  },
  batchNorm: {
    name,
    eps: v.optional(positive, 1e-5),
    momentum: v.optional(share, 0.1),
    affine: flag(true),
    /** Parts of the features, side by side, that share statistics. No default, as above. */
    sharedBy: v.optional(count),
  },
  layerNorm: {
    name,
    eps: v.optional(positive, 1e-5),
  },
});

/** Layers by name as the engine sees them: all defaults filled in. */
export type LayerSpecs = { [K in keyof typeof leafSchemas]: v.InferOutput<(typeof leafSchemas)[K]> } & {
  residual: { layer: "residual"; name?: string | undefined; layers: LayerSpec[]; shortcut?: LayerSpec[] | undefined };
  multiply: { layer: "multiply"; name?: string | undefined; layers: LayerSpec[] };
  concat: { layer: "concat"; name?: string | undefined; branches: LayerSpec[][] };
};

/** Layers by name as a user writes them: what has a default may be left out. */
export type LayerInputs = { [K in keyof typeof leafSchemas]: v.InferInput<(typeof leafSchemas)[K]> } & {
  residual: { layer: "residual"; name?: string | undefined; layers: LayerInput[]; shortcut?: LayerInput[] | undefined };
  multiply: { layer: "multiply"; name?: string | undefined; layers: LayerInput[] };
  concat: { layer: "concat"; name?: string | undefined; branches: LayerInput[][] };
};

/** The name of a kind of layer: `lstm`, `conv1d` … */
export type LayerKind = keyof LayerSpecs;
export type LayerSpecOf<K extends LayerKind> = LayerSpecs[K];
export type LayerSpec = LayerSpecs[LayerKind];
/** A layer as a user writes it, without what has a default. */
export type LayerInput = LayerInputs[LayerKind];

type LayerSchema = v.GenericSchema<LayerInput, LayerSpec>;

const layer: LayerSchema = v.lazy(() => layerSchema);
const layers = v.pipe(v.array(layer), v.minLength(1));

/** Every kind of layer by name: the one list that the schema, the layers and the error texts share. */
export const layerSchemas = {
  ...leafSchemas,
  ...kinds("layer", {
    /** x + layers(x); with `shortcut`, shortcut(x) + layers(x). */
    residual: {
      name,
      layers,
      shortcut: v.optional(layers),
    },
    /** x ⊙ layers(x); where layers(x) has no time axis, the same factors at every step. */
    multiply: { name, layers },
    /** The branches' outputs side by side, along features. */
    concat: {
      name,
      branches: v.pipe(v.array(v.array(layer)), v.minLength(2)),
    },
  }),
};
const layerSchema: LayerSchema = oneOf("layer", layerSchemas);

export const modelSchema = object({ layers });
