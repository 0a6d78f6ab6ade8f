/**
 * What the page and the lens worker say to each other. The lens is a second worker with a predictor of its own, so that looking never
 * changes or delays training.
 */
import type { Spec } from "tidelab";
import type { ErrorData } from "../engine/protocol.ts";

export type LensRequest =
  /** Makes the series and the untrained model of a run. Everything of another run is forgotten. */
  | { type: "open"; run: string; spec: Spec; numerics: "fused" | "portable" }
  /** Parameters, then running statistics, of a step: what is asked for afterwards is answered with them. Handed over. */
  | { type: "weights"; run: string; step: number; weights: Float32Array }
  /** A series in the units of the data, (T, C). `since`: when it came to be, as `performance.now`; given back. */
  | { type: "classify"; run: string; since: number; values: Float32Array }
  /** Validation series by their numbers. */
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
  | { type: "validated"; run: string; step: number; cards: readonly CardSeries[] }
  /** What was asked for cannot be; of `open`, the run cannot be looked at. */
  | { type: "refused"; run: string; asked: LensRequest["type"]; errors: readonly ErrorData[] }
  | { type: "fault"; run: string; asked: LensRequest["type"]; message: string; details: string };
