/**
 * The database behind the run store: SQLite in a file, or PostgreSQL. Opens and closes it and turns its failures into errors for the user;
 * what is in it is the other files' business. The drivers are loaded only when they are needed.
 */

import { setTimeout } from "node:timers/promises";
import { Kysely } from "kysely";

import { TidelabError } from "../../errors/errors.ts";
import { writeError } from "../files.ts";
import { type StoreLocation, showLocation } from "./location.ts";
import { migrate } from "./migrations.ts";
import {
  codeOf,
  isConnectionBroken,
  isConnectionLost,
  isOfFile,
  isUnreachable,
  isUntrusted,
  postgresDialect,
  reasonOf,
} from "./postgres.ts";
import { BUSY_TIMEOUT, NotUtf8Error, sqliteDialect } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

export interface Database {
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

/**
 * Opens a store, makes it where there is none, and brings its tables up to date.
 * @throws TidelabError `store.…`, `run.diskFull` or `run.outputUnwritable`
 */
export async function openDatabase(location: StoreLocation): Promise<Database> {
  let database: Database | undefined;
  try {
    database = location.kind === "sqlite" ? await openSqlite(location.file) : await openPostgres(location.url);
    const { db } = database;
    await retrying(location, () => migrate(db, showLocation(location), location.kind));
    return database;
  } catch (error) {
    await database?.close().catch(() => {});
    throw databaseError(error, location, "opening");
  }
}

/** Milliseconds before work whose connection broke is tried again, and once more each time that the next one breaks too. */
const PAUSES = [0, 20, 100, 400];

/** Work that is done again while its connection breaks. */
export async function retrying<T>({ kind }: StoreLocation, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (kind === "sqlite" || tries === PAUSES.length || !isConnectionBroken(error)) throw error;
    }
    await setTimeout(PAUSES[tries]);
  }
}

async function openSqlite(file: string): Promise<Database> {
  const db = new Kysely<Tables>({ dialect: await sqliteDialect(file) });
  return { db, close: () => db.destroy() };
}

async function openPostgres(url: string): Promise<Database> {
  const { dialect, close } = await postgresDialect(url);
  return { db: new Kysely<Tables>({ dialect }), close };
}

/** Failures of a database as the user sees them; others, which are ours to correct, as they are. */
export function databaseError(error: unknown, location: StoreLocation, during: "opening" | "using" = "using"): unknown {
  if (!(error instanceof Error) || error instanceof TidelabError) return error;
  const where = showLocation(location);
  const options = { cause: error };
  if (error instanceof UnreadableRowError || error instanceof NotUtf8Error) {
    const code = location.kind === "sqlite" ? "store.corrupt" : "store.damaged";
    return new TidelabError(code, { reason: error.message }, where, options);
  }
  return location.kind === "sqlite" ? sqliteError(error, where) : postgresError(error, where, during);
}

/** A row whose JSON is none. */
class UnreadableRowError extends Error {}

/** A column that holds JSON, as the store wrote it. @throws UnreadableRowError */
export function parseColumn<T>(text: string, column: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new UnreadableRowError(`column ${column} holds no JSON`, { cause });
  }
}

function sqliteError(error: Error, where: string): unknown {
  const options = { cause: error };
  const code = codeOf(error);
  const reason = error.message;
  // libsql has no code for a file that it cannot open, and hides the system's message.
  if (/Unable to open connection/.test(reason)) {
    return new TidelabError("store.unopened", { reason: "SQLite cannot open this file" }, where, options);
  }
  if (!code.startsWith("SQLITE_")) return writeError(error, where);
  if (/^SQLITE_FULL/.test(code)) return new TidelabError("run.diskFull", { reason }, where, options);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new TidelabError("store.busy", { seconds: BUSY_TIMEOUT / 1000 }, where, options);
  }
  if (/^SQLITE_CANTOPEN/.test(code)) return new TidelabError("store.unopened", { reason }, where, options);
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code)) return new TidelabError("store.readOnly", { reason }, where, options);
  // A full or failing disk: the permissions are right.
  if (/^SQLITE_IOERR/.test(code)) return new TidelabError("store.disk", { reason }, where, options);
  // What the data break is about a row, all else (not a database, a damaged page, a column that is gone) about the file.
  const isData = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/.test(code);
  return new TidelabError(isData ? "store.refused" : "store.corrupt", { reason }, where, options);
}

function postgresError(error: Error, where: string, during: "opening" | "using"): unknown {
  const options = { cause: error };
  const reason = reasonOf(error);
  if (isOfFile(error)) return new TidelabError("store.certificateFile", { reason }, where, options);
  if (isUntrusted(error)) return new TidelabError("store.certificate", { reason }, where, options);
  if (during === "using" && isConnectionLost(error)) return new TidelabError("store.lost", { reason }, where, options);
  if (isUnreachable(error)) return new TidelabError("store.unreachable", { reason }, where, options);
  if (/^Invalid URL|ERR_INVALID_URL/.test(`${reason} ${codeOf(error)}`)) {
    return new TidelabError("store.address", undefined, where, options);
  }
  // Five characters: the server's own verdict on a statement.
  if (/^[0-9A-Z]{5}$/.test(codeOf(error))) return new TidelabError("store.refused", { reason }, where, options);
  return during === "opening" ? new TidelabError("store.unreachable", { reason }, where, options) : error;
}
