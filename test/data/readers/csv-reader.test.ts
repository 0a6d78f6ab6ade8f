/** CSV as the world writes it, through the registry: what is guessed is said, and the options that were found read the same again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const source = (text: string | Uint8Array) =>
  byteSource(typeof text === "string" ? new TextEncoder().encode(text) : text, "x.csv");
const read = (text: string | Uint8Array, options?: ReadOptions) => readSeries(source(text), options);

/** What was read, short; and the same again by the options that were found. */
async function plain(text: string | Uint8Array, options?: ReadOptions) {
  const { series, channels, reading, notices } = await read(text, options);
  const again = await read(text, reading);
  expect(again.series).toEqual(series);
  expect(again.reading).toEqual(reading);
  return {
    channels,
    values: series.map(({ values }) => [...values]),
    ...(series.some(({ label }) => label !== undefined) && { labels: series.map(({ label }) => label) }),
    ...(series.some(({ group }) => group !== undefined) && { groups: series.map(({ group }) => group) }),
    ids: series.map(({ id }) => id),
    notices: notices.map(({ kind }) => kind),
  };
}

describe("classes without a header", () => {
  it.each([
    ["walk,0.5,1\nrun,2,-3\n", "first"],
    ["0.5,1,walk\n2,-3,run\n", "last"],
  ])("are the only column of text: %j", async (text, place) => {
    expect(await plain(text)).toMatchObject({
      values: [
        [0.5, 1],
        [2, -3],
      ],
      labels: ["walk", "run"],
      notices: ["labelColumn"],
    });
    const { reading, notices } = await read(text);
    expect(reading).toMatchObject({ header: false, columns: { label: place === "first" ? "1" : "3" } });
    expect(notices[0]).toMatchObject({ place, look: "text" });
  });

  it.each([
    ["1,.5,1.5\n2,2.5,-3\n1,0.25,1\n2,7,8.5\n", "first"],
    [".5,1.5,1\n2.5,-3,2\n0.25,1,1\n7,8.5,2\n", "last"],
  ])("are an outer column of a few whole numbers: %j", async (text, place) => {
    const { labels, values, notices } = await plain(text);
    expect(labels).toEqual(["1", "2", "1", "2"]);
    expect(values[3]).toEqual([7, 8.5]);
    expect(notices).toContain("labelColumn");
    expect((await read(text)).reading.labels).toBe(place);
  });

  it("are where the options say, or nowhere", async () => {
    const text = "1,.5,1.5\n2,2.5,-3\n1,0.25,1\n2,7,8.5\n";
    expect(await plain(text, { labels: "none" })).toMatchObject({
      values: [
        [1, 0.5, 1.5],
        [2, 2.5, -3],
        [1, 0.25, 1],
        [2, 7, 8.5],
      ],
    });
    expect(await plain(text, { labels: "last" })).toMatchObject({ labels: ["1.5", "-3", "1", "8.5"] });
    expect(await plain("a,b,1.5\nc,b,2\n", { columns: { id: "1", label: "2" } })).toMatchObject({
      ids: ["a", "c"],
      labels: ["b", "b"],
      values: [[1.5], [2]],
    });
  });

  it("are not guessed among two columns of text, nor where each row would be its own class", async () => {
    await expect(read("s1,walk,0.5\ns2,run,1\n")).rejects.toMatchObject({ code: "csv.notNumber" });
    expect(await plain("4,.5\n2,2.5\n3,.25\n")).toMatchObject({
      values: [
        [4, 0.5],
        [2, 2.5],
        [3, 0.25],
      ],
    });
  });
});

describe("columns", () => {
  const text = "subject,activity,a,b,note\np1,walk,1,2,x\np2,run,3,4,y\n";

  it("are what the options say; others are left out", async () => {
    const columns = { label: "activity", channels: ["a", "b"] };
    expect(await plain(text, { columns })).toMatchObject({
      labels: ["walk", "run"],
      groups: ["p1", "p2"],
      values: [
        [1, 2],
        [3, 4],
      ],
    });
    const group = { group: "note", label: "activity", channels: ["b"] };
    expect(await plain(text, { columns: group })).toMatchObject({ groups: ["x", "y"], values: [[2], [4]] });
  });

  it("that are not there are refused by name", async () => {
    await expect(read(text, { columns: { label: "activty" } })).rejects.toMatchObject({
      code: "reader.noColumn",
      params: { name: "activty", nearest: "activity" },
    });
  });

  it("of a label are left out on request", async () => {
    expect(await plain("label,t0\na,1\n", { labels: "none" })).toMatchObject({ values: [[1]] });
  });
});

describe("the long layout", () => {
  it("is found by times and ids", async () => {
    const text = "id,timestamp,x,y,label\n1,0,1,2,a\n1,0.5,3,4,a\n2,0,5,6,b\n";
    expect(await plain(text)).toMatchObject({
      channels: 2,
      ids: ["1", "2"],
      labels: ["a", "b"],
      values: [
        [1, 2, 3, 4],
        [5, 6],
      ],
    });
    const { sampling, channelNames, reading } = await read(text);
    expect(sampling).toEqual({ step: 0.5, unit: "column", isEven: true });
    expect(channelNames).toEqual(["x", "y"]);
    expect(reading).toMatchObject({ layout: "long", columns: { id: "id", time: "timestamp", label: "label" } });
  });

  it("is what the options say, with any names, or numbers of columns", async () => {
    const options: ReadOptions = { layout: "long", columns: { id: "trial", label: "kind", group: "who" } };
    expect(await plain("trial,kind,who,v\nA,a,p,1\nB,b,q,2\nA,a,p,3\n", options)).toMatchObject({
      ids: ["A", "B"],
      groups: ["p", "q"],
      values: [[1, 3], [2]],
    });
    const numbered: ReadOptions = { layout: "long", header: false, columns: { id: "1", time: "2" } };
    expect(await plain("A,0,1,10\nA,1,2,20\n", numbered)).toMatchObject({ channels: 2, values: [[1, 10, 2, 20]] });
  });

  it("without ids is one series, named after the file", async () => {
    expect(await plain("x,y\n1,2\n3,4\n", { layout: "long" })).toMatchObject({
      channels: 2,
      ids: ["x.csv"],
      values: [[1, 2, 3, 4]],
    });
  });

  it("has dates, whose steps are in seconds", async () => {
    const text = "id,date,x\na,2024-01-01,1\na,2024-01-02,2\na,2024-01-04,3\n";
    expect((await read(text)).sampling).toEqual({ step: 86_400, unit: "seconds", isEven: false });
  });

  it("has one group a series", async () => {
    await expect(read("series,group,x\na,p,1\na,q,2\n")).rejects.toMatchObject({
      code: "reader.groupChanges",
      path: "x.csv:3:3",
    });
  });
});

describe("dialects", () => {
  const two = {
    values: [
      [0.5, -1],
      [4, 5],
    ],
  };

  it.each<[string, string, ReadOptions?]>([
    ["any separator", "0.5^-1\n4^5\n", { delimiter: "^" }],
    ["comments", '# made by a logger, v2\n0.5;-1\n# "half\n4;5\n', { comment: "#" }],
    ["comments of another kind", "% a\n0.5,-1\n%b,c\n4,5\n", { comment: "%" }],
    ["comments that are found", "# made by a logger, v2\n#\n0.5;-1\n# pause\n4;5\n"],
    ["an empty name above an index", ",t0,t1\n0,0.5,-1\n1,4,5\n"],
    ["a header of numbers that is said to be one", "0,1\n0.5,-1\n4,5\n", { header: true }],
  ])("with %s are read", async (_, text, options) => {
    expect(await plain(text, options)).toMatchObject(two);
  });

  it("with a row that counts are read as the options say", async () => {
    await expect(read("0,1\n4,5\n")).rejects.toMatchObject({ code: "csv.countingRow" });
    expect(await plain("0,1\n4,5\n", { header: false })).toMatchObject({
      values: [
        [0, 1],
        [4, 5],
      ],
    });
    expect(await plain("0,1\n4,5\n", { header: true })).toMatchObject({ values: [[4, 5]] });
  });

  it("with a comment that may be the header are refused", async () => {
    await expect(read("# t0,t1\n0.5,-1\n")).rejects.toMatchObject({ code: "csv.comment", path: "x.csv:1:1" });
  });

  it("count the comments that were skipped", async () => {
    const { notices, reading } = await read("# a\n0.5,-1\n# b\n");
    expect(notices).toEqual([{ kind: "comments", count: 2 }]);
    expect(reading.comment).toBe("#");
  });
});

describe("encodings", () => {
  // label,值0 and 走, 跑 in GBK
  const gbk = Uint8Array.of(
    ...[0x6c, 0x61, 0x62, 0x65, 0x6c, 0x2c, 0xd6, 0xb5, 0x30, 0x0a],
    ...[0xd7, 0xdf, 0x2c, 0x31, 0x0a],
    ...[0xc5, 0xdc, 0x2c, 0x32],
  );

  it.each(["gbk", "GB18030", "gb2312"])("that are given are read: %s", async (encoding) => {
    expect(await plain(gbk, { encoding })).toMatchObject({ labels: ["走", "跑"], values: [[1], [2]] });
    const inPieces = async function* () {
      for (const byte of gbk) yield Uint8Array.of(byte);
    };
    expect((await readSeries(byteSource(inPieces(), "x.csv"), { encoding })).series[1]?.label).toBe("跑");
  });

  it("that are not given, or are others, are refused where the first byte is wrong", async () => {
    await expect(read(gbk)).rejects.toMatchObject({ code: "file.encoding", path: "x.csv:2:1" });
    const broken = gbk.slice();
    broken[10] = 0xff;
    const refusal = { code: "file.encoding", path: expect.stringMatching(/^x\.csv:2:[12]$/) };
    await expect(read(broken, { encoding: "gbk" })).rejects.toMatchObject(refusal);
    await expect(read(gbk, { encoding: "klingon" })).rejects.toMatchObject({ code: "reader.encoding" });
  });

  it("of a single byte a character are read", async () => {
    const latin = Uint8Array.of(...[0x6c, 0x61, 0x62, 0x65, 0x6c, 0x2c, 0x61, 0x30, 0x0a], ...[0xe9, 0x2c, 0x31]);
    expect((await read(latin, { encoding: "latin1" })).series[0]?.label).toBe("é");
  });
});

describe("rows of plain numbers", () => {
  it("are read as cell by cell: quotes change nothing", async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String),
      fc.integer({ min: -1200, max: 1200 }).map(String),
      fc.constantFrom("1e3", "-0", ".5", "5.", "1E-4", "-999", "0.1234567890123456789"),
    );
    const rows = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const header = [...(table[0] ?? [])].map((_, t) => `t${t}`).join(",");
        const text = (quote: string) =>
          [header, ...table.map((row) => row.map((cell) => `${quote}${cell}${quote}`).join(","))].join("\n");
        const [fast, slow] = [await read(text("")), await read(text('"'))];
        expect(fast.series.map(({ values }) => [...values])).toEqual(
          table.map((row) => row.map((cell) => Math.fround(Number(cell)))),
        );
        expect(slow.series).toEqual(fast.series);
        expect(slow.notices.map(({ kind }) => kind)).toEqual(fast.notices.map(({ kind }) => kind));
      }),
      { numRuns: 300 },
    );
  });

  it("still say when a header of numbers comes again", async () => {
    await expect(read("0,1,2\n.5,1.5,2.5\n0,1,2\n3,4,5\n")).rejects.toMatchObject({
      code: "csv.repeatedHeader",
      path: "x.csv:3:1",
    });
  });
});
