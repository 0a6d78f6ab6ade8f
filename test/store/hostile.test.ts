/**
 * Lines, records and folders that somebody else wrote, or a disk damaged: what they name stays where it is, what is bad is
 * skipped by name, what is good is kept.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAbout, writeAbout } from "../../src/node/store/about.ts";
import { rebuildStore } from "../../src/node/store/rebuild.ts";
import { addNote, addRun, changeTags, listRuns } from "../../src/node/store/runs.ts";
import { openStore, type Store } from "../../src/node/store/store.ts";
import { exportLines, importLines } from "../../src/node/store/transfer.ts";
import { restoreRun, trashRun } from "../../src/node/store/trash.ts";
import { restoreSweeps } from "../../src/node/sweeps/restore.ts";
import { formatRecord, preparationSha256 } from "../../src/runs/record.ts";
import { createDatabase, DATABASES, type TestDatabase } from "./databases.ts";
import { makeFolder, makeRecord } from "./records.ts";

const AT = "2026-11-24T12:00:00.000Z";

interface Line {
  [key: string]: unknown;
  about: { notes: unknown[]; tags: string[] };
  artifacts: unknown[];
  record: Awaited<ReturnType<typeof makeRecord>>;
}

describe.each(DATABASES)("hostile input to $kind", ({ kind, isAbsent }) => {
  describe.skipIf(isAbsent)("with a server", () => {
    let database: TestDatabase;
    let store: Store;
    const home = process.cwd();

    beforeEach(async () => {
      database = await createDatabase(kind);
      // `project` is where commands run; `victim` lies beside it.
      await mkdir(join(database.folder, "project"));
      await mkdir(join(database.folder, "victim"));
      await writeFile(join(database.folder, "victim", "precious.txt"), "precious");
      process.chdir(join(database.folder, "project"));
      const location = kind === "sqlite" ? ({ kind, file: "runs/tidelab.db" } as const) : database.location;
      store = await openStore(location);
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
    const exported = async () => {
      let text = "";
      for await (const line of exportLines(store)) text += line;
      return text;
    };
    /** A line of a run that the store does not have. */
    const line = async (number: number, change: (line: Line) => void = () => {}) => {
      const value: Line = {
        tidelab: "run",
        version: 1,
        folder: `run-${number}`,
        deletedAt: null,
        about: { parent: null, changes: null, notes: [], tags: [] } as Line["about"],
        artifacts: [],
        record: structuredClone(await makeRecord(number)),
      };
      change(value);
      return JSON.stringify(value);
    };
    const importing = (...lines: string[]) => importLines(store, lines.join("\n"), "x.jsonl");

    it("lines with folders outside the project are skipped, of runs and of sweeps", async () => {
      const folders = [
        "../../victim",
        "../../../../../../../../etc",
        "/etc",
        "/",
        "..",
        ".",
        "",
        "a/../../../victim",
        "victim\0",
        "..\\..\\victim",
        "C:\\Windows",
        "c:/windows",
        "\\\\server\\share",
        "x\u001b[31m",
        "x\ny",
        "link/victim",
        "x".repeat(3000),
      ];
      await mkdir("runs", { recursive: true });
      await symlink(database.folder, join("runs", "link"));
      const lines = folders.map(async (folder, index) => [
        await line(index, (value) => {
          value.folder = folder;
        }),
        JSON.stringify({ tidelab: "sweep", version: 1, folder, name: "s", definition: {}, arms: [], runs: [] }),
      ]);
      const { runs, sweeps, skipped } = await importing(...(await Promise.all(lines)).flat(), await line(100));
      expect(skipped.map(({ line: number, error }) => [number, error.code])).toEqual(
        Array.from({ length: 2 * folders.length }, (_, index) => [index + 1, "store.place"]),
      );
      expect(runs).toEqual({ added: 1, known: 0 });
      expect(sweeps).toEqual({ added: 0, known: 0 });
    });

    it("a folder of the project that does not hold the run is neither moved nor written to", async () => {
      await mkdir(join("mine", ".trash", "victim-12345678"), { recursive: true });
      await writeFile(join("mine", "precious.txt"), "precious");
      await importing(
        await line(1, (value) => {
          value.folder = "../mine";
        }),
      );
      const [run] = await listRuns(store);
      expect(await trashRun(store, run!, AT)).toEqual({ to: undefined, isForeign: true });
      expect(await readdir("mine")).toEqual([".trash", "precious.txt"]);
      const [removed] = await listRuns(store, { deleted: true });
      await restoreRun(store, removed!);
      expect(await readdir("mine")).toEqual([".trash", "precious.txt"]);
      expect(await listRuns(store)).toEqual([run]);
    });

    it("a folder that another run has moved into is left to it", async () => {
      const { folder } = await add(1);
      await rm(folder, { recursive: true });
      await makeFolder(folder, await makeRecord(2));
      const [run] = await listRuns(store);
      expect((await trashRun(store, run!, AT)).isForeign).toBe(true);
      expect(existsSync(join(folder, "run.json"))).toBe(true);
    });

    it("a line does not move a run that is known, nor take it out of the trash", async () => {
      await add(1);
      const text = await exported();
      await trashRun(store, (await listRuns(store))[0]!, AT);
      const before = await listRuns(store, { deleted: true });
      const { runs } = await importing(text.replace('"folder":"run-1"', '"folder":"elsewhere"'));
      expect(runs).toEqual({ added: 0, known: 1 });
      expect(await listRuns(store, { deleted: true })).toEqual(before);
      expect(await listRuns(store)).toEqual([]);
    });

    it.each<[string, string, (line: Line) => void]>([
      [
        "a class label twice",
        "store.duplicate",
        ({ record }) => {
          record.data.classNames[1] = record.data.classNames[0]!;
          record.data.preparationSha256 = preparationSha256(record.data);
          record.test!.labels = record.data.classNames;
          record.test!.report.classes[1]!.label = record.data.classNames[0]!;
        },
      ],
      [
        "a file twice",
        "store.duplicate",
        (value) => {
          value.artifacts = [1, 2].map(() => ({ path: "a", bytes: 1, sha256: "00" }));
        },
      ],
      ["a NUL", "store.text", ({ about }) => about.tags.push("a\0b")],
      ["half a surrogate pair", "store.text", ({ about }) => about.tags.push("a\ud800")],
      [
        "a time that is none",
        "store.startedAt",
        ({ record }) => {
          record.startedAt = "\u001b]0;owned\u0007";
        },
      ],
      [
        "removed at no time",
        "store.startedAt",
        (value) => {
          value.deletedAt = "yesterday";
        },
      ],
    ])("a line with %s is skipped, and those around it are taken", async (_, code, change) => {
      const { runs, skipped } = await importing(await line(1), await line(2, change), await line(3));
      expect(skipped.map(({ line: number, error }) => [number, error.code])).toEqual([[2, code]]);
      expect(skipped[0]?.error.message).toMatch(/^x\.jsonl:2: /);
      expect(runs).toEqual({ added: 2, known: 0 });
      expect(await listRuns(store)).toHaveLength(2);
    });

    it("an arm twice skips that sweep, in lines and in folders", async () => {
      const arms = ["a", "a"].map((id) => ({ id, settings: {} }));
      const sweep = { tidelab: "sweep", version: 1, folder: "s", name: "s", definition: {}, arms, runs: [] };
      const { runs, skipped } = await importing(JSON.stringify(sweep), await line(1));
      expect(skipped.map(({ error }) => error.code)).toEqual(["store.duplicate"]);
      expect(runs.added).toBe(1);
      const file = { tidelab: "sweep", version: 1, name: "s", seeds: [], axes: [], failures: [], definition: {} };
      for (const [name, ids] of [
        ["bad", arms],
        ["good", arms.slice(1)],
      ] as const) {
        await mkdir(join("sweeps", name), { recursive: true });
        await writeFile(join("sweeps", name, "sweep.json"), JSON.stringify({ ...file, arms: ids }));
      }
      const { added, refused } = await restoreSweeps(store, ["sweeps"]);
      expect(added).toEqual([join("sweeps", "good")]);
      expect(refused.map(({ folder, error }) => [folder, error.code])).toEqual([
        [join("sweeps", "bad"), "store.duplicate"],
      ]);
    });

    it("rebuild skips bad records and lists them", async () => {
      const good = await makeFolder(join("runs", "good"), await makeRecord(1));
      const record = structuredClone(await makeRecord(2));
      record.data.classNames[1] = record.data.classNames[0]!;
      record.data.preparationSha256 = preparationSha256(record.data);
      record.test!.labels = record.data.classNames;
      record.test!.report.classes[1]!.label = record.data.classNames[0]!;
      await mkdir(join("runs", "bad"), { recursive: true });
      await writeFile(join("runs", "bad", "run.json"), formatRecord(record));
      const { added, refused } = await rebuildStore(store, ["runs"], AT);
      expect(added).toEqual([good]);
      expect(refused.map(({ folder, error }) => [folder, error.code])).toEqual([
        [join("runs", "bad"), "store.duplicate"],
      ]);
    });

    it("long notes and labels are kept", async () => {
      const { id, record } = await add(1);
      // Random, for what repeats itself is packed into an index all the same.
      const random = (bytes: number) => randomBytes(bytes).toString("base64");
      const first = random(2100);
      const notes = [first, `${first}!`, random(100_000), "语".repeat(3000)];
      for (const note of notes) await addNote(store, id, note, AT);
      await addNote(store, id, first, AT); // the same again is one note
      expect((await listRuns(store))[0]?.notes.map(({ text }) => text).sort()).toEqual([...notes].sort());
      const label = random(5000);
      const { runs } = await importing(
        await line(2, (value) => {
          value.record.data.classNames[0] = label;
          value.record.data.preparationSha256 = preparationSha256(value.record.data);
          value.record.test!.labels = value.record.data.classNames;
          value.record.test!.report.classes[0]!.label = label;
        }),
      );
      expect(runs.added).toBe(1);
      expect(record.data.classNames[0]).not.toBe(label);
    });

    it("what the database itself refuses is skipped too", async () => {
      const { runs, skipped } = await importing(
        await line(1, (value) => value.about.tags.push(randomBytes(10_000).toString("base64"))),
        await line(2, (value) => {
          value.record.model.parameterCount = 2 ** 40;
        }),
        await line(3),
      );
      // SQLite takes both; PostgreSQL has no room for the one in an index, nor for the other in an integer.
      expect(skipped.map(({ line: number, error }) => [number, error.code])).toEqual(
        kind === "sqlite"
          ? []
          : [
              [1, "store.refused"],
              [2, "store.refused"],
            ],
      );
      expect(runs.added).toBe(kind === "sqlite" ? 3 : 1);
    });

    it("a removal or restoration that was killed half-way is finished by the next", async () => {
      const { folder } = await add(1);
      const [run] = await listRuns(store);
      // Killed after the folder moved and before the store heard of it: the folder is moved, the row is as before.
      const { to } = await trashRun(store, run!, AT);
      const [removed] = await listRuns(store, { deleted: true });
      await rename(to!, folder);
      expect(await restoreRun(store, removed!)).toBe(folder);
      expect(await listRuns(store)).toEqual([run]);
      await mkdir(join("runs", ".trash"), { recursive: true });
      await rename(folder, to!);
      expect((await trashRun(store, run!, AT)).to).toBe(to);
      expect(await restoreRun(store, (await listRuns(store, { deleted: true }))[0]!)).toBe(folder);
      expect(existsSync(join(folder, "run.json"))).toBe(true);
    });

    it("a damaged about.json is not taken for an empty one, and is kept", async () => {
      const { folder } = await add(1);
      const file = join(folder, "about.json");
      for (const damaged of ['{"notes": [{"at": "2026', '{"notes": 3}', "[".repeat(50_000), "\0\0\0"]) {
        await writeFile(file, damaged);
        const { about, damage } = await readAbout(folder);
        expect(about.notes).toEqual([]);
        expect(damage?.message).toMatch(/about\.json: notes, tags and parent cannot be read: /);
        const { added, withoutAbout } = await rebuildStore(store, ["runs"], AT);
        expect(added).toHaveLength(1);
        expect(withoutAbout.map((entry) => entry.folder)).toEqual([folder]);
        const aside = await writeAbout(folder, about);
        expect(await readFile(aside!, "utf8")).toBe(damaged);
        expect((await readAbout(folder)).damage).toBeUndefined();
      }
      expect((await readdir(folder)).filter((name) => name.includes("damaged"))).toHaveLength(4);
    });

    it("mutated lines never throw, and never come half", async () => {
      await add(1);
      await add(2, { name: "名字" });
      await changeTags(store, (await listRuns(store))[0]!.id, ["tag"]);
      const lines = (await exported()).trim().split("\n");
      await trashRun(store, (await listRuns(store))[0]!, AT);
      const before = (await listRuns(store)).length;
      const inserts = [
        "\0",
        "\ud800",
        '"',
        "{",
        "[[[",
        "-1",
        "1e999",
        "null",
        "\\u0000",
        "__proto__",
        "9".repeat(40),
        "",
      ];
      let skips = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.nat(lines.length - 1),
          fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom(...inserts)), {
            minLength: 1,
            maxLength: 3,
          }),
          async (index, changes) => {
            let bad = lines[index]!;
            for (const [place, remove, insert] of changes) {
              const at = Math.floor(place * bad.length);
              bad = bad.slice(0, at) + insert + bad.slice(at + remove);
            }
            const { runs, sweeps, skipped } = await importLines(store, `${lines[0]}\n${bad.replaceAll("\n", "")}`, "x");
            expect(runs.added + runs.known + sweeps.added + sweeps.known + skipped.length).toBe(bad === "" ? 1 : 2);
            for (const { line: number, error } of skipped)
              expect([number, error.path]).toEqual([2, expect.stringMatching(/^x:2/)]);
            skips += skipped.length;
          },
        ),
        { numRuns: kind === "sqlite" ? 400 : 150 },
      );
      expect(skips).toBeGreaterThan(50);
      for (const run of await listRuns(store)) {
        const epochs = await store.use((db) => db.selectFrom("epochs").selectAll().where("run", "=", run.id).execute());
        expect(epochs).toHaveLength(run.epochs);
      }
      expect((await listRuns(store)).length).toBeGreaterThanOrEqual(before);
    });
  });
});
