/**
 * Files in the store, by hash: data that a worker lacks, and what runs leave. In chunks, whole or not there at all, and verified when
 * they are read. What they mean is in `../queue`.
 */
import "../../errors/queue-errors.ts";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { makeFolder, partialName, writeError } from "../files.ts";
import type { Store } from "./store.ts";

/** Bytes of a row: few enough that a query never takes long, many enough that a query's own time is nothing. */
const CHUNK = 2 ** 20;
/** Bytes of a file; a database that is read from hundreds of places is none for larger ones. */
const LARGEST_BLOB = 2 ** 31;
/** Seconds after which chunks of an upload that did not end are removed. */
const ABANDONED_AFTER = 86_400;

/** @returns which of these the store has not */
export async function missingBlobs(store: Store, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await store.use((db) => db.selectFrom("blobs").select("sha256").where("sha256", "in", hashes).execute());
  const known = new Set(rows.map(({ sha256 }) => sha256));
  return [...new Set(hashes)].filter((sha256) => !known.has(sha256));
}

/**
 * Adds a file; nothing happens where the store has it.
 * @param sha256  that it must have
 * @throws TidelabError `blob.tooLarge`; `blob.changed` where the file has another hash; `file.…`, `store.…`
 */
export async function putBlob(store: Store, sha256: string, path: string): Promise<void> {
  if ((await missingBlobs(store, [sha256])).length === 0) return;
  const { size } = await stat(path).catch((error: unknown) => {
    throw writeError(error, path);
  });
  if (size > LARGEST_BLOB) throw new TidelabError("blob.tooLarge", { most: LARGEST_BLOB, received: size }, path);
  const upload = randomUUID();
  const hash = createHash("sha256");
  let number = 0;
  let bytes = 0;
  try {
    // A stream's pieces are at most as long as its mark.
    for await (const piece of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
      const row = { upload, number: number++, content: piece, at: Date.now() / 1000 };
      await store.use((db) =>
        db
          .insertInto("blob_chunks")
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    }
    const received = hash.digest("hex");
    if (received !== sha256) throw new TidelabError("blob.changed", { expected: sha256, received }, path);
  } catch (error) {
    await removeChunks(store, upload).catch(() => {});
    throw error;
  }
  await store.use((db) =>
    db
      .insertInto("blobs")
      .values({ sha256, bytes, upload })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  const kept = await store.use((db) =>
    db.selectFrom("blobs").select("upload").where("sha256", "=", sha256).executeTakeFirst(),
  );
  // Somebody else was faster.
  if (kept?.upload !== upload) await removeChunks(store, upload);
}

/**
 * Writes a file of the store to a path, where it appears when it is whole and verified.
 * @throws TidelabError `blob.gone`, `blob.damaged`; `run.diskFull`, `run.outputUnwritable`, `store.…`
 */
export async function fetchBlob(store: Store, sha256: string, path: string): Promise<void> {
  const blob = await store.use((db) =>
    db.selectFrom("blobs").selectAll().where("sha256", "=", sha256).executeTakeFirst(),
  );
  if (blob === undefined) throw new TidelabError("blob.gone", { sha256 }, path);
  await makeFolder(dirname(path));
  const temporary = partialName(path);
  const hash = createHash("sha256");
  try {
    const file = await open(temporary, "w");
    try {
      for (let number = 0, bytes = 0; bytes < blob.bytes; number++) {
        const chunk = await store.use((db) =>
          db
            .selectFrom("blob_chunks")
            .select("content")
            .where("upload", "=", blob.upload)
            .where("number", "=", number)
            .executeTakeFirst(),
        );
        if (chunk === undefined) break;
        bytes += chunk.content.length;
        hash.update(chunk.content);
        await file.writeFile(chunk.content);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (hash.digest("hex") !== sha256) throw new TidelabError("blob.damaged", { sha256 }, path);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error instanceof TidelabError ? error : writeError(error, path);
  }
}

/** Removes what uploads left that never ended. */
export async function removeAbandoned(store: Store): Promise<void> {
  const before = Date.now() / 1000 - ABANDONED_AFTER;
  await store.use((db) =>
    db
      .deleteFrom("blob_chunks")
      .where("at", "<", before)
      .where("upload", "not in", db.selectFrom("blobs").select("upload"))
      .execute(),
  );
}

async function removeChunks(store: Store, upload: string): Promise<void> {
  await store.use((db) => db.deleteFrom("blob_chunks").where("upload", "=", upload).execute());
}
