/** What Train, Space, B and E do: resume the run that is open, or train the recipe. */
import { navigate } from "../../app/router.ts";
import type { Reach } from "../../engine/protocol.ts";
import { checked } from "../../state/recipe.ts";
import { current, go, prepareRun } from "../../state/studio.ts";

/** A recipe that is wrong is not trained; what is wrong with it is said at its fields. */
export function startOrGoOn(reach: Reach = "end"): void {
  const run = current.value;
  if (run?.isOpen.value) {
    go(reach);
    return;
  }
  const spec = checked.value.spec;
  if (spec === undefined) return;
  const next = prepareRun(spec);
  go(reach);
  navigate(["train", next.id]);
}
