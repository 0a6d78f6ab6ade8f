/** Names of submissions: files of several students may be called the same, and files that are there already are not taken twice. */
import { describe, expect, it } from "vitest";
import { freeName, nameSubmissions } from "../src/state/submission-names.ts";

const file = (path: string, ...bytes: number[]) => ({ path, bytes: Uint8Array.from(bytes) });
const names = (...args: Parameters<typeof nameSubmissions>) => nameSubmissions(...args).map(({ name }) => name);

describe("names of submissions", () => {
  it("are those of the files", () => {
    expect(names([file("class/a.tidelab", 1), file("class/b.tidelab", 2)], [])).toEqual(["a.tidelab", "b.tidelab"]);
  });

  it("have the folder where several are called the same, and a number where that is the same too", () => {
    const given = [file("lin/lab.tidelab", 1), file("wei/lab.tidelab", 2), file("b.tidelab", 3)];
    expect(names(given, [])).toEqual(["lin/lab.tidelab", "wei/lab.tidelab", "b.tidelab"]);
    expect(names([file("lab.tidelab", 1), file("lab.tidelab", 2)], [])).toEqual(["lab.tidelab", "lab (2).tidelab"]);
  });

  it("are not given to what is there, to the byte, under the name of its file", () => {
    const there = [{ name: "lin/lab.tidelab", bytes: Uint8Array.of(1) }];
    expect(names([file("lab.tidelab", 1), file("lab.tidelab", 2)], there)).toEqual(["lab.tidelab"]);
    expect(names([file("lab.tidelab", 1)], there)).toEqual([]);
    expect(names([file("lab (1).tidelab", 1)], there)).toEqual([]);
  });

  it("are given to copies: of another name, from another folder, dropped at once or later", () => {
    const copies = [file("lin/lab.tidelab", 1), file("wei/lab.tidelab", 1), file("x.tidelab", 1)];
    const there = nameSubmissions(copies, []);
    expect(there.map(({ name }) => name)).toEqual(["lin/lab.tidelab", "wei/lab.tidelab", "x.tidelab"]);
    expect(names(copies, there)).toEqual([]);
    expect(names(copies, there.slice(0, 1))).toEqual(["lab.tidelab", "x.tidelab"]);
  });

  it("that are taken get the next number", () => {
    expect(freeName("a.b.tidelab", ["a.b.tidelab", "a.b (2).tidelab"])).toBe("a.b (3).tidelab");
    expect(freeName("x/lab", ["x/lab"])).toBe("x/lab (2)");
  });
});
