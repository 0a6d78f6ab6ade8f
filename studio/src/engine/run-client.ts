/** The page's side of the worker of finished runs: ask, and await the answer. The worker is started by the first question. */
import type { ErrorData } from "./protocol.ts";
import type { QuestionName, Questions, RunAnswer, VerifyProgress } from "./run-protocol.ts";

/** What was given cannot be used: everything that is wrong with it. */
export class RunRefused extends Error {
  override name = "RunRefused";
  readonly errors: readonly ErrorData[];

  constructor(errors: readonly ErrorData[]) {
    super(errors.map(({ message }) => message).join("\n"));
    this.errors = errors;
  }
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: VerifyProgress) => void) | undefined;
}

export interface AskOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Ends the worker and what it computes. */
  readonly signal?: AbortSignal;
  /** Is given what makes it wait, and go on. */
  readonly onStart?: (hold: (on: boolean) => void) => void;
  /** Bytes in the question that the page has no more use for: they are handed over, where copies would hold it up. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** A worker with the questions that it has. */
class RunClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  isOver = false;

  constructor() {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "tidelab-run" });
    this.#worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => this.#take(data);
    this.#worker.onerror = (event) => this.end(new Error(event.message || "the worker of finished runs did not load"));
  }

  ask<Name extends QuestionName>(
    name: Name,
    ask: Questions[Name]["ask"],
    { onProgress, signal, onStart, transfer = [] }: AskOptions = {},
  ): Promise<Questions[Name]["answer"]> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      signal?.addEventListener("abort", () => this.end(signal.reason));
      this.#worker.postMessage({ id, name, ask }, [...transfer]);
      onStart?.((on) => this.#worker.postMessage({ id, name: "hold", on }));
    });
  }

  /** Whoever still waits learns why. */
  end(reason: unknown): void {
    this.isOver = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #take(answer: RunAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    if (answer.type === "progress") {
      waiting.onProgress?.(answer.progress);
      return;
    }
    this.#waiting.delete(answer.id);
    if (answer.type === "answer") waiting.resolve(answer.answer as never);
    else if (answer.type === "refused") waiting.reject(new RunRefused(answer.errors));
    else waiting.reject(Object.assign(new Error(answer.message), { stack: answer.details }));
  }
}

let looking: RunClient | undefined;

/** Asks about runs that are kept: test and training series, reports, archives, what they say of new files; or has another run kept. */
export function askRun<Name extends Exclude<QuestionName, "verify">>(
  name: Name,
  ask: Questions[Name]["ask"],
  options: Pick<AskOptions, "transfer"> = {},
): Promise<Questions[Name]["answer"]> {
  if (looking === undefined || looking.isOver) looking = new RunClient();
  return looking.ask(name, ask, options);
}

/** The files in an archive, by their paths. @throws RunRefused for one that is damaged or unpacks to too much, DOMException where it cannot be read */
export async function askUnpacked(name: string, archive: Blob): Promise<readonly (readonly [path: string, Blob])[]> {
  return askRun("unpack", { name, archive });
}

/** Trains a recorded run again, in a worker of its own: it may take long, and can be ended. */
export async function askVerdict(
  ask: Questions["verify"]["ask"],
  options: AskOptions,
): Promise<Questions["verify"]["answer"]> {
  const client = new RunClient();
  try {
    return await client.ask("verify", ask, options);
  } finally {
    client.end(new Error("over"));
  }
}
