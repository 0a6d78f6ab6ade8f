/** Runs back from the store, of those whose files are in it: what workers of a queue saved, on a machine that never had it. Node only. */
import { TidelabError } from "../../errors/errors.ts";
import { RECORD, WEIGHTS } from "../../runs/read-run.ts";
import { claimFolder } from "../runs/claim.ts";
import type { Artifact } from "../store/artifacts.ts";
import { missingBlobs } from "../store/blobs.ts";
import type { StoredRun } from "../store/runs.ts";
import type { Store } from "../store/store.ts";
import { bringFiles } from "./job-files.ts";

/**
 * Brings the files of a run into a folder, verified: record and weights, and what else the store has of it.
 * @param out  a folder that is new or empty; by date and name where undefined
 * @throws TidelabError `pull.noFiles` for a run whose files are not in the store; `blob.…`, `run.outputExists`, `run.diskFull` …
 */
export async function pullRun(
  store: Store,
  { id, name }: Pick<StoredRun, "id" | "name">,
  out: string | undefined,
): Promise<{ folder: string; files: readonly Artifact[] }> {
  const known = await store.use((db) =>
    db.selectFrom("artifacts").select(["path", "bytes", "sha256"]).where("run", "=", id).orderBy("path").execute(),
  );
  const missing = new Set(
    await missingBlobs(
      store,
      known.map(({ sha256 }) => sha256),
    ),
  );
  // Figures and reports are drawn again from the record; nobody sends them.
  const files = known.filter(({ sha256 }) => !missing.has(sha256));
  const has = (path: string) => files.some((file) => file.path === path);
  if (!has(RECORD) || !has(WEIGHTS)) throw new TidelabError("pull.noFiles", { run: id }, name);
  const claim = await claimFolder(out, name);
  try {
    await bringFiles(store, files, claim.folder, RECORD);
    return { folder: claim.folder, files };
  } finally {
    await claim.release();
  }
}
