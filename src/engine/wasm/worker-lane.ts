/** A lane in a worker thread, seen from the thread that trains: every call is a message, every message has one reply. */

import { TidelabError } from "../../errors/errors.ts";
import type { WorkerLike } from "../../platform.ts";
import type { EvaluatedSeries, SeriesBlock } from "../device.ts";
import { joinEvaluated } from "../evaluated.ts";
import { consecutive, cutTurns, RowSender, type SentRows } from "./sent-rows.ts";
import type { ShardJob, ShardSeries } from "./shard-runner.ts";
import type { Shard } from "./shards.ts";
import type { Exchange, RemoteOutcome, Replies, Reply, Request } from "./worker-main.ts";
import { createWorker, isWithoutWorkers } from "./workers.ts";

/** Turns that a worker has been sent at a time: while it is at one, the next is with it already. */
const TURNS_AHEAD = 2;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class WorkerLane {
  readonly #worker: WorkerLike;
  readonly #waiting: Waiting[] = [];
  /** Set by the first failure; every later call ends with it. */
  #failure: Error | undefined;
  readonly #exchange: Exchange | undefined;
  readonly #parameterCount: number;
  /** Arrays that go to and fro where there is no exchange. */
  #spareWeights: Float32Array<ArrayBuffer> | undefined;
  #spareGradients: Float32Array<ArrayBuffer>[] = [];
  readonly #sender = new RowSender();
  /** Rows of the batch that has begun. */
  #batch: SentRows | undefined;

  private constructor(worker: WorkerLike, exchange: Exchange | undefined, parameterCount: number) {
    this.#worker = worker;
    this.#exchange = exchange;
    this.#parameterCount = parameterCount;
    worker.onMessage((message) => {
      const reply = message as Reply;
      if (reply.ok) this.#waiting.shift()?.resolve(reply.value);
      else this.#fail(new Error(reply.message));
    });
    worker.onFailure((cause) => this.#fail(cause));
  }

  /**
   * The lanes of all threads but the calling one; none where the page's worker script does not load, after a warning.
   * @param sizes  floats of parameters and states, and the most shards that a lane will get of a batch
   */
  static async createAll(threads: number, ...options: Parameters<typeof WorkerLane.create>): Promise<WorkerLane[]> {
    const create = () => WorkerLane.create(...options);
    const created = await Promise.allSettled(Array.from({ length: threads - 1 }, create));
    const lanes = created.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const failed = created.find((result) => result.status === "rejected");
    if (failed === undefined) return lanes;
    for (const lane of lanes) lane.close();
    if (isWithoutWorkers(failed.reason)) return [];
    throw failed.reason;
  }

  static async create(
    description: unknown,
    kernels: WebAssembly.Module,
    sizes: { parameters: number; states: number; shards: number },
  ): Promise<WorkerLane> {
    const { parameters, states, shards } = sizes;
    // A page that is not cross-origin isolated has none.
    const exchange =
      typeof SharedArrayBuffer === "undefined"
        ? undefined
        : {
            weights: new SharedArrayBuffer((parameters + states) * 4),
            gradients: new SharedArrayBuffer(parameters * shards * 4),
          };
    const lane = new WorkerLane(createWorker(), exchange, parameters);
    try {
      await lane.#ask({ type: "create", description, kernels, exchange });
    } catch (error) {
      lane.close();
      throw error;
    }
    return lane;
  }

  setWeights(parameters: Float32Array, states: Float32Array): void {
    const exchange = this.#exchange;
    const own = exchange ? undefined : (this.#spareWeights ?? new Float32Array(parameters.length + states.length));
    const target = own ?? new Float32Array(exchange!.weights);
    target.set(parameters);
    target.set(states, parameters.length);
    this.#spareWeights = undefined;
    this.#ask({ type: "weights", weights: own }, own ? [own.buffer] : []).then(
      (back) => {
        this.#spareWeights = back as Replies["weights"];
      },
      () => {}, // as #post
    );
  }

  /** Begins a batch; the worker is sent the series of its shards, which follow one another in the batch. */
  begin(job: ShardJob, shards: readonly Shard[], { block, indices }: ShardSeries): void {
    const batch = this.#sender.pack(block, indices);
    this.#batch = batch;
    this.#post({ type: "begin", job, shards, block: batch.block }, batch.transfer);
  }

  finishReduction(phase: number, totals: Float64Array, batchRows: number): void {
    this.#post({ type: "finishReduction", phase, totals, batchRows });
  }

  runReducedPhase(phase: number): Promise<Replies["reducedPhase"]> {
    return this.#ask({ type: "reducedPhase", phase }) as Promise<Float64Array[]>;
  }

  /** Runs the last phase. @returns the shards' outcomes, each with its gradients, which hold until the next batch */
  async runLastPhase(phase: number): Promise<(Omit<RemoteOutcome, "gradient"> & { gradient: Float32Array })[]> {
    const spare = this.#spareGradients;
    const transfer = spare.map((array) => array.buffer);
    const outcomes = (await this.#ask({ type: "lastPhase", phase, spare }, transfer)) as Replies["lastPhase"];
    if (this.#batch) this.#sender.release(this.#batch);
    this.#batch = undefined;
    this.#spareGradients = outcomes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
    const count = this.#parameterCount;
    return outcomes.map((outcome, index) => ({
      ...outcome,
      gradient: outcome.gradient ?? new Float32Array(this.#exchange!.gradients, index * count * 4, count),
    }));
  }

  /** Evaluates series `from` … `to` of a block, which must stay as they are until it is done. */
  async evaluate(block: SeriesBlock, from: number, to: number): Promise<EvaluatedSeries> {
    const asked: Promise<EvaluatedSeries>[] = [];
    for (const [index, turn] of cutTurns(block, from, to).entries()) {
      if (index >= TURNS_AHEAD) await asked[index - TURNS_AHEAD];
      const evaluated = this.#evaluateRows(this.#sender.pack(block, consecutive(...turn)));
      evaluated.catch(() => {}); // waited for below
      asked.push(evaluated);
    }
    return joinEvaluated(await Promise.all(asked));
  }

  async #evaluateRows(rows: SentRows): Promise<EvaluatedSeries> {
    const evaluated = (await this.#ask({ type: "evaluate", block: rows.block }, rows.transfer)) as Replies["evaluate"];
    this.#sender.release(rows);
    return evaluated;
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(request: Request, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.post(request, transfer);
    });
  }

  /** Sends what needs no answer; a failure ends the next call that does. */
  #post(request: Request, transfer: ArrayBuffer[] = []): void {
    this.#ask(request, transfer).catch(() => {});
  }

  #fail(cause: Error): void {
    this.#failure ??=
      cause instanceof TidelabError
        ? cause
        : new TidelabError("threads.failed", { cause: cause.message }, undefined, { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
