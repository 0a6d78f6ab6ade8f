// The masks' kernel against its twin in TypeScript (TorchGenerator), and both against V6 of the specification of the
// random streams: three epochs of the lab, as PyTorch 2.13.0 drew them.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createMemory,
  instantiate,
  type Kernels,
  kernelModule,
  RESERVED_BYTES,
} from "../../src/engine/wasm/kernels.ts";
import { Mt19937 } from "../../src/random/mt19937.ts";
import { bernoulliThreshold, TorchGenerator } from "../../src/random/torch.ts";
import { sha256 } from "../random/bits.ts";

const STATE = RESERVED_BYTES;
const OUT = STATE + 4096;
const CANARY = 0xa5;

const memory = createMemory(OUT + 200 * 32 * 128);
let kernels: Kernels;

beforeAll(async () => {
  kernels = instantiate(await kernelModule("portable"), memory);
});

/** Draws by the kernel and leaves the generator where it ended. @returns  ceil(count / 8) bytes, and `around` more of canaries */
function drawByKernel(generator: TorchGenerator, keep: number, count: number, out = OUT, around = 0): Uint8Array {
  const state = new Uint32Array(memory.buffer, STATE, 625);
  state.set(generator.saveState());
  const bytes = new Uint8Array(memory.buffer, out - around, Math.ceil(count / 8) + 2 * around);
  bytes.fill(CANARY);
  const threshold = bernoulliThreshold(keep);
  kernels.bernoulli_bits(STATE, out, count, threshold.high, threshold.low);
  generator.restoreState(state);
  return bytes.slice();
}

/** The same mask and end state by the twin; the words after the state stay as they were. */
function expectTwins(seed: number, skipped: number, keep: number, count: number, out = OUT) {
  const byKernel = new TorchGenerator(seed);
  byKernel.skip(skipped);
  const byTwin = new TorchGenerator(seed);
  byTwin.skip(skipped);
  const guard = new Uint8Array(memory.buffer, STATE + 2500, 64).fill(CANARY);

  const bytes = drawByKernel(byKernel, keep, count, out, 16);
  const expected = new Uint8Array(bytes.length).fill(CANARY);
  byTwin.bernoulliBits(keep, count, expected.subarray(16));
  // Buffers compare a hundred times faster than vitest's element by element.
  expect(Buffer.compare(bytes, expected)).toBe(0);
  expect(byKernel.saveState()).toEqual(byTwin.saveState());
  expect(guard.every((byte) => byte === CANARY)).toBe(true);
}

describe("bernoulli_bits", () => {
  it("equals its twin for any seed, position, probability, count and address", () => {
    const probability = fc.oneof(fc.constantFrom(0, 0.5, 0.7, 0.8, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(1300),
        probability,
        fc.nat(2000),
        fc.nat(7),
        (seed, skipped, keep, count, shift) => {
          expectTwins(seed, skipped, keep, count, OUT + shift);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("equals its twin for every count at every kind of position", () => {
    // Words left in the block: many, few, an odd one that pairs with the next block's first, none.
    for (const position of [0, 1, 2, 51, 311, 607, 608, 609, 615, 622, 623, 624]) {
      for (let count = 0; count <= 70; count++) expectTwins(7, position, 0.7, count);
      for (const count of [303, 304, 311, 312, 313, 320, 623, 624, 625, 936]) expectTwins(7, position, 0.7, count);
    }
  });

  it("lets the second word decide where the first is the threshold's", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(623), fc.nat(400), fc.nat(30), (seed, skipped, index, more) => {
        const engine = new Mt19937(seed);
        engine.skip(skipped + 2 * index);
        const high = BigInt(engine.next() & 0x1fffff);
        const value = Number((high << 32n) | BigInt(engine.next())) * 2 ** -53;
        for (const [keep, bit] of [
          [value, 0],
          [value + 2 ** -53, 1],
        ] as const) {
          expectTwins(seed, skipped, keep, index + 1 + more);
          const generator = new TorchGenerator(seed);
          generator.skip(skipped);
          const bytes = drawByKernel(generator, keep, index + 1 + more);
          expect(((bytes[index >> 3] ?? 0) >> (index & 7)) & 1).toBe(bit);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("draws a mask at once or in pieces", () => {
    const whole = new TorchGenerator(7);
    whole.skip(51);
    const pieces = new TorchGenerator(7);
    pieces.skip(51);
    const expected = drawByKernel(whole, 0.7, 4096);
    const sizes = [8, 16, 2400, 8, 1664]; // whole bytes, so that the pieces can be put side by side
    const joined = Buffer.concat(sizes.map((size) => drawByKernel(pieces, 0.7, size)));
    expect(Buffer.compare(joined, expected)).toBe(0);
    expect(pieces.saveState()).toEqual(whole.saveState());
  });
});

describe("three epochs of the lab, seed 7", () => {
  it("draw what PyTorch drew", () => {
    const generator = new TorchGenerator(7);
    let drawn = 0;
    const log: string[] = [];
    const seed = (event: string) => {
      log.push(`${event} | ${drawn} | ${generator.randomInt64Low32()}`);
      drawn += 2;
    };
    const mask = (event: string, keep: number, count: number) => {
      const bytes = drawByKernel(generator, keep, count);
      const kept = bytes.reduce((sum, byte) => sum + bitCount(byte), 0);
      const first = Array.from({ length: 32 }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1).join("");
      log.push(`${event} | ${drawn} | ${kept} of ${count} | ${sha256(bytes).slice(0, 32)} | ${first}`);
      drawn += 2 * count;
    };

    const parameters = 137955;
    generator.skip(parameters);
    drawn += parameters;
    for (const epoch of [1, 2, 3]) {
      seed(`${epoch} train iterator base seed`);
      const sampler = new TorchGenerator(generator.randomInt64Low32());
      drawn += 2;
      const order = sampler.randperm(840);
      log.push(
        `${epoch} order | ${order.slice(0, 12).join(" ")} | ${order.slice(-4).join(" ")} | ${sha256(order).slice(0, 32)}`,
      );
      for (let batch = 0; batch < 27; batch++) {
        const size = batch === 26 ? 8 : 32;
        mask(`${epoch} LSTM mask, batch ${batch}`, 1 - 0.3, 200 * size * 128);
        mask(`${epoch} classifier mask, batch ${batch}`, 1 - 0.2, size * 32);
      }
      seed(`${epoch} val iterator base seed`);
    }

    for (const event of events) expect(log).toContainEqual(expect.stringContaining(event));
    expect(drawn).toBe(129323253);
    expect(generator.saveState()[624]).toBe(501);
    const engine = new Mt19937(0);
    engine.restoreState(generator.saveState());
    expect([engine.next(), engine.next(), engine.next()]).toEqual([97373716, 425293657, 2045900528]);
  });
});

function bitCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** The low 32 bits of an int64, as the log has them. */
const low = (value: bigint) => Number(value & 0xffffffffn);

/** event | words drawn before it | what it gave */
const events = [
  `1 train iterator base seed | 137955 | ${low(2465656793766010383n)}`,
  "1 order | 253 47 753 54 755 169 205 466 355 716 552 9 | 90 616 98 451 | 8876d74e744ff6723fad5e8670da1819",
  "1 LSTM mask, batch 0 | 137959 | 573561 of 819200 | 0e71da85aa411155f8434ef17272def0 | 10110011011111101111111111010101",
  "1 classifier mask, batch 0 | 1776359 | 835 of 1024 | f36205cae2752857a457a517ef57ed44 | 11101111111111011111111011110111",
  "1 LSTM mask, batch 1 | 1778407 | 573406 of 819200 | 3ca2a84a367fe1af3c7c3e301f038550 | 11101111111111111001001010011110",
  "1 classifier mask, batch 1 | 3416807 | 818 of 1024 | 3f5a19a07dc4a776639befb894257e94 | 01010100011111111111101011111110",
  "1 LSTM mask, batch 26 | 42789607 | 143411 of 204800 | 0b1804c9a9cd06bce3530963ef9f8625 |",
  "1 classifier mask, batch 26 | 43199207 | 202 of 256 | 4487aa9dc4e81d10ca92105dbca88982 |",
  `1 val iterator base seed | 43199719 | ${low(6854789725934002123n)}`,
  `2 train iterator base seed | 43199721 | ${low(352969495894345476n)}`,
  "2 order | 542 242 440 431 781 404 586 306 574 773 365 838 | 298 330 192 674 | 347602df2cab83aa30abde7efd895c80",
  "2 LSTM mask, batch 0 | 43199725 | 573728 of 819200 | 06caf6d0a7b335bbe8543890ec45e2db |",
  "2 classifier mask, batch 0 | 44838125 | 831 of 1024 | 1c00072063d6f55f010a8fee2880802d |",
  `2 val iterator base seed | 86261485 | ${low(3248267731421734385n)}`,
  `3 train iterator base seed | 86261487 | ${low(1148634928208100671n)}`,
  "3 order | 177 210 32 453 301 494 683 176 25 335 438 154 | 18 658 631 824 | 9c00daf0defd5b62841bed36f5b3d3bc",
  "3 LSTM mask, batch 0 | 86261491 | 573990 of 819200 | b614425a7fb2bcbda7d4f0c57d31ec5c |",
  "3 classifier mask, batch 0 | 87899891 | 821 of 1024 | 6fd69f163e74e0294aeffc6274cfb59d |",
  "3 LSTM mask, batch 26 | 128913139 | 143322 of 204800 | d9fb5e314c4e304cdc8118ecd11e931b |",
  "3 classifier mask, batch 26 | 129322739 | 209 of 256 | 1ef27830f24684212e76f74f6fd1b538 |",
  `3 val iterator base seed | 129323251 | ${low(5175972130161951061n)}`,
];
