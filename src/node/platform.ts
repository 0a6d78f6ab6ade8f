/**
 * What Node needs before anything runs: flags of V8 that the kernels profit from, and its platform.
 * Imported for its effect by the package's Node entry and by the command. Flags hold for the whole process, workers included.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { fileErrors } from "../errors/files.en.ts";
import { platform, setPlatform, type WorkerLike } from "../platform.ts";

// Relaxed SIMD is behind a flag in Node 20 and always there from Node 21 on.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

// Joining pairs of vectors to 256 bits is behind a flag too: only where it was measured and tested (docs/decisions/010).
const wideTiles = process.versions.node.startsWith("24.") && process.arch === "x64" && hasAvx2();
if (wideTiles) setFlagsFromString("--experimental-wasm-revectorize");

setPlatform({
  startWorker,
  sha256: () => {
    const hash = createHash("sha256");
    return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
  },
  memory: {
    // A container may have less than its machine; 0 is an unknown limit.
    total: Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem()),
    heap: getHeapStatistics().heap_size_limit,
  },
  wideTiles,
  errorTexts: { ...platform.errorTexts, ...fileErrors },
});

function startWorker(): WorkerLike {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: { wideTiles } });
  // It may fail before anyone asks: then the failure is reported when asked.
  let failure: Error | undefined;
  let report = (cause: Error) => {
    failure ??= cause;
  };
  worker.on("error", (error) => report(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => {
    if (code !== 0) report(new Error(`it exited with code ${code}`));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (handler) => void worker.on("message", handler),
    onFailure: (handler) => {
      report = handler;
      if (failure) handler(failure);
    },
    terminate: () => void worker.terminate(),
  };
}

/** Without AVX2 wide tiles would be slow, not wrong: where the processor cannot be asked, it is taken to be of this decade. */
function hasAvx2(): boolean {
  if (process.platform !== "linux") return true;
  try {
    return / avx2 /.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}
