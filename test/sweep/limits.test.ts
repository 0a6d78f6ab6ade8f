/** Sweeps that are too large are refused before anything of them is made. */
import { afterEach, describe, expect, it } from "vitest";
import { estimateMemory } from "../../src/model/memory.ts";
import { platform, setPlatform } from "../../src/platform.ts";
import type { SweepInput } from "../../src/sweep/definition.ts";
import { checkRunCount, chooseJobs } from "../../src/sweep/limits.ts";
import { tinySpec } from "../runs/tiny.ts";
import { parsed } from "./tiny-sweep.ts";

describe("the number of runs", () => {
  const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  const grid = [
    { path: "training.batchSize", values: values(1000) },
    { path: "training.epochs", values: values(1000) },
    { path: "training.accumulate", values: values(1000) },
  ];

  it.each<[string, Partial<SweepInput>, number]>([
    ["a mistyped number of seeds", { seeds: 1e9 }, 3e9],
    ["the largest number of seeds", { seeds: Number.MAX_SAFE_INTEGER }, 3 * Number.MAX_SAFE_INTEGER],
    ["a grid of 1e9 arms", { axes: grid, seeds: 1 }, 1e9],
    [
      "many drawn arms with many seeds",
      { axes: [{ path: "training.lr", min: 1, max: 2 }], search: { kind: "random", arms: 10_000 }, seeds: 11 },
      110_000,
    ],
  ])("%s is refused with the count", async (_, changes, runs) => {
    const definition = await parsed(changes);
    expect(() => checkRunCount(definition)).toThrow(`= ${runs}.`);
  });

  it("up to 100000 runs are taken", async () => {
    checkRunCount(await parsed({ seeds: 33_333 }));
    const more = await parsed({ seeds: 33_334 });
    expect(() => checkRunCount(more)).toThrow(/^seeds: /);
  });
});

describe("runs at a time", () => {
  const { memory } = platform;
  afterEach(() => setPlatform({ memory }));
  const small = { bytes: estimateMemory(tinySpec())!.bytes };
  const large = {
    bytes: estimateMemory(tinySpec({ data: { kind: "waves", samples: 1_000_000, length: 100 } }))!.bytes,
  };

  it("are as many as asked for, or cores, and no more than runs", () => {
    setPlatform({ memory: { total: 2 ** 40, heap: 2 ** 32 } });
    expect(chooseJobs(undefined, [small], 9, 4)).toBe(4);
    expect(chooseJobs(undefined, [small], 3, 4)).toBe(3);
    expect(chooseJobs(7, [small], 9, 4)).toBe(7);
    expect(chooseJobs(1000, [small], 9, 4)).toBe(9);
  });

  it("fit into memory: refused with the estimate where asked for, else fewer", () => {
    setPlatform({ memory: { total: 2 ** 30, heap: 2 ** 32 } });
    expect(() => chooseJobs(1000, [small], 5000, 4)).toThrow(
      /1000 runs at a time .* needs up to 0\.0\d+ GB, and there are 1 GB\. Use at most --jobs 1[0-9]\./,
    );
    expect(chooseJobs(undefined, [small], 5000, 64)).toBeLessThan(20);
    // One run of an arm that was found to fit goes at any rate.
    expect(chooseJobs(undefined, [large], 8, 8)).toBe(1);
    // Only one of the arms is large.
    setPlatform({ memory: { total: 3 * 2 ** 30, heap: 2 ** 32 } });
    expect(chooseJobs(undefined, [small, large, small, small], 4, 8)).toBe(4);
  });
});
