/** From process start to the first finished batch of the lab: `tidelab lab`, and PyTorch's import and first batch. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, present } from "../harness/interleave.mjs";
import { peerFile } from "../harness/peer.mjs";
import { python } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { table, verdictText, withSpread } from "../report/markdown.mjs";

const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** @type {import("../harness/context.mjs").Job} */
export const startUp = { about: "from process start to the first finished batch", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers, folder }) {
  const rounds = quick ? 3 : 9;
  const preload = ["--import", peerFile("preload-terminal.mjs")];
  const lab = () => {
    const out = join(mkdtempSync(join(folder, "start-up-")), "run");
    const args = [...preload, CLI, "lab", "--threads", "2", "--out", out];
    // The line of progress begins when the first batch is done; a carriage return is what draws it.
    return secondsUntil(process.execPath, args, "stderr", "\r");
  };
  const competitors = [{ name: "Tidelab", measure: lab }];
  if (!peers.torch.absent) {
    const measure = () =>
      secondsUntil(python ?? "", ["-W", "ignore", peerFile("torch_first_batch.py")], "stdout", "done");
    competitors.push({ name: "PyTorch", measure });
  }
  const measured = await interleave(competitors, { rounds });
  const ours = measured.get("Tidelab") ?? [];
  const verdict = { key: /** @type {const} */ ("start-up"), value: summarize(present(ours)).median };
  const rows = [["`tidelab lab --threads 2`", withSpread(summarize(present(ours))), "", verdictText(verdict)]];
  const theirs = measured.get("PyTorch");
  if (theirs) {
    const ratio = withSpread(summarizeRatios(theirs, ours));
    rows.push(["PyTorch: import, data, model, one step", withSpread(summarize(present(theirs))), ratio, ""]);
  } else rows.push(["PyTorch", "absent", "–", ""]);
  return {
    title: "Start-up",
    body: [
      `Seconds from the start of the process to the first finished batch of the lab; medians and least–greatest of ${rounds} interleaved rounds after a warm-up, which also brings the files into the system's cache.`,
      table(["", "s>", "over Tidelab's>", "target"], rows),
    ],
    verdicts: [verdict],
  };
}

/**
 * Starts a command, waits until a stream of its shows a text, ends it.
 * @param {string} command @param {readonly string[]} args @param {"stdout" | "stderr"} stream @param {string} text
 * @returns {Promise<number>}
 */
function secondsUntil(command, args, stream, text) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    // No CI, NO_COLOR or TERM=dumb of this process may keep the line of progress away.
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, TERM: "xterm" } });
    let seconds = Number.NaN;
    let said = "";
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      child[name].on("data", (chunk) => {
        said = (said + chunk).slice(-400);
        if (name !== stream || !String(chunk).includes(text) || !Number.isNaN(seconds)) return;
        seconds = (performance.now() - start) / 1000;
        child.kill("SIGKILL");
      });
    }
    child.on("error", reject);
    child.on("close", () => {
      if (Number.isNaN(seconds)) reject(new Error(`${command} ended before its first batch: ${said}`));
      else resolve(seconds);
    });
  });
}
