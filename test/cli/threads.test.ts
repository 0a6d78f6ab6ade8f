import { describe, expect, it } from "vitest";
import { checkThreads, chooseThreads } from "../../src/cli/threads.ts";
import { SHARD_ROWS } from "../../src/engine/wasm/shards.ts";

describe("chooseThreads", () => {
  const plenty = SHARD_ROWS * 100;
  it.each([
    [undefined, plenty, 4, 4],
    ["auto", plenty, 4, 4],
    ["1", plenty, 4, 1],
    // More than there are cores is the user's choice.
    ["8", plenty, 4, 8],
    ["008", plenty, 4, 8],
    // More than there are shards would have nothing to do.
    ["8", SHARD_ROWS * 2, 4, 2],
    ["8", SHARD_ROWS * 2 + 1, 4, 3],
    ["auto", 1, 4, 1],
    ["256", plenty, 4, 100],
    ["auto", 8 * 1000, 512, 256],
  ])("%s for %i series on %i cores is %i", (flag, rows, cores, expected) => {
    expect(chooseThreads(flag, rows, cores)).toBe(expected);
  });

  it.each(["0", "-1", "1.5", "two", "", "1e1", "AUTO", "257", "1000", "99999999999999999999"])("refuses %j", (flag) => {
    expect(() => checkThreads(flag)).toThrow(`--threads: expected a whole number 1 … 256, or auto, received ${flag}.`);
    expect(() => chooseThreads(flag, 1, 1)).toThrow("--threads");
  });
});
