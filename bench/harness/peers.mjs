/** Which peers are there, found once at the start: those that are not are named with the reason, never left out in silence. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { peerFile, startPeer } from "./peer.mjs";

/** @typedef {{ name: string, version: string, absent?: undefined } | { name: string, absent: string, version?: undefined }} Found */

const PYTHON = process.env.TIDELAB_BENCH_PYTHON;
/** One of its own where aeon asks for other versions than PyTorch's has. */
const AEON = process.env.TIDELAB_BENCH_AEON ?? PYTHON;

/** @param {string} name @param {string} program  prints a version @param {string | undefined} command */
async function findPython(name, program, command = PYTHON) {
  if (!command) return { name, absent: "TIDELAB_BENCH_PYTHON names no Python" };
  try {
    const { stdout } = await promisify(execFile)(command, ["-W", "ignore", "-c", program]);
    return { name, version: stdout.trim() };
  } catch (error) {
    const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error);
    return { name, absent: stderr?.trim().split("\n").at(-1) || message };
  }
}

/**
 * A package of the peers' own, which an ordinary install does not bring: 430 MB that only a benchmark needs.
 * @param {string} name @param {string} module
 */
function findModule(name, module) {
  try {
    const manifest = new URL(`../peers/node_modules/${module}/package.json`, import.meta.url);
    return { name, version: JSON.parse(readFileSync(manifest, "utf8")).version };
  } catch {
    return { name, absent: "not installed: npm ci --prefix bench/peers" };
  }
}

/** @returns {Promise<{ torch: Found, onnx: Found, onnxWeb: Found, tfjs: Found, aeon: Found }>} */
export async function findPeers() {
  const torch = await findPython("PyTorch", "import torch; print(torch.__version__)");
  const onnx = await findPython("ONNX Runtime", "import onnxruntime; print(onnxruntime.__version__)");
  // The file that either ONNX Runtime reads is exported by PyTorch.
  const exporter = await findPython("onnx", "import torch, onnx; print(onnx.__version__)");
  const needsFile = (/** @type {Found} */ found) =>
    exporter.absent && !found.absent
      ? { name: found.name, absent: `no model to read, since ${exporter.absent}` }
      : found;
  return {
    torch,
    onnx: needsFile(onnx),
    onnxWeb: needsFile(findModule("ONNX Runtime in WebAssembly (onnxruntime-web)", "onnxruntime-web")),
    aeon: await findPython("aeon", "import aeon; print(aeon.__version__)", AEON),
    tfjs: findModule("TensorFlow.js, wasm backend", "@tensorflow/tfjs-backend-wasm"),
  };
}

/** A peer in Node. @param {string} file  in bench/peers */
export const startNode = (file) => startPeer(file, process.execPath, [peerFile(file)]);

/** A peer in Python; OpenMP gets its number of threads too, for whoever reads it before it is set. */
export function startPython(/** @type {string} */ file, /** @type {number} */ threads) {
  if (!PYTHON) throw new Error("no Python to start a peer with");
  return startPeer(file, PYTHON, ["-W", "ignore", peerFile(file)], { OMP_NUM_THREADS: String(threads) });
}

export const startAeon = () => startPeer("aeon", AEON ?? "", ["-W", "ignore", peerFile("aeon_classical.py")]);

export const python = PYTHON;
