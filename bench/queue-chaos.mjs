// A sweep over a queue while workers are killed and connections are cut, held against the same sweep on one machine: nothing may be lost,
// doubled or have other weights. Run it on an idle machine, with a PostgreSQL of its own:
//   TIDELAB_TEST_POSTGRES="$(.ci/postgres start)" node bench/queue-chaos.mjs [arms, 1000] [workers, 4] [seconds between two kills, 5]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { readSweepResult } from "../dist/node/index.js";

const [arms = 1000, count = 4, every = 5] = process.argv.slice(2).map(Number);
const server = process.env.TIDELAB_TEST_POSTGRES;
if (server === undefined) throw new Error("TIDELAB_TEST_POSTGRES names no server");
const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "tidelab-chaos-"));
const admin = new pg.Client({ connectionString: server });
await admin.connect();
const database = `tidelab_chaos_${process.pid}`;
await admin.query(`create database ${database}`);
const url = new URL(server);
url.pathname = database;

/** @param {string} store  @param {string[]} args */
function start(store, ...args) {
  const env = { ...process.env, TIDELAB_STORE: store, TIDELAB_FIGURES: "off" };
  return spawn(process.execPath, [main, "--quiet", ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** @param {string} name */
async function weightsIn(name) {
  const result = await readSweepResult(join(folder, name));
  return new Map(result.arms.flatMap(({ id, runs }) => runs.map((run) => [`${id} ${run.seed}`, run.weightsSha256])));
}

const model = { layers: [{ layer: "gru", hiddenSize: 8 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };
const base = { data: { kind: "waves", samples: 200, length: 40 }, model, training: { epochs: 20 } };
const values = Array.from({ length: arms }, (_, index) => Number((0.0001 + index * 0.00001).toFixed(5)));
const axes = [{ path: "training.lr", values }];
await writeFile(join(folder, "sweep.json"), JSON.stringify({ name: "chaos", base, axes, seeds: 1 }));

const setUp = start(url.href, "worker", "--setup");
await once(setUp, "exit");
const began = performance.now();
const sweep = start(url.href, "sweep", "sweep.json", "--queue");
const over = once(sweep, "exit");
const begin = () => start(url.href, "worker", "--jobs", "1", "--folder", "own");
const workers = Array.from({ length: count }, begin);
let kills = 0;
let cuts = 0;
while (sweep.exitCode === null) {
  await Promise.race([over, setTimeout(every * 1000)]);
  if (sweep.exitCode !== null) break;
  const victim = Math.floor(Math.random() * count);
  workers[victim]?.kill("SIGKILL");
  workers[victim] = begin();
  kills++;
  if (kills % 4 !== 0) continue;
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database]);
  cuts++;
}
const seconds = (performance.now() - began) / 1000;
for (const worker of workers) worker.kill("SIGTERM");
await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, "exit")));
const alone = start("off", "sweep", "sweep.json", "--out", "alone");
await once(alone, "exit");

const [there, here] = [await weightsIn("sweeps/chaos"), await weightsIn("alone")];
const lost = [...here.keys()].filter((run) => !there.has(run)).length;
const different = [...here].filter(([run, hash]) => there.has(run) && there.get(run) !== hash).length;
const client = new pg.Client({ connectionString: url.href });
await client.connect();
const { rows } = await client.query(
  "select count(*)::int as runs, (select count(*)::int from queue_alarms) as alarms from runs",
);
await client.end();
await admin.query(`drop database ${database} with (force)`);
await admin.end();
await rm(folder, { recursive: true, force: true });
const doubled = rows[0].runs - there.size;
console.log(
  JSON.stringify({ arms, workers: count, kills, cuts, seconds, lost, doubled, different, alarms: rows[0].alarms }),
);
process.exitCode = sweep.exitCode !== 0 || lost + doubled + different + rows[0].alarms > 0 ? 1 : 0;
