/** Files of results beside files that are there now: by content, in their order, with their classes. */
import { expect, it } from "vitest";
import { findChanged, type SeriesHashes } from "../../../src/data/files/changed-files.ts";

const hashes = (sha256: string | undefined, files: Record<string, string>): SeriesHashes => ({
  sha256,
  files: Object.entries(files).map(([name, hash]) => ({ name, sha256: hash })),
});
const before = hashes("s", { "a.csv": "1", "b.csv": "2" });

it.each([
  ["nothing", hashes("s", { "a.csv": "1", "b.csv": "2" }), undefined],
  ["names alone", hashes("s", { "x/a.csv": "1", "c.csv": "2" }), undefined],
  ["a file", hashes("t", { "a.csv": "1", "b.csv": "3" }), ["b.csv"]],
  ["one more, one less", hashes("t", { "a.csv": "1", "c.csv": "3" }), ["c.csv", "b.csv"]],
  ["their order", hashes("t", { "b.csv": "2", "a.csv": "1" }), []],
  ["classes in a file of their own", hashes("t", { "a.csv": "1", "b.csv": "2" }), []],
])("finds what changed: %s", (_, now, changed) => {
  expect(findChanged(before, now)).toEqual(changed);
});

it("takes records of before without a hash of their series", () => {
  expect(findChanged({ ...before, sha256: undefined }, before)).toBeUndefined();
});
