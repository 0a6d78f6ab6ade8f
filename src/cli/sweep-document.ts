/** A sweep's result as `--json` prints it: numbers of runs and where they lie, not their whole records. */
import type { SweepResult } from "../experiments/result.ts";
import { runFolder } from "../experiments/sweep-folder.ts";
import { runId } from "../store/run-id.ts";

export function sweepDocument({ name, axes, arms, seeds }: SweepResult, folder: string): unknown {
  return {
    name,
    folder,
    axes,
    seeds,
    arms: arms.map(({ id, settings, runs, failures }) => ({
      id,
      settings,
      runs: runs.map((record) => ({
        id: runId(record),
        folder: runFolder(folder, id, record.seed),
        seed: record.seed,
        parameters: record.model.parameterCount,
        lastEpoch: record.history.at(-1),
        bestEpoch: record.history.toSorted((a, b) => a.valLoss - b.valLoss)[0],
        test: record.test && { loss: record.test.loss, accuracy: record.test.accuracy },
        weightsSha256: record.weightsSha256,
      })),
      failures,
    })),
  };
}
