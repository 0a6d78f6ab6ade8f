// Oracle: NumPy and SciPy, test/fixtures/waves.py. The notebook's own settings are in waves.test.ts.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mislabel } from "../../src/data/generate/label-noise.ts";
import { waveForms } from "../../src/data/generate/wave-forms.ts";
import { splitIndices, subset } from "../../src/data/split.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { WAVE_KINDS, type WaveKind, type WavesSpec } from "../../src/spec/waves.ts";
import { waves } from "./made-waves.ts";

interface Fixture {
  forms: { kind: WaveKind; frequency: number; phase: number; values: number[] }[];
  streams: {
    name: string;
    seed: number;
    options: WavesSpec;
    values: number[][];
    lengths: number[];
    scale: number;
    trainIndices: number[];
    trainLabels: number[];
    next: number;
  }[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/waves.json", import.meta.url), "utf8")) as Fixture;

describe("wave forms", () => {
  it.each(fixture.forms)("$kind, $frequency periods from $phase on", ({ kind, frequency, phase, values }) => {
    const form = waveForms[kind];
    const step = (2 * Math.PI) / 100;
    for (const [i, expected] of values.entries()) {
      const value = form(i === 100 ? 2 * Math.PI : i * step, frequency, 2 * Math.PI * phase);
      // SciPy adds up the chirp's angle in another order, and a rounding decides on which side of a jump a value lies.
      const isJump = (kind === "square" || kind === "sawtooth") && Math.abs(value - expected) > 0.9;
      if (isJump) expect(Math.abs(waveForms.sine(i * step, frequency, 2 * Math.PI * phase))).toBeLessThan(1e-12);
      else expect(Math.abs(value - expected)).toBeLessThan(1e-12);
    }
  });

  it("begin at 0 and rise, and repeat after a period", () => {
    for (const kind of WAVE_KINDS) {
      expect(Math.abs(waveForms[kind](0, 1, 0))).toBeLessThan(1e-15);
      expect(waveForms[kind](0.1, 1, 0)).toBeGreaterThan(0);
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...WAVE_KINDS),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        (kind, time, frequency, shift) => {
          expect(Math.abs(waveForms[kind](time, frequency, shift))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe("the stream", () => {
  it.each(fixture.streams)("$name", ({ seed, options, ...expected }) => {
    const random = new NumpyRandom(seed);
    const { dataset, scale } = waves(options, random);
    expect(dataset.count).toBe(expected.values.length);
    expect(scale).toBeCloseTo(expected.scale, 6);
    for (const [row, values] of expected.values.entries()) {
      expect(dataset.lengths?.[row] ?? dataset.length).toBe(expected.lengths[row]);
      const found = dataset.values.subarray(row * dataset.length, (row + 1) * dataset.length);
      // Behind a short series there is padding.
      const padded = [...values, ...new Array<number>(dataset.length - values.length).fill(0)];
      // The last bit of NumPy's sine may differ, and with it that of a float32.
      for (const [t, value] of padded.entries()) expect(Math.abs(found[t]! - value)).toBeLessThanOrEqual(2e-7);
    }
    const { train } = splitIndices(dataset.count, random);
    expect([...train]).toEqual(expected.trainIndices);
    const series = subset(dataset, train);
    const trained = options.labelNoise > 0 ? mislabel(series, options.labelNoise, random) : series;
    expect([...trained.labels]).toEqual(expected.trainLabels);
    expect(random.random()).toBe(expected.next);
  });
});

describe("options of the generator", () => {
  const random = () => new NumpyRandom(7);

  it("draw nothing that does not vary: the notebook's series stay what they are", () => {
    const plain = waves({ samples: 40, length: 30 }, random());
    const spelled = waves(
      {
        samples: 40,
        length: 30,
        phase: [0, 0],
        frequency: [1, 1],
        amplitude: [1, 1],
        minLength: 30,
        kinds: ["sine", "square"],
        noiseType: "white",
        scale: "max",
      },
      random(),
    );
    expect(spelled).toEqual(plain);
  });

  it("scale none leaves what max divides", () => {
    const scaled = waves({ samples: 10, length: 30 }, random());
    const raw = waves({ samples: 10, length: 30, scale: "none" }, random());
    expect(raw.scale).toBe(1);
    expect(raw.dataset.values.map((value) => value / scaled.scale)).toEqual(scaled.dataset.values);
    expect(waves({ samples: 2, length: 1, noise: 0, scale: "none" }, random()).dataset.values).toEqual(
      new Float32Array(2),
    );
  });

  it("make finite series of the lengths asked for, whatever is lost", () => {
    fc.assert(
      fc.property(
        fc.record({
          samples: fc.integer({ min: 5, max: 12 }),
          length: fc.integer({ min: 8, max: 30 }),
          minLength: fc.integer({ min: 4, max: 8 }),
          noiseType: fc.constantFrom("white" as const, "randomWalk" as const),
          missing: fc.record({
            spans: fc.integer({ min: 1, max: 5 }),
            length: fc.constantFrom<[number, number]>([1, 4], [4, 4], [2, 3]),
            fill: fc.constantFrom("previous" as const, "linear" as const, "zero" as const),
          }),
        }),
        fc.integer({ min: 0, max: 1000 }),
        (options, seed) => {
          // Where all is lost there is nothing to divide by.
          const { dataset } = waves({ ...options, kinds: [...WAVE_KINDS], scale: "none" }, new NumpyRandom(seed));
          expect(dataset.values.every(Number.isFinite)).toBe(true);
          for (const steps of dataset.lengths ?? []) {
            expect(steps).toBeGreaterThanOrEqual(options.minLength);
            expect(steps).toBeLessThanOrEqual(options.length);
          }
        },
      ),
    );
  });

  it.each<[string, Parameters<typeof waves>[0], string]>([
    ["data.wavesSamples", { samples: 2, kinds: ["sine", "square", "chirp"] }, "at least 3"],
    ["data.wavesMinLength", { length: 10, minLength: 11 }, "data.minLength: expected at most length 10, received 11"],
    [
      "data.wavesMissing",
      { length: 20, minLength: 10, missing: { spans: 1, length: [2, 11], fill: "zero" } },
      "data.missing.length: expected spans no longer than the shortest series (10 steps), received up to 11",
    ],
    ["data.wavesScale", { amplitude: [1e39, 1e39], scale: "none" }, "received Infinity"],
  ])("throws %s for %j", (code, options, text) => {
    let error: unknown;
    try {
      waves(options, random());
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).code).toBe(code);
    expect((error as TidelabError).message).toContain(text);
  });
});

describe("mislabel", () => {
  const { dataset } = waves({ samples: 3000, length: 2, kinds: ["sine", "square", "chirp"] }, new NumpyRandom(1));

  it("changes about the share asked for, always to another class, and copies", () => {
    const before = dataset.labels.slice();
    const { labels } = mislabel(dataset, 0.2, new NumpyRandom(2));
    const changed = labels.filter((label, i) => label !== dataset.labels[i]).length;
    expect(dataset.labels).toEqual(before);
    expect(Math.abs(changed / 3000 - 0.2)).toBeLessThan(0.03); // 4 standard deviations
    expect(mislabel(dataset, 1, new NumpyRandom(2)).labels.every((label, i) => label !== before[i])).toBe(true);
    expect(mislabel(dataset, 0, new NumpyRandom(2)).labels).toEqual(before);
  });
});
