/** Check without a page: the result of a submission, and its table, in which nothing is a formula. */
import { describe, expect, it } from "vitest";
import { cell } from "../src/screens/teach/check-csv.ts";
import { rowAt } from "../src/screens/teach/check-keys.ts";
import { feedbackOf } from "../src/screens/teach/feedback.ts";
import { type CheckedFile, type CheckList, resultOf, testAccuracyOf } from "../src/state/check-list.ts";

const READ = {
  runs: [{ name: "lab", record: { history: [1, 2] }, error: undefined }],
  inspection: { assignment: "same", runs: [{ name: "lab", broken: [] }], strangers: [], missing: [], report: "same" },
};

function fileOf(check: object | undefined, inspection: object = {}): CheckedFile {
  return {
    ...{
      name: "a.tidelab",
      bytes: new Uint8Array(),
      sha256: "",
      problems: [],
      running: new Map(),
      points: "",
      comment: "",
    },
    read: { ...READ, inspection: { ...READ.inspection, ...inspection } } as never,
    checks: new Map(check ? [["lab", { name: "lab", of: 2, epochs: 2, result: "same", ...check } as never]] : []),
  };
}

describe("the result of a submission", () => {
  it.each([
    ["waits for its runs", fileOf(undefined), "waiting"],
    ["is not equal before all epochs are", fileOf({ epochs: 1 }), "checking"],
    ["is equal", fileOf({}), "same"],
    ["differs, whatever else is wrong", fileOf({ result: "different", epochs: 1 }, { strangers: ["b"] }), "different"],
    ["cannot be compared", fileOf({ result: "otherNumerics", epochs: 0 }), "otherNumerics"],
    ["has another spec", fileOf({}, { runs: [{ name: "lab", broken: [{}] }] }), "otherSpec"],
    [
      "has other weights than the teacher's run",
      fileOf({}, { runs: [{ name: "lab", broken: [], weights: "other" }], missing: [{ what: "report" }] }),
      "otherWeights",
    ],
    [
      "has the weights of the teacher's run",
      fileOf({}, { runs: [{ name: "lab", broken: [], weights: "same" }] }),
      "same",
    ],
    ["lacks something", fileOf({}, { missing: [{ what: "report" }], report: "none" }), "incomplete"],
    ["has an edited report", fileOf({}, { report: "edited" }), "report"],
    ["cannot be read", { ...fileOf(undefined), read: undefined, problems: [{} as never] }, "unreadable"],
  ] as const)("%s", (_, file, result) => {
    expect(resultOf(file)).toBe(result);
  });
});

describe("the rows of the table", () => {
  it("are gone through one by one, to their ends and no further", () => {
    const names = ["a", "b", "c"];
    expect([1, -1].map((by) => rowAt(names, undefined, by))).toEqual(["a", "a"]);
    expect(names.map((name) => rowAt(names, name, 1))).toEqual(["b", "c", "c"]);
    expect(names.map((name) => rowAt(names, name, -1))).toEqual(["a", "a", "b"]);
    // The chosen one is filtered out, or there is none.
    expect(rowAt(names, "z", 1)).toBe("a");
    expect(rowAt([], "a", 1)).toBeUndefined();
  });
});

describe("feedback on a submission", () => {
  const list = { assignment: { questions: [] } } as unknown as CheckList;

  it("has what was found, points and comment, and no word of other students", () => {
    const file = { ...fileOf({}), points: "9", comment: "Good." };
    const found = feedbackOf({ ...file, read: { ...file.read, student: {}, answers: {} } as never }, list);
    expect(found).toMatchObject({ runs: 1, points: "9", comment: "Good.", checks: [{ name: "lab", result: "same" }] });
    expect(Object.keys(found ?? {})).not.toContain("hints");
  });

  it("is not there for a file that cannot be read", () => {
    expect(feedbackOf({ ...fileOf(undefined), read: undefined }, list)).toBeUndefined();
  });

  it("has no accuracy where no run has one, not zero", () => {
    expect(testAccuracyOf(fileOf({}).read)).toBeUndefined();
    const runs = [0.5, 1].map((accuracy) => ({ name: "lab", record: { test: { accuracy } } }));
    expect(testAccuracyOf({ runs } as never)).toBe(0.75);
  });
});

describe("a cell of the table", () => {
  it.each([
    ["Lin", "Lin"],
    ['a "b", c', '"a ""b"", c"'],
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1\n2", `"'+1\n2"`],
    [-3, "-3"],
  ])("%j is %j", (value, text) => {
    expect(cell(value)).toBe(text);
  });
});
