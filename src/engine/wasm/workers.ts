/**
 * How worker threads are started and spoken to, the same in Node and in the browser. The platform says how to start one:
 * browsers have `Worker`, Node registers its own, and `registerWorkers` is for pages whose bundler moves the script.
 */
import { checkWhole } from "../../data/check.ts";
import { describeError, TidelabError } from "../../errors/errors.ts";
import { type BrowserWorker, platform, type WorkerLike } from "../../platform.ts";

/** More than a machine has cores for; a number beyond it is a mistake that would only cost memory. */
export const MOST_THREADS = 256;

/** @throws TidelabError `data.whole` or `threads.count` */
export function checkThreadCount(threads: number): void {
  checkWhole(threads, 1, "threads");
  if (threads > MOST_THREADS)
    throw new TidelabError("threads.count", { most: MOST_THREADS, received: threads }, "threads");
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
  if (platform.startWorker || !(cause instanceof TidelabError) || cause.code !== "threads.notLoaded") return false;
  if (!isWarned) console.warn(`Tidelab runs on one thread, with the same numbers: ${describeError(cause)}`);
  isWarned = true;
  return true;
}

function start(): WorkerLike {
  if (platform.startWorker) {
    const worker = platform.startWorker();
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
