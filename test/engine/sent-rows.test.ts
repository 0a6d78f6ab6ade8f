/** Rows on their way to a worker: the right ones, in memory that is used again, and never the whole block. */
import { afterEach, describe, expect, it, vi } from "vitest";
import * as dist from "../../dist/node/index.js";
import { platform, setPlatform } from "../../dist/platform.js";
import type { SeriesBlock } from "../../src/engine/device.ts";
import { consecutive, cutTurns, RowSender } from "../../src/engine/wasm/sent-rows.ts";

/** Series of `channels` × `length`, each value its own index. */
function block(count: number, length: number, channels: number): SeriesBlock {
  return {
    values: Float32Array.from({ length: count * length * channels }, (_, i) => i),
    labels: Int32Array.from({ length: count }, (_, row) => row % 3),
    length,
    channels,
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(["shared", "copied"])("rows that are %s", (how) => {
  const sender = () => {
    if (how === "copied") vi.stubGlobal("SharedArrayBuffer", undefined);
    return new RowSender();
  };

  it("come in the order asked for, with their classes and steps", () => {
    const whole = { ...block(4, 3, 2), lengths: Int32Array.of(3, 1, 2, 3) };
    const { block: rows, transfer } = sender().pack(whole, Int32Array.of(2, 0));
    expect([...rows.values]).toEqual([12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5]);
    expect([...rows.labels]).toEqual([2, 0]);
    expect([...rows.lengths!]).toEqual([2, 3]);
    expect([rows.length, rows.channels]).toEqual([3, 2]);
    expect(transfer).toEqual(how === "copied" ? [rows.values.buffer] : []);
    expect(sender().pack(block(2, 3, 1), Int32Array.of(1)).block.lengths).toBeUndefined();
  });

  it("take new memory while the old is in use", () => {
    const from = sender();
    const whole = block(4, 3, 1);
    const first = from.pack(whole, Int32Array.of(0));
    const second = from.pack(whole, Int32Array.of(1));
    expect([...first.block.values, ...second.block.values]).toEqual([0, 1, 2, 3, 4, 5]);
    from.release(first);
    const third = from.pack(whole, Int32Array.of(3));
    expect(third.block.values.buffer === first.block.values.buffer).toBe(how === "shared");
    expect([...second.block.values, ...third.block.values]).toEqual([3, 4, 5, 9, 10, 11]);
    from.release(third);
    expect([...from.pack(whole, Int32Array.of(0, 1, 2, 3)).block.values]).toEqual([...whole.values]);
  });
});

it("turns are whole shards that follow one another, of 4 MB unless a shard has more", () => {
  expect(cutTurns(block(0, 50_000, 1), 8, 43)).toEqual([
    [8, 24],
    [24, 40],
    [40, 43],
  ]);
  expect(cutTurns(block(0, 1_000_000, 1), 0, 17)).toEqual([
    [0, 8],
    [8, 16],
    [16, 17],
  ]);
  expect(cutTurns(block(0, 10, 1), 4, 4)).toEqual([]);
  expect([...consecutive(3, 6)]).toEqual([3, 4, 5]);
});

describe("a session with workers", () => {
  const LENGTH = 40_000;
  const { values, labels } = block(150, LENGTH, 1);
  const classNames = ["a", "b", "c"];
  const series = { values: values.map((i) => Math.fround(((i * 7919) % 1009) / 1009)), labels, length: LENGTH };
  const set = { ...series, channels: 1, count: 150, classNames };
  const compile = () => {
    const layers = [{ layer: "globalAvgPool" as const }, { layer: "linear" as const, outFeatures: 3 }];
    return dist.compile({ layers }, { length: LENGTH, classes: 3, seed: 7 });
  };

  /** Bytes in arrays that a message copies: structured cloning takes the whole buffer of a view. */
  function copiedBytes(message: unknown): number {
    if (ArrayBuffer.isView(message)) return message.buffer instanceof ArrayBuffer ? message.buffer.byteLength : 0;
    if (typeof message !== "object" || message === null) return 0;
    return Object.values(message).reduce((sum: number, part) => sum + copiedBytes(part), 0);
  }

  it.each([2, 3])(
    "evaluates in several turns on %d threads, to the same bits, and copies no series",
    async (threads) => {
      const model = compile();
      const one = await dist.evaluate(model, set);
      const { startWorker } = platform;
      let copied = 0;
      let messages = 0;
      setPlatform({
        startWorker: () => {
          const worker = startWorker!() as ReturnType<typeof startWorker & {}> & {
            post(m: unknown, t?: ArrayBuffer[]): void;
          };
          const { post } = worker;
          return Object.assign(worker, {
            post(message: unknown, transfer?: ArrayBuffer[]) {
              messages++;
              copied += copiedBytes(message);
              post(message, transfer);
            },
          });
        },
      });
      try {
        const several = await dist.evaluate(model, set, { threads });
        expect(several).toEqual(one);
        // A lane has 50 series or more of 160 kB: three turns or more.
        expect(messages).toBeGreaterThanOrEqual((threads - 1) * 4);
        for await (const _ of dist.train(
          compile(),
          { train: set, val: set },
          { epochs: 1, batchSize: 50 },
          { threads },
        ));
        expect(copiedBytes({ a: [values.subarray(0, 1)] })).toBe(values.byteLength); // what it would have been
        expect(copied).toBe(0);
      } finally {
        setPlatform({ startWorker });
      }
    },
  );
});
