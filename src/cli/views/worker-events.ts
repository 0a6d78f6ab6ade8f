/** What a worker of the queue does, as lines. */
import { showBuild } from "../../node/queue/build.ts";
import type { WorkerEvent } from "../../node/queue/worker.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";
import { reasonOf } from "./run-problems.ts";

/** @param isQuiet  leaves out the runs, which somebody else shows */
export function workerEvents(
  slots: number,
  tags: readonly string[],
  terminal: Terminal,
  isQuiet = false,
): (event: WorkerEvent) => void {
  const { messages } = terminal;
  return (event) => {
    if (event.type === "away") warn(terminal, messages.queueAway({ reason: reasonOf(event.error, terminal) }));
    else if (event.type === "back") terminal.notice(messages.queueBack);
    else if (isQuiet) return;
    else if (event.type === "entered") {
      terminal.info(messages.workerEntered({ build: showBuild(event.build), slots, tags }));
    } else if (event.type === "taken") {
      terminal.info(messages.workerTook({ ...event, isResumed: event.from === "checkpoint" }));
    } else if (event.how === "failed")
      warn(terminal, messages.workerFailed({ ...event, message: event.message ?? "?" }));
    else terminal.info(messages.workerEnded({ ...event, how: event.how }));
  };
}
