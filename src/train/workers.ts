/**
 * How worker threads are started and spoken to, the same in Node and in the browser. The host says how to start one:
 * browsers have `Worker`; `tidelab/node` registers Node's.
 */
import { TidelabError } from "../errors.ts";

/** The part of a worker, seen from outside, that is needed; and of its port, seen from inside. */
export interface MessagePortLike {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  onMessage(handler: (message: unknown) => void): void;
}

export interface WorkerLike extends MessagePortLike {
  /** An uncaught error in the worker, or its early end. */
  onFailure(handler: (cause: Error) => void): void;
  terminate(): void;
}

export type StartWorker = () => WorkerLike;

let startWorker: StartWorker | undefined;

/** Registers how workers are started. Node's entry does so; a bundled browser app may give its own. */
export function registerWorkers(start: StartWorker): void {
  startWorker = start;
}

const started: WorkerLike[] = [];

/**
 * Starts workers that `createWorker` will hand out. It takes a worker a tenth of a second to load, in which this thread can
 * make the data; `dropWorkers` ends those that were not needed.
 * @throws TidelabError `threads.unavailable` where the host has no workers
 */
export function startWorkers(count: number): void {
  while (started.length < count) started.push(start());
}

export function dropWorkers(): void {
  for (const worker of started.splice(0)) worker.terminate();
}

/** A worker that runs a lane. @throws TidelabError `threads.unavailable` where the host has no workers */
export function createWorker(): WorkerLike {
  return started.shift() ?? start();
}

function start(): WorkerLike {
  if (startWorker) return startWorker();
  if (typeof Worker === "undefined") throw new TidelabError("threads.unavailable", {});
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (handler) => {
      worker.onmessage = (event: MessageEvent<unknown>) => handler(event.data);
    },
    onFailure: (handler) => {
      worker.onerror = (event) => handler(new Error(event.message || "the worker script did not load"));
    },
    terminate: () => worker.terminate(),
  };
}
