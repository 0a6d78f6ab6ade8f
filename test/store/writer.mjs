// Adds runs to a store as a process of its own: node writer.mjs <store> <record.json> <first> <count>. Uses the built package.
import { readFileSync } from "node:fs";
import { locateStore } from "../../dist/node/store/location.js";
import { addRun, changeTags } from "../../dist/node/store/runs.js";
import { openStore } from "../../dist/node/store/store.js";

const [, , setting = "", recordFile = "", first, count] = process.argv;
const record = JSON.parse(readFileSync(recordFile, "utf8"));
const location = locateStore(setting);
if (location === undefined) throw new Error(`no store at ${setting}`);
const store = await openStore(location);
for (let number = Number(first); number < Number(first) + Number(count); number++) {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  const id = await addRun(store, { ...record, startedAt }, `/nowhere/${number}`);
  await changeTags(store, id, ["written", `n${number}`]);
  process.stdout.write(`${number}\n`);
}
await store.close();
