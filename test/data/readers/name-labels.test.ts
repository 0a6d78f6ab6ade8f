/** Classes in the names of files and of folders. */
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import { groupOfName, labelOfName } from "../../../src/data/readers/name-labels.ts";

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
    ["walking_2024-05-01_2.csv", "walking"],
    ["Cafe\u0301_3.csv", "Caf\u00e9"],
    ["a/b.c/走路_3.csv", "走路"],
    ["走路（3）.csv", "走路"],
    ["走路_１２.csv", "走路"],
    ["走路３.csv", "走路"],
    ["Raw Data.csv", "Raw Data"],
    ["walking", "walking"],
  ])("%s: %s", (name, label) => {
    expect(labelOfName(name, "file")).toBe(label);
  });

  it.each(["001.csv", "2024-05-01_10-00-00.csv", "2024-05-01_2.csv", ".csv"])("is none in %s", (name) => {
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

describe("the class in the name of the folder around the file's", () => {
  it.each([
    ["recordings/walking/ada/Raw Data 1.csv", "walking"],
    ["walking-2024-05-01/7/1.csv", "walking"],
  ])("%s: %s", (name, label) => {
    expect(labelOfName(name, "grandparent")).toBe(label);
  });

  it.each(["walking.csv", "ada/walking.csv", "../ada/walking.csv"])("is none in %s", (name) => {
    const fault = { code: "reader.nameLabel", params: { from: "grandparent", received: name } };
    expect(() => labelOfName(name, "grandparent")).toThrow(expect.objectContaining(fault));
  });
});

describe("the group in a name", () => {
  it.each([
    ["walking/ada_07.csv", "file", "ada"],
    ["walking/ada 1.2.csv.gz", "file", "ada"],
    // Digits of a person are not a number of its recordings.
    ["walking/p01.csv", "file", "p01"],
    ["walking/p01_07.csv", "file", "p01"],
    ["walking/07.csv", "file", "07"],
    ["walking/07_2.csv", "file", "07"],
    ["walking/ada_2024-05-01_10-00-00.csv", "file", "ada"],
    ["walking/2024-05-01_10-00-00.csv", "file", "2024-05-01_10-00-00"],
    ["walking/2024-05-01_2.csv", "file", "2024-05-01"],
    ["walking/ada_2024-05-01_2.csv", "file", "ada"],
    ["walking/(7).csv", "file", "(7)"],
    ["walking/小明（２）.csv", "file", "小明"],
    // macOS writes accents apart, other systems in one character: it is one person.
    ["Zoe\u0301/walking/1.csv", "grandparent", "Zo\u00e9"],
    ["data/ada/walking_1.csv", "folder", "ada"],
    ["data/subject 2/walking_1.csv", "folder", "subject 2"],
    ["data/ada 2024-05-01/1.csv", "folder", "ada"],
    ["data/2024-05-01/1.csv", "folder", "2024-05-01"],
    ["data/ada/walking/1.csv", "grandparent", "ada"],
  ] as const)("%s, %s: %s", (name, from, group) => {
    expect(groupOfName(name, from)).toBe(group);
  });

  it.each([
    [".csv", "file"],
    ["walking_1.csv", "folder"],
    ["../walking_1.csv", "folder"],
    ["ada/walking_1.csv", "grandparent"],
  ] as const)("is none in %s, %s", (name, from) => {
    const fault = { code: "reader.nameGroup", params: { from, received: name } };
    expect(() => groupOfName(name, from)).toThrow(expect.objectContaining(fault));
  });
});

describe("groupFrom", () => {
  const read = (text: string, options: ReadOptions) =>
    readSeries(byteSource(new TextEncoder().encode(text), "data/ada/walking_1.csv"), options);

  it("is the group of all series of a file, beside a class from another part", async () => {
    const { series, reading } = await read("0.5,1\n1,2.5\n2,1\n", { labelFrom: "file", groupFrom: "folder" });
    expect(series.map(({ label, group }) => [label, group])).toEqual(Array(3).fill(["walking", "ada"]));
    expect(reading).toMatchObject({ labelFrom: "file", groupFrom: "folder" });
  });

  it("is refused where a file has groups of its own, and where the class is the same name", async () => {
    const text = "person,label,t0,t1\nb,up,1,2\n";
    const own = { groupFrom: "folder", columns: { group: "person" } } as const;
    const fault = { code: "reader.ownGroups", params: { group: "b", from: "folder" } };
    await expect(read(text, own)).rejects.toMatchObject(fault);
    const { series } = await read(text, { groupFrom: "folder", columns: { ignore: ["person"] } });
    expect(series).toMatchObject([{ label: "up", group: "ada", length: 2 }]);
    const same = read("0.5,1\n", { labelFrom: "folder", groupFrom: "folder" });
    await expect(same).rejects.toMatchObject({ code: "reader.sameName", params: { from: "folder" } });
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
