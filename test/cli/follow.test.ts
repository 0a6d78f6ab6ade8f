/** What a run looks like on a terminal, and off one. */
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/cli/terminal/table.ts";
import { TINY_LAB, tidelab } from "./command.ts";

const ESCAPE = "\u001b";
const ERASE = `\r${ESCAPE}[2K`;

describe("on a terminal", () => {
  it.each(["en", "zh-CN"])(
    "shows a bar within the epoch, with loss and the time left, and erases it (%s)",
    async (lang) => {
      const out = `tty-${lang}`;
      const { code, stdout, stderr } = await tidelab([...TINY_LAB, "--threads", "1", "--lang", lang, "--out", out], {
        terminal: { isTTY: true, columns: 72 },
      });
      expect(code).toBe(0);
      const bars = stderr.split(ERASE).filter((line) => line.includes("loss="));
      expect(bars.length).toBeGreaterThan(0);
      const [epoch, left] = lang === "en" ? ["Epoch", "ETA"] : ["轮次", "剩余"];
      expect(bars[0]).toMatch(new RegExp(`^${epoch} 1/2 [█▏▎▍▌▋▊▉]+░+ 1/3 loss=\\d\\.\\d{4} ${left} \\d+:\\d\\d`));
      for (const bar of bars) expect(displayWidth(bar.split("\n")[0] ?? "")).toBeLessThan(72);
      // Nothing of it is left when the run is over.
      expect(stderr.lastIndexOf(ERASE)).toBeGreaterThan(stderr.lastIndexOf("loss="));
      expect(stdout).toContain(`${ESCAPE}[1mTest loss: `);
    },
  );

  it("has no colours with NO_COLOR, but its bar", async () => {
    const { stdout, stderr } = await tidelab([...TINY_LAB, "--threads", "1", "--out", "no-color"], {
      terminal: { isTTY: true, columns: 72 },
      env: { NO_COLOR: "1" },
    });
    expect(stdout).not.toContain(ESCAPE);
    expect(stderr.replaceAll(ERASE, "")).not.toContain(ESCAPE);
    expect(stderr).toContain("█");
  });
});

it("off a terminal there is neither", async () => {
  const { code, stdout, stderr } = await tidelab([...TINY_LAB, "--out", "piped"], { env: { TERM: "xterm-256color" } });
  expect(code).toBe(0);
  for (const mark of [ESCAPE, "█", "ETA"]) expect(stdout + stderr).not.toContain(mark);
});
