/**
 * How worker threads are started and spoken to, the same in Node and in the browser. The host says how to start one:
 * browsers have `Worker`, Node's entry registers Node's, and `registerWorkers` is for pages whose bundler moves the script.
 */
import { checkWhole } from "../../data/check.ts";
import { describeError, TidelabError } from "../../errors/errors.ts";

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

/** What is used of a browser's `Worker`. */
export interface BrowserWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: DOM's own type has events here, which hosts without DOM do not have.
  onmessage: ((event: any) => void) | null;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  onerror: ((event: any) => void) | null;
  terminate(): void;
}

/** More than a machine has cores for; a number beyond it is a mistake that would only cost memory. */
export const MOST_THREADS = 256;

/** @throws TidelabError `data.whole` or `threads.count` */
export function checkThreadCount(threads: number): void {
  checkWhole(threads, 1, "threads");
  if (threads > MOST_THREADS)
    throw new TidelabError("threads.count", { most: MOST_THREADS, received: threads }, "threads");
}

export type StartWorker = () => WorkerLike | BrowserWorker;

let startWorker: StartWorker | undefined;

/**
 * Registers how a worker is started. Node's entry does so; a page does where its bundler does not find the worker by itself:
 * `registerWorkers(() => new Worker(url, { type: "module" }))`, where `url` is that of `tidelab/worker`.
 */
export function registerWorkers(start: StartWorker): void {
  startWorker = start;
}

const started: WorkerLike[] = [];

/**
 * Starts workers that `createWorker` will return. It takes a worker a tenth of a second to load, in which this thread can
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

let isWarned = false;

/**
 * Whether to continue with one thread: the page did not say how to start a worker, and our own script is not where the bundle
 * looks for it. The numbers do not depend on it, so this is a warning, given once; a registered way that fails is an error.
 */
export function isWithoutWorkers(cause: unknown): boolean {
  if (startWorker || !(cause instanceof TidelabError) || cause.code !== "threads.notLoaded") return false;
  if (!isWarned) console.warn(`Tidelab runs on one thread, with the same numbers: ${describeError(cause)}`);
  isWarned = true;
  return true;
}

function start(): WorkerLike {
  if (startWorker) {
    const worker = startWorker();
    return "post" in worker ? worker : adapt(worker);
  }
  if (typeof Worker === "undefined") throw new TidelabError("threads.unavailable", {});
  let worker: Worker;
  try {
    // Bundlers look for just this expression. In a classic script `import.meta` is empty, and a page may not start
    // workers of another origin.
    worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch (cause) {
    throw new TidelabError("threads.notLoaded", {}, undefined, { cause });
  }
  return adapt(worker);
}

function adapt(worker: BrowserWorker): WorkerLike {
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (handler) => {
      worker.onmessage = (event: MessageEvent<unknown>) => handler(event.data);
    },
    onFailure: (handler) => {
      // A script that does not load has no message; an error thrown in it has one.
      worker.onerror = ({ message }: { message?: string }) =>
        handler(message ? new Error(message) : new TidelabError("threads.notLoaded", {}));
    },
    terminate: () => worker.terminate(),
  };
}
