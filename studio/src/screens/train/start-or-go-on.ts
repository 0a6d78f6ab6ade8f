/** What Train, Space, B and E do: resume the run that is open, or train the recipe. */
import { navigate, route } from "../../app/router.ts";
import type { Reach } from "../../engine/protocol.ts";
import { fork } from "../../state/fork.ts";
import { checked } from "../../state/recipe.ts";
import { current, go, interruptedRuns, prepareRun, resumeRun } from "../../state/studio.ts";

/** The run of the address, where it was interrupted and nothing trains it. */
export function shownInterrupted() {
  const [, id] = route.value.path;
  return interruptedRuns.value.find((row) => row.id === id);
}

/** A recipe that is wrong is not trained; what is wrong with it is said at its fields. */
export function startOrGoOn(reach: Reach = "end"): void {
  const run = current.value;
  if (run?.isOpen.value) {
    go(reach);
    return;
  }
  const interrupted = shownInterrupted();
  if (interrupted) {
    resumeRun(interrupted, reach);
    return;
  }
  const spec = checked.value.spec;
  if (spec === undefined) return;
  const next = prepareRun(spec, fork.value);
  go(reach);
  navigate(["train", next.id]);
}
