/**
 * What may be where the run store should be: files of somebody else, damaged ones, folders, locked ones, addresses with
 * passwords. Each is an error in words, in a process that lives on.
 */
import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { databaseError } from "../../src/node/store/database.ts";
import { locateStore, showLocation } from "../../src/node/store/location.ts";
import { addNote, addRun, listRuns } from "../../src/node/store/runs.ts";
import { openStore } from "../../src/node/store/store.ts";
import { createDatabase, type TestDatabase } from "./databases.ts";
import { makeRecord } from "./records.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase("sqlite");
});
afterEach(() => database.drop());

const inFolder = (...path: string[]) => join(database.folder, ...path);

/** The command in this process: what ends it ends the tests. */
async function runs(store: string, ...args: string[]) {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => ({
    write(text: string) {
      printed[name] += text;
    },
  });
  const [home, setting] = [process.cwd(), process.env.TIDELAB_STORE];
  process.chdir(database.folder);
  process.env.TIDELAB_STORE = store;
  try {
    const env = { LC_ALL: "en_US.UTF-8" };
    const status = await run(["runs", ...args], { stdout: stream("stdout"), stderr: stream("stderr"), env });
    return { status, ...printed };
  } finally {
    process.chdir(home);
    if (setting === undefined) delete process.env.TIDELAB_STORE;
    else process.env.TIDELAB_STORE = setting;
  }
}

async function makeStore(file: string, notes: readonly string[] = ["a note"]): Promise<string> {
  const store = await openStore({ kind: "sqlite", file });
  const id = await addRun(store, await makeRecord(1), "/nowhere/1");
  for (const note of notes) await addNote(store, id, note, "2026-11-24T12:00:00.000Z");
  await store.close();
  return id;
}

/** SQL on a file as another program would run it. */
function sqlOn(file: string, ...statements: string[]): void {
  const other = new Database(file);
  for (const statement of statements) other.exec(statement);
  other.close();
}

describe("a file that is no run store", () => {
  it.each<[string, (file: string) => unknown, string, RegExp]>([
    ["a text", (file) => writeFile(file, "hello\n".repeat(500)), "store.corrupt", /tidelab runs rebuild/],
    ["a short text", (file) => writeFile(file, "hello"), "store.corrupt", /tidelab runs rebuild/],
    ["a folder", (file) => mkdir(file), "store.unopened", /cannot open the run store/],
    ["another program's", (file) => sqlOn(file, "create table bookmarks (url text)"), "store.foreign", /bookmarks/],
    [
      "another program's with a table of our name",
      (file) => sqlOn(file, "create table runs (url text)"),
      "store.foreign",
      /tables: runs/,
    ],
    [
      "a store of a newer version",
      (file) =>
        sqlOn(file, "create table tidelab_migrations (name text)", "insert into tidelab_migrations values ('900-x')"),
      "store.newer",
      /schema step 900-x/,
    ],
    [
      "a store with other columns",
      (file) => sqlOn(file, "create table tidelab_migrations (number int)"),
      "store.corrupt",
      /no such column/,
    ],
  ])("%s", async (_, make, code, words) => {
    const file = inFolder("x.db");
    await make(file);
    const error = await openStore({ kind: "sqlite", file }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).code).toBe(code);
    expect((error as TidelabError).message).toMatch(words);
    const { status, stderr } = await runs(file);
    expect(status).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/fault|bug|^ {4}at /m);
  });

  it("is not changed by looking at it", async () => {
    const file = inFolder("other.db");
    sqlOn(file, "create table bookmarks (url text)");
    const before = await readFile(file);
    await openStore({ kind: "sqlite", file }).catch(() => {});
    sqlOn(file, "pragma wal_checkpoint(truncate)");
    const other = new Database(file);
    expect(other.prepare("select name from sqlite_master").all()).toEqual([{ name: "bookmarks" }]);
    other.close();
    expect(before.length).toBeGreaterThan(0);
  });
});

describe("a damaged store", () => {
  const BAD = "cast(x'61ff62' as text)";
  it.each([
    ["a name", `update runs set name = ${BAD}`],
    ["a note", `update notes set text = ${BAD}`],
    ["a tag", `insert into tags select id, ${BAD} from runs`],
    ["an id", `pragma foreign_keys = off; update runs set id = ${BAD}`],
    ["a migration", `insert into tidelab_migrations values (${BAD})`],
    ["the spec", `update runs set spec = ${BAD}`],
    ["JSON that is none", "update runs set spec = '{'"],
    ["a sweep", `insert into sweeps values ('s', ${BAD}, '{}')`],
  ])("with bytes that are not UTF-8 in %s is an error in words", async (_, statement) => {
    const file = inFolder("x.db");
    await makeStore(file);
    sqlOn(file, ...statement.split("; "));
    for (const args of [[], ["export"], ["rebuild"]]) {
      const { status, stderr } = await runs(file, ...args);
      expect([0, 2]).toContain(status);
      expect(stderr).not.toMatch(/panicked|fault|bug|^ {4}at /m);
      if (args.length === 0 && !/sweep/.test(statement)) {
        expect([status, stderr]).toEqual([2, expect.stringMatching(/damaged/)]);
      }
    }
  });

  it("in any page is an error in words, or reads as what it was", async () => {
    const whole = inFolder("whole.db");
    await makeStore(whole, ["n".repeat(5000)]);
    sqlOn(whole, "pragma wal_checkpoint(truncate)");
    const bytes = await readFile(whole);
    // A child of its own for all of them, so that an abort is seen and does not end the tests.
    const script = inFolder("open.mjs");
    const dist = (path: string) => JSON.stringify(new URL(`../../dist/${path}`, import.meta.url).href);
    await writeFile(
      script,
      `import { copyFileSync, writeFileSync, readFileSync, rmSync } from "node:fs";
       const { openStore } = await import(${dist("node/store/store.js")});
       const { listRuns } = await import(${dist("node/store/runs.js")});
       const { exportLines } = await import(${dist("node/store/transfer.js")});
       const [, , whole, file] = process.argv;
       const bytes = readFileSync(whole);
       let words = 0, fine = 0;
       for (let round = 0; round < 120; round++) {
         const bad = Buffer.from(bytes);
         for (let flip = 0; flip < 4; flip++) {
           // Every page, and mostly what is not empty in it.
           const at = Math.imul(round * 4 + flip + 1, 2654435761) >>> 0;
           bad[100 + (at % (bad.length - 100))] = [0xff, 0xc3, 0x00, 0x80][flip];
         }
         for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
         writeFileSync(file, bad);
         let store;
         try {
           store = await openStore({ kind: "sqlite", file });
           await listRuns(store);
           for await (const line of exportLines(store)) line.length;
           fine++;
         } catch (error) {
           if (!/^(store|run)\\./.test(error.code)) throw error;
           words++;
         } finally {
           await store?.close();
         }
       }
       console.log(words, fine);`,
    );
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, whole, inFolder("bad.db")], {
      encoding: "utf8",
    });
    expect([status, signal, stderr]).toEqual([0, null, ""]);
    const [words = 0, fine = 0] = stdout.trim().split(" ").map(Number);
    expect(words + fine).toBe(120);
    expect(words).toBeGreaterThan(0);
    expect(bytes.length).toBeGreaterThan(0);
  });

  it.each([
    ["a name", `update runs set name = ${BAD}`],
    ["a record", "update runs set record = '{'"],
    ["a sweep", `insert into sweeps values ('s', ${BAD}, '{}')`],
  ])("in %s is set aside by rebuild, and the new one can be read", async (_, statement) => {
    const file = inFolder("x.db");
    await makeStore(file);
    sqlOn(file, statement);
    const { status, stderr } = await runs(file, "rebuild");
    expect([status, stderr]).toEqual([0, `The damaged store is now ${file}.damaged.\n`]);
    expect((await runs(file)).status).toBe(0);
    expect(await readdir(database.folder)).toContain("x.db.damaged");
  });
});

describe.skipIf(process.platform === "win32")("a store that cannot be written", () => {
  it("by another process that holds it is reported after a while", async () => {
    const file = inFolder("x.db");
    await makeStore(file);
    const other = new Database(file);
    other.exec("begin exclusive");
    const store = await openStore({ kind: "sqlite", file });
    try {
      // Without the wait of 20 seconds.
      await store.use((db) =>
        db.executeQuery({ sql: "pragma busy_timeout = 1", parameters: [], query: { kind: "RawNode" } } as never),
      );
      const error = await store
        .change(async (db) => db.selectFrom("runs").selectAll().execute())
        .catch((e: unknown) => e);
      expect((error as TidelabError).code).toBe("store.busy");
    } finally {
      await store.close();
      other.close();
    }
  });

  it.each(["SQLITE_IOERR", "SQLITE_IOERR_WRITE"])("for its disk, not its permissions: %s", (code) => {
    const error = databaseError(Object.assign(new Error("disk I/O error"), { code }), { kind: "sqlite", file: "x.db" });
    expect(error).toMatchObject({ code: "store.disk", path: "x.db", params: { reason: "disk I/O error" } });
    expect((error as TidelabError).message).not.toMatch(/permission/);
  });

  // Root may write where nobody may.
  it.skipIf(process.getuid?.() === 0)("for its permissions", async () => {
    const file = inFolder("x.db");
    await makeStore(file);
    await chmod(file, 0o444);
    await chmod(database.folder, 0o555);
    try {
      const error = await openStore({ kind: "sqlite", file }).catch((e: unknown) => e);
      expect((error as TidelabError).code).toBe("store.readOnly");
    } finally {
      await chmod(database.folder, 0o755);
    }
  });
});

describe("addresses", () => {
  it.each([
    "postgres://me:hunter2@127.0.0.1:1/db",
    "postgresql://me:hunter2@127.0.0.1:1/db",
    "POSTGRES://me:hunter2@127.0.0.1:1/db",
    "postgres://me:hun@hunter2@127.0.0.1:1/db",
    "postgres://me:hun/hunter2@127.0.0.1:1/db",
    "postgres://me:1#hunter2@127.0.0.1:1/db",
    "postgres://me:1?hunter2@127.0.0.1:1/db",
    "postgres://me:1:hunter2@127.0.0.1:1/db",
    "postgres://me@127.0.0.1:1/db?password=hunter2",
    "postgres://me@127.0.0.1:1/db?x=1&sslpassword=hunter2&y=2",
    "mysql://me:hunter2@127.0.0.1/db",
    "https://me:hunter2@example.com/x.db",
    "postgres://me:hunter2@",
    "postgres://:hunter2@127.0.0.1:1/db",
  ])("%s never shows its password", async (setting) => {
    const { status, stdout, stderr } = await runs(setting, "--json");
    expect(status).toBe(2);
    expect(stdout + stderr).not.toContain("hunter2");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    // Nothing is made that is named after the address.
    expect((await readdir(database.folder)).filter((name) => name !== "runs")).toEqual([]);
  });

  it("are read as they are written", () => {
    expect(locateStore("postgres://me:a%40b@host/db")).toEqual({
      kind: "postgres",
      url: "postgres://me:a%40b@host/db",
    });
    expect(showLocation({ kind: "postgres", url: "postgres://me:a%40b@host/db" })).toBe("postgres://me@host/db");
    expect(locateStore("C:\\runs\\x.db")).toEqual({ kind: "sqlite", file: "C:\\runs\\x.db" });
    expect(locateStore(" ")).toEqual(locateStore(undefined));
  });

  it("list no runs where there is no file yet", async () => {
    expect((await runs("none/x.db")).stderr).toContain("No runs in none/x.db");
    expect(await listRuns(await openStore({ kind: "sqlite", file: inFolder("new.db") }))).toEqual([]);
  });
});
