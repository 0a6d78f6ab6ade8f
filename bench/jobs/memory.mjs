/** Peak resident memory of `tidelab lab`, of PyTorch's lab, and of a training on many series; each a process of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { peerFile } from "../harness/peer.mjs";
import { startNode, startPython } from "../harness/peers.mjs";
import { table, verdictText } from "../report/markdown.mjs";

const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const LAB = { model: "lstm", samples: 1200, length: 200, count: 840, batch: 32 };
const THREADS = 2;

/** @type {import("../harness/context.mjs").Job} */
export const memory = { about: "peak memory of the lab, and of many series by threads", run };

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
      ...(await copies(quick ? 100 : 500)),
    ],
    verdicts: [verdict],
  };
}

/** What threads add to series that are in memory already. @param {number} megabytes */
async function copies(megabytes) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {Set<string>} */
  const hashes = new Set();
  for (const threads of [1, 2, 4]) {
    const peer = startNode("one-copy.mjs");
    try {
      const { series, peak, sha256 } = await peer.ask({ op: "run", threads, megabytes });
      hashes.add(sha256);
      rows.push([`${threads}`, series.toFixed(0), peak.toFixed(0), (peak - series).toFixed(0)]);
    } finally {
      await peer.close();
    }
  }
  if (hashes.size > 1) throw new Error(`threads changed the weights: ${[...hashes]}`);
  return [
    `One epoch and its validation on ${megabytes} MB of series, by a network that costs next to nothing: the peak when the series are there, and in the end. All threads share one copy of the series (decision 074).`,
    table(["threads>", "series MB>", "peak MB>", "added MB>"], rows),
  ];
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
