/**
 * What the host adds to plain JavaScript: threads, memory, a faster hash, wider vectors, texts of errors. The host hands it in once,
 * before anything runs: Node in `node/platform.ts`, for worker threads in `node/worker.ts`. A browser needs none of it.
 */

/** The part of a worker, seen from outside, that is needed; and of its port, seen from inside. */
export interface MessagePortLike {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  onMessage(handler: (message: unknown) => void): void;
}

/** What is used of a worker thread, whatever the host calls it. */
export interface WorkerLike extends MessagePortLike {
  /** An uncaught error in the worker, or its early end. */
  onFailure(handler: (cause: Error) => void): void;
  terminate(): void;
}

/** What is used of a browser's `Worker`. */
export interface BrowserWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: DOM's own type has events here, which hosts without DOM do not have.
  onmessage: ((event: any) => void) | null;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  onerror: ((event: any) => void) | null;
  terminate(): void;
}

/** Starts a worker on the script of `tidelab/worker`. */
export type StartWorker = () => WorkerLike | BrowserWorker;

/** Bytes that the host can give; `heap` is for objects, of which engines hold less than of arrays. */
export interface HostMemory {
  readonly total: number;
  readonly heap: number;
}

/** A SHA-256 of bytes that come one after the other. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  /** 64 hex digits; nothing may be added then. */
  hex(): string;
}

export interface Platform {
  /** Starts a worker thread. Without it the browser's own `Worker` is started on the script beside the bundle. */
  readonly startWorker?: StartWorker;
  /** Begins a SHA-256: the host's own is ten times as fast. */
  readonly sha256?: () => Sha256;
  readonly memory: HostMemory;
  /**
   * Whether products work on tiles twice as wide. For a host whose compiler joins pairs of 128-bit vectors into 256-bit ones (see
   * docs/decisions/010): twice as fast there, slower elsewhere, the same bits everywhere. Holds for kernels instantiated from then on.
   */
  readonly wideTiles: boolean;
  /** Finds the host's WebGPU, where it is not `navigator.gpu`; undefined where the host has none. */
  readonly requestGpu?: () => Promise<GPU | undefined>;
  /** Whether a GPU that is imitated in software will do: for tests. */
  readonly softwareGpu?: boolean;
  /** English texts by code of the errors that not every host can meet, so that a browser's bundle need not carry them. */
  readonly errorTexts: Readonly<Record<string, unknown>>;
}

/** What is handed in; until then what a browser's tab gets, for it cannot be asked. */
export const platform: Platform = {
  memory: { total: 16 * 2 ** 30, heap: 4 * 2 ** 30 },
  wideTiles: false,
  errorTexts: {},
};

/** Sets what this host provides; parts that are left out stay as they are. */
export function setPlatform(given: Partial<Platform>): void {
  Object.assign(platform, given);
}

/**
 * Says how a worker is started, where a page's bundler does not find the worker by itself:
 * `registerWorkers(() => new Worker(url, { type: "module" }))`, where `url` is that of `tidelab/worker`.
 */
export function registerWorkers(startWorker: StartWorker): void {
  setPlatform({ startWorker });
}
