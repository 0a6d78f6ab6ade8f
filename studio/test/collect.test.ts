/** Collecting by hand: windows at even steps from uneven readings, and the table that the package's readers read as the same numbers. */
import { describe, expect, it } from "vitest";
import { byteSource, openSeriesFiles, planTraining, readSeries } from "../../dist/data/readers/index.js";
import {
  type Collection,
  collectedCsv,
  nameProblem,
  renamed,
  whyNotYet,
  withClass,
  withoutClass,
  withSeries,
} from "../src/collect/collection.ts";
import { Trace } from "../src/collect/trace.ts";

const EMPTY: Collection = {
  ...{ name: "hand", sensor: "pointer", rate: 20, seconds: 0.2, series: [] },
  classes: [
    { key: 1, name: 'a "wide", wave' },
    { key: 2, name: "=b" },
  ],
};
const valuesOf = (seed: number) =>
  Array.from({ length: 8 }, (_, i) => Math.round(1e4 * Math.sin(seed * 3.7 + i)) / 1e4);
const filled = (each: number) => {
  let made = EMPTY;
  for (let i = 0; i < 2 * each; i++) made = withSeries(made, 1 + (i % 2), valuesOf(i));
  return made;
};

describe("a trace", () => {
  it("holds the newest value at each step, and the first one before it", () => {
    const trace = new Trace();
    for (const [at, value] of [
      [30, 3],
      [10, 1],
      [12, 2],
      [50, 5],
    ] as const)
      trace.add({ at, values: [value, -value] });
    // Steps at 0, 10, 20, 30, 40, 50: nothing was read at 0.
    expect(trace.window(0, 100, 6)).toEqual([1, -1, 1, -1, 2, -2, 3, -3, 3, -3, 5, -5]);
    expect(trace.window(100, 100, 2)).toEqual([5, -5, 5, -5]);
  });

  it("has no window before anything was read", () => {
    const trace = new Trace();
    expect(trace.window(0, 10, 5)).toBeUndefined();
    trace.add({ at: 1000, values: [1] });
    expect(trace.window(0, 10, 5)).toBeUndefined();
  });

  it("forgets what is long past, and keeps what still holds", () => {
    const trace = new Trace();
    for (let at = 0; at <= 100_000; at += 20_000) trace.add({ at, values: [at] });
    expect(trace.count(0, 100_000)).toBe(3);
    expect(trace.window(70_000, 1, 1)).toEqual([60_000]);
  });
});

describe("a collection", () => {
  it("becomes a table that is read as its numbers, classes and times", async () => {
    const made = filled(4);
    const source = byteSource(new TextEncoder().encode(collectedCsv(made)), "hand.csv");
    const { series, channelNames, channels } = await readSeries(source);
    expect([channels, channelNames]).toEqual([2, ["x", "y"]]);
    expect(series.map(({ id, label }) => [id, label])).toEqual(
      made.series.map((one) => [String(one.key), made.classes.find(({ key }) => key === one.class)?.name]),
    );
    for (const [index, one] of made.series.entries()) {
      expect(Array.from(series[index]!.values)).toEqual(one.values.map(Math.fround));
    }
  });

  it("can be trained on as soon as it says so", async () => {
    expect(whyNotYet(filled(3))).toBe("series");
    const least = filled(4);
    expect(whyNotYet(least)).toBeUndefined();
    const files = openSeriesFiles([new File([collectedCsv(least)], "hand.csv")]);
    const plan = await planTraining({ kind: "files", train: "hand.csv" }, files);
    expect(plan.spec.model.layers.length).toBeGreaterThan(0);
  });

  it("wants two classes with names of their own", () => {
    expect(whyNotYet(EMPTY)).toBe("classes");
    const third = withClass(filled(4), " ");
    expect(nameProblem(third, 3)).toBe("empty");
    expect(whyNotYet(third)).toBe("names");
    expect(nameProblem(renamed(third, 3, " =b "), 3)).toBe("twice");
    // A class without series does no harm.
    expect(whyNotYet(renamed(third, 3, "c"))).toBeUndefined();
  });

  it("loses a class with its series, and numbers no series twice", () => {
    const made = withoutClass(filled(2), 1);
    expect(made.series.map(({ key }) => key)).toEqual([2, 4]);
    expect(withSeries(made, 2, valuesOf(9)).series.at(-1)?.key).toBe(5);
  });
});
