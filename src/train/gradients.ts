/**
 * What is recorded of the gradients of some steps: their global norm, the norm and the update of every parameter tensor, and
 * ‖∂L/∂h_t‖, the picture of vanishing and exploding gradients. Recording changes no bit of a training.
 */

import type { ClippedNorms, SeriesKind, Session } from "../engine/device.ts";
import { parseDirection } from "../model/direction.ts";
import type { Graph } from "../model/graph.ts";
import type { TrainingSpec } from "../spec/spec.ts";
import type { GradientLog, GradientRecord, GradientTrace, StateName } from "./records.ts";

/** Of a step that is being recorded: what there was before it. */
export interface Before {
  readonly parameters: readonly number[];
  readonly states: readonly (readonly number[])[];
}

const MOST_RECORDS = 100;
const MOST_PARTS = 200;

export class GradientRecorder {
  readonly #graph: Graph;
  readonly #session: Session;
  readonly #clipGradNorm: number;
  readonly #states: readonly StateName[];
  #every: number;
  #records: GradientRecord[] = [];

  /** @param series  of the training */
  constructor(graph: Graph, session: Session, { record, clipGradNorm }: TrainingSpec, series: SeriesKind) {
    this.#graph = graph;
    this.#session = session;
    this.#clipGradNorm = clipGradNorm;
    this.#every = record.gradientsEvery;
    this.#states = session.probes(series).map(({ name, steps }) => ({ ...parseDirection(name), steps }));
  }

  /** @param step  from 1 on */
  isDue(step: number): boolean {
    return this.#every > 0 && (step - 1) % this.#every === 0;
  }

  /**
   * Measures the step's gradients before they are clipped.
   * @param squares  of the hidden states, from the last batch
   * @param scale    what the last batch's loss was divided by, apart from its own weight
   */
  async measure(squares: readonly Float64Array[], scale: number): Promise<Before> {
    return {
      parameters: await this.#session.gradientNorms(this.#graph.parameters),
      states: squares.map((ofStep) => pool(ofStep).map((square) => scale * Math.sqrt(square))),
    };
  }

  /** Completes the record of a step that was taken, with the weights before it that were kept. */
  async record(
    when: Pick<GradientRecord, "step" | "epoch" | "lr">,
    norms: ClippedNorms,
    { parameters, states }: Before,
  ): Promise<GradientRecord> {
    const weights = await this.#session.keptWeights();
    const { parameters: now } = await this.#session.weights();
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
