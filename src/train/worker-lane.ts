/** A lane in a worker thread, seen from the thread that trains: every call is a message, every message has one reply. */
import type { Numerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import type { SourceOptions } from "../model/emit.ts";
import type { RemoteOutcome, Replies, Reply, Request } from "./serve-lane.ts";
import type { BatchJob, EvaluatedSeries, SeriesBlock } from "./shard-runner.ts";
import type { Shard } from "./shards.ts";
import { createWorker, type WorkerLike } from "./workers.ts";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class WorkerLane {
  readonly #worker: WorkerLike;
  readonly #waiting: Waiting[] = [];
  /** Set by the first failure; every later call ends with it. */
  #failure: Error | undefined;

  private constructor(worker: WorkerLike) {
    this.#worker = worker;
    worker.onMessage((message) => {
      const reply = message as Reply;
      if (reply.ok) this.#waiting.shift()?.resolve(reply.value);
      else this.#fail(new Error(reply.message));
    });
    worker.onFailure((cause) => this.#fail(cause));
  }

  static async create(source: SourceOptions, numerics: Numerics): Promise<WorkerLane> {
    const lane = new WorkerLane(createWorker());
    await lane.#ask({ type: "create", source, numerics });
    return lane;
  }

  addData(id: number, block: SeriesBlock): void {
    this.#tell({ type: "data", id, block });
  }

  setWeights(parameters: Float32Array, states: Float32Array): void {
    this.#tell({ type: "weights", parameters: parameters.slice(), states: states.slice() });
  }

  begin(job: BatchJob, shards: readonly Shard[]): void {
    this.#tell({ type: "begin", job, shards });
  }

  finishReduction(phase: number, totals: Float64Array, batchRows: number): void {
    this.#tell({ type: "finishReduction", phase, totals, batchRows });
  }

  runReducedPhase(phase: number): Promise<Replies["reducedPhase"]> {
    return this.#ask({ type: "reducedPhase", phase }) as Promise<Float64Array[]>;
  }

  runLastPhase(phase: number): Promise<Replies["lastPhase"]> {
    return this.#ask({ type: "lastPhase", phase }) as Promise<RemoteOutcome[]>;
  }

  evaluate(data: number, from: number, to: number, rows: number): Promise<Replies["evaluate"]> {
    return this.#ask({ type: "evaluate", data, from, to, rows }) as Promise<EvaluatedSeries>;
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(request: Request): Promise<unknown> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.post(request);
    });
  }

  /** Sends what needs no answer; a failure ends the next call that does. */
  #tell(request: Request): void {
    this.#ask(request).catch(() => {});
  }

  #fail(cause: Error): void {
    const failure = new TidelabError("threads.failed", { cause: cause.message }, undefined, { cause });
    this.#failure ??= failure;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
