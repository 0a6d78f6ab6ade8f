/** Series in blocks: each is what was pushed, whatever came before and after it. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { ValueBlocks } from "../../../../src/data/readers/table/blocks.ts";

it("keeps every series as it was written, by single values or by rooms of many", () => {
  const lengths = fc.array(fc.oneof(fc.nat(20), fc.nat(6000), fc.constant(1_100_000)), { maxLength: 8 });
  fc.assert(
    fc.property(lengths, fc.boolean(), (list, isOneByOne) => {
      const blocks = new ValueBlocks();
      const ended = list.map((length, number) => {
        if (isOneByOne) for (let i = 0; i < length; i++) blocks.push(number + i);
        else blocks.take(length).set(Float32Array.from({ length }, (_, i) => number + i));
        return blocks.end();
      });
      expect(ended.map((values) => values.length)).toEqual(list);
      for (const [number, values] of ended.entries())
        expect(values.every((value, i) => value === number + i)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

it("forgets what is cut off", () => {
  const blocks = new ValueBlocks();
  for (const value of [1, 2, 3]) blocks.push(value);
  blocks.cut(1);
  blocks.push(4);
  expect([...blocks.end()]).toEqual([1, 4]);
});
