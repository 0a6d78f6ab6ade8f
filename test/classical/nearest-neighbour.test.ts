/** DTW against NumPy's plain table, and nearest neighbours with lower bounds against those without. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandRadius, dtwScratch, dtwWithin, type Sequence } from "../../src/classical/dtw.ts";
import { envelopeOf, lowerBoundKeogh, lowerBoundKim } from "../../src/classical/lower-bounds.ts";
import { findWindow, nearestOf, neighboursOf, sequencesOf } from "../../src/classical/nearest-neighbour.ts";
import { datasetOf, fixtures } from "./fixtures.ts";

/** The whole table, nothing left out. */
function plainDtw(a: Sequence, b: Sequence, channels: number, window: number): number {
  const [rows, columns] = a.length <= b.length ? [a, b] : [b, a];
  const radius = bandRadius(window, rows.length);
  const width = columns.length;
  const table = new Float64Array((rows.length + 1) * (width + 1)).fill(Number.POSITIVE_INFINITY);
  table[0] = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = Math.max(0, i - radius); j <= Math.min(width - 1, i + radius + width - rows.length); j++) {
      let cost = 0;
      for (let c = 0; c < channels; c++) {
        cost += (rows.values[i * channels + c]! - columns.values[j * channels + c]!) ** 2;
      }
      const at = (i + 1) * (width + 1) + j + 1;
      table[at] = Math.min(table[at - 1]!, table[at - width - 1]!, table[at - width - 2]!) + cost;
    }
  }
  return table.at(-1)!;
}

function distance(a: Sequence, b: Sequence, channels: number, window: number): number {
  const [rows, columns] = a.length <= b.length ? [a, b] : [b, a];
  const radius = bandRadius(window, rows.length);
  const scratch = dtwScratch(columns.length);
  return dtwWithin(rows, columns, channels, radius, Number.POSITIVE_INFINITY, undefined, scratch);
}

const WINDOWS = [0, 0.1, 0.29, 1];

it.each(fixtures.sets)("distances of $name are NumPy's", ({ values, channels, dtw }) => {
  const sequences = sequencesOf(datasetOf(values, channels));
  for (const [w, window] of WINDOWS.entries()) {
    for (const i of [0, 1]) {
      for (const [j, other] of sequences.entries()) {
        expect(distance(sequences[i]!, other, channels, window)).toBeCloseTo(dtw[w * 2 + i]![j]!, 9);
      }
    }
  }
});

/** Small whole numbers: many distances are equal, and all sums exact. */
const coarse = (channels: number) =>
  fc
    .integer({ min: 1, max: 12 })
    .chain((length) =>
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: length * channels, maxLength: length * channels }),
    );
const fine = (channels: number) =>
  fc.integer({ min: 1, max: 12 }).chain((length) =>
    fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: length * channels,
      maxLength: length * channels,
    }),
  );
const problem = fc.integer({ min: 1, max: 3 }).chain((channels) =>
  fc.record({
    channels: fc.constant(channels),
    train: fc.oneof(
      fc.array(coarse(channels), { minLength: 2, maxLength: 9 }),
      fc.array(fine(channels), { minLength: 2, maxLength: 9 }),
    ),
    window: fc.constantFrom(0, 0.05, 0.1, 0.3, 0.77, 1),
    equal: fc.boolean(),
  }),
);

/** Cut to one length where all are to have the same. */
function cut(series: readonly number[][], channels: number, equal: boolean): number[][] {
  const least = Math.min(...series.map(({ length }) => length));
  return series.map((one) => (equal ? one.slice(0, Math.floor(least / channels) * channels) : one));
}

describe("nearest neighbours", () => {
  it("are those of plain distances, the first of equals", () => {
    fc.assert(
      fc.property(problem, ({ channels, train, window, equal }) => {
        const sequences = sequencesOf(datasetOf(cut(train, channels, equal), channels));
        const half = Math.ceil(sequences.length / 2);
        const dataset = datasetOf(cut(train, channels, equal).slice(0, half), channels, new Array(half).fill(0));
        const found = nearestOf(neighboursOf(dataset, window), sequences);
        for (const [i, query] of sequences.entries()) {
          const plain = sequences.slice(0, half).map((other) => plainDtw(query, other, channels, window));
          expect(found[i]).toBe(plain.indexOf(Math.min(...plain)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a distance is the plain one up to a limit, and infinite above it", () => {
    fc.assert(
      fc.property(problem, fc.double({ min: 0, max: 2, noNaN: true }), ({ channels, train, window }, share) => {
        const [a, b] = sequencesOf(datasetOf(train, channels)) as [Sequence, Sequence];
        const plain = plainDtw(a, b, channels, window);
        const [rows, columns] = a.length <= b.length ? [a, b] : [b, a];
        const scratch = dtwScratch(columns.length);
        const limit = plain * share;
        const radius = bandRadius(window, rows.length);
        const found = dtwWithin(rows, columns, channels, radius, limit, undefined, scratch);
        expect(found).toBe(plain <= limit ? plain : Number.POSITIVE_INFINITY);
      }),
      { numRuns: 300 },
    );
  });

  it("lower bounds are never above the distance", () => {
    fc.assert(
      fc.property(problem, ({ channels, train, window, equal }) => {
        const [a, b] = sequencesOf(datasetOf(cut(train, channels, equal), channels)) as [Sequence, Sequence];
        const plain = plainDtw(a, b, channels, window) * (1 + 1e-9) + 1e-12;
        expect(lowerBoundKim(a, b, channels)).toBeLessThanOrEqual(plain);
        if (a.length !== b.length) return;
        const envelope = envelopeOf(b, channels, bandRadius(window, b.length));
        const rest = new Float64Array(a.length + 1);
        const bound = lowerBoundKeogh(a, envelope, channels, rest);
        expect(bound).toBeLessThanOrEqual(plain);
        expect(rest[0]).toBe(bound);
      }),
      { numRuns: 300 },
    );
  });

  it("the window found is the smallest of those that leave the fewest training series wrong", () => {
    fc.assert(
      fc.property(problem, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), ({ channels, train, equal }, stream) => {
        const series = cut(train, channels, equal);
        const labels = series.map(() => stream.next().value as number);
        const dataset = datasetOf(series, channels, labels);
        const sequences = sequencesOf(dataset);
        const right = Array.from({ length: 101 }, (_, percent) =>
          sequences.reduce((sum, one, i) => {
            let [best, nearest] = [Number.POSITIVE_INFINITY, -1];
            for (const [j, other] of sequences.entries()) {
              const plain = j === i ? best : plainDtw(one, other, channels, percent / 100);
              if (plain < best) [best, nearest] = [plain, j];
            }
            return sum + (labels[nearest] === labels[i] ? 1 : 0);
          }, 0),
        );
        expect(findWindow(dataset)).toBe(right.indexOf(Math.max(...right)) / 100);
      }),
      { numRuns: 40 },
    );
  });
});
