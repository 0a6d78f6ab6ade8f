/** What is looked at on the screen, as a place that an answer can point at. */
import type { Place } from "tidelab/teaching";
import type { Route } from "../app/router.ts";
import { lensOf } from "../lens/lens.ts";
import { firstCell, parseCell } from "../state/cells.ts";
import type { LiveRun } from "../state/live-run.ts";
import type { PointingKind } from "../state/pointing.ts";

/** @returns undefined where the screen shows nothing of this kind; series are chosen on their cards */
export function placeHere(kind: PointingKind, { path, query }: Route, run: LiveRun): Place | undefined {
  const [screen] = path;
  const { label } = run;
  if (screen === "train" && (kind === "step" || kind === "any")) {
    const step = lensOf(run).viewing.value ?? run.stepCount.value;
    return step > 0 ? { kind: "step", run: label, step } : undefined;
  }
  if (screen === "train" && kind === "epoch") {
    const viewing = lensOf(run).viewing.value;
    const mark = run.atHand.value.find(({ step }) => step === viewing);
    const epoch = mark?.epoch ?? run.history.value.length;
    return epoch > 0 ? { kind: "epoch", run: label, epoch } : undefined;
  }
  const matrix = run.record.value?.test?.confusionMatrix;
  if (screen === "run" && (kind === "cell" || kind === "any") && matrix) {
    const { truth, predicted } = parseCell(query.get("cell"), matrix.length) ?? firstCell(matrix);
    return { kind: "cell", run: label, truth, predicted };
  }
  return undefined;
}
