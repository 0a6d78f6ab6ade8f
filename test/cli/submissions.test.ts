/** `tidelab verify` of submissions: one, a folder of them, one that was changed, and what is none. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { tinySubmission, withText } from "../teaching/tiny-task.ts";
import { inScratch, TINY, tidelab, write } from "./command.ts";

beforeAll(async () => {
  mkdirSync(inScratch("class"));
  const honest = await tinySubmission("20243101");
  const edited = await tinySubmission("20243104", {
    change: (input) => {
      const edit = (text: string) => text.replace(/("epoch": 2,[^}]*"valAccuracy": )[\d.]+/, "$10.125");
      return { ...input, runs: new Map([["lab", withText(input.runs.get("lab")!, "run.json", edit)]]) };
    },
  });
  for (const { name, bytes } of [honest, edited]) writeFileSync(inScratch(`class/${name}`), bytes);
  write("class/Broken-1.tidelab", "not an archive");
  write("class/notes.txt", "left alone");
});

describe("verify", () => {
  it("of an honest submission trains its runs again and says so", async () => {
    const { code, stdout } = await tidelab(["verify", "class/Lin-Student-20243101.tidelab"]);
    expect(stdout).toContain("Lin Student, 20243101");
    expect(stdout).toContain("lab: equal to the bit, 2 epochs");
    expect(stdout).toContain("1 of 1 submission verified.");
    expect(code).toBe(0);
  });

  it("of a folder names the one that was edited with its epoch, and the one that cannot be read", async () => {
    const { code, stdout } = await tidelab(["verify", "class", "--json", "--quiet"]);
    expect(code).toBe(1);
    const { verified, submissions } = JSON.parse(stdout);
    expect(verified).toBe(false);
    expect(submissions.map((one: { file: string; verified: boolean }) => [one.file, one.verified])).toEqual([
      ["class/Broken-1.tidelab", false],
      ["class/Lin-Student-20243101.tidelab", true],
      ["class/Lin-Student-20243104.tidelab", false],
    ]);
    expect(submissions[0].error.code).toBe("zip.damaged");
    expect(submissions[2]).toMatchObject({
      report: "otherRuns",
      runs: [{ name: "lab", result: "different", epochs: 1, of: 2, epoch: 2, sameWeights: true }],
    });
  });

  it("of the first epochs says that the others were not compared, in Chinese too", async () => {
    const args = ["verify", "class/Lin-Student-20243104.tidelab", "--epochs", "1"];
    expect((await tidelab(args)).stdout).toContain("the first 1 of 2 epochs are equal to the bit");
    expect((await tidelab([...args, "--lang", "zh-CN"])).stdout).toContain("逐位相同；其余未比较");
  });

  it("of a file that is larger than any submission says so without reading it", async () => {
    write("big.tidelab", "");
    // Without blocks: only its size is there.
    truncateSync(inScratch("big.tidelab"), 2 ** 30);
    const { code, stdout } = await tidelab(["verify", "big.tidelab"]);
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("at most 20 MB, received a file of 1074 MB, which was not read"),
    ]);
    expect((await tidelab(["verify", "big.tidelab", "--lang", "zh-CN"])).stdout).toContain("没有读取");
  });

  it("of submissions and runs together is refused", async () => {
    write("tiny.json", JSON.stringify(TINY));
    expect((await tidelab(["train", "tiny.json", "--out", "run"])).code).toBe(0);
    const { code, stderr } = await tidelab(["verify", "class", "run"]);
    expect(code).toBe(2);
    expect(stderr).toContain("received both");
  });
});
