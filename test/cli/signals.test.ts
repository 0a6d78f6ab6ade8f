/** Ctrl-C and SIGTERM while the command runs. */
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DRAWN, inScratch, readRecord, start, TINY_LAB, tidelab } from "./command.ts";

/** No machine gets to its end. */
const LONG = [...TINY_LAB, "--epochs", "1000000"];

describe("a signal ends a run after its batch, and it is evaluated and saved", () => {
  it.each([
    ["SIGINT", 130, "1"],
    ["SIGTERM", 143, "1"],
    ["SIGINT", 130, "2"],
  ] as const)("%s: exit code %i, with %s threads", async (signal, code, threads) => {
    const out = `${signal}-${threads}`;
    const { child, printed, result } = start([...LONG, "--threads", threads, "--out", out], DRAWN);
    while (!printed.stdout.includes("\nEpoch 02")) await setTimeout(5);
    child.kill(signal);
    const { code: ended, stdout, stderr } = await result;
    expect(ended, stderr).toBe(code);
    expect(stderr).toMatch(/^Stopping after this batch, then evaluating and saving\./m);
    expect(stdout).toMatch(/^Test loss: /m);
    expect(stdout).toMatch(new RegExp(`^Saved to ${out} `, "m"));
    const { status, history, steps, test } = readRecord(out);
    expect(status).toBe("stopped");
    expect(history.length).toBeGreaterThanOrEqual(2);
    expect(test).not.toBeNull();
    // 42 series in batches of 16: three a whole epoch.
    expect(steps).toBeGreaterThanOrEqual(history.length * 3);
    // All three of the next epoch may be done, and its validation not.
    expect(steps).toBeLessThanOrEqual((history.length + 1) * 3);
    for (const name of ["report.html", "report.md", "model.safetensors"])
      expect(existsSync(inScratch(out, name))).toBe(true);
    expect((await tidelab(["evaluate", out])).stdout).toContain("The same as in the run's record.");
  });

  it("with --json the document says so too", async () => {
    const { child, printed, result } = start([...LONG, "--json", "--out", "json"]);
    while (!printed.stderr.includes("\nEpoch 01")) await setTimeout(5);
    child.kill("SIGINT");
    const { code, stdout } = await result;
    expect(code).toBe(130);
    expect(JSON.parse(stdout).status).toBe("stopped");
  });
});
