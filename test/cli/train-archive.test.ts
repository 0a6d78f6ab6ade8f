/** Training on real files of the archive from the command line to the proof: train, record, verify, predict. */
import { describe, expect, it } from "vitest";
import { documentOf, readRecord, tidelab, trainSmall as train, write } from "./command.ts";
import { HAS_SHARED, shared } from "./own-files.ts";

describe.skipIf(!HAS_SHARED)("the archive's files", () => {
  it("GunPoint, with its own test set: trained and verified", async () => {
    const files = ["--data", shared("GunPoint_TRAIN.ts"), "--test", shared("GunPoint_TEST.ts")];
    const { code, stdout } = await train(...files, "--out", "runs/gunpoint");
    expect(code).toBe(0);
    expect(stdout).toContain("Classes: 2: 1 (100), 2 (100)");
    const { data, name } = readRecord("runs/gunpoint");
    expect([name, data.train, data.val, data.test, data.length]).toEqual(["GunPoint", 40, 10, 150, 150]);
    expect((await tidelab(["verify", "runs/gunpoint", "--epochs", "1"])).code).toBe(0);
    const predicted = await tidelab(["predict", "runs/gunpoint", "--input", shared("GunPoint_TEST.ts"), "--json"]);
    expect(documentOf(predicted.stdout)).toMatchObject({ accuracy: readRecord("runs/gunpoint").test?.accuracy });
    const mistaken = write("other.ts", "@problemName x\n@classLabel true 1 9\n@data\n1,2,3:9\n");
    const { stderr } = await tidelab(["predict", "runs/gunpoint", "--input", mistaken, "--any-length"]);
    expect(stderr).toContain("other.ts:4: expected one of the classes of the run (1, 2), received 9");
  });

  it("JapaneseVowels: unequal lengths and twelve channels", async () => {
    const files = ["--data", shared("JapaneseVowels_TRAIN.ts"), "--test", shared("JapaneseVowels_TEST.ts")];
    const { code, stdout } = await train(...files, "--epochs", "1", "--out", "runs/vowels");
    expect(code).toBe(0);
    expect(stdout).toContain("Series: 640 of 7–29 steps, 12 channels");
    const { data } = readRecord("runs/vowels");
    expect([data.channels, data.length, data.source?.lengths]).toEqual([12, 26, [7, 29]]);
    expect((await tidelab(["verify", "runs/vowels"])).code).toBe(0);
  });

  it("DodgerLoopDay: missing values are refused with their number, interpolated or masked when asked for", async () => {
    const files = ["--data", shared("DodgerLoopDay_TRAIN.ts"), "--test", shared("DodgerLoopDay_TEST.ts")];
    const refused = await train(...files);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /DodgerLoopDay_TRAIN\.ts:\d+.*: expected a value at every step, received 337 missing values/,
    );
    for (const [missing, channels] of [
      ["linear", 1],
      ["mask", 2],
    ] as const) {
      const out = `runs/dodger-${missing}`;
      const { code } = await train(...files, "--missing", missing, "--epochs", "1", "--out", out);
      expect(code).toBe(0);
      const { data, test } = readRecord(out);
      expect(data).toMatchObject({ channels, source: { missing: 337, channels: 1 } });
      // New series go through the same rule: the test series get the answers of the test.
      const { stdout } = await tidelab(["predict", out, "--input", shared("DodgerLoopDay_TEST.ts"), "--json"]);
      expect(documentOf(stdout)).toMatchObject({ accuracy: test?.accuracy });
    }
  });
});
