/** Several processes write into one store at once, some of them killed: nothing is lost, nothing is half there. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listRuns } from "../../src/node/store/runs.ts";
import { openStore } from "../../src/node/store/store.ts";
import { createDatabase, DATABASES } from "./databases.ts";
import { makeRecord } from "./records.ts";

const WRITERS = 5;
const EACH = 12;
const script = fileURLToPath(new URL("writer.mjs", import.meta.url));

async function ended(child: ChildProcess): Promise<string> {
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  await once(child, "close");
  return errors;
}

describe.each(DATABASES)("processes writing to $kind", ({ kind, isAbsent }) => {
  it.skipIf(isAbsent)("make the store together and lose nothing", async () => {
    const database = await createDatabase(kind);
    const record = join(database.folder, "record.json");
    await writeFile(record, JSON.stringify(await makeRecord(0)));
    const children = Array.from({ length: WRITERS }, (_, index) =>
      spawn(process.execPath, [script, database.setting, record, String(index * EACH), String(EACH)]),
    );
    expect(await Promise.all(children.map(ended))).toEqual(children.map(() => ""));
    const store = await openStore(database.location);
    const runs = await listRuns(store);
    expect(runs).toHaveLength(WRITERS * EACH);
    expect(runs.every(({ tags }) => tags.length === 2)).toBe(true);
    await store.close();
    await database.drop();
  });

  it.skipIf(isAbsent)("that are killed leave whole runs behind", async () => {
    const database = await createDatabase(kind);
    const record = join(database.folder, "record.json");
    await writeFile(record, JSON.stringify(await makeRecord(0)));
    let written = 0;
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, [script, database.setting, record, String(round * 1000), "1000"]);
      const over = ended(child);
      let lines = 0;
      child.stdout.on("data", (text: Buffer) => {
        lines += text.toString().split("\n").length - 1;
        if (lines >= 3) child.kill("SIGKILL");
      });
      await over;
      written += lines;
    }
    const store = await openStore(database.location);
    const runs = await listRuns(store);
    expect(runs.length).toBeGreaterThanOrEqual(written);
    const epochs = await store.use((db) =>
      db
        .selectFrom("epochs")
        .select("run")
        .groupBy("run")
        .having((having) => having.fn.countAll(), "=", 2)
        .execute(),
    );
    expect(epochs).toHaveLength(runs.length);
    await store.close();
    await database.drop();
  });
});
