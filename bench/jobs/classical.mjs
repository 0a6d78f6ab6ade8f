/** Classifiers without gradients, from series in memory and from their files to test accuracy, each in a fresh process; DTW also beside whole tables, and aeon. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { interleave, present } from "../harness/interleave.mjs";
import { peerFile } from "../harness/peer.mjs";
import { startAeon } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { table, verdictText, withSpread } from "../report/markdown.mjs";

const ARCHIVE = fileURLToPath(new URL("../../../shared/data/ucr", import.meta.url));
const METHODS = ["mini-rocket", "multi-rocket", "hydra", "dtw", "plain-dtw"];
const OF_AEON = ["mini-rocket", "dtw"];

/** @type {import("../harness/context.mjs").Job} */
export const classical = { about: "classifiers without gradients on data sets of the archive", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers }) {
  const title = "Classifiers without gradients";
  if (!existsSync(ARCHIVE)) return { title, body: ["Absent: `../shared/data/ucr` is not here."], verdicts: [] };
  const rounds = quick ? 3 : 7;
  const aeon = peers.aeon.absent === undefined ? startAeon() : undefined;
  /** @type {string[][]} */
  const rows = [];
  /** @type {import("../targets.mjs").Verdict[]} */
  const verdicts = [];
  try {
    for (const name of quick ? ["GunPoint"] : ["GunPoint", "ItalyPowerDemand"]) {
      const measured = await measureAll(name, rounds, aeon);
      rows.push(...measured.rows);
      verdicts.push(...measured.verdicts);
    }
  } finally {
    await aeon?.close();
  }
  const beside =
    peers.aeon.absent === undefined
      ? `aeon ${peers.aeon.version} has one thread too and is compiled when it is measured.`
      : `aeon: absent (${peers.aeon.absent}).`;
  return {
    title,
    body: [
      `Seconds to fit to the training series and to classify the test series, one thread, in a fresh process in which nothing is compiled yet; from the files, with the reading of both; medians and least–greatest of ${rounds} interleaved rounds. \`plain-dtw\` fills the whole table of every pair. ${beside}`,
      table(
        [
          "data set",
          "method",
          "s>",
          "s from the files>",
          "accuracy (%)>",
          "plain over it>",
          "aeon s>",
          "aeon's accuracy (%)>",
          "aeon over it>",
          "target",
        ],
        rows,
      ),
    ],
    verdicts,
  };
}

/**
 * One data set, all methods in turn.
 * @param {string} name @param {number} rounds @param {import("../harness/peer.mjs").Peer | undefined} aeon
 */
async function measureAll(name, rounds, aeon) {
  /** @type {Map<string, number>} */
  const accuracies = new Map();
  /** @type {Map<string, number[]>} */
  const fromFiles = new Map(METHODS.map((method) => [method, []]));
  const ours = METHODS.map((method) => ({
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
  const theirs = (/** @type {import("../harness/peer.mjs").Peer} */ peer) =>
    OF_AEON.map((method) => ({
      name: `aeon ${method}`,
      measure: async () => {
        const { seconds, accuracy } = await peer.ask({ op: "measure", archive: ARCHIVE, name, method });
        accuracies.set(`aeon ${method}`, accuracy);
        return seconds;
      },
    }));
  const measured = await interleave([...ours, ...(aeon ? theirs(aeon) : [])], { rounds });
  /** @type {import("../targets.mjs").Verdict[]} */
  const verdicts = [];
  const rows = METHODS.map((method) => {
    const own = measured.get(method) ?? [];
    const ratioTo = (/** @type {string} */ peer) => {
      const seconds = measured.get(peer);
      return seconds ? withSpread(summarizeRatios(seconds, own)) : "";
    };
    const percent = (/** @type {string} */ one) =>
      accuracies.has(one) ? ((accuracies.get(one) ?? Number.NaN) * 100).toFixed(2) : "";
    const seconds = summarize(present(own));
    // The warm-up's round comes first.
    const whole = summarize((fromFiles.get(method) ?? []).slice(-rounds));
    const isTarget = method === "mini-rocket" && name === "GunPoint";
    const reached = isTarget
      ? [
          { key: /** @type {const} */ ("mini-rocket"), value: seconds.median },
          { key: /** @type {const} */ ("mini-rocket-files"), value: whole.median },
        ]
      : [];
    verdicts.push(...reached);
    const peer = `aeon ${method}`;
    return [
      name,
      method,
      withSpread(seconds),
      withSpread(whole),
      percent(method),
      method === "dtw" ? ratioTo("plain-dtw") : "",
      measured.has(peer) ? withSpread(summarize(present(measured.get(peer)))) : "",
      percent(peer),
      ratioTo(peer),
      reached.map(verdictText).join("; "),
    ];
  });
  return { rows, verdicts };
}
