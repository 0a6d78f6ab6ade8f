/** Series with uneven times, brought to even ones: the values of `numpy.interp`, from every format that has times, and what is refused. */
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import fixtures from "../../fixtures/resample.json" with { type: "json" };

const read = (text: string, name: string, options: ReadOptions) =>
  readSeries(byteSource(new TextEncoder().encode(text), name), options);

type Case = (typeof fixtures.cases)[number];

/** Times as a file has them. */
const timesOf = ({ kind, times }: Case) =>
  times.map((time) => (kind === "dates" ? new Date(1_714_557_600_000 + time).toISOString() : String(time)));

const WRITTEN: Readonly<Record<string, (one: Case) => string>> = {
  "long.csv": (one) => {
    const rows = timesOf(one).map((time, t) => `s,${time},${one.values[t]!.join(",")}`);
    return `series,time,${one.values[0]!.map((_, c) => `c${c}`).join(",")}\n${rows.join("\n")}\n`;
  },
  "lists.jsonl": (one) => {
    const times = one.kind === "dates" ? timesOf(one) : one.times;
    return `${JSON.stringify({ time: times, values: one.values })}\n`;
  },
  "steps.jsonl": (one) =>
    timesOf(one)
      .map((time, t) =>
        JSON.stringify({ series: "s", time, ...Object.fromEntries(one.values[t]!.map((v, c) => [`c${c}`, v])) }),
      )
      .join("\n"),
  "x.ts": (one) => {
    const channels = one.values[0]!.map((_, c) =>
      timesOf(one)
        .map((time, t) => `(${time},${one.values[t]![c]})`)
        .join(","),
    );
    return `@problemName x\n@timeStamps true\n@univariate ${channels.length === 1}\n@classLabel false\n@data\n${channels.join(":")}\n`;
  },
};

describe.each(Object.entries(WRITTEN))("%s at even times", (name, write) => {
  it.each(fixtures.cases)("has the values of numpy.interp: $kind at $step", async (one) => {
    const resample = one.kind === "dates" ? `${one.step * 1000}ms` : String(one.step);
    const longestGap = one.kind === "dates" ? "1s" : "10";
    const { series, sampling, notices, reading } = await read(write(one), name, { resample, longestGap });
    expect([...series[0]!.values]).toEqual(one.expected.flat());
    expect(series[0]!.length).toBe(one.expected.length);
    expect(sampling).toEqual({ step: one.step, unit: one.kind === "dates" ? "seconds" : "column", isEven: true });
    expect(notices.filter(({ kind }) => kind === "unevenTime")).toEqual([]);
    expect((await read(write(one), name, reading)).series).toEqual(series);
  });
});

const LONG = (rows: string[]) => `series,time,x\n${rows.join("\n")}\n`;

describe("the step", () => {
  const dates = LONG(["a,2024-05-01T00:00:00,1", "a,2024-05-01T00:00:01,3", "a,2024-05-01T00:00:02,4"]);

  it.each([
    ["500ms", [1, 2, 3, 3.5, 4]],
    ["0.5s", [1, 2, 3, 3.5, 4]],
    ["2Hz", [1, 2, 3, 3.5, 4]],
    ["2 s", [1, 4]],
    ["1s", [1, 3, 4]],
    ["1min", [1]],
  ])("of dates is %s", async (resample, values) => {
    expect([...(await read(dates, "d.csv", { resample })).series[0]!.values]).toEqual(values);
  });

  it.each([
    ["1", "reader.durationUnit"],
    ["0s", "reader.duration"],
    ["-1s", "reader.duration"],
    ["fast", "reader.duration"],
    ["1parsec", "reader.duration"],
    ["1ns", "reader.gap"],
  ])("of dates is not %s", async (resample, code) => {
    await expect(read(dates, "d.csv", { resample })).rejects.toMatchObject({ code });
  });

  it("has no unit where times have none, and is not so short that a series has millions of steps", async () => {
    const numbers = LONG(["a,0,1", "a,1,3"]);
    expect([...(await read(numbers, "n.csv", { resample: "0.25" })).series[0]!.values]).toEqual([1, 1.5, 2, 2.5, 3]);
    await expect(read(numbers, "n.csv", { resample: "20ms" })).rejects.toMatchObject({ code: "reader.durationUnit" });
    await expect(read(numbers, "n.csv", { resample: "1e-9" })).rejects.toMatchObject({ code: "reader.duration" });
    const tiny = { resample: "0.00000001", longestGap: "1" };
    await expect(read(numbers, "n.csv", tiny)).rejects.toMatchObject({ code: "reader.resampledSteps" });
  });

  it.each([
    ["s.csv", LONG(["a,0,1", "a,10,3", "b,0,1", "b,11,3"])],
    [
      "s.jsonl",
      ["a,0", "a,10", "b,0", "b,11"].map((row) => `{"series":"${row[0]}","time":${row.slice(2)},"x":1}`).join("\n"),
    ],
  ])("is not longer than all series: %s", async (name, text) => {
    await expect(read(text, name, { resample: "100" })).rejects.toMatchObject({
      code: "reader.oneStepLeft",
      params: { resample: "100" },
    });
    expect((await read(text, name, { resample: "10" })).series.map(({ length }) => length)).toEqual([2, 2]);
  });

  it.each([
    ["a number after a date", ["a,2024-05-01,1", "a,1714557600000,2"]],
    ["a date after a number", ["a,0,1", "a,2024-05-01,2"]],
  ])("is taken between times of one kind: %s is refused", async (_, rows) => {
    await expect(read(LONG(rows), "m.csv", {})).rejects.toMatchObject({ code: "reader.timeKind", path: "m.csv:3:3" });
  });

  it.each([
    ["wide.csv", "label,t0,t1\na,1,2\nb,2,3\n"],
    ["x.jsonl", '{"label":"a","values":[1,2]}\n'],
    ["x_TRAIN.tsv", "1\t2\t3\n2\t3\t4\n"],
  ])("is refused without times: %s", async (name, text) => {
    await expect(read(text, name, { resample: "1" })).rejects.toMatchObject({ code: "reader.noTimes", path: name });
    await expect(read(text, name, { longestGap: "1" })).rejects.toMatchObject({ code: "reader.gapAlone", path: name });
  });
});

describe("gaps", () => {
  const text = LONG(["a,0,1", "b,0,1", "a,1,3", "b,7,9", "a,2,5", "c,0,2", "c,5,7"]);

  it("wider than five steps are refused by the name of the series, until more is allowed", async () => {
    await expect(read(text, "g.csv", { resample: "1" })).rejects.toMatchObject({
      code: "reader.gap",
      path: "g.csv:3:1",
      params: { series: "b", from: "0", to: "7", longest: "5", given: false },
    });
    const { series } = await read(text, "g.csv", { resample: "3.5", longestGap: "7" });
    expect(series.map(({ values }) => [...values])).toEqual([[1], [1, 5, 9], [2, 5.5]]);
    const narrow = read(text, "g.csv", { resample: "1", longestGap: "0.5" });
    await expect(narrow).rejects.toMatchObject({ code: "reader.gap", params: { series: "a", given: true } });
  });

  it("leave the series out with onError skip", async () => {
    const { series, skipped } = await read(text, "g.csv", { resample: "1", onError: "skip" });
    expect(series.map(({ id, length }) => [id, length])).toEqual([
      ["a", 3],
      ["c", 6],
    ]);
    expect(skipped).toMatchObject({ count: 1, numbers: [2], first: [{ code: "reader.gap" }] });
  });
});

describe("missing values", () => {
  it.each([
    ["m.csv", "series,time,x\na,0,1\na,1,\na,2,5\na,3,7\n", "m.csv:3:5"],
    ["m.jsonl", '{"time":[0,1,2,3],"values":[1,null,5,7]}\n', "m.jsonl:1:31"],
  ])("stay missing between the steps beside them: %s", async (name, text, path) => {
    const { series, missing } = await read(text, name, { resample: "0.5", missing: "keep" });
    expect([...series[0]!.values]).toEqual([1, Number.NaN, Number.NaN, Number.NaN, 5, 6, 7]);
    expect(missing).toEqual({ count: 3, series: 1, path });
    await expect(read(text, name, { resample: "0.5" })).rejects.toMatchObject({ code: "reader.missing", path });
    const sparse = await read(text, name, { resample: "2" });
    expect([...sparse.series[0]!.values]).toEqual([1, 5]);
    expect(sparse.missing).toBeUndefined();
  });
});
