/** What is drawn, what is shown of it, and in which order questions go. */

import { readSeriesCsv } from "tidelab/readers";
import { describe, expect, it } from "vitest";
import { ribbonOf } from "../src/draw/ribbon.ts";
import { rowsOfPage } from "../src/draw/validation-cards.tsx";
import { seriesCsv, withLine, withNoise, withoutJitter, withSine, withSquare } from "../src/draw/wave.ts";
import { farthestUsual, nearestSquared } from "../src/lens/familiarity.ts";
import { Latest } from "../src/lens/latest.ts";

const ONE = { channel: 0, channels: 1 };
const RANGE = [-1, 1] as const;

describe("a pen", () => {
  it("draws a line through all steps between two points, either way", () => {
    const right = withLine(new Float32Array(5), { step: 1, value: 0 }, { step: 3, value: 1 }, ONE);
    expect([...right]).toEqual([0, 0, 0.5, 1, 0]);
    const left = withLine(new Float32Array(5), { step: 3, value: 1 }, { step: 1, value: 0 }, ONE);
    expect([...left]).toEqual([...right]);
  });

  it("leaves the other channels alone, and a point where it is", () => {
    const drawn = withLine(
      Float32Array.of(1, 2, 3, 4),
      { step: 1, value: 9 },
      { step: 1, value: 9 },
      { channel: 1, channels: 2 },
    );
    expect([...drawn]).toEqual([1, 2, 3, 9]);
  });

  it("does not leave the series", () => {
    const drawn = withLine(new Float32Array(3), { step: -2, value: 1 }, { step: 9, value: 1 }, ONE);
    expect([...drawn]).toEqual([1, 1, 1]);
  });
});

describe("ready-made waves", () => {
  it("a sine has one period, a square two levels", () => {
    const sine = withSine(new Float32Array(101), RANGE, ONE);
    expect(sine[0]).toBeCloseTo(0, 6);
    expect(sine[25]).toBeCloseTo(0.7, 6);
    expect(sine[75]).toBeCloseTo(-0.7, 6);
    expect(new Set(withSquare(new Float32Array(10), RANGE, ONE)).size).toBe(2);
  });

  it("noise has a twentieth of the range as its deviation; smoothing takes most of it away", () => {
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const deviation = (values: Float32Array) =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const noisy = withNoise(new Float32Array(4000), RANGE, ONE, random);
    expect(deviation(noisy)).toBeCloseTo(0.1, 2);
    // The mean of five has a deviation of 1/√5.
    expect(deviation(withoutJitter(noisy, ONE))).toBeCloseTo(0.1 / Math.sqrt(5), 2);
  });
});

describe("the table of a drawn series", () => {
  it.each([1, 2])("is read as the same float32 numbers: %d channels", (channels) => {
    const series = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i * 1.7) / 3);
    const { series: read } = readSeriesCsv(seriesCsv(series, channels, "drawn"), "drawn.csv");
    expect(read).toHaveLength(1);
    expect([...read[0]!.values]).toEqual([...series]);
  });
});

describe("the ribbon", () => {
  it("has no colour for nothing, the last for the largest weight, and joins equal neighbours", () => {
    expect(ribbonOf([0, 0.5, 0.5, 0])).toEqual([{ from: 1, to: 3, shade: 3 }]);
    expect(ribbonOf([0, 0, 0, 0, 0, 0, 0, 1])).toEqual([{ from: 7, to: 8, shade: 6 }]);
  });

  it("equal attention is pale: a quarter of the scale", () => {
    expect(ribbonOf(new Array(100).fill(0.01))).toEqual([{ from: 0, to: 100, shade: 2 }]);
  });
});

describe("four validation series", () => {
  it("take turns among the classes, others on each page, and come round", () => {
    const labels = [0, 0, 0, 1, 1, 0];
    expect(rowsOfPage(labels, 2, 0)).toEqual([0, 3, 1, 4]);
    expect(rowsOfPage(labels, 2, 1)).toEqual([2, 5, 0, 3]);
    expect(rowsOfPage([1], 2, 3)).toEqual([0]);
    expect(rowsOfPage([], 2, 0)).toEqual([]);
  });
});

describe("unlike all training series", () => {
  const train = { values: Float32Array.of(0, 0, 1, 1), count: 2 };

  it("is the distance to the nearest", () => {
    expect(nearestSquared([1, 2], train)).toBe(1);
  });

  it("is compared with what validation series have", () => {
    const val = { values: Float32Array.of(0, 0.5, 1, 1), count: 2 };
    expect(farthestUsual(train, val)).toBe(0.25);
    expect(farthestUsual(train, { values: new Float32Array(0), count: 0 })).toBeUndefined();
    expect(farthestUsual({ values: new Float32Array(0), count: 0 }, val)).toBeUndefined();
  });
});

describe("questions", () => {
  it("one at a time, and of those that wait only the newest", () => {
    const sent: number[] = [];
    const latest = new Latest<number>((question) => sent.push(question));
    for (const question of [1, 2, 3]) latest.ask(question);
    expect(sent).toEqual([1]);
    latest.answered();
    expect(sent).toEqual([1, 3]);
    latest.answered();
    latest.ask(4);
    expect(sent).toEqual([1, 3, 4]);
  });
});
