// A sweep over a queue under faults, held against the same sweep on one machine: nothing may be lost, doubled or have other weights.
// Workers are killed, connections cut, the database restarted (as after a crash), the network of a host taken away for a while; one host's
// clock is an hour ahead and another's an hour behind; one host's disk is full. Hosts are network namespaces where this user may make
// them, processes elsewhere; what else cannot be done here is said. Run it on an idle machine:
//   node bench/queue-chaos.mjs [--arms 1000] [--workers 4] [--every 5]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { readSweepResult } from "../dist/node/index.js";
import { createDatabase, createHosts, fullDisk } from "./harness/chaos-hosts.mjs";

const { values } = parseArgs({
  options: {
    arms: { type: "string", default: "1000" },
    workers: { type: "string", default: "4" },
    every: { type: "string", default: "5" },
  },
});
const [arms, count, every] = [Number(values.arms), Number(values.workers), Number(values.every)];
/** Milliseconds between two lines of progress, on the error stream: the result alone is on the other. */
const PROGRESS_EVERY = 15_000;
/** Seconds without a network: more than it takes to be thought lost. */
const AWAY = 30;

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "tidelab-chaos-"));
/** @type {(() => Promise<unknown>)[]}  what is undone at the end, last first */
const undo = [() => rm(folder, { recursive: true, force: true })];

try {
  process.exitCode = await chaos();
} finally {
  for (const step of undo.reverse()) await step().catch((/** @type {unknown} */ error) => console.error(error));
}

/** @param {string} store  @param {string[]} args  @param {readonly string[]} prefix  the command that runs it, on its host */
function start(store, args, prefix = [], stderr = /** @type {"inherit" | "pipe"} */ ("inherit")) {
  const env = { ...process.env, TIDELAB_STORE: store, TIDELAB_FIGURES: "off" };
  const [command = "", ...rest] = [...prefix, process.execPath, main, "--quiet", ...args];
  return spawn(command, rest, { cwd: folder, env, stdio: ["ignore", "ignore", stderr] });
}

/** @param {string} name */
async function weightsIn(name) {
  const result = await readSweepResult(join(folder, name));
  return new Map(result.arms.flatMap(({ id, runs }) => runs.map((run) => [`${id} ${run.seed}`, run.weightsSha256])));
}

/** Jobs by state, or that the database is away. @param {string} url */
async function progressOf(url) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      "select state, count(*)::int as count from queue_jobs group by state order by state",
    );
    return rows.map(({ state, count }) => `${count} ${state}`).join(", ") || "no jobs yet";
  } catch {
    return "the database is away";
  } finally {
    await client.end().catch(() => {});
  }
}

/** @returns exit code */
async function chaos() {
  const database = await createDatabase(folder, undo);
  const hosts = await createHosts(count, database, undo);
  const disk = await fullDisk(join(folder, "full"), undo);
  const model = { layers: [{ layer: "gru", hiddenSize: 8 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };
  const base = { data: { kind: "waves", samples: 200, length: 40 }, model, training: { epochs: 20 } };
  const rates = Array.from({ length: arms }, (_, index) => Number((0.0001 + index * 0.00001).toFixed(5)));
  const axes = [{ path: "training.lr", values: rates }];
  await writeFile(join(folder, "sweep.json"), JSON.stringify({ name: "chaos", base, axes, seeds: 1 }));

  await once(start(database.url, ["worker", "--setup"]), "exit");
  const began = performance.now();
  const sweep = start(database.url, ["sweep", "sweep.json", "--queue"]);
  const over = once(sweep, "exit");
  /** @param {(typeof hosts)[number]} host */
  const begin = (host) => start(host.url, ["worker", "--jobs", "1", "--folder", host.name], host.prefix);
  const workers = hosts.map(begin);
  undo.push(async () => {
    const running = [sweep, ...workers].filter((child) => (child.exitCode ?? child.signalCode) === null);
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(ended);
  });

  const counts = { kills: 0, cuts: 0, restarts: 0, partitions: 0, fullDisks: 0 };
  const noted = (/** @type {keyof typeof counts} */ what) => {
    counts[what]++;
  };
  /** Faults in turn; kills come between all others. */
  const FAULTS = [
    async () => {
      await database.restart();
      noted("restarts");
    },
    async () => {
      if (disk === undefined) return;
      // It ends by itself: nothing can be written there.
      const full = start(database.url, ["worker", "--jobs", "1", "--folder", disk.folder], [], "pipe");
      let said = "";
      full.stderr?.setEncoding("utf8").on("data", (text) => {
        said += text;
      });
      const [code] = await Promise.race([once(full, "exit"), over]);
      if (full.exitCode === null) full.kill("SIGKILL");
      else if (code !== 1 || !said.includes("ENOSPC"))
        throw new Error(`a worker on a full disk ended with ${code}: ${said}`);
      else noted("fullDisks");
    },
    async () => {
      await database.cut();
      noted("cuts");
    },
    async () => {
      const [host] = hosts;
      if (!host?.unplug) return;
      await host.unplug(AWAY);
      noted("partitions");
    },
  ];
  const watching = setInterval(async () => {
    const seconds = Math.round((performance.now() - began) / 1000);
    console.error(`${seconds} s: ${await progressOf(database.url)}; ${JSON.stringify(counts)}`);
  }, PROGRESS_EVERY);
  undo.push(async () => clearInterval(watching));
  for (let turn = 0; sweep.exitCode === null; turn++) {
    await Promise.race([over, setTimeout(every * 1000)]);
    if (sweep.exitCode !== null) break;
    const victim = Math.floor(Math.random() * count);
    workers[victim]?.kill("SIGKILL");
    workers[victim] = begin(/** @type {never} */ (hosts[victim]));
    noted("kills");
    if (turn % 3 === 2) await FAULTS[((turn - 2) / 3) % FAULTS.length]?.();
  }
  clearInterval(watching);
  const seconds = (performance.now() - began) / 1000;
  for (const worker of workers) worker.kill("SIGTERM");
  await Promise.all(workers.map((worker) => worker.exitCode ?? worker.signalCode ?? once(worker, "exit")));
  await once(start("off", ["sweep", "sweep.json", "--out", "alone"]), "exit");

  const [there, here] = [await weightsIn("sweeps/chaos"), await weightsIn("alone")];
  const lost = [...here.keys()].filter((run) => !there.has(run)).length;
  const different = [...here].filter(([run, hash]) => there.has(run) && there.get(run) !== hash).length;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as runs, (select count(*)::int from queue_alarms) as alarms from runs",
  );
  await client.end();
  const doubled = rows[0].runs - there.size;
  const apart = hosts.map(({ is }) => is);
  console.log(
    JSON.stringify({ arms, hosts: apart, ...counts, seconds, lost, doubled, different, alarms: rows[0].alarms }),
  );
  return sweep.exitCode !== 0 || lost + doubled + different + rows[0].alarms > 0 ? 1 : 0;
}
