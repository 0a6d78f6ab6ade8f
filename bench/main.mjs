/** `npm run bench`: runs the jobs, prints each as it ends, and writes RESULTS.md with its figures. See options.mjs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cores, describeMachine, formatLoad, isQuiet } from "./harness/machine.mjs";
import { findPeers, startNode } from "./harness/peers.mjs";
import { classical } from "./jobs/classical.mjs";
import { cnnEpoch } from "./jobs/cnn-epoch.mjs";
import { growth } from "./jobs/growth.mjs";
import { inference } from "./jobs/inference.mjs";
import { labEpoch } from "./jobs/lab-epoch.mjs";
import { memory } from "./jobs/memory.mjs";
import { products } from "./jobs/products.mjs";
import { startUp } from "./jobs/start-up.mjs";
import { zooEpochs } from "./jobs/zoo-epochs.mjs";
import { helpText, parseOptions } from "./options.mjs";
import { sectionText, targetTable } from "./report/markdown.mjs";

/** @type {Record<string, import("./harness/context.mjs").Job>} */
const JOBS = {
  lstm: labEpoch("lstm"),
  gru: labEpoch("gru"),
  cnn: cnnEpoch,
  zoo: zooEpochs,
  inference,
  "start-up": startUp,
  memory,
  products,
  growth,
  classical,
};

async function measurePeak() {
  const peer = startNode("peak.mjs");
  try {
    await peer.ask({ op: "prepare" });
    const rates = { fused: 0, portable: 0 };
    for (const numerics of /** @type {const} */ (["fused", "portable"])) {
      rates[numerics] = (await peer.ask({ op: "measure", numerics })).rate;
    }
    return rates;
  } finally {
    await peer.close();
  }
}

const formatPeak = (/** @type {{ fused: number, portable: number }} */ { fused, portable }) =>
  `${fused.toFixed(1)} GFLOP/s fused, ${portable.toFixed(1)} portable`;

const options = parseOptions(process.argv.slice(2), Object.keys(JOBS));
if (options.help) {
  console.log(helpText(JOBS));
  process.exit(0);
}

const started = new Date();
const load = formatLoad();
const quiet = isQuiet();
const peers = await findPeers();
const peak = await measurePeak();
const folder = mkdtempSync(join(tmpdir(), "tidelab-bench-"));
// Runs of the command keep their records there, not in the project.
process.env.TIDELAB_STORE = join(folder, "tidelab.db");
const peerLines = Object.values(peers).map(({ name, version, absent }) =>
  absent === undefined ? `- ${name} ${version}` : `- ${name}: absent (${absent})`,
);
const facts = [`- ${describeMachine()}`, `- Node ${process.versions.node}, V8 ${process.versions.v8}`, ...peerLines];
const before = `load (1, 5, 15 minutes) ${load}; peak of one core in WebAssembly, registers only, ${formatPeak(peak)}`;
console.log(`${[...facts, `- Before: ${before}`].join("\n")}\n`);
if (!quiet) console.log("The machine is busy with something else: what follows is no measurement.\n");
const context = { quick: options.quick, peers, peak, cores: cores(), folder };

/** @type {import("./report/markdown.mjs").Section[]} */
const sections = [];
try {
  for (const [name, job] of Object.entries(JOBS)) {
    if (options.only && !options.only.includes(name)) continue;
    console.error(`${new Date().toISOString().slice(11, 19)} ${name}: ${job.about}`);
    const section = await job.run(context).catch((error) => {
      // What the others measured is not lost by one that fails.
      process.exitCode = 1;
      return { title: name, body: [`**Failed**: ${error instanceof Error ? error.message : error}`] };
    });
    sections.push(section);
    console.log(`${sectionText(section)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const flags = process.argv.slice(2).map((arg) => ` ${arg}`);
const command = `TIDELAB_BENCH_PYTHON=… npm run bench${flags.length > 0 ? ` --${flags.join("")}` : ""}`;
const minutes = (Date.now() - started.getTime()) / 60_000;
const text = `${[
  "# Measurements",
  `Written by \`${command}\` on ${started.toISOString().slice(0, 16).replace("T", " ")} UTC, in ${minutes.toFixed(0)} minutes.`,
  [...facts, `- Before: ${before}`, `- After: load ${formatLoad()}; peak ${formatPeak(await measurePeak())}`].join(
    "\n",
  ),
  ...(quiet ? [] : ["**The machine was busy with something else when this began: take no figure from here.**"]),
  "Every peer is a process of its own and takes its turn round by round. Figures are medians, with least–greatest in parentheses; ratios are medians of the rounds' ratios.",
  "## Targets",
  targetTable(sections.flatMap(({ verdicts = [] }) => verdicts)),
  ...sections.map(sectionText),
].join("\n\n")}\n`;

const out = options.out ?? (options.only ? undefined : fileURLToPath(new URL(".", import.meta.url)));
if (out !== undefined) {
  const figures = join(out, "figures");
  mkdirSync(figures, { recursive: true });
  for (const { name, svg } of sections.flatMap((section) => section.figures ?? [])) {
    writeFileSync(join(figures, `${name}.svg`), svg);
  }
  writeFileSync(join(out, "RESULTS.md"), text);
  console.error(`written: ${join(out, "RESULTS.md")}`);
}
