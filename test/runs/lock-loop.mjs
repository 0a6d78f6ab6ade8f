// @ts-check
// Enters the folder again and again, as `lock.test.ts` asks: argv = folder, turns. Prints a line a turn.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "../../dist/node/runs/lock.js";

const [, , folder = "", turns = "0"] = process.argv;
const inside = join(folder, "inside");
/** @param {number} pid */
const isRunning = (pid) => {
  try {
    // Killed, and its parent has not asked for it yet.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};
for (let turn = 0; turn < Number(turns); ) {
  const lock = await lockFolder(folder, { patience: 100 }).catch((error) => {
    if (error.code !== "folder.locked") throw error;
  });
  if (lock === undefined) {
    console.log("refused");
    continue;
  }
  let other = 0;
  try {
    writeFileSync(inside, String(process.pid), { flag: "wx" });
  } catch {
    other = Number(readFileSync(inside, "utf8"));
    writeFileSync(inside, String(process.pid));
  }
  // What a killed process left is no sign of two at a time.
  if (other > 0 && isRunning(other)) console.log(`overlap ${other}`);
  await new Promise((done) => setTimeout(done, Math.random() * 4));
  if (readFileSync(inside, "utf8") !== String(process.pid)) console.log("overlap at the end");
  rmSync(inside);
  lock.release();
  turn++;
  console.log("turn");
}
