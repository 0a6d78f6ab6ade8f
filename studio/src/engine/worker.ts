/**
 * Entry of the workers of the page: the one that trains, the lens, the one of finished runs, those of tasks, told apart by their names. One entry, so that they share the engine's
 * code and a page loads it once.
 */
const scope = globalThis as unknown as {
  readonly name: string;
  onmessage: ((event: MessageEvent) => void) | null;
};

// What is asked while the code loads must not be lost.
const early: MessageEvent[] = [];
scope.onmessage = (event) => early.push(event);

function load(): Promise<unknown> {
  if (scope.name === "tidelab-lens") return import("../lens/lens-worker.ts");
  if (scope.name === "tidelab-task") return import("./task-worker.ts");
  return scope.name === "tidelab-run" ? import("./run-worker.ts") : import("./train-worker.ts");
}

const part = load();
// The part has put its own listener in place.
part.then(
  () => {
    for (const event of early) scope.onmessage?.(event);
  },
  // The page hears of it as of any error of its worker; a rejection alone would stay here.
  (error: unknown) => reportError(error),
);

export {};
