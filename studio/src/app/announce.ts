/** What a screen reader reads without being asked: one polite line, at most one in five seconds. Losses are never read out. */
import { signal } from "@preact/signals";

const GAP_MS = 5000;

export const announcement = signal("");
let last = Number.NEGATIVE_INFINITY;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Of several that come within five seconds only the newest is said. */
export function announce(text: string): void {
  clearTimeout(waiting);
  const wait = Math.max(0, last + GAP_MS - performance.now());
  waiting = setTimeout(() => {
    last = performance.now();
    announcement.value = text;
  }, wait);
}
