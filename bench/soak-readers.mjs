/**
 * Mutated files through every reader: `node bench/soak-readers.mjs [files a format] [seed] [format]`, 100,000 and 1 when left out. Each must be read to
 * numbers that it has, or refused with an error and its place, in less than a second. Needs `npm run build`.
 */
import { performance } from "node:perf_hooks";
import * as readers from "../dist/data/readers/index.js";
import { TidelabError } from "../dist/index.js";
import { FILES, faultOf, mutated } from "./harness/mutations.mjs";

const [, , first = "100000", second = "1", only] = process.argv;
const [count, seed] = [Number(first), Number(second)];
/** @type {(error: unknown) => error is TidelabError} */
const isOurs = (error) => error instanceof TidelabError;
let faults = 0;
for (const [format, files] of Object.entries(FILES)) {
  if (only !== undefined && only !== format) continue;
  let state = seed >>> 0;
  // Mulberry32: small, and the same everywhere.
  const random = (/** @type {number} */ below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const started = performance.now();
  let slowest = 0;
  for (let i = 0; i < count; i++) {
    const { name, bytes } = files[i % files.length] ?? { name: "", bytes: new Uint8Array(0) };
    const file = { name, bytes: mutated(bytes, random) };
    const before = performance.now();
    const fault = await faultOf(readers, file, format, isOurs);
    const took = performance.now() - before;
    slowest = Math.max(slowest, took);
    if (fault === undefined && took < 1000) continue;
    faults++;
    console.log(
      `${format}, file ${i}: ${fault ?? `${took.toFixed(0)} ms`}\n  ${JSON.stringify(Buffer.from(file.bytes).toString("latin1"))}`,
    );
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${format}: ${count} files in ${seconds} s, the slowest ${slowest.toFixed(0)} ms`);
}
console.log(faults === 0 ? "no faults" : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
