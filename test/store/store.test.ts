/** The run store on both databases: what goes in comes out, in any order of steps, and nothing is lost on the way. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAbout, writeAbout } from "../../src/node/store/about.ts";
import { locateStore, showLocation } from "../../src/node/store/location.ts";
import { rebuildStore } from "../../src/node/store/rebuild.ts";
import {
  addNote,
  addRun,
  changeTags,
  findRun,
  listNames,
  listRuns,
  loadRecords,
  type RunName,
} from "../../src/node/store/runs.ts";
import { openStore, type Store } from "../../src/node/store/store.ts";
import { listSweeps, putArmRun, putSweep } from "../../src/node/store/sweeps.ts";
import { exportLines, importLines } from "../../src/node/store/transfer.ts";
import { restoreRun, trashRun } from "../../src/node/store/trash.ts";
import { runId } from "../../src/runs/run-id.ts";
import { createDatabase, DATABASES, type TestDatabase } from "./databases.ts";
import { makeFolder, makeRecord } from "./records.ts";

const AT = "2026-11-24T12:00:00.000Z";

async function exported(store: Store): Promise<string> {
  let text = "";
  for await (const line of exportLines(store)) text += line;
  return text;
}

describe.each(DATABASES)("store in $kind", ({ kind, isAbsent }) => {
  describe.skipIf(isAbsent)("with a server", () => {
    let database: TestDatabase;
    let store: Store;

    const home = process.cwd();

    beforeEach(async () => {
      database = await createDatabase(kind);
      // Lines are only taken when their folders are inside the project.
      process.chdir(database.folder);
      store = await openStore(database.location);
    });
    afterEach(async () => {
      process.chdir(home);
      await store.close();
      await database.drop();
    });

    const add = async (number: number, changes = {}) => {
      const record = await makeRecord(number, changes);
      const folder = await makeFolder(join("runs", `run-${number}`), record);
      return { record, folder, id: await addRun(store, record, folder) };
    };

    /** A run that was stopped long before its last epoch. */
    const addStopped = async () => {
      const record = await makeRecord(1, { training: { epochs: 90, batchSize: 16 } });
      const stopped = { ...record, status: "stopped" as const };
      return addRun(store, stopped, await makeFolder(join(database.folder, "runs", "stopped"), stopped));
    };

    it("lists the names that may be meant: what is found among them is what is found among all", async () => {
      const names = ["plain", "100%", "under_score", "underXscore", "dot.ted", "back\\slash", "中文"];
      const ids: string[] = [];
      for (const [number, name] of names.entries()) {
        const record = await makeRecord(number, { name: number < 2 ? "twice" : `run-${number}` });
        ids.push(await addRun(store, record, await makeFolder(join("runs", name), record)));
      }
      const all = await listNames(store);
      const found = (runs: readonly RunName[], named: string) => {
        try {
          return findRun(runs, named).id;
        } catch (error) {
          return (error as { code: string }).code;
        }
      };
      const folders = names.flatMap((name) => [`runs/${name}`, `./runs/${name}/`, `runs\\${name}`, name]);
      const ofIds = ids.flatMap((id) => [id, id.slice(0, 8), id.slice(0, 5).toUpperCase(), `${id.slice(0, 3)}_`]);
      // More than a pattern of SQLite may have.
      const long = "a%".repeat(40_000);
      const typed = [...folders, ...ofIds, "twice", "run-3", "run_3", "%", "%%%%", "____", "", ".", "none", long];
      for (const named of typed) {
        const some = await listNames(store, named);
        expect([named, found(some, named)]).toEqual([named, found(all, named)]);
        expect(
          all.filter(({ folder }) => folder.endsWith(`/${named}`)).every(({ id }) => some.some((one) => one.id === id)),
        ).toBe(true);
      }
      // Where it is no separator, a backslash belongs to the name.
      expect(all.map(({ folder }) => folder)).toContain(join("runs", "back\\slash"));
      expect((await listNames(store, "100%")).map(({ folder }) => folder)).toEqual(["runs/100%"]);
      process.chdir(join("runs", "plain"));
      expect((await listNames(store, ".")).map(({ id }) => id)).toEqual([ids[0]]);
      process.chdir(database.folder);
    });

    it("gives failures of before the code that their records say", async () => {
      const id = await addStopped();
      const folder = join(database.folder, "sweeps", "s");
      await putSweep(store, { folder, name: "s", definition: {}, arms: [{ id: "a", settings: {} }] });
      await putArmRun(store, folder, { arm: "a", seed: 1, run: id, failure: "words", reason: "pruned" });
      await putArmRun(store, folder, { arm: "a", seed: 2, run: null, failure: "words", reason: "failed" });
      await putArmRun(store, folder, { arm: "a", seed: 3, run: null, failure: null, reason: null });
      const before = await listSweeps(store);
      await store.change(async (db) => {
        await sql`alter table arm_runs drop column reason`.execute(db);
        await sql`delete from tidelab_migrations where name = '003-failure-reasons'`.execute(db);
      });
      await store.close();
      store = await openStore(database.location);
      expect(await listSweeps(store)).toEqual(before);
    });

    it("keeps the notes of a store of before, however long", async () => {
      const { id } = await add(1);
      for (const text of ["first", "second\n第二"]) await addNote(store, id, text, AT);
      const before = await listRuns(store);
      await store.change(async (db) => {
        // As step 001 made it.
        await sql`create table old_notes (run text not null references runs (id) on delete cascade, at text not null,
          text text not null, constraint notes_key primary key (run, at, text))`.execute(db);
        await sql`insert into old_notes (run, at, text) select run, at, text from notes`.execute(db);
        await sql`drop table notes`.execute(db);
        await sql`alter table old_notes rename to notes`.execute(db);
        await sql`delete from tidelab_migrations where name = '004-long-notes'`.execute(db);
      });
      await store.close();
      store = await openStore(database.location);
      expect(await listRuns(store)).toEqual(before);
      await addNote(store, id, "third", AT);
      expect((await listRuns(store))[0]?.notes).toHaveLength(3);
    });

    it("lists the newest first, with the numbers of the record to the bit", async () => {
      const { record } = await add(1);
      await add(2, { name: "second", training: { epochs: 2, batchSize: 16, lr: 0.01 } });
      const [second, first] = await listRuns(store);
      expect(second?.name).toBe("second");
      expect(second?.spec).toMatchObject({ training: { lr: 0.01 } });
      const last = record.history.at(-1);
      const best = Math.min(...record.history.map(({ valLoss }) => valLoss));
      expect(first).toMatchObject({
        id: runId(record),
        status: "finished",
        seed: record.seed,
        trainLoss: last?.trainLoss,
        valLoss: last?.valLoss,
        bestValLoss: best,
        testLoss: record.test?.loss,
        testAccuracy: record.test?.accuracy,
        parameters: record.model.parameterCount,
        weightsSha256: record.weightsSha256,
        spec: record.spec,
        tags: [],
      });
      expect(await loadRecords(store, [first!.id, "unknown", second!.id])).toMatchObject([record, { name: "second" }]);
    });

    it("keeps epochs, scores and files with their hashes", async () => {
      const { id, record } = await add(1);
      const rows = await store.use(async (db) => ({
        epochs: await db.selectFrom("epochs").selectAll().orderBy("epoch").execute(),
        metrics: await db.selectFrom("metrics").selectAll().execute(),
        artifacts: await db.selectFrom("artifacts").selectAll().orderBy("path").execute(),
      }));
      expect(rows.epochs.map(({ run, grad_norm }) => ({ run, grad_norm }))).toEqual(
        record.history.map(({ gradNorm }) => ({ run: id, grad_norm: gradNorm })),
      );
      const metrics = new Map(rows.metrics.map(({ name, value }) => [name, value]));
      expect(metrics.get("accuracy")).toBe(record.test?.accuracy);
      expect(metrics.get("macroAvg.f1Score")).toBe(record.test?.report.macroAvg.f1Score);
      expect(metrics.has("classes.sine.recall")).toBe(true);
      expect(rows.artifacts.map(({ path }) => path)).toEqual(["model.safetensors", "run.json"]);
      const sha256 = createHash("sha256").update("weights").digest("hex");
      expect(rows.artifacts[0]).toMatchObject({ bytes: 7, sha256 });
    });

    it("adding a run twice changes nothing, and what it came from stays", async () => {
      const { record, folder, id } = await add(1);
      await addRun(store, record, folder, { parent: "abcd", changes: { "training.lr": 1 }, tags: ["good"] });
      await addRun(store, record, folder);
      const runs = await listRuns(store);
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({ id, parent: "abcd", changes: { "training.lr": 1 }, tags: ["good"] });
    });

    it("finds a run by folder, id, beginning of an id or name", async () => {
      const { id, folder } = await add(1);
      await add(2, { name: "other" });
      await add(3);
      const runs = await listRuns(store);
      for (const named of [id, id.slice(0, 6), id.toUpperCase(), folder, `${folder}/`]) {
        expect(findRun(runs, named).id).toBe(id);
      }
      expect(findRun(runs, "other").name).toBe("other");
      expect(() => findRun(runs, "tiny")).toThrow(/received the name of 2/);
      expect(() => findRun(runs, "nothing")).toThrow(/received none of these/);
    });

    it("notes and tags", async () => {
      const { id } = await add(1);
      await addNote(store, id, "tried a larger rate\n第二行", AT);
      await changeTags(store, id, ["b", "a", "b"]);
      await changeTags(store, id, ["b"], true);
      expect((await listRuns(store))[0]).toMatchObject({
        tags: ["a"],
        notes: [{ at: AT, text: "tried a larger rate\n第二行" }],
      });
    });

    it("moves a removed run to the trash, and back", async () => {
      const { folder } = await add(1);
      const [run] = await listRuns(store);
      const { to: place } = await trashRun(store, run!, AT);
      expect(place).toContain(join("runs", ".trash", "run-1-"));
      expect(existsSync(folder)).toBe(false);
      expect(existsSync(join(place!, "run.json"))).toBe(true);
      expect(await listRuns(store)).toEqual([]);
      const [removed] = await listRuns(store, { deleted: true });
      expect(removed).toMatchObject({ id: run?.id, deletedAt: AT });
      expect(await restoreRun(store, removed!)).toBe(run?.folder);
      expect(existsSync(join(folder, "run.json"))).toBe(true);
      expect(await listRuns(store)).toEqual([run]);
    });

    it("does not restore over something else; a folder that is gone is no obstacle", async () => {
      const { record, folder } = await add(1);
      const [run] = await listRuns(store);
      await trashRun(store, run!, AT);
      await makeFolder(folder, record);
      const [removed] = await listRuns(store, { deleted: true });
      await expect(restoreRun(store, removed!)).rejects.toThrow(/received a path that is already in use/);
      expect(await listRuns(store)).toEqual([]);
    });

    it("exports lines that import to the same store", async () => {
      const { id } = await add(1);
      await add(2, { name: "名字" });
      await addNote(store, id, "note", AT);
      await changeTags(store, id, ["tag"]);
      const folder = join("sweeps", "s");
      await putSweep(store, { folder, name: "s", definition: { a: 1 }, arms: [{ id: "lr-1", settings: { lr: 1 } }] });
      await putArmRun(store, folder, { arm: "lr-1", seed: 7, run: id, failure: null, reason: null });
      await putArmRun(store, folder, { arm: "lr-1", seed: 8, run: null, failure: "out of memory", reason: "failed" });
      const text = await exported(store);
      expect(text.split("\n")).toHaveLength(4);
      const other = await createDatabase(kind);
      const copy = await openStore(other.location);
      try {
        expect(await importLines(copy, text, "x.jsonl")).toEqual({
          runs: { added: 2, known: 0 },
          sweeps: { added: 1, known: 0 },
          skipped: [],
        });
        expect(await importLines(copy, text, "x.jsonl")).toEqual({
          runs: { added: 0, known: 2 },
          sweeps: { added: 0, known: 1 },
          skipped: [],
        });
        expect(await exported(copy)).toBe(text);
        expect((await listSweeps(copy))[0]?.runs).toHaveLength(2);
      } finally {
        await copy.close();
        await other.drop();
      }
    });

    it("imports lines of before, whose failures have no code, and finds the code in the records", async () => {
      const id = await addStopped();
      const folder = join("sweeps", "s");
      await putSweep(store, { folder, name: "s", definition: {}, arms: [{ id: "a", settings: {} }] });
      await putArmRun(store, folder, { arm: "a", seed: 1, run: id, failure: "words", reason: "pruned" });
      await putArmRun(store, folder, { arm: "a", seed: 2, run: null, failure: "words", reason: "failed" });
      const text = await exported(store);
      const before = text.replaceAll(/,"reason":("[a-z]+"|null)/g, "");
      expect(before).not.toContain("reason");
      const other = await createDatabase(kind);
      const copy = await openStore(other.location);
      try {
        await importLines(copy, before, "x.jsonl");
        expect(await exported(copy)).toBe(text);
      } finally {
        await copy.close();
        await other.drop();
      }
    });

    it("takes the good lines, and lists the bad ones with their numbers", async () => {
      await add(1);
      await add(2);
      const [first = "", second = ""] = (await exported(store)).split("\n");
      const lines = [
        '{"tidelab":"run"}',
        first,
        "not json",
        first.replace('"version":1', '"version":9'),
        first.replace('"version":1', '"version":1e999'),
        first.replace('"status":"finished"', '"status":"won"'),
        "",
        second,
        "[".repeat(100_000),
      ];
      const other = await createDatabase(kind);
      const copy = await openStore(other.location);
      try {
        const { runs, skipped } = await importLines(copy, lines.join("\n"), "x.jsonl");
        expect(runs).toEqual({ added: 2, known: 0 });
        expect(skipped.map(({ line, error }) => [line, error.code])).toEqual([
          [1, "store.line"],
          [3, "store.line"],
          [4, "store.lineNewer"],
          [5, "store.line"],
          [6, "run.record"],
          [9, "json.tooDeep"],
        ]);
        expect(skipped.map(({ error }) => error.message.split(": ")[0])).toEqual(
          skipped.map(({ line }) => expect.stringContaining(`x.jsonl:${line}`)),
        );
        expect(await listRuns(copy)).toHaveLength(2);
      } finally {
        await copy.close();
        await other.drop();
      }
    });

    it("comes again from the folders, notes, parents and trash included", async () => {
      const { record, folder } = await add(1);
      const about = { parent: "ffff", changes: { seed: 1 }, notes: [{ at: AT, text: "n" }], tags: ["t"] };
      await writeAbout(folder, about);
      await addRun(store, record, folder, (await readAbout(folder)).about);
      await add(2);
      const [, first] = await listRuns(store);
      await trashRun(store, (await listRuns(store))[0]!, AT);
      await writeFile(join(folder, "..", "notes.txt"), "no run");
      await makeFolder(join(database.folder, "runs", "broken"), record);
      await writeFile(join(database.folder, "runs", "broken", "run.json"), "{");
      const other = await createDatabase(kind);
      const fresh = await openStore(other.location);
      try {
        const { added, refused } = await rebuildStore(fresh, ["runs", "/nowhere"], AT);
        expect(added).toHaveLength(2);
        expect(refused.map(({ error }) => error.code)).toEqual(["json.syntax"]);
        const [run] = await listRuns(fresh);
        expect({ ...run, folder: "" }).toEqual({ ...first, folder: "" });
        expect(await listRuns(fresh, { deleted: true })).toHaveLength(1);
      } finally {
        await fresh.close();
        await other.drop();
      }
    });

    it("refuses a store of a newer version", async () => {
      await store.use((db) =>
        db
          .insertInto("tidelab_migrations" as never)
          .values({ name: "900-future" } as never)
          .execute(),
      );
      await expect(openStore(database.location)).rejects.toThrow(
        /the store has schema step 900-future, this Tidelab knows steps up to 006-used-files/,
      );
    });
  });
});

describe("locations", () => {
  it("SQLite by default; passwords are not shown", () => {
    expect(locateStore(undefined)).toEqual({ kind: "sqlite", file: "runs/tidelab.db" });
    expect(locateStore("")).toEqual({ kind: "sqlite", file: "runs/tidelab.db" });
    expect(locateStore("x.db")).toEqual({ kind: "sqlite", file: "x.db" });
    expect(locateStore("off")).toBeUndefined();
    const location = locateStore("postgres://me:secret@host/db");
    expect(showLocation(location!)).toBe("postgres://me@host/db");
  });

  it("a server that does not answer is reported with its address", async () => {
    const location = { kind: "postgres", url: "postgres://me:secret@127.0.0.1:1/db" } as const;
    await expect(openStore(location)).rejects.toThrow(
      /^postgres:\/\/me@127.0.0.1:1\/db: cannot connect to PostgreSQL: .*ECONNREFUSED/,
    );
  });

  it("a damaged file is reported with the way back, and left as it is", async () => {
    const database = await createDatabase("sqlite");
    const file = join(database.folder, "bad.db");
    await writeFile(file, "garbage!".repeat(1000));
    await expect(openStore({ kind: "sqlite", file })).rejects.toThrow(/tidelab runs rebuild/);
    expect(await readFile(file, "utf8")).toMatch(/^garbage!/);
    await database.drop();
  });
});
