/** A saved run in the store, without a command: what fails is reported to the caller, and no error ends the run. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type RecordProblem, recordFiles, recordRun } from "../../src/node/store/record-run.ts";
import { listRuns } from "../../src/node/store/runs.ts";
import { openStore } from "../../src/node/store/store.ts";
import { runId } from "../../src/runs/run-id.ts";
import { createDatabase, type TestDatabase } from "./databases.ts";
import { makeFolder, makeRecord } from "./records.ts";

const FORK = { parent: "0123456789abcdef", changes: { "training.lr": 0.1 } };

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase("sqlite");
});
afterEach(() => database.drop());

const inFolder = (...path: string[]) => join(database.folder, ...path);

function collectProblems() {
  const problems: RecordProblem[] = [];
  return { problems, onProblem: (problem: RecordProblem) => void problems.push(problem) };
}

it("adds a run with its origin, then its files, and reports nothing", async () => {
  const [store, { problems, onProblem }] = [inFolder("runs.db"), collectProblems()];
  const record = await makeRecord(1);
  const folder = await makeFolder(inFolder("run"), record);
  expect(await recordRun(folder, record, FORK, { store, onProblem })).toBe(true);
  await writeFile(join(folder, "report.md"), "# Report");
  await recordFiles(folder, record, { store, onProblem });
  const opened = await openStore({ kind: "sqlite", file: store });
  const found = await listRuns(opened);
  const files = await opened.use((db) => db.selectFrom("artifacts").select("path").execute());
  await opened.close();
  expect(files.map(({ path }) => path)).toContain("report.md");
  expect(found).toMatchObject([{ id: runId(record), parent: FORK.parent, changes: FORK.changes }]);
  expect(problems).toEqual([]);
});

it("reports a store that cannot take the run; about.json is written all the same", async () => {
  const [store, { problems, onProblem }] = [inFolder("garbage.db"), collectProblems()];
  await writeFile(store, "garbage!".repeat(500));
  const record = await makeRecord(2);
  const folder = await makeFolder(inFolder("run"), record);
  expect(await recordRun(folder, record, FORK, { store, onProblem })).toBe(false);
  expect(problems).toMatchObject([{ type: "notRecorded", folder, error: { code: expect.stringMatching(/^store\./) } }]);
  expect(JSON.parse(await readFile(join(folder, "about.json"), "utf8"))).toMatchObject(FORK);
});

it("reports a damaged about.json, and where it is kept once a fork replaces it", async () => {
  const { problems, onProblem } = collectProblems();
  const record = await makeRecord(3);
  const folder = await makeFolder(inFolder("run"), record);
  await writeFile(join(folder, "about.json"), "{");
  expect(await recordRun(folder, record, undefined, { store: "off", onProblem })).toBe(false);
  expect(await recordRun(folder, record, FORK, { store: "off", onProblem })).toBe(false);
  const path = join(folder, "about.json.damaged");
  expect(problems).toMatchObject([
    { type: "aboutDamaged", error: { code: "store.about" } },
    { type: "aboutSetAside", path },
  ]);
  expect(await readFile(path, "utf8")).toBe("{");
});
