/** A worker of an experiment, with the run that it trains: the train worker, on one thread. */
import type { EndedRun, PlannedRun } from "tidelab/sweep";
import { TrainClient } from "../engine/client.ts";
import type { Reach, Reply, StorageProblem } from "../engine/protocol.ts";
import type { LiveRun } from "../state/live-run.ts";
import { filesOf } from "../state/own-files.ts";

export interface LaneListener {
  onReady(lane: Lane): void;
  /** It waits, after a batch or because it was paused. */
  onRest(lane: Lane): void;
  onEnd(lane: Lane, ended: EndedRun): void;
  onStorage(problem: StorageProblem): void;
}

export class Lane {
  readonly planned: PlannedRun;
  readonly run: LiveRun;
  readonly #client: TrainClient;
  readonly #listener: LaneListener;
  #isOver = false;

  /**
   * Begins to prepare the run.
   * @param experiment   that the run is of
   * @param isContinued  it is kept, and continues from its newest state
   */
  constructor(planned: PlannedRun, run: LiveRun, experiment: string, listener: LaneListener, isContinued = false) {
    this.planned = planned;
    this.run = run;
    this.#listener = listener;
    this.#client = new TrainClient((reply) => this.#take(reply));
    if (isContinued) {
      this.#client.ask({ type: "resume", run: run.id, threads: 1 });
      return;
    }
    const { arm, seed, spec } = planned;
    const part = { experiment, arm, seed };
    this.#client.ask({
      ...{ type: "prepare", run: run.id, label: run.label, spec, threads: 1, files: filesOf(spec), part },
    });
  }

  go(reach: Reach): void {
    this.run.isBegun.value = true;
    this.#client.ask({ type: "go", run: this.run.id, reach });
  }

  pause(): void {
    this.#client.ask({ type: "pause", run: this.run.id });
  }

  /** Ends the worker, and what it computes. */
  close(): void {
    this.#isOver = true;
    this.#client.terminate();
  }

  #take(reply: Reply): void {
    if (this.#isOver) return;
    this.run.take(reply);
    const { arm, seed } = this.planned;
    if (reply.type === "prepared") this.#listener.onReady(this);
    else if (reply.type === "phase" && reply.phase === "paused") this.#listener.onRest(this);
    else if (reply.type === "storage") this.#listener.onStorage(reply.problem);
    else if (reply.type === "ended") {
      this.close();
      this.#listener.onEnd(this, { arm, seed, record: reply.record });
    } else if (reply.type === "refused" || reply.type === "fault") {
      const message = reply.type === "fault" ? reply.message : reply.errors.map((error) => error.message).join("\n");
      this.close();
      this.#listener.onEnd(this, { arm, seed, failure: { reason: "failed", message } });
    }
  }
}
