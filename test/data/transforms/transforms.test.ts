// Oracles: numpy.pad, numpy.interp, numpy.diff, sliding_window_view and scikit-learn's scalers, test/fixtures/transforms.py.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seriesLabels, type TimeSeriesDataset } from "../../../src/data/dataset.ts";
import { applyTransforms, fitTransforms } from "../../../src/data/transforms/apply.ts";
import { TidelabError } from "../../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../../src/errors/zh-CN.ts";
import type { TransformInput } from "../../../src/spec/transforms.ts";
import { transformSchemas } from "../../../src/spec/transforms.ts";
import { datasetOf, fixture, parseTransforms, seriesOf } from "./fixture.ts";

/** Fitted on the data set itself and applied to it again, as to one never seen. */
function transform(dataset: TimeSeriesDataset, transforms: TransformInput[]): TimeSeriesDataset {
  const specs = parseTransforms(transforms);
  return applyTransforms(dataset, specs, fitTransforms(dataset, specs, 7).fitted);
}

function refusal(run: () => unknown): TidelabError {
  try {
    run();
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Without -0, which a sum with 0 turns into 0. */
const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }).map((value) => value + 0);
/** Series of 2 channels, whose lengths differ. */
const someSeries = (shortest: number) =>
  fc.array(fc.array(fc.tuple(float, float), { minLength: shortest, maxLength: 20 }), { minLength: 2, maxLength: 6 });

describe("transforms without memory", () => {
  it.each(fixture.simple)("$name as NumPy", ({ spec, input, output }) => {
    const { values, length } = transform(datasetOf([input]), [spec]);
    expect(length).toBe(output.length);
    for (const [i, value] of output.flat().entries()) expect(values[i]).toBeCloseTo(value, 5);
    if (spec.transform !== "resample") expect([...values]).toEqual(output.flat());
  });

  it("every transform has an oracle", () => {
    const tested = [...fixture.simple, ...fixture.windows, ...fixture.normalise].map(({ spec }) => spec.transform);
    expect([...new Set(tested)].sort()).toEqual(Object.keys(transformSchemas).sort());
  });

  it("random truncation draws where each training series begins, and takes the centre of all others", () => {
    const series = Array.from({ length: 12 }, () => Array.from({ length: 10 }, (_, t) => [t]));
    const specs = parseTransforms([
      { transform: "truncate", length: 30 },
      { transform: "truncate", length: 4, keep: "random" },
    ]);
    const { dataset, fitted } = fitTransforms(datasetOf(series), specs, 7);
    expect(seriesOf(dataset).map(([first]) => first)).toEqual(fixture.crops);
    expect(new Set(fixture.crops).size).toBeGreaterThan(3);
    const others = applyTransforms(datasetOf(series), specs, fitted);
    expect(seriesOf(others).every((values) => values.join() === "3,4,5,6")).toBe(true);
  });

  it("brings unequal series to one length: padded, then cut to what they were, they are the same again", () => {
    fc.assert(
      fc.property(
        someSeries(1),
        fc.constantFrom("left" as const, "right" as const),
        fc.constantFrom("edge" as const, "constant" as const),
        (series, side, mode) => {
          const dataset = datasetOf(series);
          const padded = transform(dataset, [{ transform: "pad", length: 20, side, mode, value: 7 }]);
          expect(padded).toMatchObject({ length: 20, count: series.length });
          expect(padded.lengths).toBeUndefined();
          for (const [row, values] of seriesOf(padded).entries()) {
            const steps = series[row]!.length;
            const start = side === "left" ? 20 - steps : 0;
            expect([...values.subarray(start * 2, (start + steps) * 2)]).toEqual(series[row]!.flat());
          }
        },
      ),
    );
  });

  it("truncates only what is longer, and reports the lengths that are left", () => {
    const lengths = [3, 8, 5].map((steps) => Array.from({ length: steps }, (_, t) => [t]));
    const { length, lengths: left } = transform(datasetOf(lengths), [{ transform: "truncate", length: 5 }]);
    expect(length).toBe(5);
    expect([...(left ?? [])]).toEqual([3, 5, 5]);
    expect(transform(datasetOf(lengths), [{ transform: "truncate", length: 3 }]).lengths).toBeUndefined();
  });

  it("resampling to its own length changes nothing, and never leaves the range of the values", () => {
    fc.assert(
      fc.property(someSeries(1), fc.integer({ min: 1, max: 40 }), (series, length) => {
        const dataset = datasetOf(series);
        const resampled = transform(dataset, [{ transform: "resample", length }]);
        expect(resampled.length).toBe(length);
        expect(resampled.lengths).toBeUndefined();
        for (const [row, values] of seriesOf(resampled).entries()) {
          const own = series[row]!.flat();
          const span = 1e-5 * Math.max(...own.map(Math.abs));
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...own) - span);
            expect(value).toBeLessThanOrEqual(Math.max(...own) + span);
          }
          if (series[row]!.length === length) expect([...values]).toEqual(own);
        }
      }),
    );
  });

  it("differences add up to the series again", () => {
    fc.assert(
      fc.property(someSeries(2), (series) => {
        const dataset = datasetOf(series);
        for (const [row, values] of seriesOf(transform(dataset, [{ transform: "difference" }])).entries()) {
          const sum = [...series[row]![0]!];
          for (const [i, value] of values.entries()) sum[i % 2]! += value;
          for (const [c, value] of series[row]!.at(-1)!.entries()) expect(sum[c]).toBeCloseTo(value, 3);
        }
      }),
    );
  });
});

describe("windows", () => {
  it.each(fixture.windows)("$spec as sliding_window_view", ({ spec, input, output }) => {
    const dataset = transform(datasetOf([input]), [spec]);
    expect([...dataset.values]).toEqual(output.flat(2));
    expect(dataset).toMatchObject({ count: output.length, windows: { count: 1, answer: "meanLogits" } });
  });

  it("belong to a series each, whose class they have, and every series has some", () => {
    fc.assert(
      fc.property(someSeries(3), fc.integer({ min: 1, max: 6 }), (series, stride) => {
        const dataset = datasetOf(series);
        const cut = transform(dataset, [{ transform: "windows", length: 3, stride, answer: "votes" }]);
        const { windows } = cut;
        expect(windows).toMatchObject({ count: series.length, answer: "votes" });
        expect([...new Set(windows?.series)]).toEqual([...series.keys()]);
        expect(seriesLabels(cut)).toEqual(dataset.labels);
        for (const [row, one] of windows?.series.entries() ?? []) expect(cut.labels[row]).toBe(dataset.labels[one]);
      }),
    );
  });

  it("are one behind the other when no stride is given", () => {
    const series = [Array.from({ length: 10 }, (_, t) => [t])];
    const cut = transform(datasetOf(series), [{ transform: "windows", length: 4 }]);
    expect(seriesOf(cut).map((values) => values.join())).toEqual(["0,1,2,3", "4,5,6,7"]);
  });
});

describe("normalise", () => {
  it.each(fixture.normalise)("$spec as scikit-learn's scaler, fitted on the training series", (one) => {
    const specs = parseTransforms([one.spec]);
    const { fitted } = fitTransforms(datasetOf(one.train), specs, 7);
    const { values } = applyTransforms(datasetOf(one.input), specs, fitted);
    const expected = one.output.flat(2);
    for (const [i, value] of values.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
  });

  const methods = ["zScore", "minMax", "maxAbs"] as const;

  it("is undone by what was fitted", () => {
    fc.assert(
      fc.property(
        someSeries(1),
        fc.constantFrom(...methods),
        fc.constantFrom("channel" as const, "all" as const),
        (series, method, over) => {
          const specs = parseTransforms([{ transform: "normalise", method, over }]);
          const { dataset, fitted } = fitTransforms(datasetOf(series), specs, 7);
          const [learnt] = fitted;
          for (const [row, values] of seriesOf(dataset).entries()) {
            for (const [i, value] of values.entries()) {
              expect(Number.isFinite(value)).toBe(true);
              const back = value * learnt!.divisor[i % 2]! + learnt!.offset[i % 2]!;
              expect(Math.abs(back - series[row]!.flat()[i]!)).toBeLessThan(1e-4);
            }
          }
        },
      ),
    );
  });

  it("leaves equal values at 0 and not at the rounding of their mean", () => {
    const same = [Array.from({ length: 7 }, () => [0.1]), Array.from({ length: 7 }, () => [0.1])];
    for (const over of ["channel", "series", "all"] as const) {
      const { values } = transform(datasetOf(same), [{ transform: "normalise", over }]);
      expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-7);
    }
  });
});

describe("fitting", () => {
  const chain: TransformInput[] = [
    { transform: "normalise", method: "maxAbs", over: "all" },
    { transform: "truncate", length: 6, keep: "random" },
    { transform: "pad", length: 6, mode: "edge" },
    { transform: "difference" },
    { transform: "normalise", over: "channel" },
    { transform: "windows", length: 2, stride: 1 },
    { transform: "normalise", method: "minMax", over: "series" },
  ];

  it("gives a series the same whatever is beside it", () => {
    fc.assert(
      fc.property(someSeries(3), someSeries(3), (train, others) => {
        const specs = parseTransforms(chain);
        const { fitted } = fitTransforms(datasetOf(train), specs, 7);
        const together = seriesOf(applyTransforms(datasetOf(others), specs, fitted));
        const alone = others.flatMap((one) => seriesOf(applyTransforms(datasetOf([one]), specs, fitted)));
        expect(together).toEqual(alone);
      }),
    );
  });

  it("sees each transform's input as the ones before it left it", () => {
    const train = [[[1], [2], [4], [8]]];
    const { fitted } = fitTransforms(
      datasetOf(train),
      parseTransforms([{ transform: "difference" }, { transform: "normalise", method: "maxAbs" }]),
      7,
    );
    expect(fitted).toEqual([null, { offset: [0], divisor: [4] }]);
  });

  it("survives run.json", () => {
    const specs = parseTransforms(chain);
    const { fitted } = fitTransforms(datasetOf(fixture.augment.input), specs, 7);
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
  });
});

describe("errors", () => {
  const series = datasetOf([Array.from({ length: 5 }, (_, t) => [t]), Array.from({ length: 8 }, (_, t) => [t])]);

  it.each<[TransformInput[], string, string]>([
    [
      [{ transform: "difference" }, { transform: "pad", length: 6 }],
      "transform.pad",
      "transforms[1].length: expected no series longer than the length to pad to, 6, received one of 7 steps",
    ],
    [
      [{ transform: "windows", length: 6 }],
      "transform.tooShort",
      "transforms[0].length: needs series of at least 6 steps, received one of 5",
    ],
    [[{ transform: "difference", order: 5 }], "transform.tooShort", "transforms[0]: needs series of at least 6 steps"],
    [
      [
        { transform: "windows", length: 3 },
        { transform: "windows", length: 2 },
      ],
      "transform.windowsTwice",
      "transforms[1]: expected windows once",
    ],
  ])("%j: %s", (transforms, code, text) => {
    const error = refusal(() => transform(series, transforms));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(chinese[error.code](error.params as never)).toMatch(/\p{Script=Han}/u);
  });
});
