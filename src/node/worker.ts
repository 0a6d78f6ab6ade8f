/** Entry of a Node worker thread: serves a lane over the thread's port. */
import { parentPort } from "node:worker_threads";
import { serveLane } from "../train/serve-lane.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread only");
serveLane({
  post: (message, transfer = []) => port.postMessage(message, transfer),
  onMessage: (handler) => void port.on("message", handler),
});
