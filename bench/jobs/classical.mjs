/** Classifiers without gradients, from series in memory to test accuracy, each in a fresh process; DTW also beside whole tables. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { interleave, present } from "../harness/interleave.mjs";
import { peerFile } from "../harness/peer.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { table, verdictText, withSpread } from "../report/markdown.mjs";

const ARCHIVE = fileURLToPath(new URL("../../../shared/data/ucr", import.meta.url));
const METHODS = ["mini-rocket", "multi-rocket", "hydra", "dtw", "plain-dtw"];

/** @type {import("../harness/context.mjs").Job} */
export const classical = { about: "classifiers without gradients on data sets of the archive", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick }) {
  const title = "Classifiers without gradients";
  if (!existsSync(ARCHIVE)) return { title, body: ["Absent: `../shared/data/ucr` is not here."], verdicts: [] };
  const rounds = quick ? 3 : 7;
  /** @type {string[][]} */
  const rows = [];
  /** @type {import("../targets.mjs").Verdict[]} */
  const verdicts = [];
  for (const name of quick ? ["GunPoint"] : ["GunPoint", "ItalyPowerDemand"]) {
    /** @type {Map<string, number>} */
    const accuracies = new Map();
    const competitors = METHODS.map((method) => ({
      name: method,
      measure: async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [
          peerFile("classical.mjs"),
          ARCHIVE,
          name,
          method,
        ]);
        const { seconds, accuracy } = JSON.parse(stdout);
        accuracies.set(method, accuracy);
        return seconds;
      },
    }));
    const measured = await interleave(competitors, { rounds });
    for (const method of METHODS) {
      const seconds = summarize(present(measured.get(method)));
      const isTarget = method === "mini-rocket" && name === "GunPoint";
      const verdict = { key: /** @type {const} */ ("mini-rocket"), value: seconds.median };
      if (isTarget) verdicts.push(verdict);
      const plain = measured.get("plain-dtw") ?? [];
      const ratio = method === "dtw" ? withSpread(summarizeRatios(plain, measured.get("dtw") ?? [])) : "";
      const accuracy = ((accuracies.get(method) ?? Number.NaN) * 100).toFixed(2);
      rows.push([name, method, withSpread(seconds), accuracy, ratio, isTarget ? verdictText(verdict) : ""]);
    }
  }
  return {
    title,
    body: [
      `Seconds to fit to the training series and to classify the test series, one thread, in a fresh process in which nothing is compiled yet; medians and least–greatest of ${rounds} interleaved rounds. \`plain-dtw\` fills the whole table of every pair.`,
      table(["data set", "method", "s>", "accuracy (%)>", "plain over it>", "target"], rows),
    ],
    verdicts,
  };
}
