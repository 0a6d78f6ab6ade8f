/** The progress bar as text, and the time that is left. The terminal decides where and how often it is drawn. */
import type { CliMessages } from "../messages/en.ts";
import { formatClock, formatFixed } from "./number-format.ts";
import { cut, displayWidth } from "./table.ts";

/** Seconds left of a run, from the time that its steps have taken so far, validation between them included. */
export interface Eta {
  /** Call it after every step. @param now  milliseconds */
  step(now: number): void;
  /** Undefined before there is anything to go by. */
  remaining(): number | undefined;
}

/** The first step draws up programs and warms the engine; counted only when it is the only one. */
export function createEta(totalSteps: number, startedAt: number): Eta {
  let done = 0;
  let firstEnded = startedAt;
  let last = startedAt;
  return {
    step(now) {
      done++;
      if (done === 1) firstEnded = now;
      last = now;
    },
    remaining() {
      if (done === 0) return undefined;
      const perStep = done === 1 ? last - startedAt : (last - firstEnded) / (done - 1);
      return ((totalSteps - done) * perStep) / 1000;
    },
  };
}

export interface ProgressState {
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** Mean of the epoch so far. */
  readonly loss: number;
  /** Seconds left of the whole run. */
  readonly remaining: number | undefined;
}

const LONGEST_BAR = 30;
const SHORTEST_BAR = 5;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * `Epoch  3/20 ━━━━━    12/27 loss=0.4632 ETA 0:41`, in at most `columns` columns; without the bar where that is too few.
 */
export function formatProgress(state: ProgressState, columns: number, messages: CliMessages): string {
  const { epoch, epochs, batch, batches, loss, remaining } = state;
  const of = (part: number, whole: number) => `${String(part).padStart(String(whole).length)}/${whole}`;
  const head = `${messages.epoch} ${of(epoch, epochs)}`;
  const eta = remaining === undefined ? "" : ` ${messages.eta({ time: formatClock(remaining) })}`;
  const tail = `${of(batch, batches)} loss=${formatFixed(loss, 4)}${eta}`;
  const room = Math.min(LONGEST_BAR, columns - displayWidth(head) - displayWidth(tail) - 2);
  const line = room < SHORTEST_BAR ? `${head} ${tail}` : `${head} ${formatBar(batch / batches, room)} ${tail}`;
  return cut(line, columns);
}

/** A bar of `width` columns, filled to eighths of one. */
export function formatBar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const full = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return full + "░".repeat(width - full.length);
}
