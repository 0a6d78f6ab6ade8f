/**
 * Reads the PyTorch fixtures of test/fixtures and draws again what they do not store: parameters, inputs and the output's
 * gradient. For the twins' tests and for the engine's; how the fixtures came about is in test/fixtures/README.md.
 */
import { readFileSync } from "node:fs";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { TorchGenerator } from "../../src/random/torch.ts";
import type { LayerInput } from "../../src/spec/layers.ts";

/** A layer with its constructor options, as the fixtures write it. */
export type LayerOptions =
  | ({ type: "lstm" | "gru" } & RecurrentOptions)
  | ({ type: "rnn"; nonlinearity: "tanh" | "relu" } & RecurrentOptions)
  | { type: "attention" | "last" | "mean" | "max" | "relu" | "tanh" | "sigmoid" }
  | { type: "gelu"; approximate: "none" | "tanh" }
  | { type: "dropout"; p: number }
  | { type: "linear"; outFeatures: number; bias: boolean }
  | ({ type: "conv1d"; outChannels: number; kernelSize: number; bias: boolean } & ConvOptions)
  | { type: "batchNorm"; eps: number; momentum: number; affine: boolean }
  | { type: "layerNorm"; eps: number }
  | { type: "maxPool" | "avgPool"; kernelSize: number; stride: number; padding: number }
  | { type: "residual"; branch: LayerOptions[] }
  | { type: "concat"; branches: LayerOptions[][] }
  | { type: "crossEntropy"; weight?: number[]; labelSmoothing: number };

export interface RecurrentOptions {
  hiddenSize: number;
  numLayers: number;
  bidirectional: boolean;
  dropout: number;
  bias: boolean;
}

interface ConvOptions {
  stride: number;
  padding: number | "same";
  dilation: number;
  groups: number;
}

/** A tensor drawn by uniform(low, high), in the order of the generator. */
interface Draw {
  name: string;
  shape: number[];
  low: number;
  high: number;
}

export interface LayerCase {
  name: string;
  layer: LayerOptions;
  /** (B, T, C) or (B, C); logits (B, K) of the cross-entropy */
  inputShape: number[];
  train: boolean;
  /** of the draws; dropout masks come from seed + 1 */
  seed: number;
  states: boolean;
  /** of the cross-entropy */
  labels?: number[];
  draws: Draw[];
  /** Gradients (`grad/…`) that are zero but for rounding: only their size against the largest gradient means anything. */
  negligible: string[];
}

export interface OptimizerCase {
  name: string;
  optimizer:
    | { type: "adam" | "adamw"; lr: number; beta1: number; beta2: number; eps: number; weightDecay: number }
    | { type: "sgd"; lr: number; momentum: number; nesterov: boolean; weightDecay: number };
  clip: { norm: number } | { value: number } | null;
  seed: number;
  /** 50: before step t both gradients are drawn from ±gradientScales[t - 1] */
  gradientScales: number[];
}

export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array;
}

/** What PyTorch computed, by `output`, `hn`, `grad/x`, `grad/weight`, `step10/a` …, without the case's name. */
export type Stored = ReadonlyMap<string, StoredTensor>;

export const layerFamilies = [
  "lstm",
  "gru",
  "rnn",
  "over-time",
  "linear",
  "activations",
  "conv1d",
  "norm",
  "pool1d",
  "branches",
  "cross-entropy",
] as const;

export function layerFixtures(family: (typeof layerFamilies)[number]): { case: LayerCase; stored: Stored }[] {
  return readCases<LayerCase>(`layers/${family}.safetensors`);
}

export function optimizerFixtures(): { case: OptimizerCase; stored: Stored }[] {
  return readCases<OptimizerCase>("optimizers.safetensors");
}

/** Parameters, buffers, inputs and `outputGradient` of a case, by name, bit for bit as PyTorch had them. */
export function drawTensors({ seed, draws }: Pick<LayerCase, "seed" | "draws">): Map<string, StoredTensor> {
  const generator = new TorchGenerator(seed);
  return new Map(
    draws.map(({ name, shape, low, high }) => {
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
      generator.uniform(low, high, data);
      return [name, { shape, data }];
    }),
  );
}

/** Start parameters a (37) and b (12, 5), then one call a step for its two gradients. */
export function drawOptimizerCase({ seed, gradientScales }: OptimizerCase) {
  const generator = new TorchGenerator(seed);
  const draw = (reach: number) =>
    [37, 60].map((size) => {
      const data = new Float32Array(size);
      generator.uniform(-reach, reach, data);
      return data;
    }) as [a: Float32Array, b: Float32Array];
  return { parameters: draw(0.5), gradients: gradientScales.map(draw) };
}

/** Euclidean norm of a - b (of a alone without b), in float64. */
export function distance(a: ArrayLike<number>, b?: ArrayLike<number>): number {
  if (b && a.length !== b.length) throw new RangeError(`${a.length} numbers against ${b.length}`);
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - (b?.[i] ?? 0)) ** 2; // i < a.length
  return Math.sqrt(squares);
}

/**
 * How far tensors are from the stored ones, each as a share of its norm (of the largest gradient's norm for the negligible
 * ones): what the tests hold against 1e-5. A NaN anywhere gives NaN, which is below no limit.
 * @param computed  one for every stored name, in any order; more are ignored
 */
export function relativeErrors(
  { case: { negligible }, stored }: { case: Pick<LayerCase, "negligible">; stored: Stored },
  computed: ReadonlyMap<string, ArrayLike<number>>,
): Map<string, number> {
  const norms = [...stored].filter(([name]) => name.startsWith("grad/")).map(([, { data }]) => distance(data));
  const largest = Math.max(...norms);
  return new Map(
    [...stored].map(([name, { data }]) => {
      const ours = computed.get(name);
      if (!ours) throw new Error(`nothing computed for ${name}`);
      const error = distance(ours, data);
      const norm = negligible.includes(name) ? largest : distance(data);
      return [name, error === 0 ? 0 : error / norm];
    }),
  );
}

function readCases<Case extends { name: string }>(file: string): { case: Case; stored: Stored }[] {
  const bytes = readFileSync(new URL(`../fixtures/${file}`, import.meta.url));
  const { tensors, metadata } = readSafetensors(bytes, file);
  const byCase = new Map<string, Map<string, StoredTensor>>();
  for (const [path, tensor] of tensors) {
    const slash = path.indexOf("/");
    const own = byCase.get(path.slice(0, slash)) ?? new Map<string, StoredTensor>();
    byCase.set(path.slice(0, slash), own.set(path.slice(slash + 1), tensor));
  }
  const cases = JSON.parse(metadata.cases ?? "[]") as Case[];
  if (cases.length !== byCase.size) throw new Error(`${file}: ${cases.length} cases, tensors of ${byCase.size}`);
  return cases.map((entry) => {
    const stored = byCase.get(entry.name);
    if (!stored) throw new Error(`${file}: no tensors of ${entry.name}`);
    return { case: entry, stored };
  });
}

/** A chain of layers, as a spec writes them, on series of unequal lengths; outputs are zero past their ends. */
export interface LengthsCase extends Omit<LayerCase, "layer" | "states" | "labels"> {
  layers: LayerInput[];
  /** (B) */
  lengths: number[];
  /** (B) of the output; null where it has no time axis. */
  outputLengths: number[] | null;
}

export function lengthsFixtures(): { case: LengthsCase; stored: Stored }[] {
  return readCases<LengthsCase>("layers/lengths.safetensors");
}
