/** Check without a page: the result of a submission, and its table, in which nothing is a formula. */
import { describe, expect, it } from "vitest";
import { cell } from "../src/screens/teach/check-csv.ts";
import { type CheckedFile, resultOf } from "../src/state/check-list.ts";

const READ = {
  runs: [{ name: "lab", record: { history: [1, 2] }, error: undefined }],
  inspection: { assignment: "same", runs: [{ name: "lab", broken: [] }], strangers: [], missing: [], report: "same" },
};

function fileOf(check: object | undefined, inspection: object = {}): CheckedFile {
  return {
    ...{ name: "a.tidelab", bytes: new Uint8Array(), problems: [], running: new Map(), points: "", comment: "" },
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
    ["lacks something", fileOf({}, { missing: [{ what: "report" }], report: "none" }), "incomplete"],
    ["has an edited report", fileOf({}, { report: "edited" }), "report"],
    ["cannot be read", { ...fileOf(undefined), read: undefined, problems: [{} as never] }, "unreadable"],
  ] as const)("%s", (_, file, result) => {
    expect(resultOf(file)).toBe(result);
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
