/** A sweep's result as `--json` prints it: numbers of runs and where they lie, not their whole records. */

import { choiceOf } from "../../metrics/epoch-choice.ts";
import { runFolder } from "../../node/sweeps/folder.ts";
import { runId } from "../../runs/run-id.ts";
import { missingSeeds } from "../../sweep/result.ts";
import type { SweepDone } from "../run-sweep.ts";

export function sweepDocument({ result, outcome, report }: Omit<SweepDone, "exitCode">, folder: string): unknown {
  const { name, axes, arms, seeds } = result;
  return {
    name,
    folder,
    ...outcome,
    report,
    axes,
    seeds,
    arms: arms.map((arm) => ({
      id: arm.id,
      settings: arm.settings,
      runs: arm.runs.map((record) => ({
        id: runId(record),
        folder: runFolder(folder, arm.id, record.seed),
        seed: record.seed,
        parameters: record.model.parameterCount,
        lastEpoch: record.history.at(-1),
        bestEpoch: choiceOf(record)?.best,
        testedEpoch: choiceOf(record)?.tested.epoch,
        test: record.test && { loss: record.test.loss, accuracy: record.test.accuracy },
        weightsSha256: record.weightsSha256,
      })),
      failures: arm.failures,
      missing: missingSeeds(result, arm),
    })),
  };
}
