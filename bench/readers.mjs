/**
 * How fast a CSV is read, and how much memory it takes: `node bench/readers.mjs [MB] [steps]`, 200 and 1000 when left out. A process for each
 * reader, alternating; CPU time of all its threads, and the largest memory beyond what it began with, as a share of the float32 values. Needs
 * `npm run build`; papaparse and d3-dsv are read with where `npm install` was run in bench/peers.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeMachine, formatLoad } from "./harness/machine.mjs";

const peers = createRequire(new URL("peers/", import.meta.url));
const toFloats = (/** @type {string[]} */ row) => Float32Array.from(row.slice(1), Number);

/** Each gives as many float32 values as the file has. @type {Record<string, (file: string) => Promise<number>>} */
const READERS = {
  async tidelab(file) {
    const { readSeries } = await import("../dist/data/readers/index.js");
    const { pathSource } = await import("../dist/node/byte-sources.js");
    const { series } = await readSeries(await pathSource(file));
    return series.reduce((sum, { values }) => sum + values.length, 0);
  },
  async papaparse(file) {
    const papa = peers("papaparse");
    const rows = /** @type {Float32Array[]} */ ([]);
    await new Promise((resolve, reject) => {
      const step = (/** @type {{ data: string[] }} */ { data }) => {
        if (data.length > 1) rows.push(toFloats(data));
      };
      papa.parse(createReadStream(file), { step, complete: resolve, error: reject });
    });
    return count(rows.slice(1));
  },
  async "d3-dsv"(file) {
    const { csvParseRows } = peers("d3-dsv");
    return count(csvParseRows(readFileSync(file, "utf8")).slice(1).map(toFloats));
  },
  async "csv-parse"(file) {
    const { parse } = await import("csv-parse");
    const rows = [];
    for await (const row of createReadStream(file).pipe(parse({ from_line: 2 }))) rows.push(toFloats(row));
    return count(rows);
  },
};

const count = (/** @type {Float32Array[]} */ rows) => rows.reduce((sum, row) => sum + row.length, 0);

const [first = "200", second = "1000"] = process.argv.slice(2);
if (first === "--reader") await readAlone(second, process.argv[4] ?? "");
else await compare(Number(first), Number(second));

/** In a process of its own. */
async function readAlone(/** @type {string} */ name, /** @type {string} */ file) {
  const base = process.memoryUsage().rss;
  const before = process.cpuUsage();
  const values = await READERS[name]?.(file);
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ values, seconds: (user + system) / 1e6, memory: (peak - base) / (4 * (values ?? 1)) }));
}

async function compare(/** @type {number} */ megabytes, /** @type {number} */ steps) {
  const folder = mkdtempSync(join(tmpdir(), "tidelab-readers-"));
  try {
    const file = join(folder, "waves.csv");
    await write(file, megabytes * 1e6, steps);
    const { size } = statSync(file);
    console.log(`${describeMachine()}, ${formatLoad()}\n${(size / 1e6).toFixed(0)} MB, ${steps} steps a row`);
    for (let round = 0; round < 3; round++) {
      for (const name of Object.keys(READERS)) {
        const script = fileURLToPath(import.meta.url);
        const { stdout, status } = spawnSync(process.execPath, [script, "--reader", name, file], { encoding: "utf8" });
        if (status !== 0) {
          console.log(`${name}: not there, or failed`);
          continue;
        }
        const { values, seconds, memory } = JSON.parse(stdout);
        console.log(
          `${name}: ${(size / 1e6 / seconds).toFixed(0)} MB/s of CPU time, ${memory.toFixed(2)} times its ${values} values`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function write(/** @type {string} */ file, /** @type {number} */ bytes, /** @type {number} */ steps) {
  const out = createWriteStream(file);
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x7fffffff) * 4 - 2;
  };
  out.write(`label,${Array.from({ length: steps }, (_, t) => `t${t}`).join()}\n`);
  for (let written = 0, row = 0; written < bytes; row++) {
    const text = `${row % 2 === 0 ? "walk" : "run"},${Array.from({ length: steps }, () => random().toFixed(6)).join()}\n`;
    written += text.length;
    if (!out.write(text)) await new Promise((resolve) => out.once("drain", () => resolve(undefined)));
  }
  await new Promise((resolve) => out.end(() => resolve(undefined)));
}
