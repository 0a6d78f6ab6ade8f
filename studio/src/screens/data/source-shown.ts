/** Which source the screen is about: what was chosen last, or where the recipe's series come from. */
import { signal } from "@preact/signals";
import { file } from "../../state/file.ts";
import { shownSpec } from "../../state/recipe.ts";

const chosen = signal<"waves" | "file" | undefined>(undefined);

/** @param next  chooses it; a file that is opened later is shown all the same */
export function sourceShown(next?: "waves" | "file"): "waves" | "file" {
  if (next !== undefined) chosen.value = next;
  return chosen.value ?? (file.value !== undefined || shownSpec.value.data.kind === "files" ? "file" : "waves");
}
