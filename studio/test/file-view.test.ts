/** Files as Data shows them, and what the user says of it: options that nothing finds out are read, and are in the spec that suits it. */
import { loadData, parseSpec } from "tidelab";
import { byteSource, openSeriesFiles } from "tidelab/readers";
import { describe, expect, it } from "vitest";
import type { FileAsked, FileUse } from "../src/engine/data-protocol.ts";
import { linesAround, viewFiles } from "../src/engine/file-view.ts";
import { isUseInName, labelsLeftOut, namesBySet, setInName, usesOfFiles } from "../src/state/file-sets.ts";

const rows = (
  cell: (row: number, step: number) => string,
  line = (cells: string, name: string) => `${name},${cells}`,
) =>
  Array.from({ length: 40 }, (_, row) => {
    const cells = Array.from({ length: 6 }, (_, step) => cell(row, step));
    return line(cells.join(","), row % 2 ? "walk" : "run");
  });
const value = (row: number, step: number) => String(((row * (step + 2)) % 7) - 3);
const HEADER = "class,t0,t1,t2,t3,t4,t5";

async function view(text: string, asked: FileAsked) {
  const bytes = new Uint8Array(new TextEncoder().encode(text));
  const found = await viewFiles([{ name: "gait.csv", set: "train", bytes, sha256: "0" }], asked, 1);
  const load = async () => {
    return loadData(parseSpec(found.spec), { files: openSeriesFiles([byteSource(bytes, "gait.csv")]) });
  };
  return { found, load };
}

describe("what is said of a file", () => {
  it("are lines to skip, and where the classes are without names of columns", async () => {
    const text = ["# made by hand", ...rows(value, (cells, name) => `${cells},${name}`)].join("\n");
    const { found, load } = await view(text, { reading: { comment: "#", header: false, labels: "last" } });
    expect(found.problems).toEqual([]);
    expect(found.series).toBe(40);
    const { all } = await load();
    expect([all.count, all.length, all.classNames]).toEqual([40, 6, ["run", "walk"]]);
  });

  it("are a value for what is missing, and the order of the classes", async () => {
    const text = [HEADER, ...rows((row, step) => (row === 3 && step === 2 ? "" : value(row, step)))].join("\n");
    const asked = { reading: {}, missing: "value", missingValue: -9, classes: ["walk", "run"] };
    const { found, load } = await view(text, asked);
    expect(found.problems).toEqual([]);
    expect(found.spec).toMatchObject({ data: { missing: "value", missingValue: -9, classes: ["walk", "run"] } });
    const { all } = await load();
    expect(all.classNames).toEqual(["walk", "run"]);
    expect([...all.values].filter((one) => one === -9)).toHaveLength(1);
  });

  it("is refused where it is none, in the words of the spec", async () => {
    const text = [HEADER, ...rows(value)].join("\n");
    const asked = { reading: {}, missing: "value", missingValue: "much" as never };
    expect((await view(text, asked)).found.problems[0]?.message).toMatch(
      /data\.missingValue: expected .* received "much"/,
    );
    const classes = (await view(text, { reading: {}, classes: ["walk", "swim"] })).found.problems;
    expect(classes[0]?.message).toContain("run");
  });
});

describe("several files", () => {
  const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
  const given = (name: string, set: "train" | "val" | "test", text = [HEADER, ...rows(value)].join("\n")) => ({
    ...{ name, set, sha256: "0", bytes: bytesOf(text) },
  });
  const others = (by: number) => [HEADER, ...rows((row, step) => String(((row * (step + by)) % 11) - 5))].join("\n");

  it("may be recordings of one series each, of the classes in their names; what they share is said once", async () => {
    const take = (n: number) => {
      const values = Array.from({ length: 9 }, (_, t) => `${t};${(((n + 2) * t) % 7) - 3},${n + 1}`);
      return given(`${n % 2 ? "walk" : "run"}_${n + 1}.csv`, "train", ["Time (s);x", ...values].join("\n"));
    };
    const takes = Array.from({ length: 20 }, (_, n) => take(n));
    const unread = await viewFiles(takes, { reading: { layout: "long" } }, 1);
    expect(unread.problems[0]?.message).toContain("--label-from file");
    const found = await viewFiles(takes, { reading: { layout: "long", labelFrom: "file" } }, 1);
    expect([found.problems, found.series]).toEqual([[], 20]);
    expect(found.spec).toMatchObject({ data: { reading: { labelFrom: "file" } } });
    for (const { notices } of [unread, found]) {
      expect(notices.filter(({ en }) => en.includes("decimal commas"))).toHaveLength(1);
    }
  });

  it("have a spec that says what each is for, in the order of the sets", async () => {
    const found = await viewFiles([given("b.csv", "test", others(3)), given("a.csv", "train")], { reading: {} }, 1);
    expect(found.problems).toEqual([]);
    expect(found.files.map(({ name, series }) => [name, series])).toEqual([
      ["a.csv", 40],
      ["b.csv", 40],
    ]);
    expect(found.series).toBe(80);
    expect(found.spec).toMatchObject({ name: "a", data: { train: "a.csv", test: "b.csv" }, split: { val: 0.2 } });
    const three = [given("a.csv", "train"), given("b.csv", "train", others(3)), given("c.csv", "test", others(5))];
    const { spec } = await viewFiles(three, { reading: {} }, 1);
    expect(spec).toMatchObject({ data: { train: ["a.csv", "b.csv"], test: "c.csv" } });
  });

  it("are shown where one of them cannot be read, with its own place", async () => {
    const broken = others(3).replace("walk,", "walk,oh");
    const found = await viewFiles([given("a.csv", "train"), given("b.csv", "test", broken)], { reading: {} }, 1);
    expect(found.problems[0]?.path).toMatch(/^b\.csv:3:/);
    expect(found.files.map(({ rows }) => rows.length)).toEqual([21, 21]);
    expect(found.spec).toBeUndefined();
  });

  it("are refused without one to train on, and where one is another's copy", async () => {
    const none = await viewFiles([given("a.csv", "test")], { reading: {} }, 1);
    expect(none.problems[0]?.message).toMatch(/data\.train: expected/);
    const copies = await viewFiles([given("a.csv", "train"), given("b.csv", "test")], { reading: {} }, 1);
    expect(copies.problems[0]?.message).toContain("a.csv");
  });
});

describe("an array and its classes", () => {
  /** As `numpy.save` writes (40, 6) of float32. */
  const array = () => {
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 6), }";
    const head = `${text.padEnd(128 - 10 - 1)}\n`;
    const bytes = new Uint8Array(128 + 40 * 6 * 4);
    bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, head.length, 0]);
    bytes.set(new TextEncoder().encode(head), 10);
    const values = Float32Array.from({ length: 240 }, (_, at) => ((Math.floor(at / 6) * ((at % 6) + 2)) % 7) - 3);
    bytes.set(new Uint8Array(values.buffer), 128);
    return bytes;
  };
  const classes = Array.from({ length: 40 }, (_, row) => (row % 2 ? "walk" : "run"));
  const text = (lines: readonly string[]) => new Uint8Array(new TextEncoder().encode(`${lines.join("\n")}\n`));

  it("are read together, and are what the spec says to whoever reads it", async () => {
    const labels = text(classes);
    const given = [
      { name: "y.txt", set: "labels.train" as const, sha256: "1", bytes: labels },
      { name: "x.npy", set: "train" as const, sha256: "0", bytes: array() },
    ];
    const found = await viewFiles(given, { reading: {} }, 1);
    expect(found.problems).toEqual([]);
    expect(found.files.map(({ name, series, rows: shown }) => [name, series, shown.length])).toEqual([
      ["x.npy", 40, 0],
      ["y.txt", 0, 21],
    ]);
    expect(found.spec).toMatchObject({ data: { train: "x.npy", labels: { train: "y.txt" } } });
    const sources = [byteSource(array(), "x.npy"), byteSource(labels, "y.txt")];
    const { all } = await loadData(parseSpec(found.spec), { files: openSeriesFiles(sources) });
    expect([...all.labels].map((label) => all.classNames[label])).toEqual(classes);
  });

  it("are refused where there are more classes than series, or none", async () => {
    const x = { name: "x.npy", set: "train" as const, sha256: "0", bytes: array() };
    const y = { name: "y.txt", set: "labels.train" as const, sha256: "1", bytes: text([...classes, "run"]) };
    const many = await viewFiles([x, y], { reading: {} }, 1);
    expect(many.problems[0]).toMatchObject({ code: "reader.labelCount", path: "y.txt" });
    const none = await viewFiles([x], { reading: {} }, 1);
    expect(none.problems[0]?.message).toMatch(/class/);
    expect(none.files[0]?.reading.format).toBe("npy");
  });
});

describe("what files are for", () => {
  const setsOf = (...files: readonly (readonly [name: string, said?: "train" | "val" | "test"])[]) =>
    usesOfFiles(files.map(([name, said]) => ({ name, said })));

  it.each([
    ["GunPoint_TRAIN.ts", "train"],
    ["GunPoint_TEST.tsv.gz", "test"],
    ["val-2.csv", "val"],
    ["walking.validation.parquet", "val"],
    ["testing 3.csv", "test"],
    // Words within others, and two at once, say nothing.
    ["latest.csv", undefined],
    ["trains.csv", undefined],
    ["train-test.csv", undefined],
    ["步态.csv", undefined],
    ["步态_训练集.csv", "train"],
    ["验证.csv", "val"],
    ["步态测试2.csv", "test"],
  ])("is in the name %s", (name, set) => {
    expect(setInName(name)).toBe(set);
  });

  it.each([
    ["y_train.npy", "labels.train"],
    ["y.npy", "labels.train"],
    ["test-labels.txt", "labels.test"],
    ["验证集标签.csv", "labels.val"],
    ["acc_y.csv", undefined],
    ["yoga_TRAIN.ts", "train"],
  ])("are classes alone where the name says so: %s", (name, use) => {
    expect(
      usesOfFiles([
        { name: "x.npy", said: undefined },
        { name, said: undefined },
      ])[1],
    ).toBe(use ?? "train");
    if (use) expect(isUseInName(name, use as FileUse)).toBe(true);
    // Alone it has series: there is nothing else that could.
    expect(usesOfFiles([{ name, said: undefined }])).toEqual(["train"]);
  });

  it("is one file of classes for each set in the spec, and the others are said to be left out", () => {
    const files = [
      ...(["x.npy", "y.npy", "y2.npy", "xt.npy", "yt.npy"] as const).map((name, index) => ({
        name,
        set: (["train", "labels.train", "labels.train", "test", "labels.test"] as const)[index]!,
      })),
    ];
    expect(namesBySet(files)).toEqual({ train: "x.npy", test: "xt.npy", labels: { train: "y.npy", test: "yt.npy" } });
    expect(labelsLeftOut(files)).toEqual(["y2.npy"]);
  });

  it("is training where nothing says so, and for all where nothing would be left to train on", () => {
    expect(setsOf(["a_TRAIN.ts"], ["a_TEST.ts"])).toEqual(["train", "test"]);
    expect(setsOf(["a.csv"], ["b.csv"], ["test.csv"])).toEqual(["train", "train", "test"]);
    expect(setsOf(["a_TEST.ts"])).toEqual(["train"]);
    expect(setsOf(["a_TEST.ts"], ["b_VAL.ts"])).toEqual(["train", "train"]);
  });

  it("is what the user says, also where that leaves nothing to train on", () => {
    expect(setsOf(["a_TEST.ts", "val"], ["b_TEST.ts"])).toEqual(["val", "train"]);
    expect(setsOf(["a_TEST.ts", "train"], ["b_TEST.ts"])).toEqual(["train", "test"]);
    expect(setsOf(["a.csv", "test"])).toEqual(["test"]);
  });
});

describe("lines around a place", () => {
  const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
  const text = Array.from({ length: 9 }, (_, index) => `line ${index + 1}`);

  it.each(["\n", "\r\n", "\r"])("are two before and two after, whatever ends a line: %j", async (end) => {
    const lines = await linesAround(bytesOf(text.join(end)), "utf-8", 4);
    expect(lines.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6]);
    expect(lines[2]?.text).toBe("line 4");
    const last = await linesAround(bytesOf(text.join(end)), "utf-8", 9);
    expect(last.at(-1)).toEqual({ number: 9, text: "line 9" });
  });

  it("are found in a packed file and in a long one, and are none beyond its end or of a binary file", async () => {
    const { gzipSync } = await import("node:zlib");
    const packed = await linesAround(new Uint8Array(gzipSync(text.join("\n"))), "utf-8", 2);
    expect(packed.map((one) => one.text)).toEqual(text.slice(0, 4));
    const long = Array.from({ length: 40_000 }, (_, index) => `${index + 1},${"x".repeat(20)}`).join("\r\n");
    expect((await linesAround(bytesOf(long), "utf-8", 30_000))[2]?.text).toMatch(/^30000,/);
    expect(await linesAround(bytesOf("a\nb\n"), "utf-8", 7)).toEqual([]);
    expect(await linesAround(Uint8Array.of(1, 0, 2, 0), "utf-8", 1)).toEqual([]);
  });
});

describe("the first rows", () => {
  const names = (found: { rows: readonly (readonly string[])[] }) => found.rows[0];
  async function fileOf(text: string | Uint8Array<ArrayBuffer>, asked: FileAsked = { reading: {} }, name = "gait.csv") {
    const bytes = typeof text === "string" ? new Uint8Array(new TextEncoder().encode(text)) : text;
    const { files, problems } = await viewFiles([{ name, set: "train", bytes, sha256: "0" }], asked, 1);
    return { ...files[0]!, problems };
  }

  it("begin with the table where comments and titles are above it", async () => {
    const table = [HEADER, ...rows(value)];
    const commented = await fileOf(["# made by hand", "# in 2024", ...table].join("\n"), { reading: {} });
    expect(names(commented)).toEqual(HEADER.split(","));
    expect(commented.rows[1]?.[0]).toBe("run");
    const titled = await fileOf(["Station 5", "in, of, May", ...table].join("\n"), { reading: { skipRows: 2 } });
    expect(names(titled)).toEqual(HEADER.split(","));
  });

  it("keep a quoted cell whole, with its line ends, delimiters and quotes", async () => {
    const noted = rows(value, (cells, name) => `"${name}, ""fast""\nor slow",${cells}`);
    const found = await fileOf([HEADER, ...noted].join("\r\n"), { reading: {} });
    expect(found.problems).toEqual([]);
    expect(found.rows.slice(0, 3).map((cells) => cells.length)).toEqual([7, 7, 7]);
    expect(found.rows[1]?.[0]).toBe('run, "fast"\nor slow');
  });

  it("of a quote that never ends are its lines: nothing behind it is lost", async () => {
    const found = await fileOf([HEADER, '"run,1,2,3,4,5,6', ...rows(value)].join("\n"), { reading: {} });
    expect(found.problems.length).toBeGreaterThan(0);
    expect(found.rows.slice(1, 3).map(([cell]) => cell)).toEqual(['"run', "run"]);
  });

  it("of JSON lines are the values under their names", async () => {
    const lines = rows(value, (cells, name) => JSON.stringify({ kind: name, values: cells.split(",").map(Number) }));
    const found = await fileOf(lines.join("\n"), undefined, "gait.jsonl");
    expect(names(found)).toEqual(["kind", "values"]);
    expect(found.rows[1]).toEqual(["run", "[0,0,0,0,0,0]".replaceAll("0", "-3")]);
  });

  it("are there in UTF-16 too when the file cannot be read yet, and so are its lines", async () => {
    const text = `\ufeff类别,t0,t1\n走,1,2\n跑,2,x\n`;
    const bytes = new Uint8Array(Uint16Array.from(text, (one) => one.charCodeAt(0)).buffer);
    const found = await fileOf(bytes);
    expect(found.problems.length).toBeGreaterThan(0);
    expect(names(found)).toEqual(["类别", "t0", "t1"]);
    expect((await linesAround(bytes, undefined, 2))[1]?.text).toBe("走,1,2");
  });

  it("of formats that are no table of rows are none: their columns are typed", async () => {
    const text = "@relation r\n@attribute a numeric\n@attribute class {x,y}\n@data\n1,x\n2,y\n";
    const found = await fileOf(text, { reading: {} });
    expect([found.rows, found.isText]).toEqual([[], true]);
  });
});
