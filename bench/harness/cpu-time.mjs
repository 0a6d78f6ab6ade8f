/** CPU time of processes with all that they started, read from /proc: what a part of a benchmark costs on a machine that others use too. Linux only. */
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of /proc a second, on every Linux of today. */
const TICKS = 100;

/** @param {number} pid */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const at = (/** @type {number} */ field) => Number(fields[field - 3]);
    // Its own, and that of children that have ended.
    return { parent: at(4), seconds: (at(14) + at(15) + at(16) + at(17)) / TICKS };
  } catch {
    return undefined;
  }
}

/** Seconds of CPU that processes and all below them have used. @param {readonly (number | undefined)[]} roots  @returns NaN where there is no /proc */
export function cpuOf(roots) {
  let entries;
  try {
    entries = readdirSync("/proc");
  } catch {
    return Number.NaN;
  }
  const all = new Map();
  for (const name of entries) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) all.set(Number(name), stat);
  }
  const isBelow = (/** @type {number} */ pid) => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (roots.includes(at)) return true;
    return false;
  };
  return [...all].reduce((sum, [pid, { seconds }]) => (isBelow(pid) ? sum + seconds : sum), 0);
}

/** Follows a process until it ends. @param {number | undefined} pid  @returns stops, and gives the CPU seconds that were last seen */
export function followCpu(pid) {
  let last = 0;
  const look = () => {
    last = Math.max(last, cpuOf([pid]) || 0);
  };
  const timer = setInterval(look, 200);
  return () => {
    clearInterval(timer);
    return last;
  };
}
