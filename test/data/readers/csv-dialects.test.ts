/**
 * Tables as pandas, NumPy, R and spreadsheets write them: what the first row is, which columns are no values, how numbers and
 * gaps are written. What cannot be known is refused.
 */
import { describe, expect, it } from "vitest";
import { type CsvOptions, SeriesCsvReader } from "../../../src/data/readers/csv.ts";
import { TidelabError } from "../../../src/errors/errors.ts";

function read(text: string, options: CsvOptions = {}, piece = text.length) {
  const reader = new SeriesCsvReader("t.csv", options);
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
  reader.end();
  const series = reader.take();
  return {
    ids: series.map(({ id }) => id),
    labels: series.flatMap(({ label }) => label ?? []),
    values: series.map(({ values }) => [...values]),
    lines: series.map(({ line }) => line),
    notices: reader.notices.map(({ kind }) => kind),
  };
}

const values = (...rows: number[][]) => rows.map((row) => [...Float32Array.from(row)]);

function errorOf(text: string, options?: CsvOptions): TidelabError {
  try {
    read(text, options);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error(`no error for ${JSON.stringify(text)}`);
}

describe("the first row", () => {
  it.each([
    ["pandas' numbers", "0,1,2\n.5,1.5,2.5\n3,4,5\n"],
    ["numbers from 1", "1,2,3\n.5,1.5,2.5\n3,4,5\n"],
    ["numbers with a fraction", "0.0,1.0,2.0\n.5,1.5,2.5\n3,4,5\n"],
  ])("is a header, and said to be: %s", (_, text) => {
    expect(read(text)).toMatchObject({ values: values([0.5, 1.5, 2.5], [3, 4, 5]), notices: ["numberedHeader"] });
  });

  it("is data when it does not count, or is alone", () => {
    expect(read("0,1,3\n.5,1.5,2.5\n").values.length).toBe(2);
    expect(read("2,3,4\n.5,1.5,2.5\n").values.length).toBe(2);
    expect(read("0,1,2\n")).toMatchObject({ values: values([0, 1, 2]), notices: [] });
  });

  it("is refused when it counts above whole numbers: a ramp, or column numbers", () => {
    expect(errorOf("0,1,2\n5,3,4\n")).toMatchObject({ code: "csv.countingRow", path: "t.csv:1:1" });
    expect(errorOf("1,2\n1,2\n")).toMatchObject({ code: "csv.countingRow" });
  });

  const numbers = (of: (i: number) => number | string) => Array.from({ length: 12 }, (_, i) => of(i)).join(",");
  const noise = numbers((i) => ((i * 7) % 5) + i / 8);
  const asText = Array.from({ length: 12 }, (_, i) => i).sort((a, b) => (String(a) < String(b) ? -1 : 1));

  it.each([
    ["in seconds", numbers((i) => (i * 0.05).toFixed(2))],
    ["from 5", numbers((i) => i + 5)],
    ["falling", numbers((i) => 11 - i)],
    ["negative", numbers((i) => i - 11)],
    ["years", numbers((i) => 2010 + i)],
    ["sorted as text", asText.join(",")],
  ])("is refused when it may be the times of columns: %s", (_, row) => {
    expect(errorOf(`${row}\n${noise}\n`)).toMatchObject({ code: "csv.countingRow", path: "t.csv:1:1" });
    expect(read(`${numbers((i) => `t${i}`)}\n${row}\n${noise}\n`)).toMatchObject({
      ids: ["1", "2"],
      notices: ["evenRow"],
    });
    expect(read(`${noise}\n${row}\n${noise}\n`).notices).toEqual(["evenRow"]);
  });

  it("is refused when it counts and nothing comes below", () => {
    expect(errorOf(`${numbers((i) => i)}\n`)).toMatchObject({ code: "csv.countingRow" });
  });

  it.each([
    ["names sorted as text", asText.map((i) => `t${i}`).join(","), 1],
    ["numbers sorted as text", `id,${asText.join(",")}`, 1],
    ["amounts of money", "USD 3.5,USD 1.25,USD 2.5", 0],
    ["values and a class called y", "y,0.5,0.25,0.75", 0],
    ["functions of values", "tensor(0.5),tensor(-0.25),tensor(0.75)", 0],
    ["dates out of order", "id,2024-01-01,2024-03-01,2024-02-01", 0],
  ])("is refused when its numbers are out of order: %s", (_, row) => {
    const zeros = row.split(",").map((_name, i) => i / 3 + (i % 2));
    expect(errorOf(`${row}\n${zeros}\n`)).toMatchObject({ code: "csv.columnOrder" });
  });

  it.each([
    ["t2,t1,t0", ["fallingColumns"]],
    ["2024-03-01,2024-02-01,2024-01-01", ["fallingColumns"], "id,"],
    ["t-2,t-1,t-0", []],
    ["t-2,t-1,t0", []],
    ["x1,y1,x2", []],
    ["t0,t1,subject", ["oddColumns"]],
  ])("is a header whose order or names may be said: %s", (row, notices, lead = "") => {
    const id = lead === "" ? "" : "a,";
    expect(read(`${lead}${row}\n${id}.5,.1,.2\n`).notices).toEqual(notices);
  });

  it.each(["0,1,2\n.5,1.5,2.5\n0,1,2\n", "id,0,1\na,.5,.7\nid,0,1\nb,.5,.7\n", "t0,t1\n1,2\nt0,t1\n"])(
    "is refused when it comes again: %j",
    (text) => {
      expect(errorOf(text)).toMatchObject({ code: "csv.repeatedHeader" });
    },
  );

  it("is refused when pandas wrote its index above 0, 1, …", () => {
    expect(errorOf(",0,1,2\n0,.5,1.5,2.5\n")).toMatchObject({ code: "csv.unnamedColumn", path: "t.csv:1:1" });
  });

  it.each([
    "3.46%,18.85%,24.4%",
    "$3.46,$18.85,$24.4",
    "0.5V,1.5V,2.5V",
    "−0.5,−1.5,−2.5",
    "(0.5),(1.5),(2.5)",
    "1/2,3/2,5/2",
    "'0.5,'1.5,'2.5",
    "0x1,0x2,0x3",
    "１,２,３",
    "2024-01-01,2024-01-02,2024-01-03",
    "1_0,2_0,3_0",
    "0s,1s,2s",
  ])("is never lost: %s is no header, since names begin with a letter", (row) => {
    expect(errorOf(`${row}\n1,2,3\n`)).toMatchObject({ code: "csv.notNumber", path: "t.csv:1:1" });
    expect(errorOf(`1,2.5,3\n${row}\n`)).toMatchObject({ code: "csv.notNumber", path: "t.csv:2:1" });
  });

  it.each(["nan,NA,null", "#N/A,#N/A,?", "Inf,-inf,nan"])("is data that is missing: %s", (row) => {
    expect(errorOf(`${row}\n1,2,3\n`)).toMatchObject({ code: "csv.notFinite", path: "t.csv:1:1" });
  });
});

describe("columns", () => {
  it.each(["id", "ID", " Id ", "uid", "sample_id", "Series-ID"])("names series by a column %s", (name) => {
    expect(read(`${name},t0,t1\na,1,2\n7,3,4\n`)).toMatchObject({
      ids: ["a", "7"],
      values: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it.each(["label", "Class", "target", "y", "Y", "class_label", "Category"])("reads the class from %s", (name) => {
    for (const text of [`${name},t0,t1\n1,5,6\n`, `t0,t1,${name}\n5,6,1\n`, `0,1,${name}\n5,6,1\n`]) {
      expect(read(text)).toMatchObject({ labels: ["1"], values: [[5, 6]] });
    }
  });

  it.each(["index", "Unnamed: 0", "unnamed: 0", "Unnamed: 0.1", "Row"])("leaves out %s, and says so", (name) => {
    expect(read(`${name},t0,t1\n9,1,2\n`)).toMatchObject({ ids: ["1"], values: [[1, 2]], notices: ["indexColumn"] });
    expect(read(`${name},series,x\n9,a,1\n8,a,2\n`)).toMatchObject({ ids: ["a"], values: [[1, 2]] });
  });

  it.each(["time", "step", "Timestamp", "date", "datetime"])("reads no steps from %s", (name) => {
    expect(errorOf(`${name},t0,t1\n0,1,2\n`)).toMatchObject({ code: "csv.noSeriesColumn", path: "t.csv:1:1" });
    expect(read(`series,${name},x\na,0,1\na,1,2\n`).values).toEqual([[1, 2]]);
    expect(errorOf(`series,${name},x\na,1,1\na,0,2\n`)).toMatchObject({ code: "csv.timeOrder" });
  });

  it("refuses two columns for one thing", () => {
    for (const text of ["label,class,t0\na,a,1\n", "id,uid,t0\na,a,1\n", "series,id,x\na,b,1\n"]) {
      expect(errorOf(text)).toMatchObject({ code: "csv.sameRole" });
    }
  });

  it("keeps x and y as channels of the long layout", () => {
    expect(read("series,x,y\na,1,2\na,3,4\n").values).toEqual([[1, 2, 3, 4]]);
  });

  it("knows the line that a series begins on", () => {
    expect(read('\n"a\nb","c"\n\n1,2\n3,4\n').lines).toEqual([5, 6]);
    expect(read("series,x\nb,1\na,2\nb,3\n").lines).toEqual([2, 3]);
  });
});

describe("separators", () => {
  const want = values([0.5, -1, 3], [4, 5, 60]);
  it.each([
    ["pipes", "0.5|-1|3\n4|5|60\n"],
    ["blanks", "0.5 -1 3\n4 5 60\n"],
    ["runs of blanks and tabs, also at the ends", "   5.0e-01  -1.0e+00 \t3.0\n  4.0e+00   5.0e+00   6.0e+01  \n  \n"],
    ["blanks under a header", '"t0" "t1" t2\n0.5 -1 3\n4 5 60\n'],
    ["a row that names it", "sep=;\n0.5;-1;3\n4;5;60\n"],
    ["a quoted row that names it, with CRLF", '"sep=|"\r\n0.5|-1|3\r\n4|5|60\r\n'],
    ["a separator behind every row", "0.5;-1;3;\n4;5;60;\n"],
    ["a separator behind every row and the header", "a,b,c,\n0.5,-1,3,\n4,5,60,\n"],
  ])("reads %s", (_, text) => {
    for (const piece of [1, 2, 3, 7, text.length]) expect(read(text, {}, piece).values).toEqual(want);
  });

  it("takes a last empty cell for missing when another row has something there", () => {
    expect(errorOf("1;2;\n3;4;5\n")).toMatchObject({ code: "csv.notFinite", path: "t.csv:1:5" });
    expect(errorOf("1;2;\n")).toMatchObject({ code: "csv.notFinite", path: "t.csv:1:5" });
    expect(errorOf("a;b;\n3;4;5\n")).toMatchObject({ code: "csv.unnamedColumn", path: "t.csv:1:5" });
    expect(errorOf("1;2.5;;\n3;4;;\n")).toMatchObject({ code: "csv.notFinite", path: "t.csv:1:7" });
  });
});

describe("decimal marks", () => {
  it.each([
    ["semicolons", "0,5;1,25\n-3;4,0e1\n"],
    ["tabs", "0,5\t1,25\n-3\t4,0e1\n"],
    ["blanks", "0,5 1,25\n-3 4,0e1\n"],
    ["quotes", '"0,5","1,25"\n-3,"4,0e1"\n'],
  ])("reads decimal commas between %s, and says so", (_, text) => {
    expect(read(text)).toMatchObject({ values: values([0.5, 1.25], [-3, 40]), notices: ["decimalComma"] });
  });

  it.each([
    ["1,234;5,678\n", "t.csv:1:1"],
    ["1;2\n1.234;5.678\n", "t.csv:2:1"],
    ["10.000\t20.000\n", "t.csv:1:1"],
  ])("does not guess whether %j has thousands", (text, path) => {
    expect(errorOf(text)).toMatchObject({ code: "csv.thousands", path });
  });

  it("takes the user's word, or a number that leaves no doubt", () => {
    expect(read("1,234;5,678\n", { decimal: "comma" })).toMatchObject({ values: values([1.234, 5.678]), notices: [] });
    expect(read("1.234;5.678\n", { decimal: "point" }).values).toEqual(values([1.234, 5.678]));
    expect(read("1.234;5.678\n0.123;1\n").values[0]).toEqual(values([1.234, 5.678])[0]);
    expect(read("1,234;5,678\n2000;1\n").values[0]).toEqual(values([1.234, 5.678])[0]);
    // The comma is the separator: then the point is the decimal mark.
    expect(read("1.234,5.678\n").values).toEqual(values([1.234, 5.678]));
    expect(errorOf("1,5;2,5\n", { decimal: "point" })).toMatchObject({ code: "csv.decimalMarks" });
    expect(errorOf("1.5;2.5\n", { decimal: "comma" })).toMatchObject({ code: "csv.decimalMarks" });
  });

  it.each([
    ["0,5;1.5\n", "csv.decimalMarks", "t.csv:1:5"],
    ["0.5;2\n1;1,5\n", "csv.decimalMarks", "t.csv:2:3"],
    ["1.234,56;1\n", "csv.notNumber", "t.csv:1:1"],
    ['"1,234.56",1\n', "csv.notNumber", "t.csv:1:1"],
    ['"1,234,567",1\n', "csv.notNumber", "t.csv:1:1"],
  ])("refuses %j", (text, code, path) => {
    expect(errorOf(text)).toMatchObject({ code, path });
  });
});

describe("missing values", () => {
  it.each(
    "?,*,n.a.,k.A.,#N/A,#NV,#DIV/0!,#NUM!,#VALUE!,#REF!,#NAME?,#NULL!,<NA>,NaN,-nan,nan(ind),-1.#IND,1.#QNAN,Inf,-Infinity,N/A,NULL,None,NaT,-,--,—,".split(
      ",",
    ),
  )("%j is a missing value", (cell) => {
    const error = errorOf(`0.5,1\n2,${cell}\n`);
    expect(error).toMatchObject({ code: "csv.notFinite", path: "t.csv:2:3" });
    expect(error.message).toContain("missing");
    expect(read(`0.5,1\n2,${cell}\n`, { fill: "zero" }).values[1]).toEqual([2, 0]);
  });

  // numpy: np.interp(4, [3, 6], [1, 2]); pandas: Series.ffill().bfill()
  it.each([
    ["previous", [3, 3, 1, 1, 1, 2, 2]],
    ["linear", [3, 3, 1, 1 + 1 / 3, 1 + 2 / 3, 2, 2]],
    ["zero", [0, 3, 1, 0, 0, 2, 0]],
  ] as const)("are filled by %s when asked for", (fill, filled) => {
    expect(read("?,3,1,,NaN,2,#N/A\n", { fill })).toEqual({
      ids: ["1"],
      labels: [],
      values: values([...filled]),
      lines: [1],
      notices: ["filled"],
    });
    const long = ["?", 3, 1, "?", "?", 2, "?"].map((x, t) => `a,${t / 2},${x}`).join("\n");
    expect(read(`series,x,y\n${long}\n`, { fill }).values).toEqual(values(filled.flatMap((y, t) => [t / 2, y])));
  });

  it("are refused where there is nothing to fill from", () => {
    expect(errorOf("?,?\n", { fill: "zero" })).toMatchObject({ code: "csv.allMissing", path: "t.csv:1:1" });
  });
});
