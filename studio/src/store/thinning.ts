/** Which checkpoints stay when there are too many: the first, the best, the last and those before edits always, then those that say most about the curve. */
import type { EpochRecord } from "tidelab/runs";
import type { CheckpointMark } from "../engine/protocol.ts";

const MOST_CHECKPOINTS = 64;

/**
 * @param marks   in the order of their steps
 * @param pinned  steps whose checkpoints stay in any case: those before changes by hand
 * @returns those that stay: of the pair whose validation losses are nearest, the later one is given up, until there are few enough
 */
export function thinCheckpoints(
  marks: readonly CheckpointMark[],
  history: readonly EpochRecord[],
  pinned: ReadonlySet<number> = new Set(),
  most = MOST_CHECKPOINTS,
): CheckpointMark[] {
  const lossOf = ({ epoch }: CheckpointMark) => history[epoch - 1]?.valLoss ?? Number.POSITIVE_INFINITY;
  const best = Math.min(...history.map(({ valLoss }) => valLoss));
  const kept = [...marks];
  while (kept.length > most) {
    let victim = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (let index = 1; index < kept.length - 1; index++) {
      const loss = lossOf(kept[index]!);
      if (loss === best || pinned.has(kept[index]!.step)) continue;
      const gap = Math.abs(loss - lossOf(kept[index - 1]!));
      if (gap < nearest || victim < 0) [victim, nearest] = [index, gap];
    }
    if (victim < 0) break;
    kept.splice(victim, 1);
  }
  return kept;
}
