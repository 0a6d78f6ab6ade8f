/** `npm run bench:studio`: measures the studio in a real Chromium and writes RESULTS-studio.md. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { describeMachine, formatLoad, isQuiet } from "./harness/machine.mjs";
import { serveStudio } from "./studio/browser.mjs";
import { coldStart } from "./studio/cold-start.mjs";
import { memory } from "./studio/memory.mjs";
import { redraw } from "./studio/redraw.mjs";
import { sizes } from "./studio/sizes.mjs";
import { targetTable } from "./studio/targets.mjs";
import { training } from "./studio/training.mjs";

/** @type {Record<string, import("./studio/job.mjs").Job>} */
const JOBS = { "cold-start": coldStart, sizes, training, redraw, memory };

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  const lines = Object.entries(JOBS).map(([name, { about }]) => `  ${name.padEnd(10)}  ${about}`);
  console.log(`Measures the studio in Chromium and writes bench/RESULTS-studio.md. Build first: npm run build.

  npm run bench:studio                        everything, below 6 minutes
  npm run bench:studio -- --quick             fewer rounds, printed only
  npm run bench:studio -- --only cold-start   these, by commas, printed only
  npm run bench:studio -- --out <file>        writes there instead

TIDELAB_CHROMIUM names the browser. Run it with nothing else running.

${lines.join("\n")}`);
  process.exit(0);
}
const only = values.only?.split(",");
const unknown = only?.find((name) => !(name in JOBS));
if (unknown !== undefined) throw new Error(`--only: expected ${Object.keys(JOBS).join(", ")}, received ${unknown}`);

const started = new Date();
const quiet = isQuiet();
const before = formatLoad();
if (!quiet) console.log("The machine is busy with something else: what follows is no measurement.\n");
const studio = await serveStudio();
/** @type {import("./studio/job.mjs").Section[]} */
const sections = [];
try {
  for (const [name, job] of Object.entries(JOBS)) {
    if (only && !only.includes(name)) continue;
    console.error(`${new Date().toISOString().slice(11, 19)} ${name}: ${job.about}`);
    const section = await job.run({ url: studio.url, quick: values.quick }).catch((error) => {
      process.exitCode = 1;
      return { title: name, body: [`**Failed**: ${error instanceof Error ? error.message : error}`], verdicts: [] };
    });
    sections.push(section);
    console.log(`## ${section.title}\n\n${section.body.join("\n\n")}\n`);
  }
} finally {
  await studio.end();
}

const browser = await chromium.launch({
  executablePath: process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const version = browser.version();
await browser.close();
const seconds = (Date.now() - started.getTime()) / 1000;
const text = `${[
  "# The studio, measured",
  `Written by \`npm run bench:studio\` on ${started.toISOString().slice(0, 16).replace("T", " ")} UTC, in ${seconds.toFixed(0)} s.`,
  [
    `- ${describeMachine()}`,
    `- Chromium ${version}, headless, drawing in software; Node ${process.versions.node}`,
    `- Load (1, 5, 15 minutes) before ${before}, after ${formatLoad()}`,
  ].join("\n"),
  ...(quiet ? [] : ["**The machine was busy with something else when this began: take no figure from here.**"]),
  "Each measurement has a browser of its own that keeps nothing. Figures are medians, with least–greatest in parentheses; ratios are medians of the rounds' ratios.",
  "## Targets",
  targetTable(sections.flatMap(({ verdicts }) => verdicts)),
  ...sections.map(({ title, body }) => [`## ${title}`, ...body].join("\n\n")),
].join("\n\n")}\n`;
const out =
  values.out ?? (values.quick || only ? undefined : fileURLToPath(new URL("RESULTS-studio.md", import.meta.url)));
if (out !== undefined) {
  writeFileSync(out, text);
  console.error(`written: ${out}`);
}
