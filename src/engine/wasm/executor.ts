/**
 * Runs batches on lanes: one on this thread and, with more threads, one in each worker. It cuts batches into shards, assigns
 * them to lanes, and adds gradients up in shard order. It knows neither epochs nor optimizers.
 */

import type { BatchOutcome, DataId, DeviceModel, EvaluatedSeries, SeriesBlock, SeriesKind } from "../device.ts";
import { joinEvaluated } from "../evaluated.ts";
import type { Numerics } from "../numerics.ts";
import { kernelModule } from "./kernels.ts";
import { Lane } from "./lane.ts";
import { programSource } from "./lower/program.ts";
import type { DropoutSite } from "./program.ts";
import { kindOf, type ShardJob, ShardRunner } from "./shard-runner.ts";
import { assignShards, countShards, cutShards, SHARD_ROWS } from "./shards.ts";
import { WorkerLane } from "./worker-lane.ts";

export interface ExecutorOptions {
  readonly numerics: Numerics;
  readonly threads: number;
  /** Series in the largest training batch; 0 for none. */
  readonly batchSize: number;
}

/** Id of the block of series that is replaced at every `classify`. */
const PASSING = -1;

export class Executor {
  readonly lane: Lane;
  readonly threads: number;
  readonly #runner: ShardRunner;
  readonly #workers: readonly WorkerLane[];
  #gradient: number | undefined;
  #received: number | undefined;
  readonly #blocks = new Map<SeriesBlock, number>();

  private constructor(lane: Lane, workers: readonly WorkerLane[]) {
    this.lane = lane;
    this.threads = workers.length + 1;
    this.#runner = new ShardRunner(lane);
    this.#workers = workers;
  }

  static async create(model: DeviceModel, { numerics, threads, batchSize }: ExecutorOptions): Promise<Executor> {
    const lane = new Lane(programSource(model), await kernelModule(numerics));
    const shards = Math.ceil(countShards(batchSize) / threads);
    const sizes = { parameters: lane.parameterCount, states: lane.stateCount, shards };
    const workers = await WorkerLane.createAll(threads, model.description, numerics, sizes);
    return new Executor(lane, workers);
  }

  /** Byte address, in `lane`, of the summed gradients of the last batch. */
  get gradientAddress(): number {
    this.#gradient ??= this.lane.reserve(this.lane.parameterCount * 4);
    return this.#gradient;
  }

  /** Hands series to all lanes, each block once. @returns the number by which batches refer to them */
  addData(block: SeriesBlock): DataId {
    const known = this.#blocks.get(block);
    if (known !== undefined) return known;
    const id = this.#blocks.size; // blocks are replaced, never taken away
    this.#blocks.set(block, id);
    this.#runner.addData(id, block);
    for (const worker of this.#workers) worker.addData(id, block);
    return id;
  }

  /** Replaces the series of a block by others of the same shape, on all lanes. */
  replaceData(id: DataId, block: SeriesBlock): void {
    for (const [known, itsId] of this.#blocks) if (itsId === id) this.#blocks.delete(known);
    this.#blocks.set(block, id);
    this.#runner.addData(id, block);
    for (const worker of this.#workers) worker.addData(id, block);
  }

  /** Where masks are drawn for a batch of a block's series, in order. */
  dropoutSites(data: DataId): readonly DropoutSite[] {
    const series = this.#runner.block(data);
    return this.lane.program({ rows: SHARD_ROWS, ...kindOf(series), training: true }).program.sites;
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
  async trainBatch(job: ShardJob): Promise<BatchOutcome> {
    const { lane } = this;
    const batchRows = job.indices.length;
    const [own = [], ...others] = assignShards(cutShards(batchRows), this.threads);
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
  async evaluate(data: DataId, count: number): Promise<EvaluatedSeries> {
    const [own = [0, 0], ...others] = this.#ranges(count);
    const remote = this.#workers.flatMap((worker, index) => {
      const [from, to] = others[index]!;
      return to > from ? [worker.evaluate(data, from, to, SHARD_ROWS)] : [];
    });
    const first = this.#runner.evaluate(data, ...own, SHARD_ROWS);
    return joinEvaluated([first, ...(await Promise.all(remote))]);
  }

  /** The same over series that are not kept: each worker is sent its own only. */
  async classify(block: SeriesBlock, count: number): Promise<EvaluatedSeries> {
    const [own = [0, 0], ...others] = this.#ranges(count);
    const remote = this.#workers.flatMap((worker, index) => {
      const [from, to] = others[index]!;
      if (to === from) return [];
      worker.addData(PASSING, part(block, from, to));
      return [worker.evaluate(PASSING, 0, to - from, SHARD_ROWS)];
    });
    this.#runner.addData(PASSING, block);
    const first = this.#runner.evaluate(PASSING, ...own, SHARD_ROWS);
    return joinEvaluated([first, ...(await Promise.all(remote))]);
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

/** Series from … to of a block whose series all have its length. */
function part(block: SeriesBlock, from: number, to: number): SeriesBlock {
  const size = block.length * block.channels;
  return {
    ...block,
    values: block.values.subarray(from * size, to * size),
    labels: block.labels.subarray(from, to),
    ...(block.lengths && { lengths: block.lengths.subarray(from, to) }),
  };
}

/** Sums arrays of one length, the first first: the same order on any number of threads. */
function addInOrder(parts: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
  return total;
}
