/**
 * What a device offers to training and inference, and all that they see of one. A device runs batches and keeps weights,
 * gradients and the optimizer's moments to itself: in WebAssembly memories (`wasm/`) or on a GPU. Every device gives the same
 * bits. It has no epochs, no schedules and no layers; `devices.ts` says which devices there are.
 */
import type { TorchGenerator } from "../random/torch.ts";
import type { TrainingSpec } from "../spec/training.ts";
import type { LayerNode, Shape } from "./layer-node.ts";
import type { Numerics } from "./numerics.ts";

export type { Numerics };

/** All that a model has learned. */
export interface Weights {
  readonly parameters: Float32Array;
  /** Running statistics. */
  readonly states: Float32Array;
}

/** A part of the parameters: one tensor. In floats. */
export interface Range {
  readonly offset: number;
  readonly size: number;
}

/** Series that batches are taken from: (N, T, C) values and (N) classes. */
export interface SeriesBlock {
  readonly values: Float32Array;
  readonly labels: Int32Array;
  readonly length: number;
  readonly channels: number;
  /** (N) steps of each series, where they are not all equal; values past them are not looked at. */
  readonly lengths?: Int32Array;
}

/** What of the series a program depends on. */
export type SeriesKind = Pick<SeriesBlock, "length" | "lengths">;

/** Number by which batches refer to a block of series. */
export type DataId = number;

/** A training batch. */
export interface BatchJob {
  readonly data: DataId;
  /** Series of the batch, indices into the block. */
  readonly indices: Int32Array;
  /** Dropout masks are drawn from it, in PyTorch's order; may be missing for a model without dropout. */
  readonly generator?: TorchGenerator;
  /** What each series' loss is multiplied by for the gradient. */
  readonly inverseWeight: number;
  /** Whether to measure the gradients of hidden states as well. */
  readonly probe?: boolean;
}

/** What a training batch gives; its gradients stay on the device. */
export interface BatchOutcome {
  /** Sum of the weighted losses of its series, float64. */
  readonly lossSum: number;
  readonly correct: number;
  /** Sums of squares of ∂L/∂h_t over the batch, as `probes` names them; none unless the job probes. */
  readonly probes: readonly Float64Array[];
}

/** Evaluated series, in order. */
export interface EvaluatedSeries {
  /** (N, K) */
  readonly logits: Float32Array;
  /** (N) weighted losses */
  readonly losses: Float64Array;
  /** Attention weights (N, T) and the like, by layer. */
  readonly exposed: ReadonlyMap<string, Float32Array>;
}

/** What an optimizer steps with. */
export interface Rates {
  readonly lr: number;
  /** SGD's momentum or Adam's beta1, where a schedule cycles it. */
  readonly momentum?: number;
  /** In place of the optimizer's own, where it was changed. */
  readonly weightDecay?: number | undefined;
}

/** What an optimizer must be given back to go on where it stopped. */
export interface OptimizerState {
  readonly steps: number;
  /** First moments (Adam) or momentum (SGD), then second moments; in the order of the parameters. */
  readonly moments: readonly Float32Array[];
}

type OptimizerOption = "optimizer" | "betas" | "eps" | "momentum" | "nesterov" | "weightDecay";

/** What an optimizer is made from. */
export type OptimizerSpec = Pick<TrainingSpec, OptimizerOption>;

/** Bounds of the gradients; 0 for none. */
export type ClipLimits = Pick<TrainingSpec, "clipGradValue" | "clipGradNorm">;

/** Global norms of a step's gradients. */
export interface ClippedNorms {
  /** Before any clipping. */
  readonly before: number;
  /** After it: what the optimizer steps with. */
  readonly after: number;
}

/** How the loss weighs classes and softens labels, as torch.nn.CrossEntropyLoss. */
export interface LossOptions {
  readonly classWeights: readonly number[] | undefined;
  readonly labelSmoothing: number;
}

/** A tensor in the block of parameters or of states. */
export interface PlacedTensor extends Range {
  readonly name: string;
}

/** A model as a device sees it. */
export interface DeviceModel {
  /** Plain data from which a worker makes the same model. */
  readonly description: unknown;
  readonly parameters: readonly PlacedTensor[];
  readonly states: readonly PlacedTensor[];
  /** Outputs of the last layer. */
  readonly classes: number;
  readonly loss: LossOptions;
  /** Series in the largest training batch. */
  readonly batchSize: number;
  /** Its layers for series of a length. @throws TidelabError where they do not fit */
  layers(length: number): { readonly nodes: readonly LayerNode[]; readonly input: Shape; readonly classes: number };
}

export interface SessionOptions {
  /** The build to run; `auto` is `fused` where the host can. */
  readonly numerics?: Numerics | "auto" | undefined;
  readonly threads?: number | undefined;
  /** Series in the largest block: no more threads are started than it feeds. As many as are asked for unless given. */
  readonly mostSeries?: number;
  /** Kind of the series that will be met first, where it is known: a device that cannot take them says so at once. */
  readonly series?: SeriesKind;
  /** Options of the optimizer, the most series of a batch and, where it is known, how long it goes on; a session that only evaluates has none. */
  readonly training?: OptimizerSpec & Pick<TrainingSpec, "batchSize"> & Partial<Pick<TrainingSpec, "epochs">>;
}

/** A model on a device, with its own weights. */
export interface Session {
  readonly numerics: Numerics;
  readonly threads: number;

  /** Hands series over, each block once. */
  addData(block: SeriesBlock): DataId;
  /** Replaces the series of a block by others of the same shape. */
  replaceData(id: DataId, block: SeriesBlock): void;

  /** A copy of the weights as they are. */
  weights(): Promise<Weights>;
  setWeights(weights: Weights): void;
  /** Keeps a copy of the weights on the device, in place of the one kept before. */
  keepWeights(): void;
  /** The copy that was kept last. @throws Error before the first */
  keptWeights(): Promise<Weights>;

  /** What a probing batch measures: path of a recurrent layer and suffix of its layer and direction, and its time steps. */
  probes(series: SeriesKind): readonly { readonly name: string; readonly steps: number }[];

  /** Forward and backward over a batch. Its gradients are the step's, unless `accumulate` is called for it. */
  trainBatch(job: BatchJob): Promise<BatchOutcome>;
  /** Adds the gradients of the last batch to those of the batches before it in the same step. */
  accumulate(): void;
  /** Norm of each tensor's gradient in this step, in float64. */
  gradientNorms(tensors: readonly Range[]): Promise<number[]>;
  /** A copy of the gradients of this step. */
  gradients(): Promise<Float32Array>;
  /** Clips the gradients of this step in place. Norms that are not finite say that the gradients are not: these are left as they are. */
  clip(limits: ClipLimits): Promise<ClippedNorms>;
  /** Ends the step: the optimizer changes the weights. */
  step(rates: Rates): Promise<void>;
  optimizerState(): Promise<OptimizerState>;
  setOptimizerState(state: OptimizerState): void;

  /** Forward pass over all series of a block, with the running statistics and without dropout. */
  evaluate(data: DataId, count: number): Promise<EvaluatedSeries>;
  /** The same over series that are not kept. */
  classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries>;

  /** Frees what the session holds; it cannot be used afterwards. */
  close(): void;
}

/**
 * Why the processor computes where the choice was left open: too little work for a GPU to pay, no package to reach one through, no GPU but one in software, one that
 * rounds in another way, one that cannot compute a layer, one that has too little memory, one that was slower in a trial, one that did not start in time, one that
 * failed when it was started or tried.
 */
export type ProcessorReason =
  | "small"
  | "package"
  | "unavailable"
  | "numerics"
  | "unsupported"
  | "memory"
  | "slower"
  | "timeout"
  | "failed";

/** What a layer computed of one series: rows of `width` values. */
export interface TappedValues {
  /** Path of the layer. */
  readonly layer: string;
  /**
   * `output` of every layer; `weights` of attention; of recurrent layers the suffix of level and direction and the letter of a gate or
   * state: `l0.i`, `l0_reverse.h`.
   */
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** One series on the way there. */
export interface Inspected {
  /** (K) */
  readonly logits: Float32Array;
  readonly taps: readonly TappedValues[];
}

/** One series on the way back, from its loss. */
export interface InspectedGradients {
  readonly loss: number;
  /** (T, C) */
  readonly input: Float32Array;
  /** (T) ‖∂L/∂h_t‖², by path of the layer and suffix of level and direction, as `Session.probes` names them. */
  readonly states: readonly { readonly name: string; readonly squares: Float64Array }[];
}

/** Looks into a model at one series at a time, without dropout and with the running statistics. Devices agree to the bit, so one has it. */
export interface Inspector {
  setWeights(weights: Weights): void;
  /** @param series  (T, C) */
  look(series: Float32Array, length: number): Promise<Inspected>;
  /** @param label  class whose loss it is */
  gradients(series: Float32Array, length: number, label: number): Promise<InspectedGradients>;
}

/** What models are trained and run on: `webgpu` of `tidelab/webgpu`, or the processor where none is named. */
export interface Device {
  readonly name: string;
  /** What it computes on, for the record of a run; a device on the processor has none. Known once a session was opened. */
  describe?(): string | undefined;
  /** Why the session that was opened last is the processor's; undefined where it is not, or was asked for. */
  whyProcessor?(): ProcessorReason | undefined;
  /** @throws TidelabError `numerics.unavailable`, `threads.…`, `memory.exhausted`, `device.…` */
  open(model: DeviceModel, options: SessionOptions): Promise<Session>;
}
