/** Why a control cannot be changed: a run that trains, or somebody who set its key. */
import { isLocked } from "../state/locks.ts";
import { shellTexts } from "../texts/shell.ts";

export interface Fixed {
  readonly fixed: boolean;
  readonly why: string | undefined;
}

/**
 * Whether the control of a key is fixed, and why.
 * @param path  as errors write it: `training.lr`
 * @param now   what holds for all controls of the form
 */
export function fixedAt(path: string, now: Fixed): Fixed & { readonly locked: boolean } {
  const locked = isLocked(path);
  if (now.fixed || !locked) return { ...now, locked };
  return { fixed: true, why: shellTexts().setByTeacher, locked };
}
