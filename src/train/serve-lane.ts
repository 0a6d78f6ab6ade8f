/**
 * The worker's side of a lane: answers the messages of `WorkerLane`. Requests are answered in order, one reply each;
 * an error is a reply too, and never swallowed.
 */
import { kernelModule, type Numerics } from "../engine/kernels.ts";
import { Lane } from "../engine/lane.ts";
import { programSource, type SourceOptions } from "../model/emit.ts";
import { type BatchJob, type EvaluatedSeries, type SeriesBlock, ShardRunner } from "./shard-runner.ts";
import type { Shard } from "./shards.ts";
import type { MessagePortLike } from "./workers.ts";

export type Request =
  | { type: "create"; source: SourceOptions; numerics: Numerics }
  | { type: "data"; id: number; block: SeriesBlock }
  | { type: "weights"; parameters: Float32Array; states: Float32Array }
  | { type: "begin"; job: BatchJob; shards: readonly Shard[] }
  | { type: "reducedPhase"; phase: number }
  | { type: "finishReduction"; phase: number; totals: Float64Array; batchRows: number }
  | { type: "lastPhase"; phase: number }
  | { type: "evaluate"; data: number; from: number; to: number; rows: number };

/** A shard's outcome with its gradients copied out of the worker's memory. */
export interface RemoteOutcome {
  readonly gradient: Float32Array<ArrayBuffer>;
  readonly losses: Float64Array;
  readonly correct: number;
  readonly probes: readonly Float64Array[];
}

/** Replies by request; requests that are not here are answered with nothing to say. */
export interface Replies {
  reducedPhase: Float64Array[];
  lastPhase: RemoteOutcome[];
  evaluate: EvaluatedSeries;
}

export type Reply = { ok: true; value: unknown } | { ok: false; message: string };

export function serveLane(port: MessagePortLike): void {
  let runner: ShardRunner | undefined;
  let queue = Promise.resolve();

  async function answer(request: Request): Promise<{ value: unknown; transfer: ArrayBuffer[] }> {
    if (request.type === "create") {
      runner = new ShardRunner(new Lane(programSource(request.source), await kernelModule(request.numerics)));
      return { value: undefined, transfer: [] };
    }
    if (runner === undefined) throw new Error(`the worker was asked to ${request.type} before it had a model`);
    const { lane } = runner;
    switch (request.type) {
      case "data":
        runner.addData(request.id, request.block);
        break;
      case "weights":
        lane.parameters.set(request.parameters);
        lane.states.set(request.states);
        lane.prepare();
        break;
      case "begin":
        runner.begin(request.job, request.shards);
        break;
      case "reducedPhase":
        return { value: runner.runReducedPhase(request.phase), transfer: [] };
      case "finishReduction":
        runner.finishReduction(request.phase, request.totals, request.batchRows);
        break;
      case "lastPhase": {
        const outcomes: RemoteOutcome[] = [];
        runner.runLastPhase(request.phase, ({ gradient, losses, correct, probes }) => {
          outcomes.push({
            gradient: lane.floats(gradient, lane.parameterCount).slice() as Float32Array<ArrayBuffer>,
            losses,
            correct,
            probes,
          });
        });
        return { value: outcomes, transfer: outcomes.map((outcome) => outcome.gradient.buffer) };
      }
      case "evaluate":
        return { value: runner.evaluate(request.data, request.from, request.to, request.rows), transfer: [] };
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
