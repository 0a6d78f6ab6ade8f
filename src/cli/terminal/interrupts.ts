/**
 * Ctrl-C, SIGTERM and a closed terminal (SIGHUP) during a run: the first asks it to stop after the current batch,
 * the second ends the process. What is then lost is what came after the last checkpoint; files appear whole or not at all (`node/files.ts`).
 */

/** Exit codes as a shell gives them: 128 + the signal's number. */
const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Exit code that the signal asks for; undefined before it came. */
  readonly exitCode: number | undefined;
  /** Gives signals back their usual meaning. */
  dispose(): void;
}

/** @param onFirst  informs the user that the run is stopping */
export function catchInterrupts(onFirst: () => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const handlers = (["SIGHUP", "SIGINT", "SIGTERM"] as const).map((name) => {
    const handler = () => {
      if (exitCode !== undefined) process.exit(CODES[name]);
      exitCode = CODES[name];
      controller.abort();
      onFirst();
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    dispose() {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
