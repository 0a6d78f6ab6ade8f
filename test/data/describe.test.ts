import { describe, expect, it } from "vitest";
import type { FileSeries } from "../../src/data/files/join-tables.ts";
import { describeSeries } from "../../src/data/inspect/describe.ts";

describe("describeSeries", () => {
  it("counts what is missing, constant and far away, channel by channel", () => {
    // Two channels, step by step: the first rises, the second is missing in one series, constant in one and has a spike in one.
    const levels = Array.from({ length: 100 }, (_, i) => [i, i % 2 === 0 ? 1 : -1]);
    const rows = [
      levels.flatMap(([rise]) => [rise!, Number.NaN]),
      levels.flatMap(([rise]) => [rise!, 0]),
      levels.flatMap(([rise, wave], i) => [rise!, i === 50 ? 1000 : wave!]),
      levels.flat(),
    ];
    const { channels, missing } = describeSeries(rows.map(seriesOf), 2, ["a"]);
    const [first, second] = channels;
    expect(first).toMatchObject({ mean: 49.5, min: 0, max: 99, missing: 0, constant: 0, outliers: 0 });
    expect(first!.deviation).toBeCloseTo(Math.sqrt((100 ** 2 - 1) / 12), 10); // of a discrete uniform distribution
    expect(second).toMatchObject({ mean: 999 / 300, min: -1, max: 1000, missing: 100, constant: 2, outliers: 1 });
    expect(missing).toBe(100);
  });

  it("says zeros of a channel without a single value", () => {
    const { channels } = describeSeries([seriesOf([Number.NaN, Number.NaN])], 1, ["a"]);
    expect(channels).toEqual([{ mean: 0, deviation: 0, min: 0, max: 0, missing: 2, constant: 1, outliers: 0 }]);
  });

  it("suggests to normalise each series where their levels hide the shapes", () => {
    const wave = (level: number) => seriesOf(Array.from({ length: 50 }, (_, i) => level + Math.sin(i)));
    expect(describeSeries([0, 1, 2].map(wave), 1, ["a"]).suggestions.normalise).toBe("channel");
    expect(describeSeries([0, 100, 200].map(wave), 1, ["a"]).suggestions.normalise).toBe("series");
  });
});

/** A training series of class 0. */
function seriesOf(values: readonly number[], row = 0): FileSeries {
  const length = values.length;
  return {
    id: `s${row}`,
    group: undefined,
    place: "made",
    label: "a",
    set: "train",
    values: Float32Array.from(values),
    length,
  };
}
