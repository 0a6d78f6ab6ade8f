/**
 * Runs batches on lanes: one on this thread and, with more threads, one in each worker. It cuts batches into shards, deals
 * them out, and adds gradients up in shard order. It knows neither epochs nor optimizers.
 */

import { programSource, type SourceOptions } from "../../model/emit.ts";
import type { DropoutSite } from "../program.ts";
import { kernelModule, type Numerics } from "./kernels.ts";
import { Lane } from "./lane.ts";
import {
  type BatchJob,
  type EvaluatedSeries,
  joinEvaluated,
  kindOf,
  type SeriesBlock,
  ShardRunner,
} from "./shard-runner.ts";
import { countShards, cutShards, deal, SHARD_ROWS } from "./shards.ts";
import { WorkerLane } from "./worker-lane.ts";

/** What a training batch gives; its summed gradients stand at `gradientAddress` in the executor's lane. */
export interface BatchOutcome {
  /** Sum of the weighted losses of its series, float64. */
  readonly lossSum: number;
  readonly correct: number;
  /** Sums of squares of ∂L/∂h_t over the batch, as `probes` names them; none unless the job probes. */
  readonly probes: readonly Float64Array[];
}

/** What of the series a program depends on. */
type SeriesKind = Pick<SeriesBlock, "length" | "lengths">;

export interface ExecutorOptions extends SourceOptions {
  numerics: Numerics;
  threads: number;
}

export class Executor {
  readonly lane: Lane;
  readonly threads: number;
  /** Byte address, in `lane`, of the gradients of the last batch. */
  readonly gradientAddress: number;
  readonly #runner: ShardRunner;
  readonly #workers: readonly WorkerLane[];
  readonly #received: number;
  readonly #blocks = new Map<SeriesBlock, number>();

  private constructor(lane: Lane, workers: readonly WorkerLane[]) {
    this.lane = lane;
    this.threads = workers.length + 1;
    this.#runner = new ShardRunner(lane);
    this.#workers = workers;
    this.gradientAddress = lane.reserve(lane.parameterCount * 4);
    this.#received = workers.length > 0 ? lane.reserve(lane.parameterCount * 4) : 0;
  }

  static async create(options: ExecutorOptions): Promise<Executor> {
    const { numerics, threads, ...source } = options;
    const lane = new Lane(programSource(source), await kernelModule(numerics));
    const shards = Math.ceil(countShards(options.batchSize) / threads);
    const sizes = { parameters: lane.parameterCount, states: lane.stateCount, shards };
    const workers = await WorkerLane.createAll(threads, source, numerics, sizes);
    return new Executor(lane, workers);
  }

  /** Hands series to all lanes, each block once. @returns the number by which batches refer to them */
  addData(block: SeriesBlock): number {
    const known = this.#blocks.get(block);
    if (known !== undefined) return known;
    const id = this.#blocks.size; // blocks are replaced, never taken away
    this.#blocks.set(block, id);
    this.#runner.addData(id, block);
    for (const worker of this.#workers) worker.addData(id, block);
    return id;
  }

  /** Puts other series of the same shape in the place of a block, on all lanes. */
  replaceData(id: number, block: SeriesBlock): void {
    for (const [known, itsId] of this.#blocks) if (itsId === id) this.#blocks.delete(known);
    this.#blocks.set(block, id);
    this.#runner.addData(id, block);
    for (const worker of this.#workers) worker.addData(id, block);
  }

  /** Where masks are drawn for a batch of such series, in order. */
  dropoutSites(series: SeriesKind): readonly DropoutSite[] {
    return this.lane.program({ rows: SHARD_ROWS, ...kindOf(series), training: true }).program.sites;
  }

  /** What a probing batch measures: path of a recurrent layer and suffix of its layer and direction, and its time steps. */
  probes(series: SeriesKind): { name: string; steps: number }[] {
    const { program } = this.lane.program({ rows: SHARD_ROWS, ...kindOf(series), training: true, probe: true });
    return [...program.probes].map(([name, { bytes }]) => ({ name, steps: bytes / 8 }));
  }

  /** Makes every lane use the parameters and states that stand in `lane`. Call it after every change of them. */
  publishWeights(): void {
    // Workers first: they prepare while this thread does.
    for (const worker of this.#workers) worker.setWeights(this.lane.parameters, this.lane.states);
    this.lane.prepare();
  }

  /** Forward and backward over a batch. */
  async trainBatch(job: BatchJob): Promise<BatchOutcome> {
    const { lane } = this;
    const batchRows = job.indices.length;
    const [own = [], ...others] = deal(cutShards(batchRows), this.threads);
    const busy = this.#workers.flatMap((worker, index) => {
      const shards = others[index] ?? [];
      return shards.length > 0 ? [{ worker, shards }] : [];
    });
    for (const { worker, shards } of busy) worker.begin(job, shards);
    this.#runner.begin(job, own);
    const last = this.#runner.phases - 1;
    for (let phase = 0; phase < last; phase++) {
      const remote = busy.map(({ worker }) => worker.runReducedPhase(phase));
      const sums = [...this.#runner.runReducedPhase(phase), ...(await Promise.all(remote)).flat()];
      const totals = addInOrder(sums);
      for (const { worker } of busy) worker.finishReduction(phase, totals, batchRows);
      this.#runner.finishReduction(phase, totals, batchRows);
    }
    const remote = busy.map(({ worker }) => worker.runLastPhase(last));
    const count = lane.parameterCount;
    let lossSum = 0;
    let correct = 0;
    const probes: Float64Array[] = [];
    const addProbes = (more: readonly Float64Array[]) => {
      for (const [index, part] of more.entries())
        probes[index] = addInOrder([probes[index] ?? new Float64Array(part.length), part]);
    };
    lane.kernels.fill_zero(this.gradientAddress, count);
    this.#runner.runLastPhase(last, (outcome) => {
      lane.kernels.add_into(this.gradientAddress, outcome.gradient, count);
      for (const loss of outcome.losses) lossSum += loss;
      correct += outcome.correct;
      addProbes(outcome.probes);
    });
    for (const outcomes of remote) {
      for (const outcome of await outcomes) {
        lane.floats(this.#received, count).set(outcome.gradient);
        lane.kernels.add_into(this.gradientAddress, this.#received, count);
        for (const loss of outcome.losses) lossSum += loss;
        correct += outcome.correct;
        addProbes(outcome.probes);
      }
    }
    return { lossSum, correct, probes };
  }

  /** Forward pass over all series of a block with the running statistics and without dropout. */
  async evaluate(data: number, count: number): Promise<EvaluatedSeries> {
    // Runs of whole shards, so that programs of few sizes are needed.
    const [own = [], ...others] = deal(cutShards(count), this.threads);
    const range = (shards: typeof own) =>
      [shards[0]?.start ?? 0, (shards.at(-1)?.start ?? 0) + (shards.at(-1)?.rows ?? 0)] as const;
    const remote = this.#workers.flatMap((worker, index) => {
      const shards = others[index] ?? [];
      return shards.length > 0 ? [worker.evaluate(data, ...range(shards), SHARD_ROWS)] : [];
    });
    const first = this.#runner.evaluate(data, ...range(own), SHARD_ROWS);
    return joinEvaluated([first, ...(await Promise.all(remote))]);
  }

  /** Ends the workers. */
  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}

/** Sums arrays of one length, the first first: the same order on any number of threads. */
function addInOrder(parts: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
  return total;
}
