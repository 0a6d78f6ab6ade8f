/** The queue of the store, as the server of this page reports it: an event at each change. A static host reports nothing. */

/** What runs of a sweep are doing. As `tidelab sweep status --json` has it; what is not read here is left out. */
export interface QueuedSweep {
  readonly name: string;
  readonly state: "open" | "paused" | "cancelled" | "done";
  readonly owner: string;
  readonly jobs: Readonly<Record<"waiting" | "running" | "saved" | "failed", number>>;
  readonly running: readonly {
    readonly arm: string;
    readonly seed: number;
    readonly host: string;
    readonly epoch: number | null;
  }[];
  readonly parked: readonly {
    readonly arm: string;
    readonly seed: number;
    readonly failure: { readonly message: string };
  }[];
  readonly alarms: readonly {
    readonly arm: string;
    readonly seed: number;
    readonly first: { readonly host: string };
    readonly second: { readonly host: string };
  }[];
  readonly perMinute: number;
}

export interface QueueWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly state: "working" | "draining" | "gone" | "lost";
  readonly slots: number;
  readonly running: number;
  readonly done: number;
  readonly tags: readonly string[];
}

export type QueueState =
  | { readonly kind: "asking" }
  /** This host reports no queue. */
  | { readonly kind: "absent" }
  | {
      readonly kind: "live";
      readonly sweeps: readonly QueuedSweep[];
      readonly workers: readonly QueueWorker[];
      /** Why this may be old: the server does not answer, or its database does not. */
      readonly silent: "server" | "database" | undefined;
    };

/** Where the server reports it; `src/node/serve` in the package has the same. */
const EVENTS = "queue/events";

type Source = Pick<EventSource, "addEventListener" | "close" | "readyState">;

/**
 * Follows the queue until it is stopped.
 * @param open  for tests
 */
export function followQueue(
  onState: (state: QueueState) => void,
  open: (url: string) => Source = (url) => new EventSource(url),
): () => void {
  let state: QueueState = { kind: "asking" };
  const set = (next: QueueState) => {
    state = next;
    onState(next);
  };
  const silence = (silent: "server" | "database") => {
    const before = state.kind === "live" ? state : { kind: "live" as const, sweeps: [], workers: [] };
    set({ ...before, silent });
  };
  const source = open(EVENTS);
  source.addEventListener("message", (event) => {
    const found = parse((event as MessageEvent<string>).data);
    if (found) set({ kind: "live", ...found, silent: undefined });
  });
  source.addEventListener("away", () => silence("database"));
  source.addEventListener("error", () => {
    // Closed for good: not a stream of events, but a page or "not found".
    if (source.readyState === CLOSED) set(state.kind === "live" ? { ...state, silent: "server" } : { kind: "absent" });
    else if (state.kind === "live") silence("server");
  });
  return () => source.close();
}

const CLOSED = 2;

function parse(data: string): { sweeps: readonly QueuedSweep[]; workers: readonly QueueWorker[] } | undefined {
  try {
    const { sweeps, workers } = JSON.parse(data) as { sweeps?: QueuedSweep[]; workers?: QueueWorker[] };
    return Array.isArray(sweeps) && Array.isArray(workers) ? { sweeps, workers } : undefined;
  } catch {
    return undefined;
  }
}

/** Minutes until a sweep has all its runs, at the pace of the last ten minutes; undefined where nothing says so. */
export function minutesLeft({ state, jobs, perMinute }: QueuedSweep): number | undefined {
  const left = jobs.waiting + jobs.running;
  return state === "open" && left > 0 && perMinute > 0 ? left / perMinute : undefined;
}
