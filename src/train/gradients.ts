/**
 * What is recorded of the gradients of some steps: their global norm, the norm and the update of every parameter tensor, and
 * ‖∂L/∂h_t‖, the picture of vanishing and exploding gradients. Recording changes no bit of a training.
 */

import type { ClippedNorms } from "../engine/wasm/clip.ts";
import type { Executor } from "../engine/wasm/executor.ts";
import type { Graph } from "../model/graph.ts";
import type { TrainingSpec } from "../spec/spec.ts";
import type { Weights } from "./state.ts";

/** The gradients of one step. Numbers have four significant digits; lists follow the log's `parameters` and `states`. */
export interface GradientRecord {
  /** From 1 on, over all epochs. */
  readonly step: number;
  readonly epoch: number;
  readonly lr: number;
  /** Global norm before clipping. */
  readonly norm: number;
  /** Global norm after it. */
  readonly clippedNorm: number;
  /** Norm of each tensor's gradient, before clipping. */
  readonly parameters: readonly number[];
  /** ‖Δw‖ / ‖w‖ of each tensor: how far the step moved it; null where it was all zeros. */
  readonly updates: readonly (number | null)[];
  /**
   * ‖∂L/∂h_t‖ over time for each recurrent layer and direction: L is the mean loss of the step's last batch, h_t the
   * hidden state (B, H) that the layer hands out at time step t, before any dropout. All ways to the loss count: the
   * output of step t, and the steps that come after it. A series counts up to its end. Root mean squares of neighbouring
   * steps where there are too many.
   */
  readonly states: readonly (readonly number[])[];
}

/** A recurrent layer in one direction. */
export interface StateName {
  /** Prefix of its parameters' names. */
  readonly layer: string;
  /** Of those on top of each other, from 0 on. */
  readonly level: number;
  readonly reverse: boolean;
  /** Time steps, which `states` has in at most 200 parts. */
  readonly steps: number;
}

/** All that is recorded of a training's gradients. */
export interface GradientLog {
  /** Steps from one record to the next: as asked for, times a power of two where there would be more than 100 records. */
  readonly every: number;
  /** 0: not clipped by norm. */
  readonly clipGradNorm: number;
  /** Names of the tensors, as in model.safetensors. */
  readonly parameters: readonly string[];
  readonly states: readonly StateName[];
  readonly records: readonly GradientRecord[];
}

/** What a recorder needs to go on. */
export type GradientTrace = Pick<GradientLog, "every" | "records">;

/** Of a step that is being recorded: what there was before it. */
export interface Before {
  readonly parameters: readonly number[];
  readonly states: readonly (readonly number[])[];
}

const MOST_RECORDS = 100;
const MOST_PARTS = 200;

export class GradientRecorder {
  readonly #graph: Graph;
  readonly #executor: Executor;
  readonly #clipGradNorm: number;
  readonly #states: readonly StateName[];
  #every: number;
  #records: GradientRecord[] = [];

  /** @param series  of the training */
  constructor(
    graph: Graph,
    executor: Executor,
    { record, clipGradNorm }: TrainingSpec,
    series: Parameters<Executor["probes"]>[0],
  ) {
    this.#graph = graph;
    this.#executor = executor;
    this.#clipGradNorm = clipGradNorm;
    this.#every = record.gradientsEvery;
    this.#states = executor.probes(series).map(({ name, steps }) => ({ ...parseName(name), steps }));
  }

  /** @param step  from 1 on */
  isDue(step: number): boolean {
    return this.#every > 0 && (step - 1) % this.#every === 0;
  }

  /**
   * Measures gradients before they are clipped.
   * @param gradient  their byte address in the executor's lane
   * @param squares   of the hidden states, from the last batch
   * @param scale     what the last batch's loss was divided by besides its own weight
   */
  measure(gradient: number, squares: readonly Float64Array[], scale: number): Before {
    const { kernels } = this.#executor.lane;
    return {
      parameters: this.#graph.parameters.map(({ offset, size }) => {
        return Math.sqrt(kernels.sum_squares(gradient + offset * 4, size));
      }),
      states: squares.map((ofStep) => pool(ofStep).map((square) => scale * Math.sqrt(square))),
    };
  }

  /** Completes the record of a step that was taken. @param weights  before the step */
  record(
    when: Pick<GradientRecord, "step" | "epoch" | "lr">,
    norms: ClippedNorms,
    { parameters, states }: Before,
    weights: Weights,
  ): GradientRecord {
    const now = this.#executor.lane.parameters;
    const record: GradientRecord = {
      ...when,
      norm: short(norms.before),
      clippedNorm: short(norms.after),
      parameters: parameters.map(short),
      updates: this.#graph.parameters.map(({ offset, size }) => {
        let moved = 0;
        let all = 0;
        for (let at = offset; at < offset + size; at++) {
          const before = weights.parameters[at]!;
          moved += (now[at]! - before) ** 2;
          all += before ** 2;
        }
        return all === 0 ? null : short(Math.sqrt(moved / all));
      }),
      states: states.map((ofStep) => ofStep.map(short)),
    };
    this.#records.push(record);
    while (this.#records.length > MOST_RECORDS) {
      this.#every *= 2;
      this.#records = this.#records.filter(({ step }) => this.isDue(step));
    }
    return record;
  }

  save(): GradientTrace {
    return { every: this.#every, records: [...this.#records] };
  }

  restore({ every, records }: GradientTrace): void {
    this.#every = every;
    this.#records = [...records];
  }

  get log(): GradientLog {
    return {
      every: this.#every,
      clipGradNorm: this.#clipGradNorm,
      parameters: this.#graph.parameters.map(({ name }) => name),
      states: this.#states,
      records: this.#records,
    };
  }
}

/** `lstm.l1_reverse` as its parts. */
function parseName(name: string): Omit<StateName, "steps"> {
  const [, layer = name, level = "0", reverse] = /^(.*)\.l(\d+)(_reverse)?$/.exec(name) ?? [];
  return { layer, level: Number(level), reverse: reverse !== undefined };
}

/** Means of neighbours, so that there are at most so many. */
function pool(values: Float64Array): number[] {
  const parts = Math.min(MOST_PARTS, values.length);
  return Array.from({ length: parts }, (_, part) => {
    const own = values.subarray(
      Math.floor((part * values.length) / parts),
      Math.floor(((part + 1) * values.length) / parts),
    );
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}

/** Four significant digits: more than a figure can show, less than half the file. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}
