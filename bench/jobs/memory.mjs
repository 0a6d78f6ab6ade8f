/** Peak resident memory of `tidelab lab` and of PyTorch's lab, each a process of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { peerFile } from "../harness/peer.mjs";
import { startPython } from "../harness/peers.mjs";
import { table, verdictText } from "../report/markdown.mjs";

const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const LAB = { model: "lstm", samples: 1200, length: 200, count: 840, batch: 32 };
const THREADS = 2;

/** @type {import("../harness/context.mjs").Job} */
export const memory = { about: "peak memory of the lab", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers, folder }) {
  const epochs = quick ? 1 : 20;
  const ours = await peakOfLab(epochs, join(mkdtempSync(join(folder, "memory-")), "run"));
  const verdict = { key: /** @type {const} */ ("memory"), value: ours };
  const rows = [[`\`tidelab lab --epochs ${epochs} --threads ${THREADS}\``, ours.toFixed(0), "", verdictText(verdict)]];
  if (peers.torch.absent) rows.push(["PyTorch", "absent", "–", ""]);
  else {
    const torch = startPython("torch_train.py", THREADS);
    try {
      await torch.ask({ op: "prepare", threads: THREADS, ...LAB });
      await torch.ask({ op: "epochs", count: epochs });
      const { megabytes } = await torch.ask({ op: "memory" });
      rows.push(["PyTorch's training", megabytes.toFixed(0), `${(megabytes / ours).toFixed(2)}×`, ""]);
    } finally {
      await torch.close();
    }
  }
  return {
    title: "Peak memory",
    body: [
      `Peak of the resident memory of the whole process, in MB of 10⁶ bytes, over ${epochs === 1 ? "one epoch" : `${epochs} epochs`}; Tidelab's with all that the command does: validation, checkpoints, figures, report.`,
      table(["", "MB>", "over Tidelab's>", "target"], rows),
    ],
    verdicts: [verdict],
  };
}

/** @param {number} epochs @param {string} out @returns {Promise<number>} MB */
function peakOfLab(epochs, out) {
  const preload = ["--import", peerFile("preload-memory.mjs")];
  const args = [...preload, CLI, "lab", "--epochs", `${epochs}`, "--threads", `${THREADS}`, "--out", out];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe", "pipe"] });
    let said = "";
    let reported = "";
    child.stderr?.on("data", (chunk) => {
      said = (said + chunk).slice(-400);
    });
    child.stdio[3]?.on("data", (chunk) => {
      reported += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0 || reported === "") reject(new Error(`tidelab lab ended with ${code}: ${said}`));
      else resolve(Number(reported));
    });
  });
}
