/** Turns for others in long work on one thread: timers, events and signals are only heard between two tasks. */

/** Milliseconds of work between two pauses. */
const WORK = 25;

/** @returns a function to await between pieces of the work, which lets others have their turn when it is time */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < WORK) return;
    // Not a microtask: those come before timers and events.
    await new Promise<void>((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
