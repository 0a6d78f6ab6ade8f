/**
 * Drives a run by pulling its events: to pause is not to pull. Between two steps nothing is computed, so a run that waits is in the state
 * that the same run has when nobody waits, and ends in the same bits. Knows neither workers nor storage.
 */
import type { FinishedRun, RunEvent } from "tidelab/runs";
import type { Reach } from "./protocol.ts";

export interface LoopListener {
  /** Each event in order; the next one is not pulled before it returns. */
  onEvent(event: RunEvent): void | Promise<void>;
  /** Nothing more is pulled until `go`. */
  onPause(): void;
  onEnd(run: FinishedRun): void | Promise<void>;
  onError(error: unknown): void;
}

export interface LoopHost {
  /** Lets messages in: steps that are computed at once would keep them out for an epoch. */
  breathe(): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

/** How long steps may follow each other before messages are let in. */
const BREATH_MS = 12;

export class RunLoop {
  readonly #events: AsyncGenerator<RunEvent, FinishedRun>;
  readonly #listener: LoopListener;
  readonly #host: LoopHost;
  #reach: Reach | "pause" = "pause";
  #isPulling = false;
  #pulling: Promise<void> = Promise.resolve();
  #isOver = false;
  #idleSince: number | undefined;
  #idle = 0;

  constructor(events: AsyncGenerator<RunEvent, FinishedRun>, listener: LoopListener, host: LoopHost) {
    this.#events = events;
    this.#listener = listener;
    this.#host = host;
  }

  /** Milliseconds of training: the clock is stopped while the run waits. */
  readonly clock = (): number => (this.#idleSince ?? this.#host.now()) - this.#idle;

  /** Pulls up to the `start` event: data, model and lanes are then there. @returns the events so far; undefined when it failed */
  async prepare(): Promise<RunEvent[] | undefined> {
    const events: RunEvent[] = [];
    try {
      for (;;) {
        const { value, done } = await this.#events.next();
        if (done) throw new Error("a run ended before it began");
        events.push(value);
        if (value.type === "start") break;
      }
    } catch (error) {
      this.#isOver = true;
      this.#listener.onError(error);
      return undefined;
    }
    this.#idleSince = this.#host.now();
    return events;
  }

  /** Goes on; a run that goes on already changes how far. */
  go(reach: Reach): void {
    if (this.#isOver) return;
    this.#reach = reach;
    if (!this.#isPulling) this.#pulling = this.#pull();
  }

  /** Stops pulling after the step that is being computed. */
  pause(): void {
    this.#reach = "pause";
  }

  /** Stops pulling, and waits until nothing is computed. */
  async rest(): Promise<void> {
    this.pause();
    await this.#pulling;
  }

  /** Whether nothing more can come of it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** While it rests: pulls the one event that was asked for between two steps, a checkpoint. */
  async pullOne(): Promise<void> {
    const next = await this.#events.next();
    if (next.done) throw new Error("a run ended where it was to be saved");
    await this.#listener.onEvent(next.value);
  }

  /** Gives the run up. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#reach = "pause";
    await this.#events.return(undefined as never);
  }

  async #pull(): Promise<void> {
    this.#isPulling = true;
    this.#resumeClock();
    let breathed = this.#host.now();
    try {
      while (this.#reach !== "pause" && !this.#isOver) {
        const next = await this.#events.next();
        if (this.#isOver) return;
        if (next.done) {
          this.#isOver = true;
          await this.#listener.onEnd(next.value);
          return;
        }
        const event = next.value;
        await this.#listener.onEvent(event);
        if (event.type === "step" && this.#reach === "batch") this.#reach = "pause";
        // Its checkpoint comes after an epoch, and belongs to it.
        if (event.type === "checkpoint" && this.#reach === "epoch" && event.state.progress.batch === 0) {
          if (event.state.step > 0) this.#reach = "pause";
        }
        if (this.#host.now() - breathed > BREATH_MS) {
          await this.#host.breathe();
          breathed = this.#host.now();
        }
      }
      if (!this.#isOver) this.#listener.onPause();
    } catch (error) {
      this.#isOver = true;
      this.#listener.onError(error);
    } finally {
      this.#isPulling = false;
      this.#idleSince = this.#host.now();
    }
  }

  #resumeClock(): void {
    if (this.#idleSince !== undefined) this.#idle += this.#host.now() - this.#idleSince;
    this.#idleSince = undefined;
  }
}
