/** What the Data screen draws of loaded series: counts, bins, percentiles, rows of the table; and the checks, as words. */
import { loadData, parseSpec } from "tidelab";
import { describe, expect, it } from "vitest";
import { bandOf, describeData, histogramOf, tableRows } from "../src/engine/data-view.ts";
import { checksOf } from "../src/screens/data/checks.ts";
import { data as texts } from "../src/texts/en/data.ts";

const ANY_MODEL = { layers: [{ layer: "last" }] } as const;
const specOf = (data: object, more: object = {}) =>
  parseSpec({ data: { kind: "waves", samples: 40, length: 12, ...data }, model: ANY_MODEL, ...more });

describe("what is drawn", () => {
  it("has every series once: as many as the spec says, in the sets of its split", async () => {
    const spec = specOf({ samples: 42, kinds: ["sine", "square", "chirp"] }, { split: { train: 0.5, val: 0.25 } });
    const view = describeData(spec, await loadData(spec), 0);
    expect(view.counts).toEqual({ train: 21, val: 10, test: 11 });
    expect(view.classes.map(({ name }) => name)).toEqual(["sine", "square", "chirp"]);
    const all = view.classes.map(({ counts }) => counts.train + counts.val + counts.test);
    expect(all).toEqual([14, 14, 14]);
    // Each training value is in one bin.
    expect(view.classes.flatMap(({ histogram }) => histogram).reduce((a, b) => a + b)).toBe(21 * 12);
  });

  it("counts series, not the windows that are cut from them", async () => {
    const spec = specOf({}, { transforms: [{ transform: "windows", length: 4, stride: 4 }] });
    const view = describeData(spec, await loadData(spec), 0);
    expect(view.counts).toEqual({ train: 28, val: 6, test: 6 });
    expect([view.steps, view.lengths]).toEqual([4, [12, 12]]);
  });

  it("puts a value on a border into the upper bin, and the largest into the last", () => {
    const counts = histogramOf([Float32Array.of(0, 1, 2, 24)], [0, 24]);
    expect(counts).toHaveLength(24);
    expect([counts[0], counts[1], counts[2], counts[23]]).toEqual([1, 1, 1, 1]);
  });

  it("has NumPy's percentiles, and none where no series is that long", () => {
    // numpy.percentile([1, 2, 4, 8], [10, 90]) → 1.3, 6.8; the mean is 3.75
    const [low, mean, high] = bandOf(
      [1, 2, 4, 8].map((value) => Float32Array.of(value)),
      2,
    );
    expect([low[0], mean[0], high[0]].map((value) => Number(value?.toFixed(5)))).toEqual([1.3, 3.75, 6.8]);
    expect([low[1], mean[1], high[1]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("rows of the table", () => {
  it("are in the order in which they were made, and say where a training label is wrong", async () => {
    const spec = specOf({ labelNoise: 0.4 });
    const data = await loadData(spec);
    const rows = tableRows(data, 0, 40, 0);
    expect(rows.map(({ label }) => label)).toEqual(Array.from({ length: 40 }, (_, index) => index % 2));
    const wrong = rows.filter(({ label, given }) => label !== given);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.every(({ set }) => set === "train")).toBe(true);
    // Their labels are what training sees.
    for (const { index, given } of rows.filter(({ set }) => set === "train")) {
      expect(data.train.labels[data.indices.train.indexOf(index)]).toBe(given);
    }
    expect(tableRows(data, 38, 100, 0)).toHaveLength(2);
  });
});

describe("checks", () => {
  const titlesOf = async (spec: ReturnType<typeof specOf>) =>
    checksOf(describeData(spec, await loadData(spec), 0), texts).map(({ level, title }) => `${level}: ${title}`);

  it("of the lab pass, but for the scale of the notebook", async () => {
    expect(await titlesOf(specOf({}))).toEqual([
      `passed: ${texts.balanced}`,
      `passed: ${texts.complete}`,
      `passed: ${texts.noDoubles}`,
      `passed: ${texts.changing}`,
      `know: ${texts.scaleSeen}`,
    ]);
  });

  it("find series that are the same in two sets", async () => {
    // Without noise, phase or range all sines are the same.
    const titles = await titlesOf(specOf({ noise: 0, scale: "none" }));
    expect(titles).toContain(`wrong: ${texts.leak}`);
    expect(titles).not.toContain(`passed: ${texts.noDoubles}`);
  });

  it("find constant series", async () => {
    const titles = await titlesOf(specOf({ noise: 0, frequency: [0, 0], scale: "none" }));
    expect(titles).toContain(`know: ${texts.constant}`);
  });
});
