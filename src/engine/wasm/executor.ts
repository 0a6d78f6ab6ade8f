/**
 * Runs batches on lanes: one on this thread and, with more threads, one in each worker. It cuts batches into shards, assigns
 * them to lanes, and adds gradients up in shard order. It knows neither epochs nor optimizers.
 */

import type {
  BatchJob,
  BatchOutcome,
  DataId,
  DeviceModel,
  EvaluatedSeries,
  SeriesBlock,
  SeriesKind,
} from "../device.ts";
import { joinEvaluated } from "../evaluated.ts";
import type { Numerics } from "../numerics.ts";
import { kernelModule } from "./kernels.ts";
import { Lane } from "./lane.ts";
import { programSource } from "./lower/program.ts";
import type { DropoutSite } from "./program.ts";
import { cutTurns } from "./sent-rows.ts";
import { kindOf, ShardRunner } from "./shard-runner.ts";
import { assignShards, countShards, cutShards, SHARD_ROWS } from "./shards.ts";
import { WorkerLane } from "./worker-lane.ts";

export interface ExecutorOptions {
  readonly numerics: Numerics;
  readonly threads: number;
  /** Series in the largest training batch; 0 for none. */
  readonly batchSize: number;
}

export class Executor {
  readonly lane: Lane;
  readonly threads: number;
  readonly #runner: ShardRunner;
  readonly #workers: readonly WorkerLane[];
  #gradient: number | undefined;
  #received: number | undefined;
  /** The series, once for all lanes; a block's place is the number by which batches refer to it. */
  readonly #blocks: SeriesBlock[] = [];

  private constructor(lane: Lane, workers: readonly WorkerLane[]) {
    this.lane = lane;
    this.threads = workers.length + 1;
    this.#runner = new ShardRunner(lane);
    this.#workers = workers;
  }

  static async create(model: DeviceModel, { numerics, threads, batchSize }: ExecutorOptions): Promise<Executor> {
    const kernels = await kernelModule(numerics);
    const lane = new Lane(programSource(model), kernels);
    const shards = Math.ceil(countShards(batchSize) / threads);
    const sizes = { parameters: lane.parameterCount, states: lane.stateCount, shards };
    const workers = await WorkerLane.createAll(threads, model.description, kernels, sizes);
    return new Executor(lane, workers);
  }

  /** Byte address, in `lane`, of the summed gradients of the last batch. */
  get gradientAddress(): number {
    this.#gradient ??= this.lane.reserve(this.lane.parameterCount * 4);
    return this.#gradient;
  }

  /** Takes series, each block once. @returns the number by which batches refer to them */
  addData(block: SeriesBlock): DataId {
    const known = this.#blocks.indexOf(block);
    return known >= 0 ? known : this.#blocks.push(block) - 1;
  }

  /** Replaces the series of a block by others of the same shape. */
  replaceData(id: DataId, block: SeriesBlock): void {
    this.#blocks[id] = block;
  }

  #block(id: DataId): SeriesBlock {
    const block = this.#blocks[id];
    if (block === undefined) throw new Error(`no block of series ${id}`);
    return block;
  }

  /** Where masks are drawn for a batch of a block's series, in order. */
  dropoutSites(data: DataId): readonly DropoutSite[] {
    return this.lane.program({ rows: SHARD_ROWS, ...kindOf(this.#block(data)), training: true }).program.sites;
  }

  /** What a probing batch measures: path of a recurrent layer and suffix of its layer and direction, and its time steps. */
  probes(series: SeriesKind): { name: string; steps: number }[] {
    const { program } = this.lane.program({ rows: SHARD_ROWS, ...kindOf(series), training: true, probe: true });
    return [...program.probes].map(([name, { bytes }]) => ({ name, steps: bytes / 8 }));
  }

  /** Makes every lane use the parameters and states that `lane` holds. Call it after every change of them. */
  publishWeights(): void {
    // Workers first: they prepare while this thread does.
    for (const worker of this.#workers) worker.setWeights(this.lane.parameters, this.lane.states);
    this.lane.prepare();
  }

  /** Forward and backward over a batch. */
  async trainBatch({ data, indices, inverseWeight, probe }: BatchJob, masks: Uint8Array[]): Promise<BatchOutcome> {
    const { lane } = this;
    const block = this.#block(data);
    const batchRows = indices.length;
    const job = { batchRows, masks, inverseWeight, probe: probe ?? false };
    const [own = [], ...others] = assignShards(cutShards(batchRows), this.threads);
    const busy = this.#workers.flatMap((worker, index) => {
      const shards = others[index] ?? [];
      return shards.length > 0 ? [{ worker, shards }] : [];
    });
    for (const { worker, shards } of busy) {
      const [first, last] = [shards[0]!, shards.at(-1)!];
      worker.begin(job, shards, { block, indices: indices.subarray(first.start, last.start + last.rows) });
    }
    this.#runner.begin(job, own, { block, indices });
    const last = this.#runner.phases - 1;
    for (let phase = 0; phase < last; phase++) {
      const remote = busy.map(({ worker }) => worker.runReducedPhase(phase));
      const sums = [...this.#runner.runReducedPhase(phase), ...(await Promise.all(remote)).flat()];
      const totals = addInOrder(sums);
      for (const { worker } of busy) worker.finishReduction(phase, totals, batchRows);
      this.#runner.finishReduction(phase, totals, batchRows);
    }
    const remote = busy.map(({ worker }) => worker.runLastPhase(last));
    for (const outcomes of remote) outcomes.catch(() => {}); // waited for below, one after the other
    const count = lane.parameterCount;
    let lossSum = 0;
    let correct = 0;
    const probes: Float64Array[] = [];
    const addProbes = (more: readonly Float64Array[]) => {
      for (const [index, part] of more.entries())
        probes[index] = addInOrder([probes[index] ?? new Float64Array(part.length), part]);
    };
    const gradient = this.gradientAddress;
    lane.kernels.fill_zero(gradient, count);
    this.#runner.runLastPhase(last, (outcome) => {
      lane.kernels.add_into(gradient, outcome.gradient, count);
      for (const loss of outcome.losses) lossSum += loss;
      correct += outcome.correct;
      addProbes(outcome.probes);
    });
    for (const outcomes of remote) {
      for (const outcome of await outcomes) {
        this.#received ??= lane.reserve(count * 4);
        lane.floats(this.#received, count).set(outcome.gradient);
        lane.kernels.add_into(gradient, this.#received, count);
        for (const loss of outcome.losses) lossSum += loss;
        correct += outcome.correct;
        addProbes(outcome.probes);
      }
    }
    return { lossSum, correct, probes };
  }

  /** Forward pass over all series of a block with the running statistics and without dropout. */
  evaluate(data: DataId, count: number): Promise<EvaluatedSeries> {
    return this.classify(this.#block(data), count);
  }

  /** The same over series that are not kept; they must stay as they are until it is done. */
  async classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    const [own = [0, 0], ...others] = this.#ranges(count);
    const remote = this.#workers.flatMap((worker, index) => {
      const [from, to] = others[index]!;
      return to > from ? [worker.evaluate(block, from, to)] : [];
    });
    for (const evaluated of remote) evaluated.catch(() => {}); // waited for below
    const pieces: EvaluatedSeries[] = [];
    for (const [index, turn] of cutTurns(block, ...own).entries()) {
      // Workers are sent more only while this thread waits.
      if (index > 0 && remote.length > 0) await nextTask();
      pieces.push(this.#runner.evaluate(block, ...turn, SHARD_ROWS));
    }
    return joinEvaluated([...pieces, ...(await Promise.all(remote))]);
  }

  /** Series from … to of each lane, in runs of whole shards, so that programs of few sizes are needed. */
  #ranges(count: number): (readonly [number, number])[] {
    return assignShards(cutShards(count), this.threads).map((shards) => {
      const last = shards.at(-1);
      return last ? [shards[0]!.start, last.start + last.rows] : [0, 0];
    });
  }

  /** Ends the workers. */
  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}

/** Lets messages of workers be heard. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Sums arrays of one length, the first first: the same order on any number of threads. */
function addInOrder(parts: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
  return total;
}
