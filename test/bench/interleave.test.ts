/** The order in which competitors take their turns, and which turns count. */
import { describe, expect, it } from "vitest";
import { interleave, present } from "../../bench/harness/interleave.mjs";

describe("interleave", () => {
  it("takes turns round by round after a warm-up that does not count", async () => {
    const turns: string[] = [];
    const competitor = (name: string) => ({
      name,
      measure: async () => turns.push(name),
    });
    const measured = await interleave([competitor("a"), competitor("b")], { rounds: 2, warmUp: 1, pause: 0 });
    expect(turns).toEqual(["a", "b", "a", "b", "a", "b"]);
    // `push` returns how many turns there were.
    expect([...measured]).toEqual([
      ["a", [3, 5]],
      ["b", [4, 6]],
    ]);
  });

  it("lets a slow one sit out the later rounds, and keeps rounds side by side", async () => {
    const always = { name: "fast", measure: async () => 1 };
    const slow = { name: "slow", measure: async () => 9, rounds: 1 };
    const measured = await interleave([slow, always], { rounds: 3, pause: 0 });
    expect(measured.get("slow")).toEqual([9, undefined, undefined]);
    expect(present(measured.get("slow"))).toEqual([9]);
    expect(measured.get("fast")).toEqual([1, 1, 1]);
  });
});
