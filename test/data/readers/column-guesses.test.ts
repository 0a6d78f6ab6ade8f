/** What columns are taken for where a file is read to train on: a guess that may be wrong is refused, with the flags that decide. */
import { describe, expect, it } from "vitest";
import { cliMessages as english } from "../../../src/cli/messages/en.ts";
import { cliMessages as chinese } from "../../../src/cli/messages/zh-CN.ts";
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

  it("is kept beside x where another column is the class", async () => {
    const label = { columns: { label: "activity" } };
    await expect(read("activity,x,y,z\na,1,2,3\n", label)).rejects.toMatchObject({ code: "csv.layout" });
    const listed = '{"activity": "a", "x": [1, 2], "y": [3, 4], "z": [5, 6]}\n';
    expect((await read(listed, label, "x.jsonl")).channelNames).toEqual(["x", "y", "z"]);
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

  it.each([
    ["x.ts", "@timeStamps true\n@univariate true\n@classLabel true a\n@data\n(0,1),(1,2),(50,3):a\n", "timeStamps"],
    ["x.jsonl", lines(...[0, 1, 50].map((time) => JSON.stringify({ series: "1", label: "a", time, x: 1 }))), "time"],
  ])("that are uneven are said in every format: %s", async (name, text, column) => {
    const { notices } = await read(text, {}, name);
    expect(notices).toEqual([{ kind: "unevenTime", column, series: "1", shortest: "1", longest: "49", count: 1 }]);
  });

  it.each([
    ["series;label;time;x\na;w;0,1;1,5\na;w;0,2;2,5\na;w;0,3;3,5\n", 0.1, "column"],
    ["series,label,time,x\na,w,2024/01/02 10:00:00,1\na,w,2024/01/02 10:00:02,2\n", 2, "seconds"],
    ["series,label,time,x\na,w,10:00:01.5,1\na,w,10:00:02.0,2\n", 0.5, "seconds"],
  ])("are read as spreadsheets and loggers write them: %j", async (text, step, unit) => {
    const { sampling } = await read(text);
    expect(sampling?.step).toBeCloseTo(step, 9);
    expect(sampling).toMatchObject({ unit, isEven: true });
  });

  it("that may have the day or the month first are refused", async () => {
    const text = "series,label,time,x\na,w,01.02.2024 10:00,1\na,w,02.02.2024 10:00,2\n";
    await expect(read(text)).rejects.toMatchObject({ code: "reader.dateOrder", message: /--dates dmy/ });
  });

  it("under another name are said to grow", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `a,walk,${i * i},${i % 5}`);
    const { notices } = await read(lines("series,label,clock,x", ...rows));
    expect(notices).toEqual([{ kind: "oddChannels", names: "clock", look: "growing" }]);
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

describe("headers in Chinese", () => {
  it.each(["类别", "标签", "类"])("name the class: %s", async (label) => {
    const wide = await read(lines(`编号,${label},t0,t1`, "甲,走,1,2", "乙,跑,3,4"));
    expect(wide.series.map(({ id, label: name, values }) => [id, name, ...values])).toEqual([
      ["甲", "走", 1, 2],
      ["乙", "跑", 3, 4],
    ]);
    expect(wide.reading.columns).toEqual({ id: "编号", label, channels: ["t0", "t1"] });
  });

  it("name series, times, groups and rows, as English ones do", async () => {
    const rows = ["1,a,走,0,0.5,2", "2,a,走,1,0.25,3", "3,b,跑,0,1,4", "4,b,跑,1,2,5"];
    const chinese = await read(lines("序号,编号,类别,时间,加速度,角速度", ...rows));
    const english = await read(lines("index,id,label,time,acc,gyro", ...rows));
    expect(chinese.series).toEqual(english.series);
    expect(chinese.channelNames).toEqual(["加速度", "角速度"]);
    const grouped = await read(lines("受试者,类别,t0,t1", "甲,走,1,2"));
    expect(grouped.series[0]).toMatchObject({ group: "甲", label: "走", length: 2 });
  });

  it("are refused where two name the same thing", async () => {
    const text = lines("类别,标签,t0,t1", "走,走,1,2");
    await expect(read(text)).rejects.toMatchObject({ code: "csv.sameRole", params: { role: "label" } });
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

describe("fractions that float32 rounds, beside a large offset", () => {
  const steps = Array.from({ length: 8 }, (_, i) => i);
  const long = (of: (i: number) => string | number) =>
    lines("series,label,level,x", ...["a", "b"].flatMap((id) => steps.map((i) => `${id},walk,${of(i)},${i ** 2 % 7}`)));
  const coarse = async (...args: Parameters<typeof read>) =>
    (await read(...args)).notices.filter((notice) => notice.kind === "coarse");

  it.each<[string, (i: number) => string, object]>([
    // NumPy: np.spacing(np.float32(100000)) = 0.0078125; np.float32(100000.005) = 100000.00781.
    ["an offset of 100000", (i) => `100000.0${i}5`, { least: 100000.0078125, most: 100000.078125, step: 0.0078125 }],
    // A spreadsheet's day of 2024, and minutes of it.
    ["days since 1900", (i) => String(45292 + i / 1440), { least: 45292, most: 45292.00390625, step: 0.00390625 }],
    ["below zero", (i) => `-100000.0${i}5`, { least: -100000.078125, most: -100000.0078125, step: 0.0078125 }],
    // float32 has whole numbers only there.
    ["ten million", (i) => `1000000${i}.25`, { least: 10000000, most: 10000007, step: 1 }],
  ])("are said with the column and the numbers: %s", async (_, of, numbers) => {
    const notice = { kind: "coarse", path: "x.csv", name: "level", channel: 1, ...numbers, count: 1 };
    expect(await coarse(long(of))).toEqual([notice]);
    const wide = lines("label,t0,t1,t2", `a,${of(1)},${of(2)},${of(4)}`, `b,0,0,0`, `b,${of(3)},${of(0)},${of(5)}`);
    expect(await coarse(wide)).toMatchObject([{ name: undefined, channel: 1, count: 1 }]);
    const json = steps.map((i) => `{"series":"a","label":"w","level":${of(i)},"x":${i ** 2 % 7}}`);
    expect(await coarse(lines(...json), { layout: "long" }, "x.jsonl")).toEqual([{ ...notice, path: "x.jsonl" }]);
    const ts = lines("@univariate true", "@classLabel true a", "@data", `${steps.map(of).join(",")}:a`);
    expect(await coarse(ts, {}, "x.ts")).toMatchObject([numbers]);
    for (const { tableNotice } of [english, chinese]) {
      expect(tableNotice(notice as never)).toMatch(/x\.csv.*level.*float32/);
      expect(tableNotice({ ...notice, name: undefined, count: 2 } as never)).not.toMatch(/undefined|NaN/);
    }
  });

  it.each<[string, (i: number) => string | number]>([
    ["whole numbers, which are exact", (i) => 100_000 + i],
    ["fractions that vary by enough", (i) => 100_000.5 + 10 * i],
    ["small ones", (i) => i / 1000],
    ["constant ones", () => 100_000.1],
    ["pressures", (i) => 1013.25 + i / 10],
  ])("are not said of %s", async (_, of) => {
    expect(await coarse(long(of))).toEqual([]);
  });

  it("are not said where another series varies by enough", async () => {
    const rows = ["a,walk,100000.1,1", "a,walk,100000.2,3", "b,walk,100000.1,2", "b,walk,200000.2,5"];
    expect(await coarse(lines("series,label,level,x", ...rows))).toEqual([]);
  });
});

describe("a table with days", () => {
  it("is wide where the days are the names of the series", async () => {
    const text = "date,h0,h1,h2,label\n2024-05-01,1,2,3,a\n2024-05-02,4,5,6,b\n";
    const { series } = await read(text, { columns: { id: "date" } });
    expect(series.map(({ id, length }) => [id, length])).toEqual([
      ["2024-05-01", 3],
      ["2024-05-02", 3],
    ]);
  });

  it("is refused where each series would have one step, and read where the layout is given", async () => {
    const text = "id,date,label,t0,t1\n1,2024-05-01,a,1,2\n2,2024-05-02,b,3,4\n";
    await expect(read(text)).rejects.toMatchObject({ code: "reader.oneStep", params: { time: "date", count: 2 } });
    const records = '{"id": 1, "time": 0, "t0": 1}\n{"id": 2, "time": 0, "t0": 2}\n';
    await expect(read(records, {}, "x.jsonl")).rejects.toMatchObject({ code: "reader.oneStep" });
    expect((await read(text, { layout: "wide" })).series[1]?.values).toEqual(Float32Array.of(3, 4));
    expect((await read(text, { layout: "long" })).channelNames).toEqual(["t0", "t1"]);
  });
});

describe("a table of which each row may be a series or a step of one", () => {
  it("is refused where a column series would give each series one step of several values, and read where that is said", async () => {
    const text = "series,label,x1,x2\na,up,1,2\nb,down,3,4\n";
    const fault = { code: "reader.oneStep", params: { time: undefined, series: "series", count: 2 } };
    await expect(read(text)).rejects.toMatchObject(fault);
    await expect(read(text)).rejects.toThrow(/series was read as the name of a series .*--layout wide;.*--layout long/);
    const records = '{"series": "a", "x1": 1, "x2": 2}\n{"series": "b", "x1": 3, "x2": 4}\n';
    await expect(read(records, {}, "x.jsonl")).rejects.toMatchObject(fault);
    expect((await read(text, { layout: "wide" })).series[1]).toMatchObject({ id: "b", length: 2, label: "down" });
    expect((await read(text, { layout: "long" })).series[1]).toMatchObject({ id: "b", length: 1, label: "down" });
    // One value is one step of one channel either way; a second step decides.
    expect((await read("series,label,x\na,up,1\nb,down,3\n")).series).toHaveLength(2);
    expect((await read(`${text}b,down,5,6\n`)).series[1]).toMatchObject({ length: 2 });
  });

  it.each(["ch1,ch2,ch3", "Sensor_1,Sensor_2,Sensor_3", "通道1,通道2,通道3"])(
    "is refused where its columns are numbered as steps are and named as channels: %s",
    async (names) => {
      const rows = ["a,up,1,2,3", "a,up,4,5,6", "b,down,7,8,9"];
      const text = lines(`id,label,${names}`, ...rows);
      await expect(read(text)).rejects.toMatchObject({ code: "csv.layout", message: /--layout long.*--layout wide/ });
      expect((await read(text, { layout: "long" })).series.map(({ length }) => length)).toEqual([2, 1]);
      expect((await read(text, { layout: "wide" })).series.map(({ length }) => length)).toEqual([3, 3, 3]);
      const keys = names.split(",");
      const record = (from: number) => JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, from + at])));
      await expect(read(lines(record(1), record(4)), {}, "x.jsonl")).rejects.toMatchObject({ code: "reader.layout" });
    },
  );
});

describe("recordings, one a file", () => {
  it.each(["ax,ay,az,label\n1,2,3,walk\n4,5,6,walk\n", "Time (s),ax,ay,label\n0,2,3,walk\n1,5,6,walk\n"])(
    "are one series each in the long layout, and refused before that is said: %j",
    async (text) => {
      await expect(read(text)).rejects.toThrow("without it, the file is one series");
      expect((await read(text, { layout: "long" })).series).toMatchObject([{ id: "x.csv", length: 2, label: "walk" }]);
    },
  );
});

describe("numbers of rows in a table without a header", () => {
  const text = "1,0.5,0.25,a\n2,1.5,2.5,b\n3,2.5,0.5,a\n";

  it("are refused, and ids where that is said", async () => {
    await expect(read(text)).rejects.toMatchObject({ code: "csv.rowNumbers", message: /--id 1/ });
    const { series } = await read(text, { columns: { id: "1", label: "4" } });
    expect(series[2]).toMatchObject({ id: "3", label: "a", length: 2 });
    expect((await read(text, { layout: "wide" })).series[0]?.length).toBe(3);
  });
});

describe("labels", () => {
  it.each(["NaN", "<NA>", "?", "#N/A"])("are no text that says that there is none: %s", async (label) => {
    await expect(read(`label,t0,t1\na,1,2\n${label},3,4\n`)).rejects.toMatchObject({
      code: "reader.noLabel",
      path: "x.csv:3:1",
    });
  });

  it.each(["None", "NA", "null"])("may be %s, which is said", async (label) => {
    const { series, notices } = await read(`label,t0,t1\na,1,2\n${label},3,4\n`);
    expect(series[1]?.label).toBe(label);
    expect(notices).toEqual([{ kind: "missingClass", path: "x.csv:3", name: label }]);
  });

  it("and ids are no numbers of JSON that become others", async () => {
    const step = (series: string, label: string) => `{"series": ${series}, "label": ${label}, "time": 0, "x": 1}`;
    for (const line of [step("9007199254740993", "1"), step("1", "9007199254740993")]) {
      await expect(read(lines(line, line), {}, "x.jsonl")).rejects.toMatchObject({ code: "reader.inexactName" });
    }
    const named = step('"9007199254740993"', "9007199254740991");
    const { series } = await read(lines(named), {}, "x.jsonl");
    expect(series[0]).toMatchObject({ id: "9007199254740993", label: "9007199254740991" });
  });
});

describe("encodings", () => {
  it("have the names that Windows and Python give them", async () => {
    const bytes = Uint8Array.of(
      ...new TextEncoder().encode("label,t0\n"),
      0xd7,
      0xdf,
      ...new TextEncoder().encode(",1\n"),
    );
    const { series, reading } = await readSeries(byteSource(bytes, "x.csv"), { encoding: "cp936" });
    expect([series[0]?.label, reading.encoding]).toEqual(["走", "gbk"]);
  });
});

describe("a table without a header", () => {
  const rows = Array.from({ length: 8 }, (_, n) => `${n % 2},0.${n + 1},1.5,${Math.floor(n / 4)}`);

  it("is refused where both outer columns may be the classes, until one is said to be", async () => {
    const fault = { code: "csv.twoWhole", path: "x.csv:1:1", message: expect.stringMatching(/--label 1 or --label 4/) };
    await expect(read(lines(...rows))).rejects.toMatchObject(fault);
    for (const [label, first] of [
      ["1", "1"],
      ["4", "0"],
    ] as const) {
      const { series } = await read(lines(...rows), { columns: { label } });
      expect(series[1]).toMatchObject({ label: first, length: 3 });
    }
  });

  it("has its classes in the outer column that alone may be", async () => {
    const constant = rows.map((row) => row.replace(/^./, "0"));
    expect((await read(lines(...constant))).series[7]).toMatchObject({ label: "1", length: 3 });
  });
});

describe("a table as a logger exports it", () => {
  const table = lines('"#","Date","Temp, °C"', '1,"01/31/24 11:59:59 PM",1.5', '2,"02/01/24 12:00:00 AM",2.5');

  it("has numbers of rows under #, and years of two digits", async () => {
    const found = await read(table, { layout: "long", dates: "mdy", columns: { time: "Date" } });
    expect([found.channelNames, found.sampling]).toMatchObject([["Temp, °C"], { step: 1, unit: "seconds" }]);
    expect(found.notices).toContainEqual(expect.objectContaining({ kind: "indexColumn", name: "#" }));
  });

  it("may have a title in words above it, which is said where it is read as a table of blanks", async () => {
    const titled = lines('"Plot Title: 10345678"', ...table.trimEnd().split("\n"));
    await expect(read(titled)).rejects.toMatchObject({ code: "csv.quote", message: /--skip-rows/ });
    await expect(read(lines("a b", '"x"y b'), { delimiter: " " })).rejects.toMatchObject({
      code: "csv.quote",
      params: { mayBeTitle: false },
    });
  });
});
