/** Classes in the names of files and of folders. */
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import { labelOfName } from "../../../src/data/readers/name-labels.ts";

describe("the class in a file's name", () => {
  it.each([
    ["walking_07.csv", "walking"],
    ["data/walking (1).csv", "walking"],
    ["walking-1.2.csv", "walking"],
    ["walking 12.csv.gz", "walking"],
    ["walking7.csv", "walking"],
    ["speed10_2.csv", "speed10"],
    ["stairs up 3.jsonl", "stairs up"],
    ["walking_2024-05-01_10-00-00.csv", "walking"],
    ["walking 2024-05-01T100000.csv", "walking"],
    ["a/b.c/走路_3.csv", "走路"],
    ["Raw Data.csv", "Raw Data"],
    ["walking", "walking"],
  ])("%s: %s", (name, label) => {
    expect(labelOfName(name, "file")).toBe(label);
  });

  it.each(["001.csv", "2024-05-01_10-00-00.csv", ".csv"])("is none in %s", (name) => {
    const fault = expect.objectContaining({ code: "reader.nameLabel", params: { from: "file", received: name } });
    expect(() => labelOfName(name, "file")).toThrow(fault);
  });
});

describe("the class in a folder's name", () => {
  it.each([
    ["recordings/walking/Raw Data 1.csv", "walking"],
    ["walking/1.csv", "walking"],
    ["./class 2/1.csv", "class 2"],
    ["r/walking-2024-05-01_10-00-00/Accelerometer.csv", "walking"],
  ])("%s: %s", (name, label) => {
    expect(labelOfName(name, "folder")).toBe(label);
  });

  it.each(["walking.csv", "./walking.csv", "../walking.csv", "/walking.csv"])("is none in %s", (name) => {
    expect(() => labelOfName(name, "folder")).toThrow(expect.objectContaining({ code: "reader.nameLabel" }));
  });
});

describe("labelFrom", () => {
  const read = (text: string, name: string, options: ReadOptions) =>
    readSeries(byteSource(new TextEncoder().encode(text), name), options);

  it("is the class of all series of a file, and one of its options", async () => {
    const one = await read("time,x\n0,1\n1,2\n", "run/walking_1.csv", { layout: "long", labelFrom: "file" });
    expect(one.series).toMatchObject([{ label: "walking", length: 2 }]);
    expect(one.reading.labelFrom).toBe("file");
    const all = await read("0.5,1\n1,2.5\n2,1\n1,1\n", "up/1.csv", { labelFrom: "folder" });
    // The outer column of whole numbers is not taken for classes.
    expect(all.series.map(({ label, length }) => [label, length])).toEqual(Array(4).fill(["up", 2]));
    const lines = await read('{"values":[1,2]}\n', "walking_1.jsonl", { labelFrom: "file" });
    expect(lines.series).toMatchObject([{ label: "walking" }]);
  });

  it("is refused where a file has classes of its own", async () => {
    const of = (text: string, name: string, options: ReadOptions = {}) =>
      read(text, name, { labelFrom: "file", ...options });
    const fault = { code: "reader.ownLabels", params: { label: "b", from: "file" } };
    await expect(of("label,t0,t1\nb,1,2\n", "a_1.csv")).rejects.toMatchObject(fault);
    await expect(of("@classLabel true b\n@data\n1,2:b\n", "a_1.ts")).rejects.toMatchObject(fault);
    const { series } = await of("label,t0,t1\nb,1,2\n", "a_1.csv", { columns: { ignore: ["label"] } });
    expect(series).toMatchObject([{ label: "a", length: 2 }]);
  });
});
