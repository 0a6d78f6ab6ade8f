import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkNewFile, writeNewFile } from "../../src/cli/new-file.ts";

const folder = mkdtempSync(join(tmpdir(), "tidelab-new-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("writes a new file and leaves nothing beside it", async () => {
  const path = join(folder, "new.csv");
  await checkNewFile(path);
  await writeNewFile(path, "a,b\n");
  expect(readFileSync(path, "utf8")).toBe("a,b\n");
  expect(readdirSync(folder)).toEqual(["new.csv"]);
});

it("never writes over another, before the work or after it", async () => {
  const path = join(folder, "taken.csv");
  writeFileSync(path, "mine");
  await expect(checkNewFile(path)).rejects.toMatchObject({ code: "file.exists", path });
  await expect(writeNewFile(path, "yours")).rejects.toMatchObject({ code: "file.exists", path });
  expect(readFileSync(path, "utf8")).toBe("mine");
  expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
});

it.each(["no-folder/x.csv", "taken.csv/x.csv"])("says before the work that %s cannot be written", async (name) => {
  writeFileSync(join(folder, "taken.csv"), "mine");
  const path = join(folder, name);
  await expect(checkNewFile(path)).rejects.toMatchObject({ code: "file.unwritable", path });
  await expect(writeNewFile(path, "x")).rejects.toMatchObject({ code: "file.unwritable", path });
});
