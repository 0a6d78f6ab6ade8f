/**
 * The database behind the run store: SQLite in a file, or PostgreSQL. Opens and closes it and words its failures; what is in
 * it is the other files' business. The drivers are loaded here alone, and only the one that is needed.
 */
import "../file-errors.ts";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, SqliteDialect, SqliteDriver } from "kysely";
import { TidelabError } from "../errors.ts";
import { writeError } from "../runs/files.ts";
import { type StoreLocation, showLocation } from "./location.ts";
import { migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** Milliseconds that a process waits for another to finish writing. */
const BUSY_TIMEOUT = 20_000;

/**
 * Opens a store, makes it where there is none, and brings its tables up to date.
 * @throws TidelabError `store.newer`, `store.corrupt`, `store.unreachable`, `run.diskFull` or `run.outputUnwritable`
 */
export async function openDatabase(location: StoreLocation): Promise<Kysely<Tables>> {
  let db: Kysely<Tables> | undefined;
  try {
    db = new Kysely<Tables>({
      dialect: location.kind === "sqlite" ? await sqliteDialect(location.file) : await postgresDialect(location.url),
    });
    await migrate(db, showLocation(location), location.kind);
    return db;
  } catch (error) {
    await db?.destroy().catch(() => {});
    throw databaseError(error, location);
  }
}

/** Failures of a database in the user's words; others, which are ours to mend, as they are. */
export function databaseError(error: unknown, location: StoreLocation): unknown {
  if (!(error instanceof Error) || error instanceof TidelabError) return error;
  const where = showLocation(location);
  const options = { cause: error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return new TidelabError("store.corrupt", undefined, where, options);
  if (/^SQLITE_FULL/.test(code)) {
    return new TidelabError("run.diskFull", { reason: `${code}: ${error.message}` }, where, options);
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new TidelabError("store.busy", { seconds: BUSY_TIMEOUT / 1000 }, where, options);
  }
  if (
    /^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)|^$/.test(code) &&
    /SQLITE|Unable to open|readonly/.test(`${code} ${error.message}`)
  ) {
    return new TidelabError("run.outputUnwritable", { reason: error.message }, where, options);
  }
  // Connections that fail, and PostgreSQL's classes of refusal: who, which database, no room, shutting down.
  const isRefused =
    /^(E[A-Z]+|08...|28...|3D...|53...|57...|42501)$/.test(code) || /timeout|terminated/.test(error.message);
  if (location.kind === "postgres" && isRefused) {
    return new TidelabError("store.unreachable", { reason: reasonOf(error) }, where, options);
  }
  return writeError(error, where);
}

/** Node's failure to connect to one of several addresses has no message of its own. */
function reasonOf(error: Error): string {
  if (error.message !== "") return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}

async function sqliteDialect(file: string): Promise<SqliteDialect> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  const { default: Database } = await import("libsql");
  const database = new Database(file);
  database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
  // Readers and a writer do not wait for each other; writers wait in turn.
  await switchToWal(() => database.exec("pragma journal_mode = wal"));
  // With WAL this is safe against crashes of the process; one of the machine may take the last rows with it, and
  // those are in the run folders.
  database.exec("pragma synchronous = normal");
  database.exec("pragma foreign_keys = on");
  return new ImmediateSqliteDialect({ database });
}

/** The switch needs the file for itself for a moment, and SQLite does not wait for that by itself. */
async function switchToWal(attempt: () => void): Promise<void> {
  const deadline = Date.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      attempt();
      return;
    } catch (error) {
      const isBusy = error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
      if (!isBusy || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 10 + Math.random() * 40));
    }
  }
}

/** A transaction that reads before it writes must hold the lock from its first statement: a late one is refused at once. */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    return new ImmediateSqliteDriver(this.#config);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

async function postgresDialect(url: string): Promise<PostgresDialect> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: "tidelab",
  });
  // A connection that breaks while idle; whoever uses the next one hears of it.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}
