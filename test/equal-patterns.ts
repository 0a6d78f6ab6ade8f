/**
 * A regular expression in an expected object is what the text must match. Without this, `toMatchObject({ message: /x/ })` passes for every
 * text: a regular expression has no properties of its own that could differ.
 */
import { expect } from "vitest";

expect.addEqualityTesters([
  (received: unknown, expected: unknown) => {
    if (typeof received !== "string" || !(expected instanceof RegExp)) return undefined;
    return expected.test(received);
  },
]);
