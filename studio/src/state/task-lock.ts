/** The recipe of an assignment: its spec, and what of it is locked. It lasts as long as the tab, over reloads too, like a link's. */
import type { Spec } from "tidelab";
import { locks } from "./locks.ts";
import { leaveLink } from "./opened-link.ts";
import { checkSpec, loadRecipe } from "./recipe.ts";

const PLACE = "tidelab.task";

/**
 * @param free      keys that may be changed
 * @param expected  SHA-256 of the weights that the teacher's own run has
 */
export function lockRecipe(spec: Spec, free: readonly string[], expected: string | undefined): void {
  leaveLink();
  take(spec, free, expected);
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ spec, free, expected }));
  } catch {
    // Storage is denied: it lasts until the page is loaded again.
  }
}

function take(spec: Spec, free: readonly string[], expected: string | undefined): void {
  locks.value = { rule: { free }, spec, ...(expected && { expected }) };
  loadRecipe(spec);
}

/** At the start of the page: the assignment that this tab had before it was loaded again. A link that was opened since goes first. */
export function restoreTaskLock(): void {
  if (locks.value) return;
  try {
    const { spec, free, expected } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as Record<string, unknown>;
    const found = spec === undefined ? undefined : checkSpec(spec).spec;
    const hash = typeof expected === "string" ? expected : undefined;
    if (found && Array.isArray(free)) take(found, free.map(String), hash);
  } catch {
    // Denied, or written by another version.
  }
}
