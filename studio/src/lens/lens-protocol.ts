/**
 * What the page and the lens worker say to each other. The lens is a second worker with a predictor of its own, so that looking never
 * changes or delays training.
 */
import type { Spec } from "tidelab";
import type { ErrorData } from "../engine/protocol.ts";
import type { GivenFile } from "../store/own-files.ts";
import type { Field } from "./receptive-field.ts";

export type LensRequest =
  /** Makes the series and the untrained model of a run. Everything of another run is forgotten. */
  | { type: "open"; run: string; spec: Spec; numerics: "fused" | "portable"; files: readonly GivenFile[] }
  /** Parameters, then running statistics, of a step: what is asked for afterwards is answered with them. Handed over. */
  | { type: "weights"; run: string; step: number; weights: Float32Array }
  /** A series in the units of the data, (T, C). `since`: when it came to be, as `performance.now`; given back. */
  | { type: "classify"; run: string; since: number; values: Float32Array }
  /** Validation series by their numbers. */
  /** All that is to be seen inside the model while it reads this series, (T, C) in the units of the data. */
  | { type: "explain"; run: string; values: Float32Array }
  /** From one series to another, (T, C) in the units of the data each. */
  | { type: "morph"; run: string; from: Float32Array; to: Float32Array }
  /** The test series of a number, to be put on the pad. */
  | { type: "testSeries"; run: string; row: number }
  | { type: "validation"; run: string; rows: readonly number[] };

/** The series of a run, as far as the page needs them. */
export interface LensFacts {
  readonly classNames: readonly string[];
  readonly length: number;
  readonly channels: number;
  /** Least and largest value of each channel, in the units of the data. */
  readonly ranges: readonly (readonly [low: number, high: number])[];
  /** What the values are divided by. */
  readonly scale: number;
  /** Classes of the validation series. */
  readonly labels: Int32Array;
  /** Classes of the test series; none where those cannot be put on a pad, for their transforms cannot be undone. */
  readonly testLabels: Int32Array;
  /** A series to begin with, (T, C) in the units of the data. */
  readonly first: Float32Array;
}

/** What the model says of one series. */
export interface Verdict {
  readonly predicted: number;
  readonly probabilities: Float32Array;
  readonly logits: Float32Array;
  /** (T') of the first attention layer; undefined for a model without one, and for a series that was cut into windows. */
  readonly attention: Float32Array | undefined;
  /** Farther from every training series than 99% of the validation series are; undefined where that was not measured. */
  readonly isUnlike: boolean | undefined;
}

/** What the model would say if the series ended at some of its steps. */
export interface Prefixes {
  /** Numbers of steps read, ascending. */
  readonly lengths: readonly number[];
  /** (P, K) */
  readonly probabilities: Float32Array;
}

/** Gates and states of one direction of a recurrent layer. */
export interface Cell {
  readonly level: number;
  readonly reverse: boolean;
  readonly steps: number;
  readonly units: number;
  /** (T, H) each, by its letter in PyTorch's equations. */
  readonly values: Readonly<Partial<Record<string, Float32Array>>>;
  /** (T) ‖∂L/∂h_t‖ of the loss that the model's own answer has. */
  readonly gradient: Float64Array | undefined;
}

/** What the channels of a convolution say, behind its normalisation and activation. */
export interface Channels {
  /** As in the names of the parameters: `0`, `block.layers.0`. */
  readonly name: string;
  readonly steps: number;
  readonly units: number;
  /** (T', C') */
  readonly values: Float32Array;
  /** Undefined where each step may depend on the whole series. */
  readonly field: Field | undefined;
}

/** Inside the model while it reads a series. */
export interface Inside {
  /** The series as the model reads it, its first channel. */
  readonly values: Float32Array;
  readonly verdict: Verdict;
  /** Undefined where the model cannot end early, or reads windows. */
  readonly prefixes: Prefixes | undefined;
  /** Empty for a model without recurrent layers. */
  readonly cells: readonly Cell[];
  /** Empty for a model without convolutions. */
  readonly channels: readonly Channels[];
  /** (T) how much weaker the answer is without the steps around, in logits; undefined for models with attention, and for windows. */
  readonly occlusion: Float32Array | undefined;
}

/** Where the answer changes on the way from one series to another. */
export interface Flip {
  /** Share of the second series. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Morph {
  readonly shares: readonly number[];
  /** (shares, K) */
  readonly probabilities: Float32Array;
  readonly flips: readonly Flip[];
}

/** A validation series with its verdict. */
export interface CardSeries {
  readonly row: number;
  readonly label: number;
  /** The first channel, as the model reads it. */
  readonly values: Float32Array;
  /** (T, C) in the units of the data; undefined where the transforms cannot be undone, or where it has another length. */
  readonly raw: Float32Array | undefined;
  readonly verdict: Verdict;
}

export type LensReply =
  | { type: "opened"; run: string; facts: LensFacts }
  | { type: "classified"; run: string; since: number; step: number; verdict: Verdict }
  | { type: "explained"; run: string; step: number; inside: Inside }
  | { type: "morphed"; run: string; step: number; morph: Morph }
  | { type: "testSeries"; run: string; row: number; label: number; values: Float32Array }
  | { type: "validated"; run: string; step: number; cards: readonly CardSeries[] }
  /** What was asked for cannot be; of `open`, the run cannot be looked at. */
  | { type: "refused"; run: string; asked: LensRequest["type"]; errors: readonly ErrorData[] }
  | { type: "fault"; run: string; asked: LensRequest["type"]; message: string; details: string };
