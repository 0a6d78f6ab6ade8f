// What the queue costs: the same sweep on two processes of one machine, and over the queue with two workers of one run each. A processor's
// speed changes within minutes where others share it; so what counts is the time between two runs of a process, from the end of one's last
// epoch to the beginning of the next one's data, where the machine waits for Tidelab: the queue's less the processes' is what the queue adds.
// Efficiency is the time that the runs themselves took, by twice the time from the first one's beginning to the last one's end: of their
// steps and validation alone, and of all that a run takes on a process (its series, its model, hashes of its epochs, saving), which is what two
// processes without a queue could do at best. Where others use the machine, the clock says little: so there is the CPU time of each part
// too (Linux). Run it on an idle machine with two cores or more:
//   node bench/queue-overhead.mjs [--jobs 40] [--epochs 60]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { readSweepResult } from "../dist/node/index.js";
import { createDatabase } from "./harness/chaos-hosts.mjs";
import { cpuOf, followCpu } from "./harness/cpu-time.mjs";

const { values } = parseArgs({
  options: { jobs: { type: "string", default: "40" }, epochs: { type: "string", default: "60" } },
});
const [jobs, epochs] = [Number(values.jobs), Number(values.epochs)];
const LANES = 2;
const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "tidelab-overhead-"));
/** @type {(() => Promise<unknown>)[]} */
const undo = [() => rm(folder, { recursive: true, force: true })];

/** @param {string} store  @param {string[]} args */
function start(store, ...args) {
  const env = { ...process.env, TIDELAB_STORE: store, TIDELAB_FIGURES: "off" };
  return spawn(process.execPath, [main, "--quiet", ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * What the runs took, from the beginning of the first to the end of the last, and between two of a process, in seconds.
 * @param {string} name
 */
async function timesOf(name) {
  const { arms } = await readSweepResult(join(folder, name));
  const runs = arms.flatMap((arm) => arm.runs);
  if (runs.length !== jobs) throw new Error(`${runs.length} runs of ${jobs} in ${name}`);
  const times = runs.map(({ startedAt, history }) => {
    const seconds = history.reduce((sum, epoch) => sum + epoch.trainSeconds + epoch.valSeconds, 0);
    const begin = Date.parse(startedAt) / 1000;
    return { begin, seconds, end: begin + seconds };
  });
  times.sort((a, b) => a.begin - b.begin);
  /** When each process ended its last run. @type {number[]} */
  const free = [];
  const pauses = [];
  for (const { begin, end } of times) {
    // It was the one that had ended first: a run that is to begin waits for none that is free.
    const lane = free.length < LANES ? free.length : free.indexOf(Math.min(...free));
    if (free[lane] !== undefined) pauses.push(begin - free[lane]);
    free[lane] = end;
  }
  const span = Math.max(...free) - (times[0]?.begin ?? 0);
  const sum = times.reduce((total, { seconds }) => total + seconds, 0);
  const pause = pauses.reduce((a, b) => a + b, 0) / pauses.length;
  return { span, mean: sum / jobs, pause };
}

try {
  const model = { layers: [{ layer: "gru", hiddenSize: 32 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };
  const base = { data: { kind: "waves", samples: 200, length: 60 }, model, training: { epochs } };
  const axes = [{ path: "training.lr", values: [0.001] }];
  await writeFile(join(folder, "sweep.json"), JSON.stringify({ name: "jobs", base, axes, seeds: jobs }));
  const { url, pid: database } = await createDatabase(folder, undo);
  await once(start(url, "worker", "--setup"), "exit");
  const workers = Array.from({ length: LANES }, (_, index) =>
    start(url, "worker", "--jobs", "1", "--folder", `w${index}`),
  );
  undo.push(async () => workers.forEach((worker) => void worker.kill("SIGKILL")));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Not their starting is measured.
  for (let ready = 0; ready < LANES; ) {
    const { rows } = await client.query("select count(*)::int as ready from queue_workers");
    ready = rows[0].ready;
  }
  await client.end();
  /** @type {Record<string, number>}  CPU seconds by part */
  const spent = {};
  const parts = { workers: workers.map(({ pid }) => pid), database: [database] };
  for (const [part, pids] of Object.entries(parts)) spent[part] = -cpuOf(pids);
  const sweep = start(url, "sweep", "sweep.json", "--queue", "--out", "queued");
  const ended = followCpu(sweep.pid);
  await once(sweep, "exit");
  spent.command = ended();
  for (const [part, pids] of Object.entries(parts)) spent[part] = (spent[part] ?? 0) + cpuOf(pids);
  for (const worker of workers) {
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
  // With the same store, which gets the runs of a sweep in either case.
  const local = start(url, "sweep", "sweep.json", "--jobs", String(LANES), "--out", "alone");
  const localEnded = followCpu(local.pid);
  await once(local, "exit");
  spent.processes = localEnded();
  const [queued, alone] = [await timesOf("queued"), await timesOf("alone")];
  const round = (/** @type {number} */ value) => Number(value.toPrecision(3));
  console.log(`${jobs} jobs, ${LANES} workers; load ${loadavg()[0]?.toFixed(2)}`);
  const head = ["", "a job, s", "between two, ms", "from first to last, s", "efficiency of steps", "of runs"];
  console.log(`| ${head.join(" | ")} |\n|---|---:|---:|---:|---:|---:|`);
  const share = (/** @type {number} */ each, /** @type {number} */ span) =>
    `${((100 * each * jobs) / (LANES * span)).toFixed(1)} %`;
  for (const [name, { mean, pause, span }] of Object.entries({ queue: queued, processes: alone })) {
    const times = [round(mean), Math.round(pause * 1000), round(span)];
    const cells = [name, ...times, share(mean, span), share(mean + alone.pause, span)];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log(`Beyond what processes take: ${Math.round((queued.pause - alone.pause) * 1000)} ms a job`);
  const cpu = Object.entries(spent).map(([part, seconds]) => `${part} ${round((seconds * 1000) / jobs)}`);
  console.log(`CPU, ms a job: ${cpu.join(", ")} (processes: command and runs of the sweep on one machine)`);
} finally {
  for (const step of undo.reverse()) await step().catch((/** @type {unknown} */ error) => console.error(error));
}
