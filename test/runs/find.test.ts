/** Where saved runs are found below a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findRunFolders } from "../../src/node/runs/find.ts";

const root = mkdtempSync(join(tmpdir(), "tidelab-find-"));
const at = (...names: string[]) => join(root, ...names);
beforeAll(() => {
  for (const run of ["seed-10", "seed-2", "seed-2/inner", ".trash/gone", "arm/seed-1", "a/b/c"]) {
    mkdirSync(at(run), { recursive: true });
    writeFileSync(at(run, "run.json"), "{}");
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("is in the natural order of names, not inside another run, not in hidden folders, no deeper than asked", async () => {
  expect(await findRunFolders(root, 2)).toEqual([at("arm", "seed-1"), at("seed-2"), at("seed-10")]);
  expect(await findRunFolders(root, 3)).toContain(at("a", "b", "c"));
  expect(await findRunFolders(root, 1)).toEqual([at("seed-2"), at("seed-10")]);
});

it("is in hidden folders where they are asked for", async () => {
  expect(await findRunFolders(root, 2, true)).toContain(at(".trash", "gone"));
});

it("is the folder itself where it is a run's, and nowhere where there is no folder", async () => {
  expect(await findRunFolders(at("seed-2"), 0)).toEqual([at("seed-2")]);
  expect(await findRunFolders(at("none"), 3)).toEqual([]);
});
