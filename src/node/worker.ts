/** Entry of a Node worker thread: serves a lane over the thread's port. */
import { parentPort, workerData } from "node:worker_threads";
import { serveLane } from "../engine/wasm/worker-main.ts";
import { deviceModelOf } from "../model/device-model.ts";
import { type Platform, setPlatform } from "../platform.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread only");
// What the kernels need of the platform; a thread reads no files and starts no threads.
setPlatform(workerData as Pick<Platform, "wideTiles">);
serveLane(
  {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    onMessage: (handler) => void port.on("message", handler),
  },
  deviceModelOf,
);
