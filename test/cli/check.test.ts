/** `tidelab check padding` as a user types it. Runs the built command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PaddingCheck } from "../../src/train/check-padding.ts";
import { scratch, tidelab } from "./command.ts";

const layers = [
  { layer: "conv1d", outChannels: 8, kernelSize: 5 },
  { layer: "batchNorm" },
  { layer: "relu" },
  { layer: "gru", hiddenSize: 4, numLayers: 2, bidirectional: true, dropout: 0.3 },
  { layer: "dropout", p: 0.5 },
  { layer: "attention" },
  { layer: "linear", outFeatures: 2 },
];
const data = { kind: "waves", samples: 40, length: 30 };
const write = (name: string, spec: object) => writeFileSync(join(scratch, name), JSON.stringify(spec));
write("equal.json", { data, model: { layers } });
write("uneven.json", { data: { ...data, minLength: 12 }, model: { layers } });
write("short.json", { data: { ...data, minLength: 3 }, model: { layers } });

describe("check padding", () => {
  it("says that more padding changes nothing, in words and as JSON", async () => {
    const { code, stdout, stderr } = await tidelab(["check", "padding", "uneven.json", "--lang", "en"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^28 training series of \d+ to \d+ steps, and the same with 16 more steps of padding/);
    expect(stdout).toMatch(/^ {2}logits +0$/m);
    expect(stdout).toMatch(/Passed: padding changes nothing, bit for bit\.\n$/);
    const json = await tidelab(["check", "padding", "uneven.json", "--json", "--steps", "5", "--numerics", "portable"]);
    const check = JSON.parse(json.stdout) as PaddingCheck & { cut: boolean };
    expect(check).toMatchObject({ series: 28, steps: 5, batch: 28, passed: true, cut: false });
    const names = check.differences.map(({ name }) => name);
    expect(names).toContain("3.weight_hh_l1_reverse");
    expect(names).toContain("1.running_var");
    expect(check.differences.every(({ difference }) => difference === 0)).toBe(true);
  });

  it("cuts series that are all of one length, and says so", async () => {
    const { code, stdout, stderr } = await tidelab(["check", "padding", "equal.json", "--lang", "zh-CN"]);
    expect(code).toBe(0);
    expect(stderr).toContain("长度都相等");
    expect(stdout).toContain("通过：填充不改变任何一位。");
    expect(stdout).toContain("28 条训练序列，17 至 30 步");
  });

  it("refuses a series that is too short for a layer, and steps that are none", async () => {
    const short = await tidelab(["check", "padding", "short.json", "--lang", "en"]);
    expect(short.code).toBe(2);
    expect(short.stderr).toContain("short.json");
    expect(short.stderr).toContain("model.layers[0]");
    for (const steps of ["0", "1.5", "many"]) {
      const { code, stderr } = await tidelab(["check", "padding", "uneven.json", "--steps", steps, "--lang", "en"]);
      expect(code).toBe(2);
      expect(stderr).toContain("--steps: expected a whole number of steps");
    }
    expect((await tidelab(["check", "--lang", "en"])).code).toBe(2);
  });
});
