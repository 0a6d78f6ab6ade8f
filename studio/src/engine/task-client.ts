/** The page's side of the workers of tasks: a few of them, each with one question at a time, the others wait. */
import { RunRefused } from "./run-client.ts";
import type { TaskAnswer, TaskMessage, TaskProgress, TaskQuestionName, TaskQuestions } from "./task-protocol.ts";

interface Waiting {
  readonly name: TaskQuestionName;
  readonly ask: unknown;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: TaskProgress) => void) | undefined;
}

/** Workers beyond this take more memory than they save time. */
const MOST_WORKERS = 4;

export class TaskClient {
  readonly #size: number;
  readonly #idle: Worker[] = [];
  readonly #workers = new Map<Worker, Waiting | undefined>();
  readonly #queue: Waiting[] = [];
  #isPaused = false;
  #last = 0;

  /** @param size  workers; one a core, and at most four, unless given */
  constructor(size = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS))) {
    this.#size = size;
  }

  ask<Name extends TaskQuestionName>(
    name: Name,
    ask: TaskQuestions[Name]["ask"],
    onProgress?: (progress: TaskProgress) => void,
  ): Promise<TaskQuestions[Name]["answer"]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ name, ask, resolve: resolve as (answer: never) => void, reject, onProgress });
      this.#next();
    });
  }

  /** What trains waits after its step, and no question is begun. */
  pause(): void {
    this.#isPaused = true;
    for (const worker of this.#workers.keys()) this.#send(worker, { type: "pause" });
  }

  resume(): void {
    this.#isPaused = false;
    for (const worker of this.#workers.keys()) this.#send(worker, { type: "resume" });
    for (let free = 0; free < this.#size; free++) this.#next();
  }

  /** Ends the workers; whoever waits learns it. */
  close(reason: unknown = new Error("closed")): void {
    const waiting = [...this.#workers.values(), ...this.#queue];
    for (const worker of this.#workers.keys()) worker.terminate();
    this.#workers.clear();
    this.#idle.length = 0;
    this.#queue.length = 0;
    this.#isPaused = false;
    for (const one of waiting) one?.reject(reason);
  }

  #next(): void {
    if (this.#isPaused || this.#queue.length === 0) return;
    const worker = this.#idle.pop() ?? (this.#workers.size < this.#size ? this.#start() : undefined);
    if (worker === undefined) return;
    const waiting = this.#queue.shift()!; // there is one
    this.#workers.set(worker, waiting);
    this.#send(worker, { type: "ask", id: ++this.#last, name: waiting.name, ask: waiting.ask });
  }

  #send(worker: Worker, message: TaskMessage): void {
    worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "tidelab-task" });
    worker.onmessage = ({ data }: MessageEvent<TaskAnswer>) => this.#take(worker, data);
    worker.onerror = (event) => {
      const waiting = this.#workers.get(worker);
      this.#workers.delete(worker);
      worker.terminate();
      waiting?.reject(new Error(event.message || "a worker of tasks did not load"));
      this.#next();
    };
    this.#workers.set(worker, undefined);
    return worker;
  }

  #take(worker: Worker, answer: TaskAnswer): void {
    const waiting = this.#workers.get(worker);
    if (waiting === undefined) return;
    if (answer.type === "progress") {
      waiting.onProgress?.(answer.progress);
      return;
    }
    this.#workers.set(worker, undefined);
    this.#idle.push(worker);
    if (answer.type === "answer") waiting.resolve(answer.answer as never);
    else if (answer.type === "refused") waiting.reject(new RunRefused(answer.errors));
    else waiting.reject(Object.assign(new Error(answer.message), { stack: answer.details }));
    this.#next();
  }
}
