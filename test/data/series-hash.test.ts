/** The hash of series: by its definition (NumPy and hashlib made the expected ones), and what is in it and what is not. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { loadData } from "../../src/data/load.ts";
import { seriesSha256 } from "../../src/data/series-hash.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";

const expected = JSON.parse(readFileSync(new URL("../fixtures/series-hash.json", import.meta.url), "utf8")) as {
  lab: string;
  unequal: string;
};

const load = (changes: Partial<SpecInput> = {}) =>
  loadData(parseSpec({ model: { layers: [{ layer: "last" }] }, ...changes }));

/** As in series_hash.py. */
function unequal(): TimeSeriesDataset {
  const lengths = Int32Array.of(4, 1, 2);
  const values = new Float32Array(3 * 4 * 2);
  for (const [row, steps] of lengths.entries()) {
    for (let i = 0; i < steps * 2; i++) values[row * 8 + i] = (i - 2.5) / (row + 3);
  }
  const labels = Int32Array.of(2, 0, 2);
  return { values, labels, lengths, count: 3, length: 4, channels: 2, classNames: ["走", 'run "fast"', "ü"] };
}

describe("seriesSha256", () => {
  it("is NumPy's of the lab's series, before they are scaled", async () => {
    expect((await load()).sha256).toBe(expected.lab);
  });

  it("is NumPy's of series of unequal lengths, several channels and any names", () => {
    expect(seriesSha256(unequal())).toBe(expected.unequal);
  });

  it("does not say whether equal lengths were listed", () => {
    const { lengths: _, ...plain } = unequal();
    const listed = { ...plain, lengths: Int32Array.of(4, 4, 4) };
    expect(seriesSha256(plain)).toBe(seriesSha256(listed));
    expect(seriesSha256(plain)).not.toBe(expected.unequal);
  });

  it("changes with every bit of the values, every label, length, name and side of the block", () => {
    const plain = unequal();
    fc.assert(
      fc.property(fc.nat(plain.values.length * 32 - 1), (bit) => {
        const values = plain.values.slice();
        new Uint32Array(values.buffer)[bit >> 5]! ^= 1 << (bit & 31);
        expect(seriesSha256({ ...plain, values })).not.toBe(expected.unequal);
      }),
    );
    const others: Partial<TimeSeriesDataset>[] = [
      { labels: Int32Array.of(2, 0, 1) },
      { lengths: Int32Array.of(4, 1, 3) },
      { classNames: ["走", 'run "fast"', "u"] },
      { classNames: ["走", 'run "fast","ü"'] },
      { length: 2, channels: 4, lengths: Int32Array.of(4, 1, 2) },
    ];
    for (const other of others) expect(seriesSha256({ ...plain, ...other })).not.toBe(expected.unequal);
  });
});

describe("the hash of a spec's data", () => {
  const data = { kind: "waves" as const, samples: 60, length: 12 };

  it("does not change with split, transforms, scale or label noise", async () => {
    const { sha256 } = await load({ data });
    const same: Partial<SpecInput>[] = [
      { data, split: { train: 0.5, stratify: true } },
      { data, transforms: [{ transform: "normalise" }, { transform: "truncate", length: 5 }] },
      { data: { ...data, scale: "none" } },
      { data: { ...data, labelNoise: 0.5 } },
    ];
    for (const spec of same) expect((await load(spec)).sha256).toBe(sha256);
  });

  it("changes with the seed and the generator's options", async () => {
    const specs: Partial<SpecInput>[] = [{}, { seed: 8 }, { data: { ...data, noise: 0.2 } }];
    const hashes = await Promise.all(specs.map(async (spec) => (await load({ data, ...spec })).sha256));
    expect(new Set(hashes).size).toBe(3);
  });
});
