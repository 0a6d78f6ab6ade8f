/** What differs between specs, against the plain definition: the paths of all leaves, and a comparison of their JSON. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { compareSpecs } from "../../src/compare/spec-differences.ts";
import { leavesOf } from "../../src/spec/paths.ts";

/** As it was defined first, path by path. */
function plainly(specs: readonly unknown[]) {
  const leaves = specs.map((spec) => leavesOf(spec));
  const paths = new Set(leaves.flatMap((of) => [...of.keys()]));
  paths.delete("name");
  paths.delete("$schema");
  return [...paths].flatMap((path) => {
    const values = leaves.map((of) => of.get(path));
    const isSame = values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
    return isSame ? [] : [{ path, values }];
  });
}

const inner = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(0, 1, -0, "x", "", true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "lr"), tie("value"), { maxKeys: 3 }),
  ),
})).value;
const spec = fc.dictionary(fc.constantFrom("name", "$schema", "seed", "model", "training"), inner, { maxKeys: 5 });

it("is every path at which not all have the same leaf, for any number of specs", () => {
  fc.assert(
    fc.property(fc.array(spec, { maxLength: 4 }), (specs) => {
      const found = compareSpecs(specs.map((one) => ({ spec: one }) as never));
      const expected = plainly(specs);
      expect(Object.fromEntries(found.map(({ path, values }) => [path, values]))).toEqual(
        Object.fromEntries(expected.map(({ path, values }) => [path, values])),
      );
      expect(found.map(({ path }) => path).toSorted()).toEqual(expected.map(({ path }) => path).toSorted());
    }),
  );
});

it("has the paths of the first spec in its order, then what others have in addition", () => {
  const specs = [
    { seed: 1, training: { lr: 1, epochs: 2 } },
    { training: { warmup: 3, epochs: 4, lr: 5 }, seed: 2 },
  ];
  expect(compareSpecs(specs.map((one) => ({ spec: one }) as never)).map(({ path }) => path)).toEqual([
    "seed",
    "training.lr",
    "training.epochs",
    "training.warmup",
  ]);
});
