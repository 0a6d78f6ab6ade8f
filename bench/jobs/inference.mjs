/** Inference of the lab's model at several batch sizes beside ONNX Runtime and PyTorch, all on one set of weights and series. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { interleave, present } from "../harness/interleave.mjs";
import { startNode, startPython } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { digits, table, verdictText, withSpread } from "../report/markdown.mjs";

/** @typedef {import("../harness/peer.mjs").Peer} Peer */
/** @typedef {{ batch: number, threads: number, key?: "latency-1" | "throughput-1024" }} Case */

/** @type {readonly Case[]} */
const CASES = [
  { batch: 1, threads: 1, key: "latency-1" },
  { batch: 64, threads: 1 },
  { batch: 64, threads: 2 },
  { batch: 1024, threads: 2, key: "throughput-1024" },
];

/** Seconds that the calls of one turn should take together, so that a clock tick or an interrupt does not decide. */
const TURN = { quick: 0.15, full: 0.6 };

/** Peers differ in the order of their sums, and logits are near 1. */
const TOLERANCE = 1e-4;

/** @type {import("../harness/context.mjs").Job} */
export const inference = { about: "inference of the lab's model at batch 1, 64 and 1024", run };

/** @param {import("../harness/context.mjs").Context} context */
async function run({ quick, peers, folder }) {
  const rounds = quick ? 3 : 9;
  const files = join(folder, "inference");
  mkdirSync(files, { recursive: true });
  const most = Math.max(...CASES.map(({ batch }) => batch));
  /** @type {Map<string, Peer>} by name and threads */
  const open = new Map();
  const absent = [peers.torch, peers.onnx, peers.onnxWeb].filter((peer) => peer.absent);
  /** @type {{ of: Case, measured: Map<string, (number | undefined)[]> }[]} */
  const results = [];
  let furthest = 0;
  try {
    for (const threads of [1, 2]) {
      const start = async (
        /** @type {string} */ name,
        /** @type {Peer} */ peer,
        /** @type {object} */ request = {},
      ) => {
        open.set(`${name} ${threads}`, peer);
        await peer.ask({ op: "prepare", ...request, threads, folder: files });
        return peer;
      };
      await start("Tidelab", startNode("tidelab.mjs"), { op: "preparePredict", count: most });
      if (!peers.torch.absent) {
        const torch = await start("PyTorch", startPython("torch_predict.py", threads));
        if (!peers.onnx.absent || !peers.onnxWeb.absent) {
          await torch.ask({ op: "export", file: join(files, "model.onnx") });
        }
      }
      if (!peers.onnx.absent) await start("ONNX Runtime", startPython("onnx_predict.py", threads));
      if (!peers.onnxWeb.absent) await start("onnxruntime-web", startNode("onnx-web.mjs"));
    }
    for (const of of CASES) {
      const { batch, threads } = of;
      const racing = [...open].filter(([name]) => name.endsWith(` ${threads}`));
      /** @type {number[][] | undefined} */
      let ours;
      const competitors = [];
      for (const [name, peer] of racing) {
        const first = await peer.ask({ op: "predict", batch, calls: 1 });
        ours ??= first.logits; // Tidelab is the first
        furthest = Math.max(furthest, distance(first.logits, ours ?? []));
        // The first call may have set things up, so the number of calls comes from a second one.
        const { seconds } = await peer.ask({ op: "predict", batch, calls: 2 });
        const calls = Math.max(2, Math.round((quick ? TURN.quick : TURN.full) / seconds));
        const measure = async () => (await peer.ask({ op: "predict", batch, calls })).seconds;
        competitors.push({ name: name.slice(0, -2), measure });
      }
      results.push({ of, measured: await interleave(competitors, { rounds }) });
    }
  } finally {
    for (const peer of open.values()) await peer.close();
  }
  if (!(furthest <= TOLERANCE))
    throw new Error(`the peers' logits differ by ${furthest}: they do not run the same model`);
  return section({ results, rounds, furthest, absent });
}

/** Largest difference of two tables of logits. @param {number[][]} a @param {number[][]} b */
function distance(a, b) {
  return Math.max(...a.flatMap((row, i) => row.map((value, k) => Math.abs(value - (b[i]?.[k] ?? Number.NaN)))));
}

/** @param {{ results: { of: Case, measured: Map<string, (number | undefined)[]> }[], rounds: number, furthest: number, absent: { name: string }[] }} found */
function section({ results, rounds, furthest, absent }) {
  /** @type {import("../targets.mjs").Verdict[]} */
  const verdicts = [];
  const rows = [];
  for (const { of, measured } of results) {
    const ours = measured.get("Tidelab") ?? [];
    for (const [name, values] of measured) {
      const seconds = summarize(present(values));
      const row = [`${of.batch}`, `${of.threads}`, name, withSpread(seconds, (value) => digits(value * 1000))];
      row.push(digits(of.batch / seconds.median));
      if (name === "Tidelab") row.push("", "");
      else {
        const ratio = summarizeRatios(ours, values);
        let judged = "";
        if (name === "ONNX Runtime" && of.key !== undefined) {
          // The throughput's target is a ratio of rates, the other way round.
          const value = of.key === "latency-1" ? ratio.median : 1 / ratio.median;
          const verdict = { key: of.key, value };
          verdicts.push(verdict);
          judged =
            of.key === "latency-1" ? verdictText(verdict) : `throughput ${digits(value)}×, ${verdictText(verdict)}`;
        }
        row.push(withSpread(ratio), judged);
      }
      rows.push(row);
    }
  }
  const head = ["batch>", "threads>", "", "ms a batch>", "series/s>", "Tidelab's time over it>", "target"];
  const names = absent.map(({ name }) => name).join(", ");
  return {
    title: "Inference of the lab's model",
    body: [
      `Series of 200 steps; medians and least–greatest of ${rounds} interleaved rounds of repeated calls after a warm-up. All have the same weights and series; the largest difference of a logit from Tidelab's is ${furthest.toExponential(1)}. Tidelab: \`evaluate\`, which sets an engine up in every call.`,
      table(head, rows),
      ...(names ? [`Absent: ${names}.`] : []),
    ],
    verdicts,
  };
}
