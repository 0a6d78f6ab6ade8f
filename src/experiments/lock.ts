/**
 * One process at a time on a sweep's folder. The lock is SQLite's own on a file there, so the system takes it back however
 * the process ends; a file with a process's number in it would outlive a crash. Node only.
 */
import "../file-errors.ts";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { TidelabError } from "../errors.ts";
import { writeError } from "../runs/files.ts";

/** @returns lets go @throws TidelabError `sweep.locked`, or `run.…` for a folder that cannot be written */
export async function lockFolder(folder: string): Promise<() => void> {
  const { default: Database } = await import("libsql");
  try {
    await mkdir(folder, { recursive: true });
    const database = new Database(join(folder, ".lock"));
    try {
      database.exec("begin exclusive");
    } catch (error) {
      database.close();
      throw error;
    }
    return () => database.close();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isBusy = "code" in error && String(error.code).startsWith("SQLITE_BUSY");
    if (isBusy) throw new TidelabError("sweep.locked", undefined, folder, { cause: error });
    if (/Unable to open|READONLY|CANTOPEN/.test(`${error.message} ${"code" in error ? error.code : ""}`)) {
      throw new TidelabError("run.outputUnwritable", { reason: error.message }, folder, { cause: error });
    }
    throw writeError(error, folder);
  }
}
