/** Lists of names in a text field. */
import { expect, it } from "vitest";
import { namesShown, namesTyped } from "../src/state/name-list.ts";

it("keeps names with commas whole, as they are shown and as they are typed", () => {
  const names = ["x", "Temp, °C", 'the "inner" one', '"quoted", too'];
  expect(namesTyped(namesShown(names))).toEqual(names);
  expect(namesShown(["x", "Temp, °C"])).toBe('x, "Temp, °C"');
  expect(namesTyped('"Temp, °C",x')).toEqual(["Temp, °C", "x"]);
  expect(namesTyped("x, , y,")).toEqual(["x", "y"]);
  expect([namesTyped(" "), namesShown(undefined)]).toEqual([[], ""]);
});
