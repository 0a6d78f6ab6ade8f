/**
 * Runs shards on one lane: puts series in, runs phases, reads losses and logits out. The same code on the main thread and
 * in workers; it decides nothing about order or threads.
 */

import { argmax } from "../../metrics/argmax.ts";
import type { BatchJob, EvaluatedSeries, SeriesBlock, SeriesKind } from "../device.ts";
import { joinEvaluated, seriesMajor } from "../evaluated.ts";
import type { BatchValues, BoundProgram, Lane } from "./lane.ts";
import { consecutive } from "./sent-rows.ts";
import type { Shard } from "./shards.ts";

/** A training batch as every lane sees it: its masks are drawn. */
export interface ShardJob extends Pick<BatchJob, "inverseWeight" | "probe"> {
  /** Series of the whole batch. */
  readonly batchRows: number;
  /** Bits of each dropout mask of the whole batch. */
  readonly masks: readonly Uint8Array[];
}

/** The series of the shards that a lane has of a batch. */
export interface ShardSeries {
  readonly block: SeriesBlock;
  /** Rows of `block`, those of the lane's first shard first. */
  readonly indices: Int32Array;
}

/** What a shard leaves when it is done; `gradient` is a byte address in the lane. */
export interface ShardOutcome {
  readonly shard: Shard;
  readonly gradient: number;
  /** (rows) weighted losses, float64 */
  readonly losses: Float64Array;
  readonly correct: number;
  /** Sums of squares of ∂L/∂h_t, in the program's order; none unless the job probes. */
  readonly probes: readonly Float64Array[];
}

/** A shard that is being run: its program and the slot of memory that it runs in. */
interface Active {
  readonly shard: Shard;
  readonly bound: BoundProgram;
  readonly slot: number;
}

export class ShardRunner {
  readonly lane: Lane;
  #job: ShardJob | undefined;
  #series: ShardSeries | undefined;
  #active: Active[] = [];
  #together = false;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** Begins a batch: its masks, and a program for each shard. The series are read until the last phase has run. */
  begin(job: ShardJob, shards: readonly Shard[], series: ShardSeries): void {
    this.#job = job;
    this.#series = series;
    const key = (rows: number) => ({ rows, ...kindOf(series.block), training: true, probe: job.probe ?? false });
    const phases = this.lane.program(key(shards[0]?.rows ?? 1)).program.phases.length;
    // With several phases all shards are alive at once, each in a slot; with one they take turns in the first.
    this.#together = phases > 1;
    this.#active = shards.map((shard, index) => {
      const slot = this.#together ? index : 0;
      return { shard, bound: this.lane.program(key(shard.rows), slot), slot };
    });
    const [first] = this.#active;
    for (const [index, site] of (first?.bound.program.sites ?? []).entries()) {
      const mask = job.masks[index]!;
      new Uint8Array(this.lane.memory.buffer, first!.bound.address(site.mask), mask.length).set(mask);
    }
    if (this.#together) for (const active of this.#active) this.#put(active);
  }

  /** Phases of the batch that has begun: more than one where statistics of the whole batch are needed. */
  get phases(): number {
    return this.#active[0]?.bound.program.phases.length ?? 1;
  }

  /**
   * Runs a phase that ends in a reduction for every shard.
   * @returns each shard's partial sums, in shard order
   */
  runReducedPhase(phase: number): Float64Array[] {
    return this.#active.map(({ bound, shard }) => {
      this.lane.runPhase(bound, phase, this.#values(shard));
      const { sums } = bound.program.phases[phase]!.reduction!;
      return new Float64Array(this.lane.memory.buffer, bound.address(sums), sums.bytes / 8).slice();
    });
  }

  /** Takes the totals of all shards and runs what follows from them. */
  finishReduction(phase: number, totals: Float64Array, batchRows: number): void {
    const [first] = this.#active;
    // A lane without a shard of this batch has nothing to continue with; states reach it with the next weights.
    if (first === undefined) return;
    const { total } = first.bound.program.phases[phase]!.reduction!;
    new Float64Array(this.lane.memory.buffer, first.bound.address(total), totals.length).set(totals);
    this.lane.runOnce(first.bound, phase, { batchRows, rowOffset: 0, inverseWeight: 0 });
  }

  /** Runs the last phase of each shard, and reports its outcome before the next one may overwrite it. */
  runLastPhase(phase: number, done: (outcome: ShardOutcome) => void): void {
    for (const active of this.#active) {
      const { bound, shard, slot } = active;
      if (!this.#together) this.#put(active);
      this.lane.runPhase(bound, phase, this.#values(shard));
      const { program } = bound;
      const losses = new Float64Array(this.lane.memory.buffer, bound.address(program.losses), shard.rows).slice();
      const classes = program.logits.bytes / 4 / shard.rows;
      const logits = this.lane.floats(bound.address(program.logits), shard.rows * classes);
      const labels = new Int32Array(this.lane.memory.buffer, bound.address(program.labels), shard.rows);
      let correct = 0;
      for (let row = 0; row < shard.rows; row++) {
        if (argmax(logits, row * classes, classes) === labels[row]) correct++;
      }
      const probes = [...program.probes.values()].map((buffer) => {
        return new Float64Array(this.lane.memory.buffer, bound.address(buffer), buffer.bytes / 8).slice();
      });
      done({ shard, gradient: this.lane.gradientAddress(slot), losses, correct, probes });
    }
    // They may be the last to hold an epoch's own variants of the series.
    this.#series = undefined;
  }

  /** Evaluates series `from` … `to` of a block, `rows` at a time. */
  evaluate(block: SeriesBlock, from: number, to: number, rows: number): EvaluatedSeries {
    const pieces: { logits: Float32Array; losses: Float64Array; exposed: Map<string, Float32Array> }[] = [];
    for (let start = from; start < to; start += rows) {
      const count = Math.min(rows, to - start);
      const bound = this.lane.program({ rows: count, ...kindOf(block), training: false });
      this.#fill(bound, block, consecutive(start, start + count));
      this.lane.runPhase(bound, 0, { batchRows: count, rowOffset: 0, inverseWeight: 1 });
      const { logits, losses, exposed } = bound.program;
      const steps = new Map<string, Float32Array>();
      for (const [name, buffer] of exposed) {
        const values = this.lane.floats(bound.address(buffer), buffer.bytes / 4);
        steps.set(name, seriesMajor(values, count));
      }
      pieces.push({
        logits: this.lane.floats(bound.address(logits), logits.bytes / 4).slice(),
        losses: new Float64Array(this.lane.memory.buffer, bound.address(losses), count).slice(),
        exposed: steps,
      });
    }
    return joinEvaluated(pieces);
  }

  #values(shard: Shard): BatchValues {
    const job = this.#job!;
    return { batchRows: job.batchRows, rowOffset: shard.start, inverseWeight: job.inverseWeight };
  }

  /** Puts a shard's series and classes into its slot, with gradients at zero. */
  #put({ bound, shard, slot }: Active): void {
    const { block, indices } = this.#series!;
    this.lane.kernels.fill_zero(this.lane.gradientAddress(slot), this.lane.parameterCount);
    const from = shard.start - this.#active[0]!.shard.start;
    this.#fill(bound, block, indices.subarray(from, from + shard.rows));
  }

  /** Copies series (T, C) into the program's time-major input (T, R, C), zeros behind those that end early. */
  #fill(bound: BoundProgram, block: SeriesBlock, indices: Int32Array): void {
    const { length, channels, values, lengths } = block;
    const rows = indices.length;
    const input = this.lane.floats(bound.address(bound.program.input), length * rows * channels);
    const labels = new Int32Array(this.lane.memory.buffer, bound.address(bound.program.labels), rows);
    const ends = bound.program.lengths;
    const steps = ends && new Int32Array(this.lane.memory.buffer, bound.address(ends), rows);
    if (lengths) input.fill(0);
    for (let row = 0; row < rows; row++) {
      const series = indices[row]!;
      const end = lengths?.[series] ?? length;
      labels[row] = block.labels[series]!;
      if (steps) steps[row] = end;
      let from = series * length * channels;
      for (let t = 0; t < end; t++) {
        const to = (t * rows + row) * channels;
        for (let c = 0; c < channels; c++) input[to + c] = values[from++]!;
      }
    }
  }
}

/** The part of a program's key that its series decide. */
export function kindOf({ length, lengths }: SeriesKind) {
  return { length, masked: lengths !== undefined };
}
