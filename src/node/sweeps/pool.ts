/**
 * Processes that run a sweep's runs, one run a process at a time, each on one thread: no run can take another with it, and
 * what a run gives does not depend on its neighbours. Any process may die at any time, also while it has nothing to do.
 * Node only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { RunRecord } from "../../runs/record.ts";
import type { RunSeries } from "../../sweep/check.ts";
import { failureTexts, type ProcessExit } from "../../sweep/messages/failures.en.ts";
import type { JobName } from "./jobs.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

export type Outcome =
  /** With its record where the pool has read it. */
  | { readonly type: "saved"; readonly weightsSha256: string; readonly record?: RunRecord }
  /** It was asked to drain, and left a checkpoint. */
  | { readonly type: "drained" }
  | {
      readonly type: "failed";
      readonly message: string;
      readonly code: string | undefined;
      readonly reason?: string;
      /** Where the process itself ended. */
      readonly exit?: ProcessExit;
    };

export interface PoolJob extends Omit<Extract<ToWorker, { type: "run" }>, "type"> {
  /** Which run of the sweep it is; processes of this machine do not need it. */
  readonly name?: JobName;
  /** In the order of the sweep. */
  readonly position?: number;
  /** Its series by hash, where they are from files; processes of this machine read the files. */
  readonly series?: RunSeries | undefined;
}

/** @returns whether the run goes on; asked, and waited for, only of jobs that wait */
export type OnEpoch = (epoch: number, valLoss: number) => Promise<boolean>;

/** What else a job of the queue has. */
export interface PoolHooks {
  readonly onCheckpoint?: () => void;
  /** Asks the run to leave a checkpoint and end. */
  readonly drain?: AbortSignal;
}

export interface Pool {
  /** Runs a job on a process that is free, or a new one. Never rejects because a process dies. */
  run(job: PoolJob, onEpoch: OnEpoch, hooks?: PoolHooks): Promise<Outcome>;
  /** Ends all processes at once; what they run is lost. May be called again. */
  kill(): Promise<void>;
}

/** A process that dies before it has the job has not failed at it; one that never gets that far has. */
const MOST_ATTEMPTS = 3;

/** @param entry  the built `run-worker.js` */
export function createPool(entry: URL = new URL("./run-worker.js", import.meta.url)): Pool {
  /** The one that may use a GPU where the device is left open: several would wait for each other, and each has memory there. */
  let seat: ChildProcess | undefined;
  /** Without a job. */
  const free = new Set<ChildProcess>();
  const alive = new Set<ChildProcess>();
  let isClosed = false;

  const create = () => {
    const child = fork(entry, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    alive.add(child);
    const forget = () => {
      free.delete(child);
      alive.delete(child);
      if (seat === child) seat = undefined;
    };
    child.once("exit", forget);
    // One that could not be started has no exit.
    child.on("error", () => child.pid === undefined && forget());
    // Nobody can reach it any more.
    child.once("disconnect", () => {
      free.delete(child);
      child.kill("SIGKILL");
    });
    return child;
  };

  const take = () => {
    const [first = create()] = free;
    const child = seat && free.has(seat) ? seat : first;
    free.delete(child);
    seat ??= child;
    return child;
  };

  const attempt = (job: PoolJob, onEpoch: OnEpoch, { onCheckpoint, drain }: PoolHooks) => {
    const child = take();
    const onDrain = () => send(child, { type: "drain" });
    let hasBegun = false;
    let errors = "";
    const hear = (text: Buffer) => {
      errors = (errors + text.toString()).slice(-LONGEST_ERROR);
    };
    child.stderr?.on("data", hear);
    const over = new Promise<{ hasBegun: boolean; outcome: Outcome }>((done) => {
      const end = (outcome: Outcome) => {
        drain?.removeEventListener("abort", onDrain);
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.off("error", onError);
        child.stderr?.off("data", hear);
        done({ hasBegun, outcome });
      };
      const onMessage = async (message: FromWorker) => {
        hasBegun = true;
        if (message.type === "epoch") {
          const goesOn = await onEpoch(message.epoch, message.valLoss);
          if (job.waits) send(child, { type: goesOn ? "continue" : "stop" });
        } else if (message.type === "checkpoint") onCheckpoint?.();
        else if (message.type !== "begun") {
          if (child.connected) free.add(child);
          end(message);
        }
      };
      const onError = (error: Error) => {
        if (child.pid === undefined) end({ type: "failed", message: error.message, code: undefined });
      };
      const onExit = (code: number | null, signal: string | null) => {
        const exit = { code, signal, said: errorLine(errors) };
        end({ type: "failed", message: failureTexts.exited(exit), code: undefined, exit });
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.on("error", onError);
    });
    const { spec, folder, waits, queue } = job;
    const device = job.device === "auto" && child !== seat ? "cpu" : job.device;
    send(child, { type: "run", spec, folder, device, waits, ...(queue && { queue }) });
    if (drain?.aborted) onDrain();
    drain?.addEventListener("abort", onDrain);
    return over;
  };

  return {
    async run(job, onEpoch, hooks = {}) {
      for (let count = 1; ; count++) {
        if (isClosed) return { type: "failed", message: "the sweep was ended", code: undefined };
        const { hasBegun, outcome } = await attempt(job, onEpoch, hooks);
        if (hasBegun || count === MOST_ATTEMPTS) return outcome;
      }
    },
    async kill() {
      isClosed = true;
      const gone = [...alive].map((child) => once(child, "exit"));
      for (const child of alive) child.kill("SIGKILL");
      await Promise.allSettled(gone);
    },
  };
}

const LONGEST_ERROR = 2000;

/** What cannot be sent was for a process that is gone, whose exit says so. */
function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}

/** The first line that names an error; empty where none does. */
function errorLine(output: string): string {
  const lines = output.trim().split("\n");
  return lines.find((line) => /error/i.test(line))?.trim() ?? "";
}
