/** Bounds on the size of a sweep, from its definition and from estimates: checked before anything of it is made. */

import { TidelabError } from "../errors/errors.ts";
import { platform } from "../platform.ts";
import { choicesOf } from "./arms.ts";
import type { SweepDefinition } from "./definition.ts";

/** A folder each: years of training, and more than file systems like. */
const MOST_RUNS = 100_000;

/** Node, the engine and the code of a process, without the memory of its run. */
const PROCESS_BYTES = 80 * 2 ** 20;

/** @throws TidelabError `sweep.tooManyRuns`, without having made a list of them */
export function checkRunCount({ axes, search, seeds }: Pick<SweepDefinition, "axes" | "search" | "seeds">): void {
  const arms =
    search.kind === "grid" ? axes.reduce((product, axis) => product * choicesOf(axis).length, 1) : search.arms;
  const count = typeof seeds === "number" ? seeds : seeds.length;
  if (arms * count > MOST_RUNS) {
    throw new TidelabError("sweep.tooManyRuns", { most: MOST_RUNS, arms, seeds: count }, "seeds");
  }
}

/**
 * How many runs go at a time.
 * @param wanted  as asked for; undefined for as many as there are cores and memory for
 * @param arms    whose bytes a run takes; any of them may run at the same time
 * @param runs    that there will be in all
 * @throws TidelabError `sweep.jobs` when so many do not fit into memory
 */
export function chooseJobs(
  wanted: number | undefined,
  arms: readonly { readonly bytes: number }[],
  runs: number,
  cores: number,
): number {
  const most = Math.max(1, Math.min(wanted ?? cores, runs));
  const needs = arms.map(({ bytes }) => bytes + PROCESS_BYTES).sort((a, b) => b - a);
  const perArm = Math.max(1, Math.ceil(runs / Math.max(1, arms.length)));
  const { total } = platform.memory;
  let fitting = 0;
  let needed = 0;
  for (; fitting < most; fitting++) {
    // The largest arms come together in the worst case, each with several seeds.
    const next = needed + (needs[Math.floor(fitting / perArm)] ?? PROCESS_BYTES);
    if (next > total) break;
    needed = next;
  }
  // One run was found to fit when its arm was checked.
  const jobs = Math.max(1, fitting);
  if (wanted !== undefined && jobs < most) {
    const [each = PROCESS_BYTES] = needs;
    throw new TidelabError("sweep.jobs", { received: wanted, most: jobs, each, available: total }, "--jobs");
  }
  return jobs;
}
