/** The shared data sets, read as Python programs read them (`test/fixtures/readers.py`), the same from every format. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type ReadOptions, readSeries, type SeriesReading } from "../../../src/data/readers/index.ts";
import { pathSource } from "../../../src/node/byte-sources.ts";
import fixtures from "../../fixtures/readers.json" with { type: "json" };

const folder = fileURLToPath(new URL("../../../../shared/data/ucr/", import.meta.url));
const files = Object.entries(fixtures.shared) as [string, Expected | { conflicts: number }][];

interface Expected {
  readonly count: number;
  readonly shortest: number;
  readonly longest: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly labels: string;
  readonly missing: number;
  readonly values: string;
  readonly first: number | null;
  readonly last: number;
}

async function read(file: string, options: ReadOptions = {}): Promise<SeriesReading> {
  const labels = file.endsWith(".npy") ? await pathSource(folder + file.replace("X_", "y_")) : undefined;
  return await readSeries(await pathSource(folder + file), { missing: "keep", ...options }, { labelsFrom: labels });
}

function summary({ series, channels, classNames = [], missing }: SeriesReading): Expected {
  const sum = createHash("sha256");
  for (const { values } of series) sum.update(Float32Array.from(values, (value) => (Number.isNaN(value) ? 0 : value)));
  const lengths = series.map(({ length }) => length);
  const first = series[0]?.values[0] ?? Number.NaN;
  return {
    count: series.length,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    channels,
    classes: classNames,
    labels: createHash("sha256")
      .update(series.map(({ label }) => label).join("\n"))
      .digest("hex"),
    missing: missing?.count ?? 0,
    values: sum.digest("hex"),
    first: Number.isNaN(first) ? null : first,
    last: series.at(-1)?.values.at(-1) ?? Number.NaN,
  };
}

describe.skipIf(!existsSync(folder))("shared data (skipped where ../shared/data is absent)", () => {
  it.each(files)("%s is read as another program reads it", async (file, expected) => {
    // Its name for the id of a series is nobody else's.
    const options: ReadOptions = file.endsWith(".parquet") ? { layout: "long", columns: { id: "tid" } } : {};
    if ("conflicts" in expected) {
      // Train and test were joined there, with the same ids: two series of an id have two labels.
      await expect(read(file, options)).rejects.toMatchObject({ code: "reader.labelChanges" });
    } else expect(summary(await read(file, options))).toEqual(expected);
  });

  it("is the same from every format", async () => {
    for (const sets of [
      ["GunPoint/GunPoint_TRAIN.ts", "GunPoint/GunPoint_TRAIN.arff", "GunPoint/GunPoint_TRAIN.tsv"],
      ["ItalyPowerDemand/ItalyPowerDemand_TRAIN.ts", "ItalyPowerDemand/ItalyPowerDemand_TRAIN.arff"],
      ["BasicMotions/BasicMotions_TRAIN.ts", "BasicMotions/BasicMotions_TRAIN.arff"],
      ["ERing/ERing_TEST.ts", "ERing/ERing_TEST.arff"],
    ]) {
      const [first, ...others] = await Promise.all(sets.map(async (file) => (await read(file)).series));
      for (const other of others) expect(other.map(withoutLine)).toEqual(first?.map(withoutLine));
    }
  });

  it("in arrays is padded with noise, which no reader can know", async () => {
    const [array, text] = [
      await read("GestureMidAirD1/X_train.npy"),
      await read("GestureMidAirD1/GestureMidAirD1_TRAIN.ts"),
    ];
    // Classes are counted from 0 there.
    expect(array.series.map(({ label }) => Number(label) + 1)).toEqual(text.series.map(({ label }) => Number(label)));
    for (const [n, { values }] of text.series.entries())
      expect(array.series[n]?.values.subarray(0, values.length)).toEqual(values);
  });

  it("from an ambiguous table asks for the layout", async () => {
    await expect(read("Libras/data.parquet")).rejects.toMatchObject({ code: "reader.layout" });
  });
});

function withoutLine({ line: _, ...series }: SeriesReading["series"][number]) {
  return { ...series, values: [...series.values] };
}
