/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";

/**
 * @typedef {{ quick: boolean, only: readonly string[] | undefined, out: string | undefined, help: boolean }} Options
 * @param {readonly string[]} args
 * @param {readonly string[]} names  of all jobs
 * @returns {Options}
 * @throws Error for a flag or a job that is not known
 */
export function parseOptions(args, names) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: expected jobs of ${names.join(", ")}, received ${unknown}`);
  return { quick: values.quick, only, out: values.out, help: values.help };
}

/** @param {Record<string, import("./harness/context.mjs").Job>} jobs */
export function helpText(jobs) {
  const width = Math.max(...Object.keys(jobs).map((name) => name.length));
  const lines = Object.entries(jobs).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return `Measures Tidelab beside its peers and writes bench/RESULTS.md and bench/figures/.

  npm run bench                     everything, below 25 minutes
  npm run bench -- --quick          fewer rounds and smaller ranges, some 5 minutes
  npm run bench -- --only cnn,gru   these jobs, printed only: a part must not replace the whole
  npm run bench -- --out <folder>   writes there instead, also with --only

Run it with nothing else running. TIDELAB_BENCH_PYTHON names a Python with torch 2.13, and onnx and onnxruntime for
inference; TIDELAB_BENCH_AEON one with aeon, the same if left out. Whoever is not there is named as absent.

Jobs:
${lines.join("\n")}`;
}
