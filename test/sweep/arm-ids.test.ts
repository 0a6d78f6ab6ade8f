/** Names of arms' folders: those that every system has, and those that a folder has already. */
import { describe, expect, it } from "vitest";
import { keepIds } from "../../src/sweep/arm-ids.ts";
import { makeArms } from "../../src/sweep/arms.ts";
import { parsed } from "./tiny-sweep.ts";

describe("ids of arms", () => {
  it("are no names that Windows reserves, nor end in a dot, and stay apart", async () => {
    const labels = ["con", "NUL", "aux.x", "lpt1", "a.", "a", "A", "fine", "com10"];
    const options = Object.fromEntries(labels.map((label, i) => [label, { "training.lr": (i + 1) / 100 }]));
    const ids = makeArms(await parsed({ axes: [{ name: "kind", options }] })).map(({ id }) => id);
    expect(ids).toEqual(["con-", "NUL-", "aux-.x", "lpt1-", "a.-", "a", "A-2", "fine", "com10"]);
  });

  it("take labels that objects have by nature", async () => {
    const labels = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];
    const options = Object.fromEntries(labels.map((label, i) => [label, { "training.lr": (i + 1) / 10 }]));
    const arms = makeArms(await parsed({ axes: [{ name: "__proto__", options }] }));
    expect(arms.map(({ id }) => id)).toEqual(["proto-", "constructor", "prototype", "toString", "hasOwnProperty"]);
    expect(arms.map(({ changes }) => changes)).toEqual(labels.map((_, i) => ({ "training.lr": (i + 1) / 10 })));
    expect(arms.map(({ settings }) => Object.entries(settings))).toEqual(labels.map((label) => [["__proto__", label]]));
  });
});

describe("ids that a folder has already", () => {
  const arm = (id: string, value: unknown) => ({ id, settings: { x: value, y: 1 } });

  it("stay, whatever they would be called today", () => {
    const before = [arm("con", 1), arm("a.", 2)];
    expect(keepIds([arm("con-", 1), arm("a.-", 2), arm("new", 3)], before).map(({ id }) => id)).toEqual([
      "con",
      "a.",
      "new",
    ]);
  });

  it("lead nowhere else, and never two arms into one folder", () => {
    for (const id of ["../x", "/x", "a/b", "a\\b", "..", ".", ""]) {
      expect(keepIds([arm("safe", 1)], [arm(id, 1)])[0]?.id).toBe("safe");
    }
    const clash = [arm("x", 1), arm("Y", 2)];
    expect(keepIds(clash, [arm("y", 1)])).toEqual(clash);
  });
});
