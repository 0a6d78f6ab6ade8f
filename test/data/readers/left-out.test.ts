/** What is left out of a file on request or by its look: columns, rows above the table; and dates that can be read in two ways. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const read = (text: string, options: ReadOptions = {}, name = "x.csv") =>
  readSeries(byteSource(new TextEncoder().encode(text), name), options);
const bare = ({ series }: Awaited<ReturnType<typeof read>>) =>
  series.map(({ id, label, group, values }) => [id, label, group, ...values]);

describe("columns to ignore", () => {
  it.each([
    [
      "wide",
      'label,note,t0,t1,comment\na,good,1,2,\nb,"x, y",3,4,?\n',
      ["note", "comment"],
      "label,t0,t1\na,1,2\nb,3,4\n",
    ],
    ["wide, with a time", "time,label,t0,t1\nnoon,a,1,2\nlater,b,3,4\n", ["time"], "label,t0,t1\na,1,2\nb,3,4\n"],
    ["long", "series,time,note,x\na,0,n,1\na,1,,2\n", ["note"], "series,time,x\na,0,1\na,1,2\n"],
    ["long by its id and time", "id,time,x,device\na,0,1,p\na,1,2,q\n", ["device"], "id,time,x\na,0,1\na,1,2\n"],
    [
      "in place of a time",
      "series,time,seconds,x\na,late,0,1\na,x,1,2\n",
      ["time"],
      "series,seconds,x\na,0,1\na,1,2\n",
    ],
    ["a coordinate beside y", "y,x,t0,t1\na,9,1,2\nb,9,3,4\n", ["x"], "y,t0,t1\na,1,2\nb,3,4\n"],
    ["without a name", "label,t0,t1,note,note\na,1,2,u,v\n", ["note"], "label,t0,t1\na,1,2\n"],
  ])("decide nothing: %s", async (kind, text, ignore, without) => {
    const columns = { ignore };
    if (kind === "without a name") {
      // The second column of the name is not known by it.
      await expect(read(text, { columns })).rejects.toMatchObject({ code: "csv.oddColumns" });
      return;
    }
    const found = await read(text, { columns });
    expect(bare(found)).toEqual(bare(await read(without)));
    expect(found.reading.columns).toMatchObject({ ignore });
    expect(bare(await read(text, found.reading))).toEqual(bare(found));
  });

  it("are numbered where there is no header, and keys in JSON", async () => {
    expect(bare(await read("a,9,1.5,2\nb,8,3,4\n", { labels: "first", columns: { ignore: ["2"] } }))).toEqual([
      ["1", "a", undefined, 1.5, 2],
      ["2", "b", undefined, 3, 4],
    ]);
    const json = '{"label":"a","values":[1],"raw":[9,9]}\n';
    expect(bare(await read(json, { columns: { ignore: ["raw"] } }, "x.jsonl"))).toEqual([["1", "a", undefined, 1]]);
    const arff =
      "@relation x\n@attribute t0 numeric\n@attribute n string\n@attribute c {a,b}\n@data\n1,'it''s',a\n2,z,b\n";
    const weka = await read(arff.replace("it''s", "its"), { columns: { ignore: ["n"] } }, "x.arff");
    expect(bare(weka)).toEqual([
      ["1", "a", undefined, 1],
      ["2", "b", undefined, 2],
    ]);
  });

  it.each([
    [{ ignore: ["t9"] }, "reader.noColumn"],
    [{ ignore: ["label"], label: "label" }, "reader.twoRoles"],
    [{ ignore: ["t0", "t0"] }, "reader.twoRoles"],
    [{ ignore: ["t0"], channels: ["t0", "t1"] }, "reader.twoRoles"],
    [{ ignore: ["t0", "t1"] }, "csv.noValues"],
  ])("are there, and nothing else: %j", async (columns, code) => {
    await expect(read("label,t0,t1\na,1,2\n", { columns })).rejects.toMatchObject({ code });
  });

  it.each(["x.ts", "x.npy"])("are refused where columns have no names: %s", async (name) => {
    const format = name.endsWith("ts") ? "ts" : "npy";
    await expect(read("@data\n", { format, columns: { ignore: ["a"] } }, name)).rejects.toMatchObject({
      code: "reader.noNames",
    });
  });
});

describe("rows above the table", () => {
  it("may be what is no number in the first rows: the error says so", async () => {
    for (const text of [
      "Sensor export 2024\n\nDevice 42, A\nid,t0,t1\n1,2,3\n",
      "2024,,,\nid,label,t0,t1\n1,a,2,3\n",
    ]) {
      const error = await read(text).catch((caught: Error) => caught);
      expect(error).toMatchObject({ code: "csv.notNumber", message: expect.stringContaining("--skip-rows <lines>") });
    }
    await expect(read("label,t0,t1\na,1,x\n")).rejects.toMatchObject({
      message: expect.not.stringContaining("--skip-rows"),
    });
  });

  const TABLE = "label,t0,t1,t2\na,1,2,3\nb,4,5,6\n";

  it.each([
    ["a title with empty cells", "Experiment 1,,,\n", 1, "Experiment 1"],
    ["empty rows", ",,,\n,,,\n", 2, ""],
    ["a title, a line of nothing and a subtitle", "Experiment 1,,,\n\n,by hand,,\n", 3, "Experiment 1"],
    ["a title in quotes", '"Experiment ""1"", 2 of 3",,,\n', 1, 'Experiment "1", 2 of 3'],
  ])("are found and said: %s", async (_, above, count, title) => {
    const found = await read(above + TABLE);
    expect(bare(found)).toEqual(bare(await read(TABLE)));
    expect(found.notices).toEqual([{ kind: "titleRows", path: "x.csv:1:1", count, title }]);
    expect(found.reading.skipRows).toBe(count);
    const again = await read(above + TABLE, found.reading);
    expect(bare(again)).toEqual(bare(found));
    expect(again.notices).toEqual([]);
    // Places are those of the file.
    expect(found.series[0]?.line).toBe(count + 2);
  });

  it.each(["Experiment 1\n", "Subject:;Anna\nSampled at;50 Hz;;;\n", 'a 5" disk\n"never closed\n', "# 1\tx\n\n%\n"])(
    "are left out on request, whatever they hold: %j",
    async (above) => {
      const skipRows = above.split("\n").length - 1;
      expect(bare(await read(above + TABLE, { skipRows }))).toEqual(bare(await read(TABLE)));
      await expect(read(`${above + TABLE}c,1,2\n`, { skipRows })).rejects.toMatchObject({
        code: "csv.ragged",
        path: `x.csv:${skipRows + 4}:6`,
      });
    },
  );

  it("are any number of lines, in pieces of any size", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", ",", '"', ";", "\t", " ", "#", "1") });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 4 }), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
        const bytes = new TextEncoder().encode(lines.map((one) => `${one}\r\n`).join("") + TABLE);
        const stream = async function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        };
        const found = await readSeries(
          { name: "x.csv", size: bytes.length, stream },
          { skipRows: lines.length, format: "csv" },
        );
        expect(bare(found)).toEqual(bare(await read(TABLE)));
        expect(found.series[0]?.line).toBe(lines.length + 2);
      }),
    );
  });

  it("that do not fit the table are refused, with how to skip them", async () => {
    await expect(read("Experiment 1\nlabel,t0,t1\na,1,2\n")).rejects.toThrow("--skip-rows");
    await expect(read("Subject:,Anna,,\nlabel,t0,t1,t2\na,1,2,3\n")).rejects.toThrow("--skip-rows");
  });

  it("are no table of one column with a separator behind each row", async () => {
    expect(bare(await read("t0,\n1,\n2,\n"))).toEqual([
      ["1", undefined, undefined, 1],
      ["2", undefined, undefined, 2],
    ]);
  });
});

describe("dates with the day or the month first", () => {
  const of = (...times: string[]) => `series;time;x\n${times.map((time, i) => `a;${time};${i}`).join("\n")}\n`;

  it.each(["01.02.2024", "1/2/2024", "31.12.2024", "01-02-2024 10:00", "2/1/2024 9:30 PM"])(
    "are refused until their order is said: %s",
    async (time) => {
      await expect(read(of(time, "02.02.2024"))).rejects.toMatchObject({ code: "reader.dateOrder", path: "x.csv:2:3" });
      const json = `{"time":[${JSON.stringify(time)}],"values":[1]}\n`;
      await expect(read(json, {}, "x.jsonl")).rejects.toMatchObject({ code: "reader.dateOrder", path: "x.jsonl:1:10" });
    },
  );

  it.each([
    ["dmy", "01.02.2024", "02.02.2024", 86_400],
    ["mdy", "01/02/2024", "02/02/2024", 31 * 86_400],
    ["dmy", "31.01.24 23:00", "01.02.24", 3600],
    ["mdy", "01/31/99 11:59:59 PM", "02/01/99 12:00:00 AM", 1],
    ["dmy", "28.2.2024", "1.3.2024", 2 * 86_400],
    ["mdy", "2/1/2024 11:59:59 AM", "2/1/2024 12:00:00 PM", 1],
    ["mdy", "2/1/2024 12:30 AM", "2/1/2024 1:00 AM", 1800],
    ["dmy", "01.02.2024 10:00:00.5", "01.02.2024 10:00:01.25", 0.75],
    ["dmy", "2024-02-01", "02.02.2024", 86_400],
    [undefined, "2024/2/1 9:30", "2024/2/1 10:30:00", 3600],
    [undefined, "2024-2-1", "2024.02.02", 86_400],
    [undefined, "9:59:59.5", "10:00:00", 0.5],
    [undefined, "2024年2月1日", "2024年12月1日 8:00", 304 * 86_400 + 8 * 3600],
  ] as const)("are read as is said: %s, %s", async (dates, first, second, step) => {
    const found = await read(of(first, second), { dates });
    expect(found.sampling).toMatchObject({ step, unit: "seconds" });
    expect(found.reading.dates).toBe(dates);
  });

  it.each([
    ["dmy", "31.02.2024"],
    ["dmy", "01.13.2024"],
    ["mdy", "13/01/2024"],
    ["mdy", "1/2/2024 13:00 PM"],
    ["dmy", "1/2-2024"],
    [undefined, "2024-02-31"],
    [undefined, "2023-02-29"],
  ] as const)("are days that there are: %s, %s", async (dates, time) => {
    await expect(read(of(time), { dates })).rejects.toMatchObject({ code: "csv.notTime" });
  });

  it("with the year first need no order", async () => {
    expect((await read(of("2024-02-28", "2024-02-29"))).sampling).toMatchObject({ step: 86_400 });
  });
});
