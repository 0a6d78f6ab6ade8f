/** Going back, trying again and going to what was left behind, as buttons and keys do it. */
import type { Branch } from "./branches.ts";
import type { LiveRun } from "./live-run.ts";
import { editsByHand, goBackTarget } from "./steer.ts";
import { current, goBack, keepBranchAsRun } from "./studio.ts";

/** To before the last change. A run that was training goes on; one that diverged waits, for it would do so again. */
export function rewind(run: LiveRun): void {
  const target = goBackTarget(run);
  if (target === undefined) return;
  const wasTraining = run === current.value && run.phase.value === "training";
  goBack(run, target, wasTraining ? { reach: "end" } : {});
}

/** The last change once more, with gradients clipped at norm 1. */
export function clipAndTryAgain(run: LiveRun): void {
  const target = goBackTarget(run);
  if (target === undefined) return;
  const last = editsByHand(run).find(({ step }) => step === target + 1);
  goBack(run, target, { set: { ...last?.set, clipGradNorm: 1 }, reach: "end" });
}

/** Keeps a branch as a run. @returns the path of the screen that shows it */
export async function goToBranch(branch: Branch): Promise<readonly string[]> {
  await keepBranchAsRun(branch);
  return ["train", branch.id];
}
