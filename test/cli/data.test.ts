/** `tidelab data`: what is in files, leaks between sets, pictures, other formats. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { FileSeries } from "../../src/data/files/join-tables.ts";
import { overlappingPairs } from "../../src/data/inspect/duplicates.ts";
import { inScratch, MAIN, tidelab, write } from "./command.ts";
import { HAS_SHARED, shared, wavesCsv } from "./own-files.ts";

const LABELS = ["--label", "activity", "--group", "person"];
const data = (...args: string[]) => tidelab(["data", ...args]);
const json = async (...args: string[]) => JSON.parse((await data(...args, "--json")).stdout);

beforeAll(() => void write("walking.csv", wavesCsv(42)));

describe("data info", () => {
  it("counts series, lengths, classes and values", async () => {
    const found = await json("info", "walking.csv", ...LABELS);
    expect(found).toMatchObject({
      series: 42,
      sets: { train: 42, val: 0, test: 0 },
      lengths: { shortest: 16, median: 16, longest: 16 },
      imbalance: 1,
      missing: 0,
      suggestions: { normalise: "channel", window: null, classWeights: false },
    });
    const numbers = wavesCsv(42)
      .trim()
      .split("\n")
      .slice(1)
      .flatMap((line) => line.split(",").slice(2).map(Number));
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    expect(found.channels[0].mean).toBeCloseTo(mean, 6);
    expect([found.channels[0].min, found.channels[0].max]).toEqual(
      [Math.min(...numbers), Math.max(...numbers)].map(Math.fround),
    );
  });

  it("says what looks wrong: constant series, outliers, duplicates, missing values, unequal classes", async () => {
    const rows = ["a,1,1,1", "a,1,2,3", "a,1,2,3", "a,2,,4", "a,3,2,1", "a,0,1,0", "b,0,1,9"];
    write("odd.csv", `label,t0,t1,t2\n${rows.join("\n")}\n`);
    const found = await json("info", "odd.csv");
    expect(found).toMatchObject({ duplicates: { within: 1, across: 0 }, missing: 1, imbalance: 6 });
    expect(found.channels[0]).toMatchObject({ constant: 1, missing: 1, max: 9 });
    expect(found.suggestions.classWeights).toBe(true);
    const { stdout } = await data("info", "odd.csv");
    write("named.csv", "series,label,x,y\na,u,1,2\na,u,2,3\nb,v,1,1\nb,v,2,2\n");
    expect((await data("info", "named.csv", "--lang", "zh-CN")).stdout).toMatch(
      /^x +1\.5 [\s\S]*^y +2 [\s\S]*^类别 +训练$/m,
    );
    expect(stdout).toContain("Duplicates: 1 series is there more than once in one set");
    expect(stdout).toContain('"training.classWeights": "balanced"');
  });
});

describe("a list of objects in a .json file", () => {
  it("is data, to look at and to train on, and no spec", async () => {
    const list = Array.from({ length: 20 }, (_, n) => ({
      label: n % 2 ? "up" : "down",
      values: [0, 1, 2, n].map((t) => (n % 2 ? t : -t)),
    }));
    write("list.json", JSON.stringify(list, undefined, 2));
    expect(await json("info", "list.json")).toMatchObject({ series: 20, classes: [{ name: "down" }, { name: "up" }] });
    const run = await tidelab(["train", "list.json", "--epochs", "1", "--out", "runs/list"]);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("Read list.json (jsonl): 20 series")]);
    write("wrong.json", "{}");
    expect((await data("info", "wrong.json")).stderr).toContain("wrong.json");
  });
});

describe("data info of files that no model can be trained on", () => {
  it.each([
    [
      "id,t0,t1,t2\n1,1,2,3\n2,3,4,6\n",
      2,
      [],
      "data.noLabel",
      "Classes: none\n",
      "plain.csv:2: expected a class for each series",
    ],
    [
      "label,t0,t1\na,1,2\na,3,4\n",
      0,
      [{ name: "a", train: 2, val: 0, test: 0 }],
      "data.oneClass",
      "a",
      "received 2 series of one, a",
    ],
  ])("describes them and says why: %j", async (text, unlabelled, classes, code, shown, why) => {
    write("plain.csv", text);
    const found = await data("info", "plain.csv");
    expect([found.code, found.stdout]).toEqual([0, expect.stringContaining(shown)]);
    expect(found.stderr).toMatch(/No model can be trained on these series as they are\./);
    expect(found.stderr).toContain(why);
    expect(await json("info", "plain.csv")).toMatchObject({
      series: 2,
      unlabelled,
      classes,
      imbalance: 1,
      fault: { code, message: expect.stringContaining(why) },
    });
    rmSync(inScratch("plain.svg"), { force: true });
    const drawn = await data("plot", "plain.csv", "--output", "plain.svg");
    expect([drawn.code, drawn.stderr]).toEqual([0, expect.stringContaining(why)]);
    expect(readFileSync(inScratch("plain.svg"), "utf8")).toContain(unlabelled > 0 ? ">no class (2)" : ">a (2)");
  });

  it("counts the series without a class beside those with one", async () => {
    write("classes.csv", "label,t0,t1\na,1,2\nb,3,5\n");
    write("none.csv", "t0,t1\n3,4\n");
    const found = await data("info", "classes.csv", "none.csv");
    expect(found.stdout + found.stderr).toContain("Classes: none for 1 of 3 series");
    expect(found.stderr).toContain("none.csv:2: expected a class for each series, received series 1 without one");
    expect((await json("info", "walking.csv", ...LABELS)).fault).toBeNull();
  });
});

describe("data check", () => {
  it("finds groups on both sides, unless the split keeps them together", async () => {
    for (const split of [[], ["--split", "groups"], ["--split", "folds=3"]]) {
      const apart = await data("check", "walking.csv", ...LABELS, ...split);
      expect([apart.code, apart.stdout]).toEqual([0, expect.stringContaining("No leaks found")]);
    }
    const { code, stdout } = await data("check", "walking.csv", ...LABELS, "--split", "stratified");
    expect(code).toBe(1);
    expect(stdout).toMatch(/Train \/ Test: \d groups have series on both sides \(first: p\d\)/);
  });

  it("splits by a column of groups that is found, as train does, and says so", async () => {
    write("subjects.csv", wavesCsv(42).replace("person", "subject"));
    const found = await data("check", "subjects.csv", "--label", "activity");
    expect([found.code, found.stdout]).toEqual([0, expect.stringContaining("24 train")]);
    expect(found.stderr).toContain("groups in the column subject. That is --split groups; --split stratified");
    const other = await data("check", "subjects.csv", "--label", "activity", "--split", "stratified");
    expect([other.code, other.stderr]).toEqual([1, ""]);
  });

  it("takes numbers for names of groups, and of series within one file", async () => {
    const numbers = wavesCsv(42)
      .replaceAll(/^p/gm, "")
      .replace(/^erson/, "person");
    write("numbers.csv", numbers);
    const groups = await json(
      "check",
      "numbers.csv",
      "--label",
      "activity",
      "--group",
      "person",
      "--split",
      "stratified",
    );
    expect(groups.leaks.map(({ kind }: { kind: string }) => kind)).toContain("group");
    const ids = await json("check", "numbers.csv", "--label", "activity", "--id", "person");
    expect(ids.leaks.map(({ kind }: { kind: string }) => kind)).toContain("id");
    // Rows of two files are counted from 1 in both.
    write("more.csv", wavesCsv(12, 16, 1000));
    const rows = await json(
      "check",
      "numbers.csv",
      "--test",
      "more.csv",
      "--label",
      "activity",
      "--channels",
      "t0,t1,t2",
    );
    expect(rows.leaks.map(({ kind }: { kind: string }) => kind)).not.toContain("id");
  });

  it.each([
    ["identical", (line: string) => line],
    ["near", (line: string) => line.replace(/(\d)$/, (digit) => String((Number(digit) + 1) % 10))],
    [
      "overlap",
      (line: string) => {
        const [person, activity, ...values] = line.split(",");
        return [person, activity, ...values.slice(4), "7", "8", "7", "8"].join(",");
      },
    ],
  ])("finds %s series on both sides", async (kind, change) => {
    const [header = "", ...own] = wavesCsv(30).trim().split("\n");
    const others = wavesCsv(6, 16, 1000).trim().split("\n").slice(1);
    write("here.csv", `${[header, ...own].join("\n")}\n`);
    write("there.csv", `${[header, ...others].join("\n")}\n`);
    const files = ["--data", "here.csv", "--test", "there.csv", "--label", "activity", "--id", "person"];
    const clean = await json("check", ...files);
    expect(clean.leaks.filter((leak: { kind: string }) => leak.kind !== "id")).toEqual([]);
    write("there.csv", `${[header, ...others, change(own[4]!)].join("\n")}\n`);
    const { leaks, apart } = await json("check", ...files);
    const found = leaks.filter((leak: { kind: string }) => leak.kind !== "id");
    expect(apart).toBe(false);
    expect(found).toEqual([
      { kind, sets: [expect.any(String), "test"], count: 1, first: ["here.csv:6", "there.csv:8"] },
    ]);
  });

  it.each([
    ["the beginning of a series that trains", 30, 40, 1],
    ["the continuation of a series that trains", 40, 30, 1],
    ["a series that begins like one that trains, and goes on otherwise", 30, 40, 0],
    ["a beginning of few steps", 7, 40, 0],
  ])("looks for %s", async (kind, tested, trained, count) => {
    const ts = (rows: number[][]) => {
      const lines = rows.map((values, i) => `${values.join(",")}:${i % 2 ? "a" : "b"}`);
      return `@problemName cut\n@timeStamps false\n@univariate true\n@equalLength false\n@classLabel true a b\n@data\n${lines.join("\n")}\n`;
    };
    const walk = (seed: number, steps: number) =>
      Array.from({ length: steps }, (_, t) => Number(Math.sin(seed * 7.3 + t * t * 0.37).toFixed(4)));
    const cut = walk(2, tested);
    if (kind.includes("otherwise")) cut[20]! += 0.5;
    write("long.ts", ts([1, 2, 3, 4].map((seed) => walk(seed, trained))));
    write("cut.ts", ts([walk(11, 25), cut, walk(12, 25)]));
    const { leaks } = await json("check", "long.ts", "--test", "cut.ts");
    const found = leaks.filter((leak: { sets: string[] }) => leak.sets[1] === "test");
    const sum = found.reduce((all: number, leak: { count: number }) => all + leak.count, 0);
    expect(sum).toBe(count);
    if (count > 0) expect(found[0]).toMatchObject({ kind: "overlap", first: ["long.ts:8", "cut.ts:8"] });
  });

  it("sees no beginning in series that never change, and one in several channels with missing values", () => {
    const one = (values: number[], set: "train" | "test"): FileSeries => ({
      set,
      id: "",
      label: "a",
      group: undefined,
      place: "x:1",
      values: Float32Array.from(values),
      length: values.length / 2,
    });
    const flat = (length: number) => new Array<number>(length).fill(3);
    const long = Array.from({ length: 40 }, (_, i) => (i === 6 ? Number.NaN : i % 2 ? 1 : i * i));
    const of = (a: number[], b: number[]) => overlappingPairs([one(a, "train"), one(b, "test")], [[0], [1]], 2);
    expect(of(flat(40), flat(30))).toEqual([]);
    expect(of(long, long.slice(0, 24))).toEqual([[0, 1]]);
    expect(of(long, long.slice(0, 12))).toEqual([]);
  });

  it("finds groups of the files themselves on both sides", async () => {
    write("others.csv", wavesCsv(12, 16, 1000));
    const { code, stdout } = await data("check", "walking.csv", "--test", "others.csv", ...LABELS);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/Train \/ Test: \d groups have series on both sides/)]);
  });

  it("takes the split of a spec", async () => {
    const spec = {
      data: { kind: "files", train: "walking.csv", reading: { columns: { label: "activity", group: "person" } } },
      split: { kind: "groups" },
      model: { layers: [{ layer: "last" }, { layer: "linear", outFeatures: 3 }] },
    };
    write("check.json", JSON.stringify(spec));
    expect((await data("check", "check.json")).code).toBe(0);
    write("check.json", JSON.stringify({ ...spec, split: {} }));
    expect((await data("check", "check.json")).code).toBe(1);
  });
});

describe("data convert", () => {
  it.each(["csv-wide", "csv-long", "ts", "jsonl"])("to %s keeps every value, and says what is lost", async (to) => {
    const output = `converted-${to}.${to.replace(/-.*/, "")}`;
    const { code, stderr } = await data("convert", "walking.csv", ...LABELS, "--to", to, "--output", output);
    expect([code, stderr.includes("no groups")]).toEqual([0, to === "ts"]);
    if (to === "jsonl") {
      const first = JSON.parse(readFileSync(inScratch(output), "utf8").split("\n")[0] ?? "");
      expect(first).toMatchObject({ id: "1", group: "p0", label: "slow" });
      expect(first.values.length).toBe(16);
      return;
    }
    const [before, after] = [await json("info", "walking.csv", ...LABELS), await json("info", output)];
    expect({ ...after, files: [], channelNames: null }).toEqual({ ...before, files: [], channelNames: null });
  });

  it("refuses what a format cannot hold, and to replace a file", async () => {
    write("long.csv", "series,label,x,y\na,u,1,2\na,u,2,3\nb,v,1,1\nb,v,2,2\n");
    const wide = await data("convert", "long.csv", "--to", "csv-wide", "--output", "no.csv");
    expect([wide.code, wide.stderr]).toEqual([2, expect.stringContaining("one channel, the series have 2")]);
    const taken = await data("convert", "long.csv", "--output", "walking.csv", "--to", "csv-long");
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining("walking.csv: expected a new file")]);
    expect((await data("convert", "long.csv", "--output", "no.xlsx")).stderr).toContain(
      "--output: expected a file that ends in",
    );
  });
});

describe("data plot", () => {
  it("draws SVG and PNG in both languages", async () => {
    expect((await data("plot", "walking.csv", ...LABELS, "--output", "walking.svg")).code).toBe(0);
    const svg = readFileSync(inScratch("walking.svg"), "utf8");
    expect(svg).toContain("<title>The data</title>");
    expect(svg).toContain(">slow (14)<");
    expect((await data("plot", "walking.csv", ...LABELS, "--output", "walking.png", "--lang", "zh-CN")).code).toBe(0);
    expect(readFileSync(inScratch("walking.png")).subarray(1, 4).toString()).toBe("PNG");
    expect((await data("plot", "walking.csv", "--output", "walking.gif")).stderr).toContain(
      "--output: expected a file",
    );
  });

  it.skipIf(process.platform === "win32")("leaves nothing half-written where there is no room", () => {
    // A limit of the file's size ends writing as a full disk does.
    const command = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
    const plot = [MAIN, "--lang", "en", "data", "plot", "walking.csv", ...LABELS, "--output", "large.png"];
    const { status, stderr } = spawnSync("bash", ["-c", command, process.execPath, ...plot], { cwd: inScratch(".") });
    expect([status, String(stderr)]).toEqual([2, expect.stringContaining("large.png: cannot write this file: EFBIG")]);
    expect(readdirSync(inScratch(".")).filter((name) => name.includes("large"))).toEqual([]);
  });
});

describe.skipIf(!HAS_SHARED)("the archive's files", () => {
  it("JapaneseVowels: unequal lengths are drawn and counted", async () => {
    const files = ["--data", shared("JapaneseVowels_TRAIN.ts"), "--test", shared("JapaneseVowels_TEST.ts")];
    const found = await json("info", ...files);
    expect(found).toMatchObject({
      series: 640,
      lengths: { shortest: 7, longest: 29 },
      sets: { train: 270, test: 370 },
    });
    expect((await data("plot", ...files, "--output", "vowels.svg")).code).toBe(0);
  });
});

describe("data convert to JSON lines", () => {
  it("writes several channels so that they are read back, also with fewer steps than channels", async () => {
    const rows = ["a", "b"].flatMap((id) => [0, 1].map((t) => `${id},${id},${t},${t + 1},${t + 2},${t * 3}`));
    write("short.csv", `id,label,time,x,y,z\n${rows.join("\n")}\n`);
    const to = inScratch("short.jsonl");
    expect((await data("convert", "short.csv", "--output", to)).code).toBe(0);
    const [before, after] = [await json("info", "short.csv"), await json("info", to)];
    const { series, lengths, channels } = before;
    expect(after).toMatchObject({ series, lengths, channels: channels.map(({ mean, max }: never) => ({ mean, max })) });
  });
});

describe("files without classes", () => {
  const plain = (count: number) => {
    const rows = wavesCsv(count).trimEnd().split("\n");
    return `${rows.map((row) => row.split(",").slice(2).join(",")).join("\n")}\n`;
  };

  it("are checked for leaks, split by shares, and said to be without", async () => {
    const text = plain(20).trimEnd().split("\n");
    // The same series at the beginning and at the end, so that a split by time has it on both sides.
    write("twins.csv", `${[...text, text[1]].join("\n")}\n`);
    const found = await data("check", "twins.csv", "--split", "time");
    expect([found.code, found.stdout]).toEqual([
      1,
      expect.stringContaining("identical series on both sides (first: twins.csv:2 and twins.csv:22)"),
    ]);
    expect(found.stderr).toContain("expected a class for each series");
    write("apart.csv", plain(20));
    expect(await json("check", "apart.csv")).toMatchObject({ apart: true, sets: { train: 14, val: 3, test: 3 } });
  });

  it("are converted to every format, and back to the same series", async () => {
    write("bare.csv", plain(6));
    const before = (await json("info", "bare.csv")).channels;
    for (const [format, ending] of [
      ["csv-long", "csv"],
      ["ts", "ts"],
      ["jsonl", "jsonl"],
      ["npy", "npy"],
      ["npz", "npz"],
      ["csv-wide", "csv"],
    ] as const) {
      const output = `bare-${format}.${ending}`;
      const { code, stdout } = await data("convert", "bare.csv", "--to", format, "--output", output);
      expect([format, code, stdout]).toEqual([format, 0, expect.stringContaining(`Wrote 6 series to ${output}`)]);
      expect(await json("info", output)).toMatchObject({ series: 6, unlabelled: 6, channels: before });
    }
  });

  it("with classes are converted to NumPy's formats with them, or without them as is said", async () => {
    write("labelled.csv", wavesCsv(9, 12, 3));
    const npz = await data("convert", "labelled.csv", ...LABELS, "--output", "labelled.npz");
    expect([npz.code, npz.stderr]).toEqual([0, ""]);
    expect((await json("info", "labelled.npz", "--group", "group")).classes).toHaveLength(3);
    const npy = await data("convert", "labelled.csv", ...LABELS, "--output", "labelled.npy");
    expect([npy.code, npy.stderr]).toEqual([
      0,
      expect.stringContaining("The format has no classes: they were left out."),
    ]);
  });
});
