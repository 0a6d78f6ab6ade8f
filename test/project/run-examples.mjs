// Runs examples one after the other in this process, which loads the package once, and prints what each of them printed, as JSON.
// Arguments: the files of the examples.
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const { log } = console;
/** @type {{ file: string; printed: string[]; error?: string }[]} */
const results = [];
for (const file of process.argv.slice(2)) {
  /** @type {string[]} */
  const printed = [];
  console.log = (...values) => void printed.push(format(...values));
  try {
    await import(pathToFileURL(file).href);
    results.push({ file, printed });
  } catch (error) {
    results.push({ file, printed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
log(JSON.stringify(results));
