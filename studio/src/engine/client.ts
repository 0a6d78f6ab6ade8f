/** The page's side of the train worker: starts it, asks, and hands its replies on. It knows nothing of runs. */
import type { Reply, Request } from "./protocol.ts";

export class TrainClient {
  readonly #worker: Worker;

  /** @param onReply  also gets the worker's own end, as a fault */
  constructor(onReply: (reply: Reply) => void) {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "tidelab-train" });
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => onReply(data);
    this.#worker.onerror = (event) => {
      const message = event.message || "the train worker did not load";
      onReply({ type: "fault", run: undefined, message, details: `${event.filename}:${event.lineno}` });
    };
    this.#worker.onmessageerror = () => {
      onReply({
        type: "fault",
        run: undefined,
        message: "a message of the train worker could not be read",
        details: "",
      });
    };
  }

  ask(request: Request): void {
    this.#worker.postMessage(request);
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
