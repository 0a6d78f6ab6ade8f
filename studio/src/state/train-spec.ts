/** Trains a spec that is ready, from a link or a button of another screen. */
import type { SpecInput } from "tidelab";
import { navigate } from "../app/router.ts";
import { checkSpec, loadRecipe } from "./recipe.ts";
import { current, go, prepareRun } from "./studio.ts";

/** @returns whether it trains: a run that is open is not replaced, but shown */
export function trainSpec(input: SpecInput): boolean {
  if (current.value?.isOpen.value) {
    navigate(["train", current.value.id]);
    return false;
  }
  const { spec, problems } = checkSpec(input);
  if (spec === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  loadRecipe(input);
  const run = prepareRun(spec);
  go();
  navigate(["train", run.id]);
  return true;
}
