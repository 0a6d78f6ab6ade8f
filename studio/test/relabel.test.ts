/** Labels that are corrected in Data's table: they become `data.relabel`, are taken back one by one, and the numbers are those that the package means. */
import { loadData, parseSpec } from "tidelab";
import { beforeEach, describe, expect, it } from "vitest";
import { tableRows } from "../src/engine/data-view.ts";
import { addOpened } from "../src/state/own-files.ts";
import { checked, draft, loadRecipe, setValue } from "../src/state/recipe.ts";
import { canUndoLabel, corrected, correctLabel, dropLabels, undoLabel } from "../src/state/relabel.ts";

const FILE = { data: { kind: "files", train: "gait.csv" }, model: { layers: [{ layer: "last" }] } };
const relabel = () => (draft.value as { data?: { relabel?: unknown } }).data?.relabel;

describe("labels that are corrected", () => {
  beforeEach(() => {
    loadRecipe(FILE);
    addOpened({ name: "gait.csv", sha256: "a".repeat(64) });
  });

  it("are in the spec, without those that have the label of the file again", () => {
    correctLabel(12, 1, 0);
    correctLabel(3, 2, 0);
    expect(relabel()).toEqual({ 12: 1, 3: 2 });
    expect(corrected.value).toBe(2);
    expect(checked.value.problems).toEqual([]);
    correctLabel(12, 0, 0);
    expect(relabel()).toEqual({ 3: 2 });
    dropLabels();
    expect([relabel(), canUndoLabel.value]).toEqual([undefined, false]);
  });

  it("are taken back one by one, to what each was before", () => {
    setValue(["data", "relabel"], { 5: 1 });
    correctLabel(5, 2, 0);
    correctLabel(6, 1, 0);
    expect([undoLabel(), undoLabel(), undoLabel()]).toEqual([6, 5, undefined]);
    expect(relabel()).toEqual({ 5: 1 });
  });

  it("of another file are not taken back: its numbers mean other series", () => {
    correctLabel(5, 2, 0);
    addOpened({ name: "gait.csv", sha256: "b".repeat(64) });
    loadRecipe(FILE);
    expect([canUndoLabel.value, undoLabel(), relabel()]).toEqual([false, undefined, undefined]);
  });

  it.each([{}, { transforms: [{ transform: "windows", length: 5, stride: 4 }] }])(
    "are shown at their series, windows or not: %j",
    async (more) => {
      const spec = { data: { kind: "waves", samples: 40, length: 20 }, model: FILE.model, ...more };
      const { indices } = await loadData(parseSpec(spec as never));
      const index = indices.train[4]!;
      const before = tableRows(await loadData(parseSpec(spec as never)), 0, 40, 0);
      const other = 1 - before[index]!.label;
      const changed = { ...spec, data: { ...spec.data, relabel: { [index]: other } } };
      const rows = tableRows(await loadData(parseSpec(changed as never)), 0, 40, 0);
      expect(rows.filter(({ given, label }) => given !== label).map((row) => [row.index, row.given])).toEqual([
        [index, other],
      ]);
    },
  );
});
