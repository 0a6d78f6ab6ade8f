/** A new file that appears whole or not at all, and never replaces another. */
import { existsSync } from "node:fs";
import { access, constants, link, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { TidelabError } from "../errors/errors.ts";
import { partialName } from "../node/files.ts";
import { isSystemError, reasonOf } from "../node/system-errors.ts";

/** Before the work is done: @throws TidelabError `file.exists` or `file.unwritable` */
export async function checkNewFile(path: string): Promise<void> {
  if (existsSync(path)) throw new TidelabError("file.exists", undefined, path);
  try {
    await access(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(error, path);
  }
}

/** @throws TidelabError `file.exists` or `file.unwritable`; then nothing is left */
export async function writeNewFile(path: string, content: string | Iterable<string | Uint8Array>): Promise<void> {
  const temporary = partialName(path);
  try {
    await writeFile(temporary, content, { flag: "wx" });
    // Unlike a rename, a link refuses a name that is taken.
    await link(temporary, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EEXIST") throw new TidelabError("file.exists", undefined, path, { cause: error });
    throw unwritable(error, path);
  } finally {
    // Where it could not be written, it may be no path to remove either.
    await rm(temporary, { force: true }).catch(() => {});
  }
}

function unwritable(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  return new TidelabError("file.unwritable", { reason: reasonOf(error) }, path, { cause: error });
}
