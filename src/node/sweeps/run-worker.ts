/**
 * A process of a sweep: runs one spec after another on one thread and saves each run. It handles no signals: the sweep
 * ends it, and when the sweep is gone it goes too. Node only.
 */
import "../platform.ts";
import { setImmediate } from "node:timers/promises";
import { TidelabError } from "../../errors/errors.ts";
import { type FinishedRun, runSpec } from "../../runs/run-spec.ts";
import { deviceFor } from "../choose-device.ts";
import { claimToSave, saveResult } from "../runs/folder.ts";
import { seriesFilesIn } from "../series-files.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";
import { openQueued } from "./queued-run.ts";

/** Milliseconds that messages may wait: on one thread nothing else gives them their turn. */
const MESSAGES_EVERY = 50;

// Ctrl-C in a terminal goes to all processes of a command; what it means is for the sweep to say.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(1));

/** Runs of a sweep read the same files: those of the current folder, as their specs name them. */
const files = seriesFilesIn(".", { keep: true });

/** Takes the answer to the epoch that was reported last. */
let answer: (goesOn: boolean) => void = () => {};
/** Ends the run that is running, with a checkpoint. */
let drain: () => void = () => {};

type Run = Extract<ToWorker, { type: "run" }>;

process.on("message", (message: ToWorker) => {
  if (message.type === "run") void serve(message);
  else if (message.type === "drain") drain();
  else answer(message.type === "continue");
});

async function serve(job: Run): Promise<void> {
  send({ type: "begun" });
  try {
    const finished = await follow(job);
    if (finished === undefined) return send({ type: "drained" });
    // Hundreds of runs are read as one report of the sweep; `tidelab figures` draws those of a single one.
    const claim = await claimToSave(job.folder);
    try {
      // What a worker of the queue saves goes into the database at once, and its folder away.
      await saveResult(claim.folder, finished, { durable: job.queue === undefined });
    } finally {
      await claim.release();
    }
    send({ type: "saved", weightsSha256: finished.record.weightsSha256 });
  } catch (error) {
    const code = error instanceof TidelabError ? error.code : undefined;
    // What the params hold depends on the code.
    const params: { reason?: unknown } | undefined = error instanceof TidelabError ? (error.params ?? {}) : undefined;
    const reason = params?.reason;
    const message = error instanceof Error ? error.message : String(error);
    send({ type: "failed", message, code, ...(typeof reason === "string" && { reason }) });
  }
}

/** @returns undefined for a run that was drained */
async function follow({ spec, folder, device: choice, waits, queue }: Run): Promise<FinishedRun | undefined> {
  const stop = new AbortController();
  let isDraining = false;
  drain = () => {
    isDraining = true;
    stop.abort();
    answer(true);
  };
  const device = await deviceFor(choice);
  const queued = queue && (await openQueued(queue, folder, spec));
  const run = runSpec(spec, { threads: 1, device, signal: stop.signal, files, ...queued?.options });
  let heard = performance.now();
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
    const event = next.value;
    if (await queued?.keep(event, isDraining)) send({ type: "checkpoint" });
    if (isDraining && event.type === "checkpoint") {
      await run.return(undefined as never);
      return undefined;
    }
    if (event.type === "epoch") {
      const { epoch, valLoss } = event.record;
      const answered = new Promise<boolean>((resolve) => {
        answer = resolve;
      });
      send({ type: "epoch", epoch, valLoss });
      if (waits && !isDraining && !(await answered)) stop.abort();
    }
    // That the sweep has ended, this process also hears only now.
    if (event.type !== "epoch" && performance.now() - heard < MESSAGES_EVERY) continue;
    await setImmediate();
    heard = performance.now();
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}
