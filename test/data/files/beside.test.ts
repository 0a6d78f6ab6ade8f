/** Files beside the series, labels alone and indices of a split: recorded by hash, found when moved, refused when changed. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../src/bytes/sha256.ts";
import { findChanged } from "../../../src/data/files/changed-files.ts";
import { openSeriesFiles } from "../../../src/data/files/given-files.ts";
import { loadData } from "../../../src/data/load.ts";
import { seriesFilesIn } from "../../../src/node/series-files.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { npyOf } from "./npy-of.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidelab-beside-"));
  for (const [name, content] of Object.entries(CONTENTS)) writeFileSync(join(folder, name), content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const values = (from: number) => npyOf(12, 5, (row, t) => from + row * 10 + t * t);
const LABELS = `${Array.from({ length: 12 }, (_, row) => "abc"[row % 3]).join("\n")}\n`;
const CONTENTS = {
  "train.npy": values(0),
  "test.npy": values(1000),
  "y-train.txt": LABELS,
  "y-test.txt": LABELS.replace("a", "b"),
  "in.txt": "0 1 2 3 4 5 6 7 8 9 10 11\n12 13 14 15 16 17 0 1 2 3 4 5\n",
  "out.txt": "12 13 14 15 16 17 18 19 20 21 22 23\n6 7 8 9 10 11 18 19 20 21 22 23\n",
};
const SPEC = parseSpec({
  data: {
    kind: "files",
    train: "train.npy",
    test: "test.npy",
    labels: { train: "y-train.txt", test: "y-test.txt" },
  },
  split: { kind: "indices", train: "in.txt", test: "out.txt", row: 1, val: "train" },
  model: { layers: [{ layer: "last" }] },
});
const load = (options: Partial<Parameters<typeof seriesFilesIn>[1]> = {}, expected?: Expected) =>
  loadData(SPEC, { files: seriesFilesIn(folder, options), expected });
type Expected = NonNullable<Parameters<typeof loadData>[1]>["expected"];

const hashOf = (name: string) => sha256Hex(new Uint8Array(readFileSync(join(folder, name))));

describe("files of labels and of indices", () => {
  it("are recorded with size and SHA-256, behind those of the series", async () => {
    const { source } = await load();
    const beside = (name: string, set: string, holds: string) => {
      const { length } = readFileSync(join(folder, name));
      return { set, name, bytes: length, sha256: hashOf(name), series: 0, holds };
    };
    expect(source?.files.slice(0, 2).map(({ name, series, holds }) => [name, series, holds])).toEqual([
      ["train.npy", 12, undefined],
      ["test.npy", 12, undefined],
    ]);
    expect(source?.files.slice(2)).toEqual([
      beside("y-train.txt", "train", "labels"),
      beside("y-test.txt", "test", "labels"),
      beside("in.txt", "train", "indices"),
      beside("out.txt", "test", "indices"),
    ]);
  });

  it.each(["y-train.txt", "y-test.txt", "in.txt", "out.txt"])("%s is found where it was moved", async (name) => {
    const { source, sha256 } = await load();
    mkdirSync(join(folder, "moved"));
    renameSync(join(folder, name), join(folder, "moved", name));
    await expect(load({}, source?.files)).rejects.toMatchObject({ code: "data.fileGone", path: name });
    const again = await load({ alsoIn: [join(folder, "moved")] }, source?.files);
    expect([again.sha256, again.source]).toEqual([sha256, source]);
  });

  it.each([
    ["y-train.txt", LABELS.replace("a", "c")],
    ["y-test.txt", LABELS],
    ["in.txt", "0 1 2 3 4 5 6 7 8 9 10 11\n17 16 15 14 13 12 0 1 2 3 4 5\n"],
    ["out.txt", `${CONTENTS["out.txt"]}\n`],
  ])("%s is refused when it was changed, with both hashes", async (name, changed) => {
    const { source } = await load();
    const before = hashOf(name);
    writeFileSync(join(folder, name), changed);
    await expect(load({}, source?.files)).rejects.toThrow(`SHA-256: recorded ${before}, found ${hashOf(name)}`);
    await expect(load({}, source?.files)).rejects.toMatchObject({ path: join(folder, name) });
    // A new run takes it as it is.
    expect((await load()).source?.files.find((file) => file.name === name)?.sha256).toBe(hashOf(name));
  });

  it("are where the spec says for a record that lacks them, and for a fork with indices of its own", async () => {
    const { source, sha256 } = await load();
    const older = source?.files.filter(({ holds }) => holds === undefined);
    expect((await load({}, older)).sha256).toBe(sha256);
    writeFileSync(join(folder, "other.txt"), "0 1 2 3 4 5 6 7 8 9 10 11\n17 16 15 14 13 12 0 1 2 3 4 5\n");
    const split = { ...SPEC.split, train: "other.txt" } as typeof SPEC.split;
    const fork = await loadData({ ...SPEC, split }, { files: seriesFilesIn(folder), expected: source?.files });
    expect(fork.source?.files.find(({ holds, set }) => holds === "indices" && set === "train")).toMatchObject({
      name: "other.txt",
      sha256: hashOf("other.txt"),
    });
    expect(fork.source?.splitSha256).not.toBe(source?.splitSha256);
  });

  it("are found in a page by their hashes, under other names", async () => {
    const { source, sha256 } = await load();
    const files = Object.entries(CONTENTS).map(([name, content]) => new File([content], `copy of ${name}`));
    const there = await loadData(SPEC, { files: openSeriesFiles(files), expected: source?.files });
    expect([there.sha256, there.source]).toEqual([sha256, source]);
  });

  it("count as changed for results that go with a hash of them alone", async () => {
    const { source, sha256 } = await load();
    const now = { sha256, files: source?.files ?? [] };
    expect(findChanged(now, now)).toBeUndefined();
    const other = now.files.map((file) => (file.name === "y-test.txt" ? { ...file, sha256: "0" } : file));
    expect(findChanged({ sha256, files: other }, now)).toEqual(["y-test.txt"]);
    expect(findChanged({ sha256, files: now.files.slice(0, 2) }, now)).toBeUndefined();
  });
});
