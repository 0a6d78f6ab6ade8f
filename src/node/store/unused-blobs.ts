/**
 * Removing files of the store that nothing refers to any more: checkpoints of runs that have ended, and what cancelled sweeps left. Safe beside
 * workers and sweeps: who needs a file says so first (`blobs.ts`), and keeps it for a day, by the database's clock. Node only.
 */
import { sql } from "kysely";
import { removeAbandoned } from "./blobs.ts";
import type { Queries, Store } from "./store.ts";

/** Seconds after which a file that nothing refers to is not about to be referred to: its upload and its job are hours apart at most. */
const UNUSED_AFTER = 86_400;
/** Files that a transaction removes: others wait for a long one. */
const FILES_AT_ONCE = 2000;

export interface Removed {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes files that no run of the store, no job of the queue and no checkpoint of one refers to. The series of a sweep stay while it is open,
 * and while one of its jobs has no result.
 * @param options  `counts`: removes nothing and says what would be
 * @returns what was removed; nothing for SQLite, which has no files
 * @throws TidelabError `store.…`; where a job in the database cannot be read, nothing is removed
 */
export async function removeUnusedBlobs(store: Store, { counts = false } = {}): Promise<Removed> {
  if (store.location.kind !== "postgres") return { files: 0, bytes: 0 };
  if (counts) return store.use((db) => countUnused(db));
  await removeAbandoned(store);
  let removed: Removed = { files: 0, bytes: 0 };
  for (;;) {
    const { files, bytes } = await store.change(removeSome);
    removed = { files: removed.files + files, bytes: removed.bytes + bytes };
    if (files === 0) return removed;
  }
}

/** Hashes of all files that something refers to. */
const NEEDED = sql`
  select sha256 from artifacts
  union all
  select file ->> 'sha256' from queue_jobs, json_array_elements(coalesce(files, '[]')::json) as file
  union all
  select file ->> 'sha256' from queue_jobs, json_array_elements(coalesce(checkpoint, '[]')::json) as file
  union all
  select file ->> 'sha256'
  from queue_jobs
  left join queue_sweeps on queue_sweeps.name = queue_jobs.sweep,
  json_array_elements(coalesce(payload::json -> 'series' -> 'files', '[]')) as file
  where queue_jobs.state <> 'saved' or queue_sweeps.state in ('open', 'paused')`;

const UNUSED = sql`
  used < extract(epoch from clock_timestamp()) - ${sql.lit(UNUSED_AFTER)}
  and not exists (select 1 from (${NEEDED}) as needed where needed.sha256 = blobs.sha256)`;

async function countUnused(db: Queries): Promise<Removed> {
  const { rows } = await sql<{ files: string; bytes: number | null }>`
    select count(*) as files, sum(bytes) as bytes from blobs where ${UNUSED}`.execute(db);
  return { files: Number(rows[0]?.files ?? 0), bytes: rows[0]?.bytes ?? 0 };
}

async function removeSome(db: Queries): Promise<Removed> {
  // Who claims one meanwhile waits, and then does not find it; where the claim was first, the row is passed over.
  const { rows } = await sql<{ upload: string; bytes: number }>`
    delete from blobs
    where sha256 in (select sha256 from blobs where ${UNUSED} order by sha256 limit ${sql.lit(FILES_AT_ONCE)})
      and used < extract(epoch from clock_timestamp()) - ${sql.lit(UNUSED_AFTER)}
    returning upload, bytes`.execute(db);
  const uploads = rows.map(({ upload }) => upload);
  if (uploads.length > 0) await db.deleteFrom("blob_chunks").where("upload", "in", uploads).execute();
  return { files: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
}
