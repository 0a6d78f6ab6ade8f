/** Addresses: a path and a query after `#`. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHash, parseHash } from "../src/app/router.ts";

describe("the address after #", () => {
  it("has a path and a query", () => {
    const { path, query } = parseHash("#/train/lab-2?at=81&y=log");
    expect(path).toEqual(["train", "lab-2"]);
    expect([...query]).toEqual([
      ["at", "81"],
      ["y", "log"],
    ]);
    expect(parseHash("").path).toEqual([]);
    expect(parseHash("#/").path).toEqual([]);
  });

  it("keeps what cannot be decoded, and never throws", () => {
    expect(parseHash("#/train/%E0%A4%A").path).toEqual(["train", "%E0%A4%A"]);
    fc.assert(fc.property(fc.string(), (hash) => void parseHash(`#${hash}`)));
  });

  it("is read as it was written", () => {
    // Without halves of surrogate pairs, which no address can hold.
    const part = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(fc.array(part), fc.dictionary(part, part), (path, values) => {
        const query = new URLSearchParams(values);
        const read = parseHash(formatHash(path, query));
        expect(read.path).toEqual(path);
        expect([...read.query]).toEqual([...query]);
      }),
    );
  });
});
