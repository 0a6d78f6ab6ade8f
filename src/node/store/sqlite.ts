/**
 * SQLite by libsql, as Kysely's dialect: file locks, WAL, and text that is decoded here. Tables are elsewhere.
 */
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CompiledQuery, type DatabaseConnection, type SqliteDatabase, SqliteDialect, SqliteDriver } from "kysely";

/** Milliseconds that a process waits for another to finish writing. */
export const BUSY_TIMEOUT = 20_000;

/** Text in the file that is not UTF-8: damage, as opposed to our own faults. */
export class NotUtf8Error extends Error {}

export async function sqliteDialect(file: string): Promise<SqliteDialect> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  const { default: Database } = await import("libsql");
  const database = new Database(file);
  try {
    database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
    // Readers and a writer do not wait for each other; writers wait in turn.
    await switchToWal(() => database.exec("pragma journal_mode = wal"));
    // With WAL this is safe against crashes of the process; one of the machine may take the last rows with it, and
    // those are in the run folders.
    database.exec("pragma synchronous = normal");
    database.exec("pragma foreign_keys = on");
  } catch (error) {
    database.close();
    throw error;
  }
  return new ImmediateSqliteDialect({ database: decodingText(database) });
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

interface Libsql {
  prepare(sql: string): LibsqlStatement;
  close(): void;
}

interface LibsqlStatement {
  readonly reader: boolean;
  columns(): { readonly name: string }[];
  raw(isRaw: boolean): LibsqlStatement;
  // biome-ignore lint/suspicious/noExplicitAny: as libsql's own types have it
  all(...parameters: any[]): unknown[];
  // biome-ignore lint/suspicious/noExplicitAny: as libsql's own types have it
  run(...parameters: any[]): { changes: number; lastInsertRowid: number | bigint };
}

/**
 * libsql ends the whole process when a text in the file is not UTF-8. So the texts of a row are asked for as bytes, and decoded here,
 * where bad ones are an error: all of a row in one list, because thousands of rows would be ten times as many pieces of memory.
 */
function decodingText(database: unknown): SqliteDatabase {
  const libsql = database as Libsql;
  return {
    close: () => libsql.close(),
    prepare(sql) {
      const statement = libsql.prepare(sql);
      const isQuery = statement.reader && /^\s*(select|with)\b/i.test(sql);
      const names = isQuery ? statement.columns().map(({ name }) => name) : [];
      // As lists: an object a row takes libsql twice as long.
      const reading = isQuery ? libsql.prepare(textsAsBytes(sql, names)).raw(true) : statement;
      const read = isQuery ? (row: unknown) => withTexts(row as unknown[], names) : decodeRow;
      return {
        reader: statement.reader,
        all: (parameters) => reading.all(parameters).map(read),
        run: (parameters) => statement.run(parameters),
        iterate: (parameters) => reading.all(parameters).map(read).values(),
      };
    },
  };
}

/** Texts are null in their columns, and in a list of JSON in one column more, where what is no text is null. */
function textsAsBytes(sql: string, names: readonly string[]): string {
  const columns = names.map((name) => `"${name.replaceAll('"', '""')}"`);
  const cells = columns.map((column) => `case typeof(${column}) when 'text' then null else ${column} end as ${column}`);
  const texts = columns.map((column) => `case typeof(${column}) when 'text' then ${column} end`);
  return `select ${cells.join(", ")}, cast(json_array(${texts.join(", ")}) as blob) from (${sql})`;
}

/** @param row  a cell each column, then the texts */
function withTexts(row: readonly unknown[], names: readonly string[]): unknown {
  let texts: (string | null)[];
  try {
    texts = JSON.parse(UTF8.decode(row[names.length] as ArrayBuffer)) as (string | null)[];
  } catch (cause) {
    throw new NotUtf8Error(`a text in columns ${names.join(", ")} is not UTF-8`, { cause });
  }
  const cells: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) cells[name] = texts[index] ?? row[index];
  return cells;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The store keeps no bytes: all that come are texts. */
function decodeRow(row: unknown): unknown {
  // The row is libsql's gift: nobody else has it.
  const cells = row as Record<string, unknown>;
  for (const name in cells) {
    const value = cells[name];
    if (typeof value !== "object" || value === null) continue;
    try {
      cells[name] = UTF8.decode(value as ArrayBuffer);
    } catch (cause) {
      throw new NotUtf8Error(`a text in column ${name} is not UTF-8`, { cause });
    }
  }
  return cells;
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
