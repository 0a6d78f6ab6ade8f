/** Options that a format has no use for are refused by name, except those of a record. */
import { describe, expect, it } from "vitest";
import { applying } from "../../../src/data/readers/applies.ts";
import { byteSource } from "../../../src/data/readers/input/source.ts";
import { readSeries } from "../../../src/data/readers/read-series.ts";
import type { FormatName, ReadContext, ReadOptions } from "../../../src/data/readers/reader.ts";
import { describeError, type TidelabError } from "../../../src/errors/errors.ts";
import { errorMessages } from "../../../src/errors/zh-CN.ts";

const TS = "@problemName two\n@univariate true\n@classLabel true a b\n@data\n1,2,3:a\n4,5,6:b\n";
const UCR = "1\t0.5\t0.25\n2\t0.5\t0.75\n";
const ARFF = "@relation r\n@attribute t0 numeric\n@attribute t1 numeric\n@attribute c {a,b}\n@data\n1,2,a\n3,4,b\n";
const TEXTS: Partial<Record<FormatName, string>> = { ts: TS, ucr: UCR, arff: ARFF, csv: "label,t0,t1\na,1,2\nb,3,4\n" };

function read(format: FormatName, options: ReadOptions, context: ReadContext = {}) {
  const bytes = new TextEncoder().encode(TEXTS[format]);
  return readSeries(byteSource(bytes, `two.${format}`), { format, ...options }, context);
}

describe("options of reading", () => {
  it.each<[FormatName, ReadOptions, string]>([
    ["ts", { columns: { channels: ["a"] } }, "columns.channels"],
    ["ts", { columns: { label: "c" } }, "columns.label"],
    ["ts", { delimiter: "," }, "delimiter"],
    ["ts", { padding: "trim" }, "padding"],
    ["ucr", { dates: "dmy" }, "dates"],
    ["ucr", { columns: { group: "g" } }, "columns.group"],
    ["ucr", { decimal: "comma" }, "decimal"],
    ["arff", { columns: { time: "t0" } }, "columns.time"],
    ["arff", { layout: "long" }, "layout"],
    ["csv", { axes: "NTC" }, "axes"],
    ["csv", { padding: "keep" }, "padding"],
  ])("of %s: %j are refused by name", async (format, options, option) => {
    const error = await read(format, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "reader.option", path: `two.${format}`, params: { option, format } });
    expect(describeError(error as TidelabError, errorMessages)).toContain(option);
  });

  it("are named as flags too, where there are such", async () => {
    const error = await read("ts", { columns: { channels: ["a"] } }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(
      "--channels (columns.channels in data.reading), which is for csv, jsonl, parquet, arff, npz",
    );
    expect(String(await read("csv", { axes: "NTC" }).catch((thrown: Error) => thrown))).toContain(
      "the reading option axes,",
    );
  });

  it.each<[FormatName, ReadOptions]>([
    ["ts", { encoding: "utf-8", dates: "dmy", labels: "none" }],
    ["ucr", { padding: "keep", labels: "first" }],
    ["arff", { padding: "trim", columns: { label: "c", channels: ["t0", "t1"] } }],
    ["csv", { delimiter: ",", decimal: "point", layout: "wide", columns: { label: "label" } }],
  ])("of %s that it has a use for read the file, and so does what is found: %j", async (format, options) => {
    const { reading } = await read(format, options);
    expect((await read(format, reading)).reading).toEqual(reading);
  });

  it("that are on record are passed over: versions before wrote such records", async () => {
    const options = { columns: { channels: ["a"] } };
    expect((await read("ts", options, { passesOver: true })).series).toHaveLength(2);
  });

  it("are left out for a file of another format, which is read like the training files", () => {
    const csv = { dates: "dmy", layout: "wide", columns: { label: "c", time: "t" }, missing: "keep" } as const;
    expect(applying("npz", csv)).toEqual({ missing: "keep", columns: { label: "c" } });
    expect(applying("csv", csv)).toBe(csv);
  });
});
