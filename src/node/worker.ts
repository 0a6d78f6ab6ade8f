/** Entry of a Node worker thread: serves a lane over the thread's port. */
import { parentPort, workerData } from "node:worker_threads";
import { setWideTiles } from "../engine/wasm/kernels.ts";
import { serveLane } from "../engine/wasm/worker-main.ts";
import { deviceModelOf } from "../model/device-model.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread only");
setWideTiles((workerData as { wideTiles: boolean }).wideTiles);
serveLane(
  {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    onMessage: (handler) => void port.on("message", handler),
  },
  deviceModelOf,
);
