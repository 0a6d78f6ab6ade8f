import { expect, it } from "vitest";
import { correctLocale } from "../src/app/locale.ts";

it.each([
  ["C", "en-US"],
  ["", "en-US"],
  ["zh-CN", "zh-CN"],
])("a language %j becomes %s", (language, used) => {
  // As in browsers: a getter of the prototype.
  const navigator = Object.create({
    get language() {
      return language;
    },
  });
  correctLocale(navigator);
  expect(navigator.language).toBe(used);
  expect(() => new Intl.NumberFormat(navigator.language)).not.toThrow();
});
