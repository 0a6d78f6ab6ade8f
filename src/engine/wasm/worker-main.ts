/**
 * The worker's side of a lane: answers the messages of `WorkerLane`. Requests are answered in order, one reply each;
 * an error is a reply too, and never swallowed.
 */

import type { MessagePortLike } from "../../platform.ts";
import type { DeviceModel, EvaluatedSeries, SeriesBlock } from "../device.ts";
import { Lane } from "./lane.ts";
import { programSource } from "./lower/program.ts";
import { consecutive } from "./sent-rows.ts";
import { type ShardJob, ShardRunner } from "./shard-runner.ts";
import { SHARD_ROWS, type Shard } from "./shards.ts";

/** Memory that both threads see, where the host has it: weights go in, the gradients of each shard come out. */
export interface Exchange {
  /** Parameters, then states. */
  readonly weights: SharedArrayBuffer;
  /** A block of parameters' length for each shard that the worker may get. */
  readonly gradients: SharedArrayBuffer;
}

export type Request =
  /** The kernels come compiled: a worker neither has them in its script nor unpacks them. */
  | { type: "create"; description: unknown; kernels: WebAssembly.Module; exchange: Exchange | undefined }
  /** Weights are in the exchange, or come along and are sent back for the next time. */
  | { type: "weights"; weights: Float32Array<ArrayBuffer> | undefined }
  /** The block has the shards' series and no others, in order. */
  | { type: "begin"; job: ShardJob; shards: readonly Shard[]; block: SeriesBlock }
  | { type: "reducedPhase"; phase: number }
  | { type: "finishReduction"; phase: number; totals: Float64Array; batchRows: number }
  /** `spare`: where to put gradients, one for a shard, without an exchange; missing ones are made. */
  | { type: "lastPhase"; phase: number; spare: Float32Array<ArrayBuffer>[] }
  /** All series of the block. */
  | { type: "evaluate"; block: SeriesBlock };

/** A shard's outcome; its gradients were copied out of the worker's memory, into the exchange where there is one. */
export interface RemoteOutcome {
  readonly gradient: Float32Array<ArrayBuffer> | undefined;
  readonly losses: Float64Array;
  readonly correct: number;
  readonly probes: readonly Float64Array[];
}

/** Replies by request; requests that are not here get an empty answer. */
export interface Replies {
  reducedPhase: Float64Array[];
  weights: Float32Array<ArrayBuffer> | undefined;
  lastPhase: RemoteOutcome[];
  evaluate: EvaluatedSeries;
}

export type Reply = { ok: true; value: unknown } | { ok: false; message: string };

/** @param modelOf  makes a model from its description */
export function serveLane(port: MessagePortLike, modelOf: (description: unknown) => DeviceModel): void {
  let runner: ShardRunner | undefined;
  let shared: { weights: Float32Array; gradients: Float32Array } | undefined;
  let queue = Promise.resolve();

  async function answer(request: Request): Promise<{ value: unknown; transfer: ArrayBuffer[] }> {
    if (request.type === "create") {
      const { description, kernels, exchange } = request;
      runner = new ShardRunner(new Lane(programSource(modelOf(description)), kernels));
      if (exchange) {
        shared = { weights: new Float32Array(exchange.weights), gradients: new Float32Array(exchange.gradients) };
      }
      return { value: undefined, transfer: [] };
    }
    if (runner === undefined) throw new Error(`the worker was asked to ${request.type} before it had a model`);
    const { lane } = runner;
    switch (request.type) {
      case "weights": {
        const weights = request.weights ?? shared!.weights;
        lane.parameters.set(weights.subarray(0, lane.parameterCount));
        lane.states.set(weights.subarray(lane.parameterCount));
        lane.prepare();
        return { value: request.weights, transfer: request.weights ? [request.weights.buffer] : [] };
      }
      case "begin": {
        const { job, shards, block } = request;
        runner.begin(job, shards, { block, indices: consecutive(0, block.labels.length) });
        break;
      }
      case "reducedPhase":
        return { value: runner.runReducedPhase(request.phase), transfer: [] };
      case "finishReduction":
        runner.finishReduction(request.phase, request.totals, request.batchRows);
        break;
      case "lastPhase": {
        const outcomes: RemoteOutcome[] = [];
        const count = lane.parameterCount;
        runner.runLastPhase(request.phase, ({ gradient: address, losses, correct, probes }) => {
          const gradient = shared ? undefined : (request.spare.pop() ?? new Float32Array(count));
          const target = gradient ?? shared!.gradients.subarray(outcomes.length * count, (outcomes.length + 1) * count);
          target.set(lane.floats(address, count));
          outcomes.push({ gradient, losses, correct, probes });
        });
        return { value: outcomes, transfer: outcomes.flatMap(({ gradient }) => (gradient ? [gradient.buffer] : [])) };
      }
      case "evaluate":
        return { value: runner.evaluate(request.block, 0, request.block.labels.length, SHARD_ROWS), transfer: [] };
    }
    return { value: undefined, transfer: [] };
  }

  port.onMessage((message) => {
    queue = queue.then(async () => {
      try {
        const { value, transfer } = await answer(message as Request);
        port.post({ ok: true, value } satisfies Reply, transfer);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        port.post({ ok: false, message: text } satisfies Reply);
      }
    });
  });
}
