/** A page's files are found by the names of a spec and by the hashes of a record, and load to the same series as from a folder. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSeriesFiles } from "../../../src/data/files/given-files.ts";
import { loadData } from "../../../src/data/load.ts";
import { byteSource } from "../../../src/data/readers/input/source.ts";
import { seriesFilesIn } from "../../../src/node/series-files.ts";
import { parseSpec } from "../../../src/spec/parse.ts";

const folder = mkdtempSync(join(tmpdir(), "tidelab-given-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (from: number) =>
  Array.from(
    { length: 12 },
    (_, i) => `${i % 2 ? "up" : "down"},${[0, 1, 2].map((t) => (i % 2 ? t : -t) + from + i / 100)}`,
  );
const csv = (from: number) => `label,t0,t1,t2\n${rows(from).join("\n")}\n`;
const specOf = (data: object, more: object = {}) =>
  parseSpec({ data: { kind: "files", ...data }, model: { layers: [{ layer: "last" }] }, ...more });
const files = [new File([csv(0)], "a.csv"), new File([csv(5)], "b.csv")];

describe("openSeriesFiles", () => {
  it("finds files by the last part of a path, and by a pattern", async () => {
    const given = openSeriesFiles(files);
    const both = await loadData(specOf({ train: "data/*.csv" }), { files: given });
    expect(both.source?.files.map(({ name, series }) => [name, series])).toEqual([
      ["a.csv", 12],
      ["b.csv", 12],
    ]);
    const apart = await loadData(specOf({ train: "data/a.csv", test: "data/b.csv" }), { files: given });
    expect([apart.train.count, apart.val.count, apart.test.count]).toEqual([10, 2, 12]);
    await expect(loadData(specOf({ train: "c.csv" }), { files: given })).rejects.toThrow(
      "found none that matches c.csv",
    );
  });

  it("keeps files of one name in two folders apart, as far as both paths have folders", async () => {
    const sources = [
      ["s/ada/up/1.csv", 0],
      ["s/ada/down/1.csv", 3],
      ["s/bob/up/1.csv", 6],
      ["s/bob/down/1.csv", 9],
    ] as const;
    const given = openSeriesFiles(sources.map(([name, from]) => byteSource(new TextEncoder().encode(csv(from)), name)));
    const namesOf = async (train: string | string[]) => {
      const tables = await given.tables(specOf({ train }).data as never);
      return tables.map(({ file }) => file.name);
    };
    expect(await namesOf(["s/ada/up/1.csv", "s/bob/up/1.csv"])).toEqual(["s/ada/up/1.csv", "s/bob/up/1.csv"]);
    expect(await namesOf("data/s/ada/down/1.csv")).toEqual(["s/ada/down/1.csv"]);
    expect(await namesOf("../s/*/up/*.csv")).toEqual(["s/ada/up/1.csv", "s/bob/up/1.csv"]);
    expect(await namesOf("bob/down/1.csv")).toEqual(["s/bob/down/1.csv"]);
  });

  it("gives the series of a folder, to the bit", async () => {
    for (const [name, from] of [
      ["a.csv", 0],
      ["b.csv", 5],
    ] as const)
      writeFileSync(join(folder, name), csv(from));
    const spec = specOf({ train: "*.csv" }, { split: { kind: "folds", folds: 3, fold: 1 } });
    const here = await loadData(spec, { files: seriesFilesIn(folder) });
    const there = await loadData(spec, { files: openSeriesFiles(files) });
    expect(there.sha256).toBe(here.sha256);
    expect(there.source?.splitSha256).toBe(here.source?.splitSha256);
    expect(there.train.values).toEqual(here.train.values);
  });

  it("finds the files of a record by hash under another name, and refuses a changed one", async () => {
    const spec = specOf({ train: "a.csv" });
    const { source } = await loadData(spec, { files: openSeriesFiles(files) });
    const expected = source?.files;
    const renamed = [new File([csv(5)], "x.csv"), new File([csv(0)], "y.csv")];
    const again = await loadData(spec, { files: openSeriesFiles(renamed), expected });
    expect(again.source).toEqual(source);
    const changed = openSeriesFiles([new File([csv(1)], "a.csv")]);
    await expect(loadData(spec, { files: changed, expected })).rejects.toThrow(
      `a.csv: expected the file that the run was trained on, received another one. SHA-256: recorded ${expected?.[0]?.sha256}, found `,
    );
    const others = openSeriesFiles([new File([csv(1)], "z.csv")]);
    await expect(loadData(spec, { files: others, expected })).rejects.toThrow("found none in z.csv");
  });

  it("is needed for a spec with files, and a kind of split needs files", async () => {
    await expect(loadData(specOf({ train: "a.csv" }))).rejects.toThrow("data: expected the files that the spec names");
    const waves = parseSpec({ split: { kind: "time" }, model: { layers: [{ layer: "last" }] } });
    await expect(loadData(waves)).rejects.toThrow("split.kind: expected a split by shares, received time");
  });
});
