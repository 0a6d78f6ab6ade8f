/** The checkpoint that the next run begins with, in place of fresh weights. Until that run is begun, it can be given up. */
import { signal } from "@preact/signals";
import type { ForkSource } from "../engine/protocol.ts";
import type { LiveRun } from "./live-run.ts";
import { loadRecipe } from "./recipe.ts";

export const fork = signal<ForkSource | undefined>(undefined);

/** Whether there are weights to begin with, and what is known of their model. */
export function canFork(run: LiveRun): boolean {
  return run.atHand.value.length > 0 && shapeOf(run) !== undefined && run.startedAt !== undefined;
}

function shapeOf({ facts, record }: LiveRun) {
  const { length, channels } = { ...record.value?.data, ...facts.value };
  return length === undefined || channels === undefined ? undefined : { length, channels };
}

/**
 * The next run begins with the weights of this checkpoint, and the recipe is that of its run.
 * @returns whether the weights are there
 */
export async function forkFrom(run: LiveRun, step: number): Promise<boolean> {
  const weights = await run.weightsOf(step);
  const facts = run.facts.value;
  const shape = shapeOf(run);
  if (weights === undefined || facts === undefined || shape === undefined || run.startedAt === undefined) return false;
  const { spec, numerics, classNames, stepsPerEpoch } = facts;
  const epoch = step % stepsPerEpoch === 0 ? step / stepsPerEpoch : undefined;
  fork.value = {
    ...{ spec, numerics, startedAt: run.startedAt, ...shape, classes: classNames.length },
    weights: weights.slice(),
    from: { id: run.id, label: run.label, step, epoch },
  };
  loadRecipe(spec);
  return true;
}
