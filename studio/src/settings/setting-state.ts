/** What is known of one setting of the recipe: what it means, what it holds, what is wrong with it. */
import { dataView } from "../state/data.ts";
import { checked, draft, shownSpec, valueAt } from "../state/recipe.ts";
import { type Node, pathText, settingOf } from "../state/spec-schema.ts";
import { describeProblem } from "../texts/errors.ts";
import { settingTexts } from "../texts/settings.ts";

export type Path = readonly (string | number)[];

/** The explanation of a setting. */
export function meaningOf(path: Path): string {
  const { keys } = settingTexts();
  return (keys as Readonly<Record<string, string>>)[settingOf(path)] ?? "";
}

/** What holds at a path: as it was typed, else what the spec has, else the default. */
export function heldAt(path: Path, node: Node): unknown {
  return valueAt(draft.value, path) ?? valueAt(shownSpec.value, path) ?? node.default;
}

/** What is wrong with a setting itself: of a list with its entries, of an object without what it holds. */
export function problemOf(path: Path, withEntries: boolean): string | undefined {
  const text = pathText(path);
  const found = checked.value.problems.find(
    ({ path: at }) => at === text || (withEntries && at?.startsWith(`${text}[`)),
  );
  return found && describeProblem(found);
}

/** Steps of the series as a model would read them now, as far as that is known: what a new length begins with. */
export function stepsHere(): number {
  const { data } = shownSpec.value;
  const view = dataView.value;
  if (view && JSON.stringify(view.spec.data) === JSON.stringify(data)) return view.steps;
  return data.kind === "waves" ? data.length : 100;
}
