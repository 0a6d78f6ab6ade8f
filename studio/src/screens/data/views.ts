/** Which views of the data there are now. */
import { file, fileView } from "../../state/file.ts";
import { shownSpec } from "../../state/recipe.ts";
import { sourceShown } from "./source-shown.ts";

const VIEWS = ["class", "table", "overlay", "file"] as const;
export type View = (typeof VIEWS)[number];

/** Which views there are: the file's own rows where the screen is about a file, and they alone where it cannot be trained on. */
export function viewsNow(): readonly View[] {
  const ofSeries = VIEWS.slice(0, 3);
  if (sourceShown() === "waves") return ofSeries;
  if (fileView.value === undefined) return file.value || shownSpec.value.data.kind === "waves" ? [] : ofSeries;
  return fileView.value.spec ? VIEWS : ["file"];
}

/** Whether series are shown: not while a file cannot be trained on. */
export const areSeriesShown = (): boolean => viewsNow().includes("class");
