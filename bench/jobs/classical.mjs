/** Classifiers without gradients, from series in memory and from their files to test accuracy, each in a fresh process; DTW also beside whole tables. */
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
    /** @type {Map<string, number[]>} */
    const fromFiles = new Map(METHODS.map((method) => [method, []]));
    const competitors = METHODS.map((method) => ({
      name: method,
      measure: async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [
          peerFile("classical.mjs"),
          ARCHIVE,
          name,
          method,
        ]);
        const { seconds, fromFiles: all, accuracy } = JSON.parse(stdout);
        accuracies.set(method, accuracy);
        fromFiles.get(method)?.push(all);
        return seconds;
      },
    }));
    const measured = await interleave(competitors, { rounds });
    for (const method of METHODS) {
      const seconds = summarize(present(measured.get(method)));
      const isTarget = method === "mini-rocket" && name === "GunPoint";
      // The warm-up's round comes first.
      const whole = summarize((fromFiles.get(method) ?? []).slice(-rounds));
      const own = [
        { key: /** @type {const} */ ("mini-rocket"), value: seconds.median },
        { key: /** @type {const} */ ("mini-rocket-files"), value: whole.median },
      ];
      if (isTarget) verdicts.push(...own);
      const plain = measured.get("plain-dtw") ?? [];
      const ratio = method === "dtw" ? withSpread(summarizeRatios(plain, measured.get("dtw") ?? [])) : "";
      const accuracy = ((accuracies.get(method) ?? Number.NaN) * 100).toFixed(2);
      const reached = isTarget ? own.map(verdictText).join("; ") : "";
      rows.push([name, method, withSpread(seconds), withSpread(whole), accuracy, ratio, reached]);
    }
  }
  return {
    title,
    body: [
      `Seconds to fit to the training series and to classify the test series, one thread, in a fresh process in which nothing is compiled yet; from the files, with the reading of both; medians and least–greatest of ${rounds} interleaved rounds. \`plain-dtw\` fills the whole table of every pair.`,
      table(["data set", "method", "s>", "s from the files>", "accuracy (%)>", "plain over it>", "target"], rows),
    ],
    verdicts,
  };
}
