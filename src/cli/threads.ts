/** How many threads a run gets from `--threads`. The result does not depend on it, so more than a batch has work for are cut. */
import { availableParallelism } from "node:os";
import { countShards, MOST_THREADS } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";

/**
 * @param flag  as typed: `auto` or a whole number; undefined is `auto`
 * @param rows  series that are run at a time: a batch, or a set to evaluate
 * @returns as many as asked for, or the machine has, up to one a shard
 * @throws TidelabError `cli.threads`
 */
export function chooseThreads(flag: string | undefined, rows: number, cores = availableParallelism()): number {
  checkThreads(flag);
  const wanted = flag === undefined || flag === "auto" ? Math.min(cores, MOST_THREADS) : Number(flag);
  return Math.max(1, Math.min(wanted, countShards(rows)));
}

/** For a command that learns only later how many series it runs. @throws TidelabError `cli.threads` */
export function checkThreads(flag: string | undefined): void {
  if (flag === undefined || flag === "auto") return;
  if (/^\d{1,9}$/.test(flag) && Number(flag) >= 1 && Number(flag) <= MOST_THREADS) return;
  throw new TidelabError("cli.threads", { most: MOST_THREADS, received: flag }, "--threads");
}
