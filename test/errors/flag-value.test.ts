/** Names of columns in one text. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { flagValue, nameListOf, namesIn } from "../../src/errors/flag-value.ts";

it("are separated by commas, and quoted where they have one", () => {
  expect(nameListOf(["x", "Temp, °C", "RH, %"])).toBe('x,"Temp, °C","RH, %"');
  expect(namesIn('x, "Temp, °C" ,"RH, %"')).toEqual(["x", "Temp, °C", "RH, %"]);
  // What is no quoted name is read as it is.
  expect(namesIn('"a"b,c"d')).toEqual(['"a"b', 'c"d']);
});

it.each(["", "a,", ",a", " "])("keep an empty name, for the schema to refuse: %j", (list) => {
  expect(namesIn(list)).toContain("");
});

it("come back as they were", () => {
  const name = fc.string({ unit: fc.constantFrom(..."ab,\" '") }).filter((one) => one !== "");
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      expect(namesIn(nameListOf(names))).toEqual(names);
    }),
  );
});

it("are typed as a shell takes them", () => {
  expect(["x,y", "Zeit", "类别", "Time (s)", "it's"].map(flagValue)).toEqual([
    "x,y",
    "Zeit",
    "类别",
    "'Time (s)'",
    "'it'\\''s'",
  ]);
});
