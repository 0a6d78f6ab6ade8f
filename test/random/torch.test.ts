// Vectors: V4 and V5 of the specification of the random streams (PyTorch 2.13.0); others carry the snippet that made them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mt19937 } from "../../src/random/mt19937.ts";
import { bernoulliThreshold, dropoutScale, TorchGenerator } from "../../src/random/torch.ts";
import { float32Hex, sha256, take } from "./bits.ts";

function uniform(generator: TorchGenerator, low: number, high: number, count: number): Float32Array {
  const out = new Float32Array(count);
  generator.uniform(low, high, out);
  return out;
}

/** Elements as a text of 0 and 1, in drawing order. */
function bernoulli(generator: TorchGenerator, keepProbability: number, count: number): string {
  const out = new Uint8Array(Math.ceil(count / 8));
  generator.bernoulliBits(keepProbability, count, out);
  return Array.from({ length: count }, (_, i) => ((out[i >> 3] ?? 0) >> (i & 7)) & 1).join("");
}

describe("TorchGenerator after torch.manual_seed(7)", () => {
  it("rand", () => {
    const generator = new TorchGenerator(7);
    expect(float32Hex(take(8, () => generator.randFloat32()))).toBe(
      "3f08f0af 3e4b9310 3f28c219 3f2829f6 3e6e590c 3ed9a1a6 3e540e5c 3f213667",
    );
  });

  it("random_ of int64, low half", () => {
    const full = [1407639518939636932n, 5163590386780219894n, 8087222774582268115n, 4122204982959224423n];
    const generator = new TorchGenerator(7);
    expect(take(4, () => generator.randomInt64Low32())).toEqual(full.map((value) => Number(value & 0xffffffffn)));
  });

  it("randperm", () => {
    expect([...new TorchGenerator(7).randperm(10)]).toEqual([5, 0, 3, 4, 1, 7, 9, 6, 8, 2]);
    expect([...new TorchGenerator(7).randperm(840).slice(0, 12)]).toEqual([
      495, 795, 55, 473, 391, 87, 3, 288, 292, 137, 608, 690,
    ]);
  });

  it.each([
    [0.125, "3c0f0af0 bd9a3678 3d230864 3d20a7d8 bd88d37a bc997968 bd95f8d2 3d04d99c"],
    [1 / Math.sqrt(128), "3bca4aff bd5a16fc 3ce6902b 3ce3338e bd418055 bc590b9c bd5417a5 3cbbe0da"],
    [1 / Math.sqrt(32), "3c4a4aff bdda16fc 3d66902b 3d63338e bdc18055 bcd90b9c bdd417a5 3d3be0da"],
  ])("uniform_(-k, k) with k = %d, fused", (bound, hex) => {
    expect(float32Hex(uniform(new TorchGenerator(7), -bound, bound, 8))).toBe(hex);
  });

  it("uniform_(-0.1, 0.37)", () => {
    // torch.empty(6).uniform_(-0.1, 0.37).view(torch.int32), in hex
    const hex = "3e1b0c2a bbd70a46 3e56dd8b 3e55bf87 3c19f9c9 3dcc58dc";
    expect(float32Hex(uniform(new TorchGenerator(7), -0.1, 0.37, 6))).toBe(hex);
  });

  it.each([
    [2 ** -60, "72225d7ba7b633c50bb86d66e919ffdad801322fff531b152a34ff8b49a50cc6"],
    [-(2 ** -60), "65f042aef6697185d85cb77d98bf36041775982f27d3f4defbacdcdd87482f22"],
  ])("uniform_(%d, 1.5) rounds once, where binary64 in between would round 125 values of 1000 wrong", (low, hash) => {
    // sha256(torch.empty(1000).uniform_(low, 1.5).numpy().tobytes())
    expect(sha256(uniform(new TorchGenerator(7), low, 1.5, 1000))).toBe(hash);
  });

  it("bernoulli_", () => {
    expect(bernoulli(new TorchGenerator(7), 0.7, 32)).toBe("11010011001111101010001100001011");
    expect(bernoulli(new TorchGenerator(7), 0.8, 32)).toBe("11010011111111101010001101001011");
  });

  it("the lab's 137,955 initial parameters", () => {
    const hidden = 64;
    const tensors: [name: string, size: number, bound: number][] = [];
    for (const layer of [0, 1]) {
      const inputs = layer === 0 ? 1 : 2 * hidden;
      for (const direction of ["", "_reverse"]) {
        for (const [kind, size] of [
          ["weight_ih", 4 * hidden * inputs],
          ["weight_hh", 4 * hidden * hidden],
          ["bias_ih", 4 * hidden],
          ["bias_hh", 4 * hidden],
        ] as const) {
          tensors.push([`lstm.${kind}_l${layer}${direction}`, size, 1 / Math.sqrt(hidden)]);
        }
      }
    }
    for (const [name, fanIn, fanOut] of [
      ["attention", 128, 1],
      ["classifier.0", 128, 32],
      ["classifier.3", 32, 2],
    ] as const) {
      tensors.push(
        [`${name}.weight`, fanIn * fanOut, 1 / Math.sqrt(fanIn)],
        [`${name}.bias`, fanOut, 1 / Math.sqrt(fanIn)],
      );
    }

    const generator = new TorchGenerator(7);
    const all = new Float32Array(137955);
    const table: string[] = [];
    let first = 0;
    for (const [name, size, bound] of tensors) {
      const values = all.subarray(first, first + size);
      generator.uniform(-bound, bound, values);
      table.push(
        `${name} | ${first} | ${size} | ${float32Hex(values.subarray(0, 4))} | ${float32Hex(values.subarray(-1))}`,
      );
      first += size;
    }
    expect(table).toEqual(initialParameters);
    expect(sha256(all)).toBe("ce9d65303272c28afa48bc0f1cba385faeea4519bb2d87c4ccda292d5aec8dd3");
    expect(generator.saveState()[624]).toBe(51);
  });
});

describe("TorchGenerator", () => {
  it.each([
    [-5, "3f6e49e6 3f292539 3f7b13ab"],
    [2 ** 40 + 123, "3e979bfc 3f043d6d 3e80dafc"],
  ])("seeds by %d as PyTorch does", (seed, hex) => {
    // torch.manual_seed(seed); torch.rand(3)
    const generator = new TorchGenerator(seed);
    expect(float32Hex(take(3, () => generator.randFloat32()))).toBe(hex);
    expect(() => generator.manualSeed(0.5)).toThrow(RangeError);
  });

  it("randperm(20000) after manual_seed(3)", () => {
    // sha256(torch.randperm(20000).int().numpy().tobytes())
    const hash = "a448fd59231d26bdab69a5365fcc887be382705a35c85bd3a89fdbf334047153";
    expect(sha256(new TorchGenerator(3).randperm(20000))).toBe(hash);
  });

  it("randperm of 0 and 1 costs no word; what PyTorch permutes otherwise is refused", () => {
    const generator = new TorchGenerator(7);
    expect([...generator.randperm(0)]).toEqual([]);
    expect([...generator.randperm(1)]).toEqual([0]);
    expect(generator.saveState()).toEqual(new TorchGenerator(7).saveState());
    for (const count of [-1, 1.5, 214748364]) expect(() => generator.randperm(count)).toThrow(RangeError);
  });

  it("uniform keeps below its upper bound", () => {
    // The largest draw, (2^24 - 1) / 2^24, times 1 plus 1 would round to 2.
    const state = new Uint32Array(625);
    state[624] = 0;
    state[0] = untempered(0xffffffff);
    const generator = new TorchGenerator(7);
    generator.restoreState(state);
    expect([...uniform(generator, 1, 2, 1)]).toEqual([1]);
  });

  it("a mask element is kept exactly when its 53 bits are below the probability", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(40), (seed, index) => {
        const engine = new Mt19937(seed);
        engine.skip(2 * index);
        const high = BigInt(engine.next() & 0x1fffff);
        const value = Number((high << 32n) | BigInt(engine.next())) * 2 ** -53;
        expect(bernoulli(new TorchGenerator(seed), value, index + 1).at(-1)).toBe("0");
        expect(bernoulli(new TorchGenerator(seed), value + 2 ** -53, index + 1).at(-1)).toBe("1");
      }),
    );
  });

  it("draws masks for the probabilities 0 and 1 as well, as bernoulli_ does", () => {
    const [none, all, drawn] = [new TorchGenerator(7), new TorchGenerator(7), new TorchGenerator(7)];
    expect(bernoulli(none, 0, 10)).toBe("0000000000");
    expect(bernoulli(all, 1, 10)).toBe("1111111111");
    drawn.skip(20);
    expect(none.saveState()).toEqual(drawn.saveState());
    expect(all.saveState()).toEqual(drawn.saveState());
  });

  it("clears old bits of the bytes it writes and leaves the next ones", () => {
    const out = new Uint8Array(4).fill(255);
    new TorchGenerator(7).bernoulliBits(0, 11, out);
    expect([...out]).toEqual([0, 0, 255, 255]);
    expect(() => new TorchGenerator(7).bernoulliBits(0.5, 33, out)).toThrow(/5 bytes, received 4/);
  });

  it("continues from a saved state", () => {
    const generator = new TorchGenerator(7);
    generator.skip(1001);
    const saved = generator.saveState();
    const following = take(9, () => generator.randFloat32());
    const resumed = new TorchGenerator(1);
    resumed.restoreState(saved);
    expect(take(9, () => resumed.randFloat32())).toEqual(following);
  });
});

describe("dropout's constants", () => {
  it("thresholds in 53 bits", () => {
    expect(bernoulliThreshold(1 - 0.3)).toEqual({ high: 0x166666, low: 0x66666666 });
    expect(bernoulliThreshold(1 - 0.2)).toEqual({ high: 0x199999, low: 0x9999999a });
    expect(bernoulliThreshold(1)).toEqual({ high: 0x200000, low: 0 });
    expect(bernoulliThreshold(2 ** -60)).toEqual({ high: 0, low: 1 });
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => bernoulliThreshold(wrong)).toThrow(RangeError);
  });

  it.each([
    [0, "3f800000"],
    [0.15, "3f969696"],
    [0.2, "3fa00000"],
    [0.3, "3fb6db6e"],
    [0.45, "3fe8ba2e"],
    [0.5, "40000000"],
  ])("the scale for p = %d", (p, hex) => {
    expect(float32Hex([dropoutScale(p)])).toBe(hex);
    for (const wrong of [-0.1, 1, Number.NaN]) expect(() => dropoutScale(wrong)).toThrow(RangeError);
  });
});

/** The state word that tempering turns into `word`. Undoing x ^= (x << s) & m a few times over recovers all bits. */
function untempered(word: number): number {
  const undo = (value: number, step: (x: number) => number) => {
    let x = value;
    for (let i = 0; i < 32; i++) x = value ^ step(x);
    return x;
  };
  let y = undo(word, (x) => x >>> 18);
  y = undo(y, (x) => (x << 15) & 0xefc60000);
  y = undo(y, (x) => (x << 7) & 0x9d2c5680);
  return undo(y, (x) => x >>> 11) >>> 0;
}

/** name | first draw | count | first values | last value */
const initialParameters = [
  "lstm.weight_ih_l0 | 0 | 256 | 3c0f0af0 bd9a3678 3d230864 3d20a7d8 | 3d910f92",
  "lstm.weight_hh_l0 | 256 | 16384 | 3d0b0434 3da07aaa bd9460aa bd27dffc | bde17354",
  "lstm.bias_ih_l0 | 16640 | 256 | 3d5e3c98 bcfdfef8 bd2dd9b8 3da9b464 | 3d71af28",
  "lstm.bias_hh_l0 | 16896 | 256 | 3dfe12f0 bdd96ec2 3d077d54 bd6b5970 | 3cd30b30",
  "lstm.weight_ih_l0_reverse | 17152 | 256 | bd0e9120 3dc20fcc 3bfc4560 3df85064 | 3dbb0ba4",
  "lstm.weight_hh_l0_reverse | 17408 | 16384 | 3d0b0534 3da0c114 bdd7fbde 3c17ef30 | bdca6bd8",
  "lstm.bias_ih_l0_reverse | 33792 | 256 | 3a2e7c00 3cbfc100 3d396f7c 3c688e20 | bde4d3c8",
  "lstm.bias_hh_l0_reverse | 34048 | 256 | 3deaef72 3c573310 3db64fca 3d3ebd90 | bdf4a586",
  "lstm.weight_ih_l1 | 34304 | 32768 | bda162a6 bd9faada 3d4229b4 bda9346e | bdd274e4",
  "lstm.weight_hh_l1 | 67072 | 16384 | 3d942c72 bd8c1738 3da71eb2 bb05ef00 | 3d4f8e40",
  "lstm.bias_ih_l1 | 83456 | 256 | bddc5a70 3de0fb88 bd8a43b0 bd47dba0 | bcbc26e8",
  "lstm.bias_hh_l1 | 83712 | 256 | bdc9b7fa 3b5f6ec0 bc1b9980 3de598b0 | 3cecad28",
  "lstm.weight_ih_l1_reverse | 83968 | 32768 | bd7e7864 3d790a64 3d8833b2 bdce1e28 | bca07030",
  "lstm.weight_hh_l1_reverse | 116736 | 16384 | bdf2abe8 bd604fcc bd15f1bc 3c8555a8 | 3d9cce36",
  "lstm.bias_ih_l1_reverse | 133120 | 256 | 3dd79228 bbc167c0 bdbeb884 3ddaf5dc | bd2db518",
  "lstm.bias_hh_l1_reverse | 133376 | 256 | bdf54ada bd84dbf2 bdda8228 3d002ba0 | 3d0525e8",
  "attention.weight | 133632 | 128 | 3c3acfe2 bb399abf 3d562153 bd9b4f0a | 3d0e2c63",
  "attention.bias | 133760 | 1 | 3c72113f | 3c72113f",
  "classifier.0.weight | 133761 | 4096 | 3d852f18 3d218eaa 3cf4f67e bc52c549 | bd03e91f",
  "classifier.0.bias | 137857 | 32 | bc4ecf13 3c0318d6 3cc22eff bdb2b25e | bd3238f8",
  "classifier.3.weight | 137889 | 64 | 3afd82f7 3d688385 be2db96b 3df84d05 | bdd25a09",
  "classifier.3.bias | 137953 | 2 | bdd47edd 3d9a036c | 3d9a036c",
];
