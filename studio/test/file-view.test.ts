/** A file as Data shows it, and what the user says of it: options that nothing finds out are read, and are in the spec that suits it. */
import { loadData, parseSpec } from "tidelab";
import { byteSource, openSeriesFiles } from "tidelab/readers";
import { describe, expect, it } from "vitest";
import type { FileAsked } from "../src/engine/data-protocol.ts";
import { linesAround, viewFile } from "../src/engine/file-view.ts";

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
  const found = await viewFile({ name: "gait.csv", bytes, sha256: "0" }, asked, 1);
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
