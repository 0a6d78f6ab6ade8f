/** Pinned observations of runs that are kept, as a submission has them. */
import type { PinnedObservation } from "tidelab/teaching";
import { openKept } from "../state/studio.ts";
import { readRow } from "../store/runs.ts";
import { observationsOf } from "./observations.ts";

export async function pinsOf(ids: readonly string[]): Promise<PinnedObservation[]> {
  const found: PinnedObservation[] = [];
  for (const id of ids) {
    const run = await openKept(id).catch(() => undefined);
    if (run === undefined) continue;
    const observations = observationsOf(run);
    const row = await readRow(id).catch(() => undefined);
    const pins = row?.pins ?? observations.pinned.value;
    for (const { id: rule, step } of observations.list.value) {
      if (pins.includes(rule)) found.push({ run: run.label, id: rule, step });
    }
  }
  return found;
}
