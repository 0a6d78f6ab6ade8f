/**
 * Arms that a sweep's folder has already keep the ids, and with them the folders, that they have there: how ids are made may
 * have changed since.
 */
import { canonical } from "../bytes/canonical.ts";
import type { Arm } from "./arms.ts";

type Known = Pick<Arm, "id" | "settings">;

/** @param before  arms as the sweep's file has them; ids that are no names of folders are passed over */
export function keepIds<Kept extends Known>(arms: readonly Kept[], before: readonly Known[]): Kept[] {
  const known = new Map(
    before.filter(({ id }) => isFolderName(id)).map(({ id, settings }) => [canonical(settings), id]),
  );
  const own = arms.map((arm) => known.get(canonical(arm.settings)) ?? arm.id);
  // Never two arms in one folder.
  return new Set(own.map((id) => id.toLowerCase())).size < arms.length
    ? [...arms]
    : arms.map((arm, index) => ({ ...arm, id: own[index] ?? arm.id }));
}

function isFolderName(id: string): boolean {
  return id !== "" && id !== "." && id !== ".." && !/[/\\]/.test(id);
}
