/** A new text file that appears whole or not at all, and never in the place of another. */
import { access, link, rm, writeFile } from "node:fs/promises";
import { TidelabError } from "../errors.ts";
import { isSystemError } from "../runs/system-errors.ts";

/** Before the work is done: @throws TidelabError `file.exists` */
export async function checkNewFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    return;
  }
  throw new TidelabError("file.exists", undefined, path);
}

/** @throws TidelabError `file.exists` or `file.unwritable`; then nothing is left */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.partial-${process.pid}`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    // Unlike a rename, a link refuses a name that is taken.
    await link(temporary, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EEXIST") throw new TidelabError("file.exists", undefined, path, { cause: error });
    const reason = error.message.split(", ")[0] ?? error.code;
    throw new TidelabError("file.unwritable", { reason }, path, { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}
