/** Where the run store is: told by `TIDELAB_STORE`, before anything is opened or loaded. Node only. */
import { existsSync } from "node:fs";

/** Where the store is, before it is opened. */
export type StoreLocation =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly url: string };

export const DEFAULT_STORE = "runs/tidelab.db";

/**
 * @param setting  of `TIDELAB_STORE`: a file, `postgres://…`, or `off`; a file in `runs/` when empty or undefined
 * @returns undefined for `off`
 */
export function locateStore(setting: string | undefined): StoreLocation | undefined {
  if (setting === "off") return undefined;
  if (setting !== undefined && /^postgres(ql)?:\/\//.test(setting)) return { kind: "postgres", url: setting };
  return { kind: "sqlite", file: setting || DEFAULT_STORE };
}

/** A location as users are told of it: without a password. */
export function showLocation(location: StoreLocation): string {
  return location.kind === "sqlite" ? location.file : location.url.replace(/(:\/\/[^/@:]*):[^@/]*@/, "$1@");
}

/** Whether there is a store to read: a file that is not there yet has no runs. */
export function storeExists(location: StoreLocation): boolean {
  return location.kind === "postgres" || existsSync(location.file);
}
