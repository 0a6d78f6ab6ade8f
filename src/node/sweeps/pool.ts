/**
 * Processes that run a sweep's runs, one run a process at a time, each on one thread: no run can take another with it, and
 * what a run gives does not depend on its neighbours. Any process may die at any time, also while it has nothing to do.
 * Node only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { failureTexts, type ProcessExit } from "../../sweep/messages/failures.en.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

export type Outcome =
  | { readonly type: "saved" }
  | {
      readonly type: "failed";
      readonly message: string;
      readonly code: string | undefined;
      readonly reason?: string;
      /** Where the process itself ended. */
      readonly exit?: ProcessExit;
    };

export type PoolJob = Omit<Extract<ToWorker, { type: "run" }>, "type">;

/** @returns whether the run goes on; asked, and waited for, only of jobs that wait */
export type OnEpoch = (epoch: number, valLoss: number) => Promise<boolean>;

export interface Pool {
  /** Runs a job on a process that is free, or a new one. Never rejects because a process dies. */
  run(job: PoolJob, onEpoch: OnEpoch): Promise<Outcome>;
  /** Ends all processes at once; what they run is lost. */
  kill(): Promise<void>;
}

/** A process that dies before it has the job has not failed at it; one that never gets that far has. */
const MOST_ATTEMPTS = 3;

/** @param entry  the built `run-worker.js` */
export function createPool(entry: URL = new URL("./run-worker.js", import.meta.url)): Pool {
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
    const [child = create()] = free;
    free.delete(child);
    return child;
  };

  const attempt = (job: PoolJob, onEpoch: OnEpoch) => {
    const child = take();
    let hasBegun = false;
    let errors = "";
    const hear = (text: Buffer) => {
      errors = (errors + text.toString()).slice(-LONGEST_ERROR);
    };
    child.stderr?.on("data", hear);
    const over = new Promise<{ hasBegun: boolean; outcome: Outcome }>((done) => {
      const end = (outcome: Outcome) => {
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
        } else if (message.type !== "begun") {
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
    send(child, { type: "run", ...job });
    return over;
  };

  return {
    async run(job, onEpoch) {
      for (let count = 1; ; count++) {
        if (isClosed) return { type: "failed", message: "the sweep was ended", code: undefined };
        const { hasBegun, outcome } = await attempt(job, onEpoch);
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
