/** Paths into a spec: parsing, setting and listing agree with each other on any JSON. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeSpec } from "../../src/spec/changes.ts";
import { formatPath, parseSpec } from "../../src/spec/parse.ts";
import { leavesOf, parsePath, valueAt, withValueAt } from "../../src/spec/paths.ts";
import { TINY_BASE } from "../sweep/tiny-sweep.ts";

const key = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom("a", "B", "7", "_", "$", "é", "键") });
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("paths", () => {
  it("are parsed as they are written", () => {
    expect(parsePath("model.layers[0].hiddenSize")).toEqual(["model", "layers", 0, "hiddenSize"]);
    for (const text of ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a b", "[0]"])
      expect(parsePath(text)).toBeUndefined();
  });

  it("parsing undoes formatting", () => {
    const path = fc
      .tuple(key, fc.array(fc.oneof(key, fc.nat()), { maxLength: 4 }))
      .map(([first, rest]) => [first, ...rest]);
    fc.assert(
      fc.property(path, (keys) => {
        expect(parsePath(formatPath(keys))).toEqual(keys);
      }),
    );
  });

  it("a leaf is found where it is listed; setting it changes it alone", () => {
    fc.assert(
      fc.property(fc.dictionary(key, json, { minKeys: 1, noNullPrototype: true }), fc.nat(), (value, pick) => {
        const before = [...leavesOf(value)];
        for (const [text, leaf] of before) expect(valueAt(value, parsePath(text) ?? [])).toEqual(leaf);
        const chosen = pick % before.length;
        const changed = withValueAt(value, parsePath(before[chosen]![0]) ?? [], "changed");
        expect([...leavesOf(changed)]).toEqual(
          before.map(([text, leaf], index) => [text, index === chosen ? "changed" : leaf]),
        );
      }),
    );
  });

  it("objects are made on the way, elements of lists are not", () => {
    expect(withValueAt({}, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
    expect(withValueAt({ a: [1] }, ["a", 1], 2)).toBeUndefined();
    expect(withValueAt({ a: 1 }, ["a", "b"], 2)).toBeUndefined();
    expect(valueAt({}, ["constructor"])).toBeUndefined();
    expect(withValueAt({}, ["__proto__", "x"], 1)).not.toHaveProperty("x");
  });
});

describe("changing a spec", () => {
  it("works on what was written: another kind of layer gets its own defaults", () => {
    const spec = changeSpec(TINY_BASE, { "model.layers[0].layer": "rnn", "training.lr": 0.5 });
    expect(spec.model.layers[0]).toMatchObject({ layer: "rnn", nonlinearity: "tanh", hiddenSize: 3 });
    expect(spec.training).toEqual({ ...parseSpec(TINY_BASE).training, lr: 0.5 });
  });

  it("a key that is left out of a spec may be set", () => {
    expect(changeSpec(TINY_BASE, { "training.weightDecay": 0.1, "split.val": 0.2 })).toMatchObject({
      training: { weightDecay: 0.1 },
      split: { val: 0.2, train: 0.7 },
    });
  });

  it("a path that is not there is refused, and nothing is changed in place", () => {
    const before = JSON.stringify(TINY_BASE);
    expect(() => changeSpec(TINY_BASE, { "training.lr.x": 1 })).toThrow(
      /^training\.lr\.x: expected a path of the spec/,
    );
    expect(() => changeSpec(TINY_BASE, { "model.layers[0].unit": 1 })).toThrow(/expected a path of the spec/);
    expect(() => changeSpec(TINY_BASE, { __proto__x: 1 })).toThrow(/expected a path of the spec/);
    expect(JSON.stringify(TINY_BASE)).toBe(before);
  });
});
