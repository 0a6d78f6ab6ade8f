/** Files in folders: patterns, places of a moved file, channels and classes that must agree; and the archive's files of indices. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadData } from "../../../src/data/load.ts";
import { filesOfRun, seriesFilesIn } from "../../../src/node/series-files.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { HAS_SHARED, shared } from "../../cli/own-files.ts";

const folder = mkdtempSync(join(tmpdir(), "tidelab-series-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const specOf = (data: object, split: object = {}) =>
  parseSpec({ data: { kind: "files", ...data }, split, model: { layers: [{ layer: "last" }] } } as never);
const csv = (names: readonly string[], from = 0) =>
  `label,t0,t1\n${Array.from({ length: 12 }, (_, i) => `${names[i % names.length]},${from + i},${i * i}`).join("\n")}\n`;
const load = (data: object, split?: object) => loadData(specOf(data, split), { files: seriesFilesIn(folder) });

beforeAll(() => {
  for (const name of ["parts/b", "parts/a", "more"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "parts/b/one.csv"), csv(["1", "10"]));
  writeFileSync(join(folder, "parts/a/one.csv"), csv(["2", "10"], 100));
  writeFileSync(join(folder, "parts/a/two.csv"), csv(["1", "2"], 200));
  writeFileSync(join(folder, "parts/a/note.txt"), "no data");
  writeFileSync(join(folder, "more/long.csv"), "series,label,x,y\na,1,1,2\na,1,2,3\nb,2,1,1\nb,2,2,2\n");
});

describe("seriesFilesIn", () => {
  it("refuses a file that is there twice, whatever its name, and names both", async () => {
    const text = readFileSync(join(folder, "parts/b/one.csv"), "utf8");
    mkdirSync(join(folder, "copies"), { recursive: true });
    writeFileSync(join(folder, "copies/lines.csv"), text.replaceAll("\n", "\r\n"));
    writeFileSync(join(folder, "copies/packed.csv.gz"), gzipSync(text));
    const first = "parts/b/one.csv";
    await expect(load({ train: [first, "./parts/b/one.csv"] })).rejects.toThrow(
      "./parts/b/one.csv: expected each file once, received one with the same content as parts/b/one.csv: the model",
    );
    await expect(load({ train: first, test: "parts/*/one.csv" })).rejects.toThrow(
      "the same content as parts/b/one.csv (training series), as test series",
    );
    for (const copy of ["copies/lines.csv", "copies/packed.csv.gz"]) {
      await expect(load({ train: [first, copy] })).rejects.toMatchObject({ code: "data.sameFile", path: copy });
    }
    // What never changes may well be there twice.
    writeFileSync(join(folder, "copies/flat.csv"), "label,t0,t1\n1,0,0\n");
    writeFileSync(join(folder, "copies/still.csv"), "label,t0,t1\n1,0,0\n\n");
    expect((await load({ train: [first, "copies/flat.csv", "copies/still.csv"] })).all.count).toBe(14);
  });

  it("reads files of several formats with options that one of them has no use for, and refuses those that none has", async () => {
    const one = "activity,x,t0,t1\n1,9,0.5,0.25\n2,9,0.5,0.75\n1,9,0,1\n2,9,1,0\n";
    writeFileSync(join(folder, "more/one.csv"), one);
    writeFileSync(join(folder, "more/two.ts"), "@univariate true\n@classLabel true 1 2\n@data\n1,2:1\n3,4:2\n");
    const files = { train: "more/one.csv", test: "more/two.ts" };
    const columns = { label: "activity", ignore: ["x"] };
    const { all, source } = await load({ ...files, reading: { columns, delimiter: "," } });
    expect([all.count, all.length, all.classNames]).toEqual([6, 2, ["1", "2"]]);
    expect([...all.values.slice(-4)]).toEqual([1, 2, 3, 4]);
    // The same where the file without use for them comes first, and from the record.
    const turned = { train: "more/two.ts", test: "more/one.csv", reading: { columns, delimiter: "," } };
    expect((await load(turned)).all.count).toBe(6);
    const context = { files: seriesFilesIn(folder), expected: source?.files };
    const again = await loadData(specOf({ ...files, reading: { columns, delimiter: "," } }), context);
    expect([again.all.values, again.source]).toEqual([all.values, source]);
    for (const reading of [{ axes: "NTC" }, { columns, padding: "keep" }]) {
      await expect(load({ ...files, reading })).rejects.toMatchObject({ code: "reader.option", path: "more/one.csv" });
    }
    await expect(load({ train: "more/two.ts", reading: { columns } })).rejects.toThrow("more/two.ts");
  });

  it("finds the files of a pattern in the order of their names, and puts classes in that of numbers", async () => {
    const { source, all } = await load({ train: "parts/*/*.csv" });
    expect(source?.files.map(({ name }) => name)).toEqual(["parts/a/one.csv", "parts/a/two.csv", "parts/b/one.csv"]);
    expect([all.count, all.values[0], all.classNames]).toEqual([36, 100, ["1", "2", "10"]]);
    expect((await load({ train: "parts/a/*.csv", classes: ["10", "2", "1"] })).all.classNames).toEqual([
      "10",
      "2",
      "1",
    ]);
  });

  it.each([
    [{ train: "nothing/*.csv" }, "nothing/*.csv: expected a file of time series, found none"],
    [{ train: "more" }, "expected a file of time series, received a folder"],
    [
      { train: ["parts/a/two.csv", "more/long.csv"] },
      "more/long.csv: expected series of 1 channel, as in parts/a/two.csv, received 2",
    ],
    [
      { train: "parts/a/two.csv", classes: ["1", "3"] },
      "data.classes: expected only the classes 1, 3, received series of 2",
    ],
    [{ train: "parts/a/two.csv", classes: ["1", "2", "3"] }, "received none of 3"],
    [
      { train: "parts/a/two.csv", test: "parts/b/one.csv" },
      "data.test: expected only classes of the training series (1, 2), received 6 test series of 10",
    ],
  ])("%j is refused with what is wrong", async (data, says) => {
    await expect(load(data)).rejects.toThrow(says);
  });

  it("finds a recorded file in the folders above a run, by its hash", async () => {
    const { source } = await load({ train: "parts/a/two.csv" });
    const run = join(folder, "runs/sweep/arm/seed-1");
    const again = await loadData(specOf({ train: "parts/a/two.csv" }), filesOfRun(source?.files, run));
    expect(again.source).toEqual(source);
    // A path that is mistyped would leave the file to chance.
    for (const data of [join(folder, "nowhere"), join(folder, "parts/a/two.csv")]) {
      expect(() => filesOfRun(source?.files, run, data)).toThrow(
        expect.objectContaining({ code: "data.noFolder", path: data }),
      );
    }
  });
});

describe.skipIf(!HAS_SHARED)("files of indices", () => {
  it("are the archive's resamples of GunPoint: row 0 is the archive's split, row 1 begins with series 139", async () => {
    const resamples = resolve(shared("GunPoint_TRAIN.ts"), "../../../resamples");
    const files = { train: shared("GunPoint_TRAIN.ts"), test: shared("GunPoint_TEST.ts") };
    const split = (row: number) => ({
      kind: "indices",
      train: `${resamples}/GunPoint_INDICES_TRAIN.txt`,
      test: `${resamples}/GunPoint_INDICES_TEST.txt`,
      row,
      val: "train",
    });
    const own = await load(files, split(0));
    const archive = await load(files, { val: "train" });
    expect(own.source?.splitSha256).toBe(archive.source?.splitSha256);
    const first = await load(files, split(1));
    expect([first.train.count, first.test.count]).toEqual([50, 150]);
    expect(first.train.values.subarray(0, 150)).toEqual(first.all.values.subarray(139 * 150, 140 * 150));
    expect(first.test.values.subarray(0, 150)).toEqual(first.all.values.subarray(199 * 150, 200 * 150));
  });
});
