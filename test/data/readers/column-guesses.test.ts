/** What columns are taken for where a file is read to train on: a guess that may be wrong is refused, with the flags that decide. */
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const read = (text: string, options?: ReadOptions, name = "x.csv") =>
  readSeries(byteSource(new TextEncoder().encode(text), name), options);
const lines = (...rows: string[]) => `${rows.join("\n")}\n`;

describe("y", () => {
  it.each(["id,x,y,z\n1,0.1,1,3\n2,0.3,2,3\n", "x,y,z\n0.1,1,3\n", "label,x,y\nwalk,1,2\n", "Y,Z\n1,2\n"])(
    "beside x or z is an axis, and whether a row is a step must be said: %j",
    async (text) => {
      await expect(read(text)).rejects.toMatchObject({ code: "csv.layout", message: /--layout long/ });
    },
  );

  it("is an axis in either layout that is given, and the class where that is said", async () => {
    const text = "id,x,y,z\n1,0.5,1,3\n1,0.25,2,3\n";
    expect((await read(text, { layout: "long" })).channelNames).toEqual(["x", "y", "z"]);
    expect((await read(text, { layout: "wide" })).series[0]).toMatchObject({ length: 3 });
    const said = await read(text, { layout: "wide", columns: { label: "y" } });
    expect(said.series.map(({ label }) => label)).toEqual(["1", "2"]);
  });

  it("alone is the class, and beside a list x too", async () => {
    expect((await read("t0,t1,y\n1,2,a\n")).series[0]).toMatchObject({ label: "a", length: 2 });
    const listed = await read('{"x": [1, 2, 3], "y": 7}\n', {}, "x.jsonl");
    expect(listed.series[0]).toMatchObject({ label: "7", length: 3 });
  });
});

describe("times", () => {
  it.each(["seconds_elapsed", "t", "epoch_ms", "Time (s)", "unix_timestamp", "elapsed", "time_id", "timestamp [ms]"])(
    "are known under the name %s, and are no channel",
    async (name) => {
      const rows = Array.from({ length: 12 }, (_, i) => `a,walk,${1_700_000_000_000 + 10 * i + (i % 3)},${i % 5},1.5`);
      const { channelNames, series } = await read(lines(`id,label,${name},x,y`, ...rows));
      expect(channelNames).toEqual(["x", "y"]);
      expect(series[0]?.length).toBe(12);
    },
  );

  it("may be several, and are checked all", async () => {
    const text = lines("series,label,time,seconds_elapsed,z,y,x", "a,walk,1,0.5,1,2,3", "a,walk,2,0.75,1,2,3");
    expect((await read(text)).channelNames).toEqual(["z", "y", "x"]);
    await expect(read(text.replace("0.75", "0.25"))).rejects.toMatchObject({ code: "csv.timeOrder" });
  });

  it("are channels where they are named as such", async () => {
    const text = lines("series,label,t,x", "a,walk,21.5,1", "a,walk,21.25,2");
    await expect(read(text)).rejects.toMatchObject({ code: "csv.timeOrder", message: /--channels/ });
    expect((await read(text, { columns: { channels: ["t", "x"] } })).channelNames).toEqual(["t", "x"]);
  });

  it("make t no time where t-1 and t-2 are steps", async () => {
    expect((await read("id,label,t-2,t-1,t\n1,a,1,2,3\n", { layout: "wide" })).series[0]?.length).toBe(3);
  });
});

describe("columns of a wide table", () => {
  it.each([
    ["patient_id,a1,a2,a3,label\n101,0.5,1,2,x\n", "patient_id", "--group patient_id"],
    ["age,t0,t1,t2,label\n50,1,2,3,x\n", "age", "--id age"],
    ["sex,age,t0,t1,t2,label\n1,50,1,2,3,x\n", "sex, age", "--layout wide"],
    ["klasse,t0,t1\nwalk,1,2\n", "klasse", "--label klasse"],
  ])("that are unlike the others are refused: %j", async (text, names, flag) => {
    await expect(read(text)).rejects.toMatchObject({ code: "csv.oddColumns", params: { names } });
    await expect(read(text)).rejects.toThrow(flag);
  });

  it("are steps, classes and names where that is said", async () => {
    const text = "age,t0,t1,label\n50,1,2,x\n";
    expect((await read(text, { layout: "wide" })).series[0]?.values).toEqual(Float32Array.of(50, 1, 2));
    expect((await read(text, { columns: { group: "age" } })).series[0]).toMatchObject({ group: "50", length: 2 });
    expect((await read(text, { columns: { channels: ["t0", "t1"] } })).series[0]).toMatchObject({ length: 2 });
  });

  it.each([
    "label,acc_x,acc_y,acc_z\nwalk,1,2,3\n",
    "session,label,value\n1,walk,2\n",
    "label,x_0,x_1,y_0,y_1\nwalk,1,2,3,4\n",
  ])("that do not number the steps of one series are refused: %j", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "csv.layout", message: /--layout wide/ });
  });
});

describe("a column that is named twice", () => {
  const text = "user,activity,time,t0,t1\n1,walk,0,1,2\n1,run,1,3,4\n";
  it.each([
    [{ id: "activity", label: "activity" }, "activity for --id and for --label"],
    [{ label: "activity", group: "activity" }, "activity for --label and for --group"],
    [{ id: "time", time: "time" }, "time for --id and for --time"],
    [{ label: "activity", channels: ["t0", "activity"] }, "activity for --label and for --channels"],
    [{ channels: ["t0", "t1", "t0"] }, "t0 twice in --channels"],
  ])("is refused: %j", async (columns, says) => {
    await expect(read(text, { columns })).rejects.toThrow(`received ${says}`);
    const rows = '{"user": 1, "activity": "walk", "time": 0, "t0": 1, "t1": 2}\n';
    await expect(read(rows, { columns }, "x.jsonl")).rejects.toThrow(`received ${says}`);
  });
});

describe("channels that are named", () => {
  it.each([
    ["x.csv", lines("id,time,b,a", "1,0,20,10", "1,1,21,11")],
    ["x.jsonl", lines('{"id": 1, "time": 0, "b": 20, "a": 10}', '{"id": 1, "time": 1, "b": 21, "a": 11}')],
    ["x.jsonl", lines('{"id": 1, "b": [20, 21], "a": [10, 11]}')],
  ])("come in the order of their names, whatever that of the file is: %s", async (name, text) => {
    const { channelNames, series, reading } = await read(text, { columns: { channels: ["a", "b"] } }, name);
    expect(channelNames).toEqual(["a", "b"]);
    expect(series[0]?.values).toEqual(Float32Array.of(10, 20, 11, 21));
    expect(reading.columns?.channels).toEqual(["a", "b"]);
  });
});

describe("numbers that float32 cannot tell apart", () => {
  const row = (i: number) => `a,walk,${1_700_000_000_000 + 10 * i},${i}`;
  const rows = Array.from({ length: 5 }, (_, i) => row(i));

  it("are refused in CSV, JSON lines and arrays, with the column", async () => {
    const refusal = { code: "reader.precision", message: /--time clock/ };
    await expect(read(lines("series,label,clock,x", ...rows))).rejects.toMatchObject(refusal);
    const records = rows.map((text) => {
      const [id, label, clock, x] = text.split(",");
      return JSON.stringify({ id, label, clock: Number(clock), x: Number(x) });
    });
    await expect(read(lines(...records), { layout: "long" }, "x.jsonl")).rejects.toMatchObject(refusal);
    const wide = lines("label,t0,t1", "a,1700000000000,1700000000010");
    await expect(read(wide)).rejects.toMatchObject({ code: "reader.precision", params: { name: undefined } });
  });

  it("are read where they are times, or vary by more than float32 rounds", async () => {
    const text = lines("series,label,clock,x", ...rows);
    expect((await read(text, { columns: { time: "clock" } })).channelNames).toEqual(["x"]);
    const bytes = lines("series,label,bytes", ...[1, 2, 3].map((i) => `a,walk,${i}6000000000`));
    expect((await read(bytes)).series[0]?.length).toBe(3);
  });
});
