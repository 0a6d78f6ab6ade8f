/**
 * The schema of a model: a list of layers, some of which hold layers of their own. Shapes are not checked here
 * (see `model/graph.ts`), only keys, types and ranges. Imports nothing of ours.
 */
import * as z from "zod/mini";

const count = () => z.int().check(z.positive());
const probability = () => z.number().check(z.gte(0), z.lt(1));
const name = z.optional(z.string().check(z.minLength(1)));

/** Options that LSTM, GRU and RNN share, named as in PyTorch. */
const recurrent = {
  name,
  hiddenSize: count(),
  numLayers: z._default(count(), 1),
  bidirectional: z._default(z.boolean(), false),
  /** Dropout between the layers, none after the last; needs numLayers > 1 to do anything. */
  dropout: z._default(probability(), 0),
  bias: z._default(z.boolean(), true),
};

const pool = {
  name,
  kernelSize: count(),
  /** Defaults to kernelSize, as in PyTorch. */
  stride: z.optional(count()),
  padding: z._default(z.int().check(z.gte(0)), 0),
};

const lstm = z.strictObject({ layer: z.literal("lstm"), ...recurrent });
const gru = z.strictObject({ layer: z.literal("gru"), ...recurrent });
const rnn = z.strictObject({
  layer: z.literal("rnn"),
  ...recurrent,
  nonlinearity: z._default(z.enum(["tanh", "relu"]), "tanh"),
});
const attention = z.strictObject({ layer: z.literal("attention"), name });
const last = z.strictObject({ layer: z.literal("last"), name });
const globalAvgPool = z.strictObject({ layer: z.literal("globalAvgPool"), name });
const globalMaxPool = z.strictObject({ layer: z.literal("globalMaxPool"), name });
const maxPool = z.strictObject({ layer: z.literal("maxPool"), ...pool });
const avgPool = z.strictObject({ layer: z.literal("avgPool"), ...pool });
const linear = z.strictObject({
  layer: z.literal("linear"),
  name,
  outFeatures: count(),
  bias: z._default(z.boolean(), true),
});
const relu = z.strictObject({ layer: z.literal("relu"), name });
const tanh = z.strictObject({ layer: z.literal("tanh"), name });
const sigmoid = z.strictObject({ layer: z.literal("sigmoid"), name });
const gelu = z.strictObject({
  layer: z.literal("gelu"),
  name,
  approximate: z._default(z.enum(["none", "tanh"]), "none"),
});
const dropout = z.strictObject({ layer: z.literal("dropout"), name, p: z._default(probability(), 0.5) });
const conv1d = z.strictObject({
  layer: z.literal("conv1d"),
  name,
  outChannels: count(),
  kernelSize: count(),
  stride: z._default(count(), 1),
  padding: z._default(z.union([z.int().check(z.gte(0)), z.literal("same")]), 0),
  dilation: z._default(count(), 1),
  groups: z._default(count(), 1),
  bias: z._default(z.boolean(), true),
});
const batchNorm = z.strictObject({
  layer: z.literal("batchNorm"),
  name,
  eps: z._default(z.number().check(z.positive()), 1e-5),
  momentum: z._default(z.number().check(z.gte(0), z.lte(1)), 0.1),
  affine: z._default(z.boolean(), true),
});
const layerNorm = z.strictObject({
  layer: z.literal("layerNorm"),
  name,
  eps: z._default(z.number().check(z.positive()), 1e-5),
});

/** x + layers(x); with `shortcut`, shortcut(x) + layers(x). */
const residual = z.strictObject({
  layer: z.literal("residual"),
  name,
  get layers(): z.ZodMiniArray<LayerSchema> {
    return z.array(layerSchema).check(z.minLength(1));
  },
  get shortcut(): z.ZodMiniOptional<z.ZodMiniArray<LayerSchema>> {
    return z.optional(z.array(layerSchema).check(z.minLength(1)));
  },
});
/** The branches' outputs side by side, along features. */
const concat = z.strictObject({
  layer: z.literal("concat"),
  name,
  get branches(): z.ZodMiniArray<z.ZodMiniArray<LayerSchema>> {
    return z.array(z.array(layerSchema)).check(z.minLength(2));
  },
});

/** Every kind of layer by name: the one list that the schema, the layers and the error texts share. */
export const layerSchemas = {
  lstm,
  gru,
  rnn,
  attention,
  last,
  globalAvgPool,
  globalMaxPool,
  maxPool,
  avgPool,
  linear,
  relu,
  tanh,
  sigmoid,
  gelu,
  dropout,
  conv1d,
  batchNorm,
  layerNorm,
  residual,
  concat,
} as const;

type LeafSchemas = Omit<typeof layerSchemas, "residual" | "concat">;

/** Layers by name as the engine sees them: all defaults filled in. */
export type LayerSpecs = { [K in keyof LeafSchemas]: z.output<LeafSchemas[K]> } & {
  residual: { layer: "residual"; name?: string | undefined; layers: LayerSpec[]; shortcut?: LayerSpec[] | undefined };
  concat: { layer: "concat"; name?: string | undefined; branches: LayerSpec[][] };
};

/** Layers by name as a user writes them: what has a default may be left out. */
export type LayerInputs = { [K in keyof LeafSchemas]: z.input<LeafSchemas[K]> } & {
  residual: { layer: "residual"; name?: string | undefined; layers: LayerInput[]; shortcut?: LayerInput[] | undefined };
  concat: { layer: "concat"; name?: string | undefined; branches: LayerInput[][] };
};

export type LayerKind = keyof LayerSpecs;
export type LayerSpecOf<K extends LayerKind> = LayerSpecs[K];
export type LayerSpec = LayerSpecs[LayerKind];
export type LayerInput = LayerInputs[LayerKind];

type LayerSchema = z.ZodMiniType<LayerSpec, LayerInput>;

export const layerSchema: LayerSchema = z.discriminatedUnion("layer", [
  lstm,
  gru,
  rnn,
  attention,
  last,
  globalAvgPool,
  globalMaxPool,
  maxPool,
  avgPool,
  linear,
  relu,
  tanh,
  sigmoid,
  gelu,
  dropout,
  conv1d,
  batchNorm,
  layerNorm,
  residual,
  concat,
]);

export const modelSchema = z.strictObject({ layers: z.array(layerSchema).check(z.minLength(1)) });
