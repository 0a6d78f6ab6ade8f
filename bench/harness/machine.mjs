/** What a measurement was made on. */
import { cpus, loadavg, totalmem } from "node:os";

export function describeMachine() {
  const [first] = cpus();
  return `${first?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
}

export const cores = () => cpus().length;

/** More than this over the last minute is somebody else's work, which no interleaving takes out of the figures. */
const QUIET = 0.5;

export const isQuiet = () => (loadavg()[0] ?? 0) <= QUIET;

/** Runnable processes over the last 1, 5 and 15 minutes; a quiet machine is near 0. */
export function formatLoad() {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(", ");
}
