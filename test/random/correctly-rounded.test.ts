// Oracle: the exponential and the sine by their Taylor series in integers of 320 fractional bits, with no reduction of the
// argument. A result y is right when the true value lies between the midpoints of y and its two neighbours.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log, sin } from "../../src/random/correctly-rounded.ts";

const FRACTION = 320n;
const ONE = 1n << FRACTION;

const view = new DataView(new ArrayBuffer(8));

/** x in fixed point, exact for all that is tested here (no bit below 2^-320). */
function fixed(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const magnitude = ((bits & ((1n << 52n) - 1n)) | (1n << 52n)) << (exponent + FRACTION - 1075n);
  return x === 0 ? 0n : x < 0 ? -magnitude : magnitude;
}

function neighbour(x: number, step: bigint): number {
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + step);
  return view.getFloat64(0);
}

/** Halfway to the neighbours of y, the smaller first. */
function midpoints(y: number): [bigint, bigint] {
  const ends = [neighbour(y, -1n), neighbour(y, 1n)].sort((a, b) => a - b) as [number, number];
  return [(fixed(ends[0]) + fixed(y)) / 2n, (fixed(ends[1]) + fixed(y)) / 2n];
}

function exp(x: bigint): bigint {
  const small = x / 1024n;
  let sum = ONE;
  for (let n = 1n, term = ONE; term !== 0n; n++) {
    term = (term * small) / (n * ONE);
    sum += term;
  }
  for (let i = 0; i < 10; i++) sum = (sum * sum) / ONE;
  return sum;
}

function sine(x: bigint): bigint {
  let sum = 0n;
  for (let n = 1n, term = x; term !== 0n; n += 2n) {
    sum += term;
    term = (-term * x * x) / (ONE * ONE * (n + 1n) * (n + 2n));
  }
  return sum;
}

/** Numbers spread over binades, as a logarithm wants them. */
const spread = (least: number, most: number) =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }))
    .map(([exponent, fraction]) => fraction * 2 ** exponent);

describe("log", () => {
  it("is rounded correctly", () => {
    const nearOne = spread(-53, -2).map((distance) => 1 - distance);
    fc.assert(
      fc.property(fc.oneof(spread(-104, -1), spread(-2, -1), nearOne, spread(0, 60)), (x) => {
        fc.pre(x !== 1);
        const [below, above] = midpoints(log(x));
        expect(exp(below) < fixed(x) && fixed(x) < exp(above)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("of 1 is 0, of the smallest and largest normal numbers what it should be", () => {
    expect(log(1)).toBe(0);
    expect(log(2 ** -1022)).toBe(-708.3964185322641); // float(mpmath.log(2**-1022))
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384); // float(mpmath.log(1.7976931348623157e308))
  });
});

describe("sin", () => {
  it("is rounded correctly over a turn, and about the quarters", () => {
    const turn = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }).filter((x) => x === 0 || x > 2 ** -100);
    const quarters = fc
      .tuple(fc.constantFrom(0.5, 1, 1.5, 2), fc.bigInt(-1000n, 1000n))
      .map(([half, step]) => neighbour(half * Math.PI, step))
      .filter((x) => x <= 2 * Math.PI);
    const uniform = fc.integer({ min: 1, max: 2 ** 31 }).map((i) => (i / 2 ** 31) * 2 * Math.PI);
    fc.assert(
      fc.property(fc.oneof(turn, quarters, uniform), (x) => {
        fc.pre(x !== 0);
        const [below, above] = midpoints(sin(x));
        const exact = sine(fixed(x));
        expect(below < exact && exact < above).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("is rounded correctly over many turns, both ways", () => {
    const turns = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((i) => (i / 2 ** 31) * 100);
    fc.assert(
      fc.property(turns, (x) => {
        fc.pre(x !== 0);
        const [below, above] = midpoints(sin(x));
        const exact = sine(fixed(x));
        expect(below < exact && exact < above).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("is right as far as it is promised", () => {
    // [float(mpmath.sin(x)) for x in …] with mpmath.mp.dps = 50
    expect(sin(628318.53)).toBe(-0.00071795855807248);
    expect(sin(-1600000)).toBe(0.5414010921983009);
  });

  it("of 0 is 0, of the last point of a period the distance of 2π from its nearest number", () => {
    expect(sin(0)).toBe(0);
    expect(sin(2 * Math.PI)).toBe(-2.4492935982947064e-16);
  });
});
