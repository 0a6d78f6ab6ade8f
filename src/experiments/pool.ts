/**
 * Processes that run a sweep's runs, one run a process at a time, each on one thread: no run can take another with it, and
 * what a run gives does not depend on its neighbours. Node only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { FromWorker, ToWorker } from "./jobs.ts";

export type Outcome =
  | { readonly type: "saved" }
  | { readonly type: "failed"; readonly message: string; readonly code: string | undefined; readonly reason?: string };

export interface Running {
  readonly outcome: Promise<Outcome>;
  /** Ends the run after its current batch; it is saved all the same. */
  stop(): void;
}

export interface Pool {
  /** Starts a run on a process that is free, or a new one. */
  start(
    job: Omit<Extract<ToWorker, { type: "run" }>, "type">,
    onEpoch: (epoch: number, valLoss: number) => void,
  ): Running;
  /** Ends all processes at once; what they run is lost. */
  kill(): Promise<void>;
}

/** @param entry  the built `run-worker.js` */
export function createPool(entry: URL = new URL("../node/run-worker.js", import.meta.url)): Pool {
  const free: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  const create = () => {
    const child = fork(entry, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    all.add(child);
    child.once("exit", () => all.delete(child));
    return child;
  };
  return {
    start(job, onEpoch) {
      const child = free.pop() ?? create();
      let errors = "";
      const hear = (text: Buffer) => {
        errors = (errors + text.toString()).slice(-LONGEST_ERROR);
      };
      child.stderr?.on("data", hear);
      const outcome = new Promise<Outcome>((done) => {
        const end = (result: Outcome) => {
          child.off("message", onMessage);
          child.off("exit", onExit);
          child.off("error", onError);
          child.stderr?.off("data", hear);
          done(result);
        };
        const onMessage = (message: FromWorker) => {
          if (message.type === "epoch") onEpoch(message.epoch, message.valLoss);
          else {
            free.push(child);
            end(message);
          }
        };
        const onError = (error: Error) => end({ type: "failed", message: error.message, code: undefined });
        const onExit = (code: number | null, signal: string | null) =>
          end({ type: "failed", message: describeExit(code, signal, errors), code: undefined });
        child.on("message", onMessage);
        child.on("exit", onExit);
        child.on("error", onError);
      });
      send(child, { type: "run", ...job });
      return { outcome, stop: () => send(child, { type: "stop" }) };
    },
    async kill() {
      const gone = [...all].map((child) => once(child, "exit"));
      for (const child of all) child.kill("SIGKILL");
      await Promise.all(gone);
    },
  };
}

const LONGEST_ERROR = 2000;

/** A process that has gone meanwhile tells so itself. */
function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}

function describeExit(code: number | null, signal: string | null, errors: string): string {
  const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
  const why = signal === "SIGKILL" ? " (was there enough memory?)" : "";
  const said =
    errors
      .trim()
      .split("\n")
      .find((line) => /error/i.test(line)) ?? "";
  return `the process of the run ${how}${why}${said === "" ? "" : `: ${said.trim()}`}`;
}
