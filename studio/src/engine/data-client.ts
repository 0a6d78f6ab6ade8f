/** The page's side of the data worker: a request gives a promise of its answer. */
import type { DataAnswer, DataRequest, NumberedAnswer, NumberedRequest } from "./data-protocol.ts";

export class DataClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: DataAnswer) => void>();
  #number = 0;
  #end: DataAnswer | undefined;

  constructor() {
    this.#worker = new Worker(new URL("./data-worker.ts", import.meta.url), { type: "module", name: "tidelab-data" });
    this.#worker.onmessage = ({ data: { number, answer } }: MessageEvent<NumberedAnswer>) => {
      this.#waiting.get(number)?.(answer);
      this.#waiting.delete(number);
    };
    this.#worker.onerror = ({ message, filename, lineno }) => {
      this.#fail(message || "the data worker did not load", `${filename}:${lineno}`);
    };
    this.#worker.onmessageerror = () => this.#fail("a message of the data worker could not be read", "");
  }

  /** Whether the worker has ended: another client is needed. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  ask(request: DataRequest): Promise<DataAnswer> {
    if (this.#end) return Promise.resolve(this.#end);
    const number = ++this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#worker.postMessage({ number, request } satisfies NumberedRequest);
    });
  }

  #fail(message: string, details: string): void {
    this.#end = { type: "fault", message, details };
    for (const resolve of this.#waiting.values()) resolve(this.#end);
    this.#waiting.clear();
  }
}
