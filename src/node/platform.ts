/**
 * What Node needs before anything runs: relaxed SIMD, which Node 20 has behind a V8 flag, and a way to start workers.
 * Imported for its effect by the package's Node entry and by the command.
 */
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { registerWorkers } from "../train/workers.ts";

// From Node 21 on it is always there. Flags hold for the whole process, worker threads included.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

registerWorkers(() => {
  const worker = new Worker(new URL("./worker.js", import.meta.url));
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (handler) => void worker.on("message", handler),
    onFailure: (handler) => {
      worker.on("error", (error) => handler(error instanceof Error ? error : new Error(String(error))));
      worker.on("exit", (code) => {
        if (code !== 0) handler(new Error(`it exited with code ${code}`));
      });
    },
    terminate: () => void worker.terminate(),
  };
});
