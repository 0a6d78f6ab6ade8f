/** Entry of a browser's worker thread: serves a lane over the worker's own messages. It joins engine and model; Node's is `node/worker.ts`. */

import { deviceModelOf } from "../../model/device-model.ts";
import { serveLane } from "./worker-main.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
};

serveLane(
  {
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    onMessage: (handler) => {
      scope.onmessage = (event) => handler(event.data);
    },
  },
  deviceModelOf,
);
