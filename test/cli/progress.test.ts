import { describe, expect, it } from "vitest";
import { loadLanguage, messagesIn } from "../../src/cli/terminal/language.ts";
import { createEta, formatBar, formatProgress } from "../../src/cli/terminal/progress.ts";
import { displayWidth } from "../../src/cli/terminal/table.ts";

await loadLanguage("zh-CN");

describe("the time left", () => {
  it("is unknown before the first step, and goes by the first one while it is the only one", () => {
    const eta = createEta(10, 1000);
    expect(eta.remaining()).toBeUndefined();
    eta.step(3000);
    expect(eta.remaining()).toBe(9 * 2);
  });

  it("leaves the first step out once there are more, and takes pauses between steps in", () => {
    const eta = createEta(10, 0);
    eta.step(60_000);
    eta.step(61_000);
    expect(eta.remaining()).toBe(8);
    // A validation of two seconds before the third step.
    eta.step(64_000);
    expect(eta.remaining()).toBe(7 * 2);
    for (let at = 65_000; at <= 71_000; at += 1000) eta.step(at);
    expect(eta.remaining()).toBe(0);
  });
});

describe("formatBar", () => {
  it.each([
    [0, "░░░░"],
    [0.5, "██░░"],
    [1, "████"],
    [0.25 + 1 / 32, "█▏░░"],
    [0.75 - 1 / 32, "██▉░"],
    [-1, "░░░░"],
    [2, "████"],
  ])("of %d", (share, bar) => {
    expect(formatBar(share, 4)).toBe(bar);
  });
});

describe("formatProgress", () => {
  const state = { epoch: 3, epochs: 20, batch: 9, batches: 27, loss: 0.46315, remaining: 41.2 };
  const [english, chinese] = [messagesIn("en"), messagesIn("zh-CN")];

  it("has epoch, bar, batch, loss and the time left, of one width as numbers grow", () => {
    const line = formatProgress(state, 100, english);
    expect(line).toMatch(/^Epoch {2}3\/20 █{10}░{20} {2}9\/27 loss=0\.4632 ETA 0:41$/);
    expect(formatProgress({ ...state, epoch: 12, batch: 10 }, 100, english).length).toBe(line.length);
    expect(formatProgress(state, 100, chinese)).toContain("轮次  3/20");
    expect(formatProgress(state, 100, chinese)).toContain("剩余 0:41");
    expect(formatProgress({ ...state, remaining: undefined }, 100, english)).not.toContain("ETA");
  });

  it.each(["en", "zh-CN"] as const)("fits into any number of columns (%s)", (lang) => {
    for (let columns = 1; columns <= 100; columns++) {
      const line = formatProgress(state, columns, messagesIn(lang));
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it("omits the bar where there is no room for it", () => {
    expect(formatProgress(state, 42, english)).toBe("Epoch  3/20  9/27 loss=0.4632 ETA 0:41");
    expect(formatProgress(state, 45, english)).toMatch(/^Epoch {2}3\/20 █.+░ {2}9\/27 /);
  });
});
