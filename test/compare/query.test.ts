/** Filters as they are typed, and lists in order. */
import { describe, expect, it } from "vitest";
import { filterRuns, listRun, parseFilters, sortRuns } from "../../src/compare/index.ts";
import { makeRecord, type RecordOptions } from "../report/sweep/records.ts";

const list = (id: string, options: RecordOptions = {}, tags: readonly string[] = []) =>
  listRun(makeRecord(options), { id, tags });
const training = (lr: number, epochs = 2) => ({ spec: { training: { lr, epochs } } });
const runs = [
  list("aa", { ...training(0.001), correct: 50 }, ["baseline"]),
  list("bb", { ...training(0.05), correct: 57 }),
  list("cc", { ...training(0.002, 3), status: "stopped" }),
];
const found = (text: string) => filterRuns(runs, parseFilters(text)).map(({ id }) => id);

describe("filters in one field", () => {
  it("are apart by spaces; a value with spaces is in quotes", () => {
    expect(parseFilters('status=finished  lr<0.01 name~"my run"')).toEqual([
      { key: "status", operator: "=", value: "finished" },
      { key: "lr", operator: "<", value: "0.01" },
      { key: "name", operator: "~", value: "my run" },
    ]);
    expect(parseFilters("  ")).toEqual([]);
  });

  it("all hold for what is found", () => {
    expect(found("")).toEqual(["aa", "bb", "cc"]);
    expect(found("status=finished lr<0.01")).toEqual(["aa"]);
    expect(found("training.lr<0.01")).toEqual(["aa", "cc"]);
    expect(found("tag=baseline")).toEqual(["aa"]);
    expect(found("testAccuracy>=0.9")).toEqual(["bb", "cc"]);
  });

  it.each([
    ["lr", "runs.filter"],
    ["lrr<1", "runs.key"],
    ["status=done", "runs.filterChoice"],
    ["lr<small", "runs.filterValue"],
    // Two layers of the model have it.
    ["layer=gru", "runs.keyShort"],
  ])("%s is refused with %s", (text, code) => {
    expect(() => found(text)).toThrow(expect.objectContaining({ code }));
  });

  it("name the paths that a short key may mean", () => {
    expect(() => found("layer=gru")).toThrow(/model\.layers\[0\]\.layer, model\.layers\[1\]\.layer/);
  });
});

it("sorts by the last part of a path, runs without such a value last either way", () => {
  const withOther = [...runs, listRun(makeRecord({ spec: { training: { weightDecay: 0.1 } } }), { id: "dd" })];
  expect(sortRuns(runs, "lr", false).map(({ id }) => id)).toEqual(["aa", "cc", "bb"]);
  expect(sortRuns(runs, "training.lr", true).map(({ id }) => id)).toEqual(["bb", "cc", "aa"]);
  expect(sortRuns(withOther, "bestValLoss", true)).toHaveLength(4);
});
