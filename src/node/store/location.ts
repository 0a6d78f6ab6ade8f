/** Where the run store is: set by `TIDELAB_STORE`, read before anything is opened or loaded. Node only. */
import { existsSync } from "node:fs";
import { TidelabError } from "../../errors/errors.ts";

/** Where the store is, before it is opened. */
export type StoreLocation =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly url: string };

export const DEFAULT_STORE = "runs/tidelab.db";

/**
 * @param setting  of `TIDELAB_STORE`: a file, `postgres://…`, or `off`; a file in `runs/` when empty or undefined
 * @returns undefined for `off`
 * @throws TidelabError `store.address` for an address of something else, or one that cannot be read
 */
export function locateStore(setting: string | undefined): StoreLocation | undefined {
  if (setting === "off") return undefined;
  if (setting === undefined || setting.trim() === "") return { kind: "sqlite", file: DEFAULT_STORE };
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(setting)) {
    if (setting.includes("\0")) throw new TidelabError("store.address", undefined, "TIDELAB_STORE");
    return { kind: "sqlite", file: setting };
  }
  if (!/^postgres(ql)?:\/\//i.test(setting) || !isPlain(setting)) {
    throw new TidelabError("store.address", undefined, hidePasswords(setting));
  }
  return { kind: "postgres", url: setting };
}

/** An address of which no part of a password can be taken for a host, a port or a database. */
function isPlain(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hash, pathname } = new URL(address);
  return hash === "" && !pathname.includes("@");
}

/** A location as users see it: without a password. */
export function showLocation(location: StoreLocation): string {
  return location.kind === "sqlite" ? location.file : hidePasswords(location.url);
}

/** All between the user and the last `@` may be a password, and so may what a parameter of that name has. */
function hidePasswords(address: string): string {
  return address.replace(/^([^:]*:\/\/[^:@/?#]*):.*@/s, "$1@").replace(/([?&](?:ssl)?password=)[^&#]*/gi, "$1…");
}

/** Whether there is a store to read: a file that is not there yet has no runs. */
export function storeExists(location: StoreLocation): boolean {
  return location.kind === "postgres" || existsSync(location.file);
}
