/**
 * Listens to a run for a person: the header, the notebook's line after each epoch, a bar in between, and signals that get
 * their turn. It decides nothing about the run.
 */

import { setImmediate } from "node:timers/promises";
import { describeError } from "../../errors/errors.ts";
import type { RunEvent } from "../../runs/run-spec.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import { formatEpochLine } from "../terminal/number-format.ts";
import { createEta, type Eta, formatProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { formatHeader } from "./results.ts";

/** Milliseconds: how often progress is drawn, and how long signals may wait. */
const PROGRESS_EVERY = 100;
const SIGNALS_EVERY = 50;

export interface FollowOptions {
  /** Epochs that will be run in all. */
  epochs: number;
  onPrepared?(event: Extract<RunEvent, { type: "prepared" }>): void;
}

/** @returns what the run returns */
export async function follow<Result>(
  run: AsyncGenerator<RunEvent, Result>,
  { epochs, onPrepared }: FollowOptions,
  terminal: Terminal,
): Promise<Result> {
  const show = follower(epochs, terminal);
  let heard = performance.now();
  try {
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
      show(next.value);
      if (next.value.type === "prepared") onPrepared?.(next.value);
      // On one thread nothing else gives signals their turn.
      if (performance.now() - heard < SIGNALS_EVERY) continue;
      await setImmediate();
      heard = performance.now();
    }
  } finally {
    terminal.clearProgress();
  }
}

function follower(epochs: number, terminal: Terminal): (event: RunEvent) => void {
  let eta: Eta | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return (event) => {
    switch (event.type) {
      case "prepared":
        terminal.info(formatHeader(event, terminal));
        break;
      case "start":
        eta = createEta(event.stepsPerEpoch * epochs - event.steps, performance.now());
        break;
      case "step": {
        const now = performance.now();
        eta?.step(now);
        if (!terminal.showsProgress || now - drawn < PROGRESS_EVERY) break;
        drawn = now;
        const { epoch, batch, batches, loss } = event;
        const state = { epoch, epochs, batch, batches, loss, remaining: eta?.remaining() };
        terminal.progress(formatProgress(state, terminal.columns - 1, terminal.messages));
        break;
      }
      case "epoch":
        terminal.info(formatEpochLine(event.record));
        break;
      case "deviceLost":
        terminal.notice(
          terminal.messages.deviceLost({ reason: describeError(event.error, errorMessagesIn(terminal.lang)) }),
        );
        break;
      case "checkpoint":
      case "done":
        break;
    }
  };
}
