/**
 * How long the run store takes: `node bench/store.mjs [runs, 1000]`. Adds them to a new SQLite file (and to PostgreSQL where
 * TIDELAB_TEST_POSTGRES names a server, in a database of its own), then measures what commands ask. Limits are part of it:
 * it fails when a list or a comparison takes more than a second. Runs are added a hundred at a time, as a sweep that continues does.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { run } from "../dist/cli/program.js";
import { filterRuns, parseFilter, sortRuns } from "../dist/compare/query.js";
import { compareSpecs } from "../dist/compare/spec-differences.js";
import { models, parseSpec, runSpec } from "../dist/node/index.js";
import { locateStore } from "../dist/node/store/location.js";
import { addRuns, listRuns, loadRecords } from "../dist/node/store/runs.js";
import { openStore } from "../dist/node/store/store.js";

const RUNS = Number(process.argv[2] ?? 1000);
const LIMIT = 1000;
const ROUNDS = 5;
const folder = mkdtempSync(join(tmpdir(), "tidelab-bench-store-"));
const SILENT = { stdout: { write() {} }, stderr: { write() {} }, env: {} };

/** A record of twenty epochs, as the lab's are. */
async function exampleRecord() {
  const spec = parseSpec({
    data: { kind: "waves", samples: 60, length: 12 },
    model: models.recurrent({ hiddenSize: 3 }),
    training: { epochs: 20, batchSize: 16 },
  });
  const training = runSpec(spec);
  for (;;) {
    const { done, value } = await training.next();
    if (done) return value.record;
  }
}

/** Medians of wall and CPU time, in milliseconds. @param {() => unknown} work */
async function measure(work) {
  /** @type {{ wall: number, cpu: number }[]} */
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [started, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push({ wall: performance.now() - started, cpu: (user + system) / 1000 });
  }
  const median = (/** @type {"wall" | "cpu"} */ key) =>
    times.map((time) => time[key]).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  return { wall: median("wall"), cpu: median("cpu") };
}

/** @param {string} name @param {string} setting  as TIDELAB_STORE @param {import("../dist/node/index.js").RunRecord} record */
async function bench(name, setting, record) {
  const location = locateStore(setting);
  if (location === undefined) throw new Error(`no store at ${setting}`);
  const store = await openStore(location);
  const started = performance.now();
  const runs = Array.from({ length: RUNS }, (_, number) => {
    const lr = 10 ** -(1 + (number % 5));
    const spec = { ...record.spec, seed: number, training: { ...record.spec.training, lr } };
    const startedAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
    return { record: { ...record, spec, seed: number, startedAt }, folder: join(folder, "runs", String(number)) };
  });
  await addRuns(store, runs);
  const added = (performance.now() - started) / RUNS;
  const list = await measure(() => listRuns(store));
  const filter = await measure(async () => {
    const found = filterRuns(await listRuns(store), [parseFilter("status=finished"), parseFilter("training.lr=0.001")]);
    if (found.length !== RUNS / 5) throw new Error(`found ${found.length}`);
    sortRuns(found, "bestValLoss", false);
  });
  const all = await listRuns(store);
  const compare = await measure(async () => compareSpecs(await listRuns(store)));
  const records = await measure(() =>
    loadRecords(
      store,
      all.map(({ id }) => id),
    ),
  );
  await store.close();
  process.env.TIDELAB_STORE = setting;
  const command =
    (/** @type {string[]} */ ...args) =>
    () =>
      run(args, SILENT);
  const rows = {
    list,
    "filter and sort": filter,
    "compare all specs": compare,
    "load all records": records,
    "`tidelab runs`": await measure(command("runs")),
    "`tidelab runs --filter --sort`": await measure(
      command("runs", "--filter", "training.lr=0.001", "--sort", "valLoss"),
    ),
    "`tidelab compare` of three": await measure(command("compare", ...all.slice(0, 3).map(({ id }) => id))),
  };
  console.log(`| add a run, of many | ${name} | ${added.toFixed(1)} | |`);
  for (const [what, { wall, cpu }] of Object.entries(rows)) {
    console.log(`| ${what} | ${name} | ${wall.toFixed(0)} | ${cpu.toFixed(0)} |`);
    // Time that other processes took is not ours.
    if (Math.min(wall, cpu) > LIMIT) process.exitCode = 1;
  }
}

console.log(`${RUNS} runs of 20 epochs; medians of ${ROUNDS}, in milliseconds; load ${loadavg()[0]?.toFixed(2)}\n`);
console.log("| what | store | ms | of them CPU |\n|---|---|---:|---:|");
const record = await exampleRecord();
await bench("SQLite", join(folder, "tidelab.db"), record);
const server = process.env.TIDELAB_TEST_POSTGRES;
if (server) {
  const name = `tidelab_bench_${process.pid}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  await bench("PostgreSQL", url.href, record).finally(async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.end();
  });
}
rmSync(folder, { recursive: true, force: true });
