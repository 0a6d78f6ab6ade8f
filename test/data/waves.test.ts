// Vectors: V3 of the specification of the random streams (the lab's notebook, NumPy 2.3.5, seed 7).
import { describe, expect, it } from "vitest";
import type { WavesOptions } from "../../src/data/generate/waves.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { float32Hex, sha256 } from "../random/bits.ts";
import { waves } from "./made-waves.ts";

/** Noise that is known: 0.25 for every value. */
const steady = { normal: () => 0.25, uniform: () => Number.NaN, randint: () => Number.NaN };

describe("the lab's waves, seed 7", () => {
  const random = new NumpyRandom(7);
  const { dataset, scale } = waves({}, random);
  const row = (index: number) => dataset.values.subarray(index * 200, index * 200 + 8);

  it("has 1200 series of 200 steps in two alternating classes", () => {
    expect(dataset).toMatchObject({ count: 1200, length: 200, channels: 1, classNames: ["sine", "square"] });
    expect(dataset.labels).toEqual(Int32Array.from({ length: 1200 }, (_, i) => i % 2));
  });

  it("has the notebook's values, all bits", () => {
    expect(float32Hex([scale])).toBe("3fe4f61c");
    expect([0, 1, 2, 1199].map((index) => float32Hex(row(index)))).toEqual([
      "3e112a24 bcaf80f9 3d1bc692 3db245fe 3b8b9cc5 3db45a73 3dd7733d bcc972a9",
      "be108d6e 3f24e7d2 3ee056e1 3ee48b18 3f075a0e 3f200b00 3f158efb 3f20855b",
      "bba4df99 3dab6b84 bdada0cd 3db6ce5f 3da81227 bd43d7bd 3e5ea2f5 3d82133c",
      "bd9356ea 3f0ea3a0 3f1fee12 3f10801c 3f0ad9ee 3f0d5223 3ecdeb4d 3f1dc6e4",
    ]);
    expect(Math.abs(dataset.values[967 * 200 + 5] ?? 0)).toBe(1); // where the maximum was
    expect(dataset.values).toHaveLength(240000);
    expect(sha256(dataset.values)).toBe("50e18a9be13cacd5884b80cec609f94a8a05bb2d6e0752253514f1ca1f9aad00");
  });

  it("leaves the generator where the notebook draws its permutation", () => {
    const state = random.saveState();
    expect(state.engine[624]).toBe(416);
    expect(state.cachedGauss).toBeNull();
  });
});

describe("waves", () => {
  it("are sine and square without noise: 0 at the start, -1 at the end of the square", () => {
    const { dataset, scale } = waves({ samples: 2, length: 5, noise: 0 }, new NumpyRandom(7));
    expect(scale).toBe(1);
    // numpy: sin(linspace(0, 2*pi, 5)) = 0, 1, 1.2e-16, -1, -2.4e-16 and its sign
    expect([...dataset.values]).toEqual([
      0,
      1,
      Math.fround(1.2246467991473532e-16),
      -1,
      Math.fround(-2.4492935982947064e-16),
      0,
      1,
      1,
      -1,
      -1,
    ]);
  });

  it("of odd number are one fewer, as in the notebook", () => {
    expect(waves({ samples: 7, length: 3 }, new NumpyRandom(7)).dataset.count).toBe(6);
    expect(waves({ samples: 3, length: 3 }, new NumpyRandom(7)).dataset).toEqual(
      waves({ samples: 2, length: 3 }, new NumpyRandom(7)).dataset,
    );
  });

  it("of one step are noise about 0", () => {
    // np.random.seed(7); n = np.random.normal(scale=0.15, size=4).astype(np.float32); n / np.abs(n).max()
    const { dataset } = waves({ samples: 4, length: 1 }, new NumpyRandom(7));
    expect(float32Hex(dataset.values)).toBe("3f800000 be8d1da7 3c9f0a7b 3e76d827");
    expect([...waves({ samples: 2, length: 1 }, steady).dataset.values]).toEqual([1, 1]);
  });

  it("are divided by the magnitude of the largest, so that -1 or 1 occurs", () => {
    const { dataset, scale } = waves({ samples: 2, length: 5 }, steady);
    expect(scale).toBe(1.25);
    expect(Math.max(...dataset.values.map(Math.abs))).toBe(1);
  });

  it.each<[string, WavesOptions, string]>([
    ["data.wavesSamples", { samples: 1 }, "samples: expected a whole number of series, at least 2"],
    ["data.wavesSamples", { samples: 2.5 }, "received 2.5"],
    ["data.wavesLength", { length: 0 }, "length: expected"],
    ["data.wavesNoise", { noise: -0.1 }, "received -0.1"],
    ["data.wavesNoise", { noise: Number.POSITIVE_INFINITY }, "received Infinity"],
    ["data.wavesScale", { samples: 4, length: 1, noise: 0 }, "Use a length of at least 2"],
    ["data.wavesScale", { samples: 4, length: 1, noise: 1e-60 }, "received 0"],
    ["data.wavesScale", { samples: 4, noise: 1e39 }, "Use less noise"],
  ])("throws %s for %o", (code, options, text) => {
    let error: unknown;
    try {
      waves(options, new NumpyRandom(7));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).code).toBe(code);
    expect((error as TidelabError).message).toContain(text);
  });
});
