/** From a series of a run to the same series in Data's table. */
import { navigate } from "../../app/router.ts";
import { showToast } from "../../components/toast.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { bindFiles, filesOf } from "../../state/own-files.ts";
import { draft, loadRecipe, shownSpec } from "../../state/recipe.ts";
import { current } from "../../state/studio.ts";
import { runTexts } from "../../texts/run.ts";
import { sourceShown } from "../data/source-shown.ts";

/** Whether the recipe has the series of a run, by the same numbers. */
function hasItsSeries({ facts, files }: LiveRun): boolean {
  const [now, then] = [shownSpec.value, facts.value?.spec];
  const partsOf = (spec: typeof now | undefined) => JSON.stringify([spec?.data, spec?.split, spec?.seed]);
  const hashes = (of: readonly { readonly sha256: string }[]) => of.map(({ sha256 }) => sha256).join();
  return partsOf(now) === partsOf(then) && hashes(filesOf(now)) === hashes(files);
}

/** Not while another run is open: its recipe is the one that Data shows. */
export function canShowInData(run: LiveRun): boolean {
  return hasItsSeries(run) || current.value?.isOpen.value !== true;
}

/** @param place  number of the series among all */
export function showInData(run: LiveRun, place: number): void {
  const spec = run.facts.value?.spec;
  if (spec === undefined) return;
  const before = draft.value;
  if (!hasItsSeries(run)) {
    bindFiles(run.files);
    loadRecipe(spec);
    const texts = runTexts();
    showToast({ text: texts.recipeTaken(run.label), action: { text: texts.undo, run: () => loadRecipe(before) } }, 12);
  }
  sourceShown(spec.data.kind === "files" ? "file" : "waves");
  navigate(["data"], { query: new URLSearchParams({ view: "table", series: String(place) }) });
}
