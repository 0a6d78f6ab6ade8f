/**
 * A process of a sweep: runs one spec after another on one thread and saves each run. It has no signals of its own: the sweep
 * ends it, and when the sweep is gone it goes too. Node only.
 */
import "./platform.ts";
import "../file-errors.ts";
import { setImmediate } from "node:timers/promises";
import { TidelabError } from "../errors.ts";
import type { FromWorker, ToWorker } from "../experiments/jobs.ts";
import { saveRun } from "../runs/folder.ts";
import { type FinishedRun, runSpec } from "../runs/session.ts";

/** Milliseconds that messages may wait: on one thread nothing else gives them their turn. */
const MESSAGES_EVERY = 50;

// Ctrl-C in a terminal goes to all processes of a command; what it means is for the sweep to say.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(1));

let stop = new AbortController();

process.on("message", (message: ToWorker) => {
  if (message.type === "stop") stop.abort();
  else void serve(message);
});

async function serve({ spec, folder }: Extract<ToWorker, { type: "run" }>): Promise<void> {
  stop = new AbortController();
  try {
    const finished = await follow(runSpec(spec, { threads: 1, signal: stop.signal }));
    // Hundreds of runs are read as one report of the sweep; `tidelab figures` draws those of a single one.
    await saveRun(folder, finished, "en", { figures: false });
    send({ type: "saved" });
  } catch (error) {
    const code = error instanceof TidelabError ? error.code : undefined;
    // What the params hold depends on the code.
    const params: { reason?: unknown } | undefined = error instanceof TidelabError ? (error.params ?? {}) : undefined;
    const reason = params?.reason;
    const message = error instanceof Error ? error.message : String(error);
    send({ type: "failed", message, code, ...(typeof reason === "string" && { reason }) });
  }
}

async function follow(run: ReturnType<typeof runSpec>): Promise<FinishedRun> {
  let heard = performance.now();
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
    if (next.value.type === "epoch") {
      const { epoch, valLoss } = next.value.record;
      send({ type: "epoch", epoch, valLoss });
    }
    // After an epoch the sweep may have something to say about it.
    if (next.value.type !== "epoch" && performance.now() - heard < MESSAGES_EVERY) continue;
    await setImmediate();
    heard = performance.now();
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}
