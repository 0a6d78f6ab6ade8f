/**
 * Files in the store, by hash: data that a worker lacks, and what runs leave. In chunks, whole or not there at all, and verified when
 * they are read. What they mean is in `../queue`.
 */
import "../../errors/queue-errors.ts";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { sql } from "kysely";
import { TidelabError } from "../../errors/errors.ts";
import { makeFolder, partialName, replaceFiles, writeError } from "../files.ts";
import type { Store } from "./store.ts";

/** Bytes of a row: few enough that a query never takes long, many enough that a query's own time is nothing. */
const CHUNK = 2 ** 20;
/** Bytes of a file; a database that is read from hundreds of places is none for larger ones. */
const LARGEST_BLOB = 2 ** 31;
/** Seconds after which chunks of an upload that did not end are removed. */
const ABANDONED_AFTER = 86_400;

/** Seconds since 1970 by the database's clock. */
const now = sql<number>`extract(epoch from clock_timestamp())::float8`;

/** Says that files are needed, so that none of them is removed for a day. @returns which of these the store has not */
async function claimBlobs(store: Store, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await store.use((db) =>
    db.updateTable("blobs").set({ used: now }).where("sha256", "in", hashes).returning("sha256").execute(),
  );
  const known = new Set(rows.map(({ sha256 }) => sha256));
  return [...new Set(hashes)].filter((sha256) => !known.has(sha256));
}

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
  if ((await claimBlobs(store, [sha256])).length === 0) return;
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
      .values({ sha256, bytes, upload, used: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  const kept = await store.use((db) =>
    db.selectFrom("blobs").select("upload").where("sha256", "=", sha256).executeTakeFirst(),
  );
  // Somebody else was faster.
  if (kept?.upload !== upload) await removeChunks(store, upload);
}

/** A file by its hash, and where it is or shall be. */
export interface BlobFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Bytes of small files that travel together: as many as a chunk has. */
const TOGETHER = CHUNK;

/** In groups of small files that travel together; a large one is alone. */
function groupsOf(files: readonly BlobFile[]): BlobFile[][] {
  const groups: BlobFile[][] = [];
  let room = -1;
  for (const file of files) {
    if (file.bytes > room) {
      groups.push([]);
      room = TOGETHER;
    }
    groups.at(-1)?.push(file);
    room -= file.bytes;
  }
  return groups;
}

/**
 * Adds files, small ones together: what a run leaves is a few kilobytes, and each query costs the way to the server and back.
 * @throws TidelabError as `putBlob`
 */
export async function putBlobs(store: Store, files: readonly BlobFile[]): Promise<void> {
  const wanted = new Set(
    await claimBlobs(
      store,
      files.map(({ sha256 }) => sha256),
    ),
  );
  // Two files of one content are one.
  const missing = [...new Map(files.filter(({ sha256 }) => wanted.has(sha256)).map((file) => [file.sha256, file]))];
  for (const group of groupsOf(missing.map(([, file]) => file))) {
    const [first] = group;
    if (first !== undefined && (group.length === 1 || first.bytes > CHUNK))
      await putBlob(store, first.sha256, first.path);
    else await putTogether(store, group);
  }
}

/** Each in a chunk of its own, all in one transaction. */
async function putTogether(store: Store, files: readonly BlobFile[]): Promise<void> {
  const at = Date.now() / 1000;
  const rows: { sha256: string; upload: string; content: Uint8Array }[] = [];
  for (const { path, sha256 } of files) {
    const content = await readFile(path).catch((error: unknown) => {
      throw writeError(error, path);
    });
    const received = createHash("sha256").update(content).digest("hex");
    if (received !== sha256) throw new TidelabError("blob.changed", { expected: sha256, received }, path);
    rows.push({ sha256, upload: randomUUID(), content });
  }
  // Two that add the same files wait for each other in one order.
  rows.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await store.change(async (db) => {
    const added = await db
      .insertInto("blobs")
      .values(rows.map(({ sha256, upload, content }) => ({ sha256, upload, bytes: content.length, used: now })))
      .onConflict((conflict) => conflict.doNothing())
      .returning("upload")
      .execute();
    // Where somebody else was faster, theirs stay.
    const ours = rows.filter(({ upload }) => added.some((blob) => blob.upload === upload));
    if (ours.length === 0) return;
    await db
      .insertInto("blob_chunks")
      .values(ours.map(({ upload, content }) => ({ upload, number: 0, content, at })))
      .execute();
  });
}

/**
 * Writes files of the store to their paths, each of which appears when it is whole and verified, in this order.
 * @throws TidelabError as `fetchBlob`
 */
export async function fetchBlobs(store: Store, files: readonly BlobFile[]): Promise<void> {
  for (const group of groupsOf(files)) {
    const [first] = group;
    if (first !== undefined && (group.length === 1 || first.bytes > CHUNK))
      await fetchBlob(store, first.sha256, first.path);
    else await fetchTogether(store, group);
  }
}

async function fetchTogether(store: Store, files: readonly BlobFile[]): Promise<void> {
  const rows = await store.use((db) =>
    db
      .selectFrom("blobs")
      .leftJoin("blob_chunks", "blob_chunks.upload", "blobs.upload")
      .select(["sha256", "content"])
      .where("bytes", "<=", CHUNK)
      .where(
        "sha256",
        "in",
        files.map(({ sha256 }) => sha256),
      )
      .orderBy("number")
      .execute(),
  );
  // Larger than its list says, or not there at all.
  const other = files.find(({ sha256 }) => !rows.some((row) => row.sha256 === sha256));
  if (other) {
    for (const { path, sha256 } of files) await fetchBlob(store, sha256, path);
    return;
  }
  const contents = files.map(({ path, sha256 }): [string, Uint8Array] => {
    const content = Buffer.concat(rows.flatMap((row) => (row.sha256 === sha256 && row.content ? [row.content] : [])));
    const received = createHash("sha256").update(content).digest("hex");
    if (received !== sha256) throw new TidelabError("blob.damaged", { sha256 }, path);
    return [path, content];
  });
  await replaceFiles(contents);
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
